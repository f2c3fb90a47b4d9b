"""A study of many districts, made up from a seed: a case, a report and its coding in each.

What ``workbench run`` makes chapters of: small, whole, and the same on every machine.
"""

import csv
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.intake import WORDS

SENTENCES = 40  # of a report, each of WORDS_EACH words
WORDS_EACH = 12
CODED = 8  # passages of each report
DIMENSIONS = {
    "leadership": (("lead-government", "政府"), ("lead-market", "市场"), ("lead-both", "政社")),
    "funding": (("fund-street", "街道"), ("fund-market", "收费"), ("fund-gifts", "捐赠")),
    "autonomy": (("autonomy-weak", "弱"), ("autonomy-middle", "中"), ("autonomy-strong", "强")),
    "instruments": (("tool-room", "场地"), ("tool-training", "培训"), ("tool-purchase", "购买")),
}
ORDINAL = "autonomy"
FAMILY = """\
  {family}:
    label: {{zh: 取向, en: Orientation}}
    source: d000-report
    types:
      {family}_guided:
        label: {{zh: 引导, en: Guided}}
        definition: Others lead and pay.
        rules: {{leadership: [lead-government], funding: [fund-street], autonomy: [autonomy-weak]}}
      {family}_earning:
        label: {{zh: 自立, en: Earning}}
        definition: It earns what it needs.
        rules: {{leadership: [lead-market], funding: [fund-market], autonomy: [autonomy-strong]}}
"""
HEAD = "decide: {known_at_least: 2, distance_at_most: 0.34, margin_at_least: 0.1}\nfamilies:\n"


class District(NamedTuple):
    """What is written of one: its number of teams and a passage for each dimension and more."""

    name: str
    text: str
    values: dict[str, str]  # by dimension
    spans: list[tuple[int, int]]
    teams: tuple[int, int, str]


def study(root: Path, count: int) -> Path:
    """Write a study of ``count`` districts, d000 and so on, into ``root``."""
    from workbench import starter

    starter.init(root, title_zh="许多区", title_en="Many districts", authors=["Nobody"])
    coding = root / "corpus/coding"
    districts = [_district(f"d{number:03}") for number in range(count)]
    listed = ", ".join(each.name for each in districts)
    settings = root / "corpus/workbench.yml"
    settings.write_text(
        settings.read_text("utf-8").replace("districts: []", f"districts: [{listed}]"), "utf-8"
    )
    (root / "corpus/places.yml").write_text(_places(districts), "utf-8")
    (coding / "codebook.yml").write_text(_codebook(), "utf-8")
    families = [FAMILY.format(family=name) for name in ("orientation", "cultivation_model")]
    (coding / "typology.yml").write_text(HEAD + "".join(families), "utf-8")
    for each in districts:
        _write(root, each)
    _table(coding / "segments/lead.csv", (row for each in districts for row in _segments(each)))
    _table(coding / "cells.csv", (row for each in districts for row in _cells(each)))
    _table(coding / "figures.csv", map(_figure, districts))
    return root


def _district(name: str) -> District:
    chance = random.Random(name)  # noqa: S311 - a seed, not a secret
    words = WORDS["zh"]
    sentences = ["".join(chance.choices(words, k=WORDS_EACH)) + "。" for _ in range(SENTENCES)]
    ends = [0]
    for sentence in sentences:
        ends.append(ends[-1] + len(sentence))
    text, teams = "".join(sentences), f"{chance.randint(3, 90)}支队伍"
    whole = f"{text}全区有{teams}。\n"
    at = whole.index(teams)
    values = {one: chance.choice(codes)[0] for one, codes in DIMENSIONS.items()}
    spans = [(ends[i], ends[i + 1]) for i in sorted(chance.sample(range(SENTENCES), CODED))]
    return District(name, whole, values, spans, (at, at + len(teams), teams))


def _places(districts: list[District]) -> str:
    lines = ["places:", "  city: {zh: 总市, en: The City, level: city}"]
    lines += [
        f"  {each.name}: {{zh: 第{each.name[1:]}区, en: District {each.name[1:]}, "
        "level: district, in: city}"
        for each in districts
    ]
    return "\n".join([*lines, ""])


def _codebook() -> str:
    lines = ["codes:"]
    for dimension, codes in DIMENSIONS.items():
        lines.append(
            f"  {dimension}: {{label: {{zh: {dimension}, en: {dimension}}}, definition: X.}}"
        )
        lines += [
            f"  {code}: {{parent: {dimension}, label: {{zh: {zh}, en: {code}}}, definition: X.}}"
            for code, zh in codes
        ]
    lines.append("dimensions:")
    for dimension, codes in DIMENSIONS.items():
        scale = "ordinal" if dimension == ORDINAL else "nominal"
        known = ", ".join(code for code, _ in codes)
        label = f"label: {{zh: {dimension}, en: {dimension}}}"
        lines.append(
            f"  {dimension}: {{{label}, question: Which?, scale: {scale}, codes: [{known}]}}"
        )
    return "\n".join([*lines, ""])


def _write(root: Path, each: District) -> None:
    from workbench.corpus.texts import fingerprint

    name = each.name
    (root / f"corpus/texts/{name}-report.txt").write_text(each.text, "utf-8")
    (root / f"corpus/documents/{name}-report.yml").write_text(
        f"title: {{zh: {name}的报告, en: The report of {name}}}\nlanguage: zh\ngenre: paper\n"
        f'date: "2020"\nsource: Made up\nauthors: [Nobody]\nrights: open\nlicence: CC0-1.0\n'
        f"sha256: {fingerprint(each.text)}\nlength: {len(each.text)}\n"
        f"places: [{name}]\ncases: [{name}-teams]\n",
        "utf-8",
    )
    (root / f"corpus/cases/{name}-teams.yml").write_text(
        f"label: {{zh: {name}的队伍, en: The teams of {name}}}\nshort: {{zh: {name}, en: {name}}}\n"
        f'level: district\nplace: {name}\nyears: "2019/.."\n',
        "utf-8",
    )


def _segments(each: District) -> list[dict[str, object]]:
    from workbench.coding.anchors import anchor
    from workbench.corpus.texts import fingerprint

    codes = [*each.values.values()] * (CODED // len(each.values))
    return [
        {
            "id": f"{each.name}-s{number}",
            "doc": f"{each.name}-report",
            "start": start,
            "end": end,
            **anchor(each.text, start, end),
            "doc_sha256": fingerprint(each.text),
            "quote": each.text[start:end],
            "code": code,
            "case": f"{each.name}-teams",
            "speaker_role": "author",
            "basis": "stated",
            "confidence": 0.9,
            "paraphrase_zh": f"第{number}段",
            "paraphrase_en": f"Passage {number}",
        }
        for number, ((start, end), code) in enumerate(zip(each.spans, codes, strict=True))
    ]


def _cells(each: District) -> list[dict[str, object]]:
    wide = len(each.values)
    return [
        {
            "case": f"{each.name}-teams",
            "dimension": dimension,
            "value": value,
            "basis": "stated",
            "confidence": 0.9,
            "segments": ";".join(f"{each.name}-s{n}" for n in range(number, CODED, wide)),
            "summary_zh": "如文",
            "summary_en": "As it says",
        }
        for number, (dimension, value) in enumerate(each.values.items())
    ]


def _figure(each: District) -> dict[str, object]:
    from workbench.coding.anchors import anchor
    from workbench.corpus.texts import fingerprint

    start, end, raw = each.teams
    return {
        "id": f"f-{each.name}",
        "case": f"{each.name}-teams",
        "doc": f"{each.name}-report",
        "start": start,
        "end": end,
        **anchor(each.text, start, end),
        "doc_sha256": fingerprint(each.text),
        "raw": raw,
        "kind": "count",
        "value": raw.removesuffix("支队伍"),
        "unit": "teams",
        "unit_zh": "支队伍",
        "definition": "teams",
        "measures_zh": "队伍数",
        "measures_en": "teams",
        "confidence": 0.95,
    }


def _table(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Fill a table that has its head."""
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
