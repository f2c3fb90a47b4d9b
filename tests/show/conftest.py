"""The tables of a tiny study, small enough to be known by heart."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from workbench import pipeline, project, starter
from workbench.project import Project
from workbench.runs import Job, run
from workbench.schema.artefacts import ARTEFACTS

Tables = dict[str, pd.DataFrame]


def frame(name: str, *rows: dict[str, object], fill: str = "") -> pd.DataFrame:
    """A table of the schema; text nobody gave is ``fill``, a number is 0."""
    columns = ARTEFACTS[name].columns
    default = {"str": fill, "int64": 0, "float64": 1.0, "bool": True}
    table = pd.DataFrame(
        [{column: default[kind] for column, kind in columns.items()} | row for row in rows],
        columns=list(columns),
    )
    return table.astype(columns)


def cell(
    case: str, dimension: str, mark: str, value: str = "", **more: object
) -> dict[str, object]:
    voiced = {"speaker_roles": "official", "genres": "news", "speakers": 1}
    known = {"segments": "s1", "confidence": 0.8, **voiced} if value else {"segments": ""}
    known |= {"mark": mark, "rank": float("nan"), "counter": "", **more}
    return {"case": case, "dimension": dimension, "value": value, **known}


def measured(case: str, kind: str, distance: float, verdict: str) -> dict[str, object]:
    known = 0 if pd.isna(distance) else 2
    return {
        "case": case,
        "family": "f",
        "type": kind,
        "distance": distance,
        "membership": 1 - distance,
        "known": known,
        "rules": 2,
        "verdict": verdict,
        "ground": "nearest" if known else "too_few_known",
    }


def study(fill: str = "") -> Tables:
    """Two cases of 上城 and no case of 博兴; ``fill`` stands wherever text is free."""

    def t(name: str, *rows: dict[str, object]) -> pd.DataFrame:
        return frame(name, *rows, fill=fill)

    fixed = {"language": "zh", "genre": "news", "rights": "open"}
    named = {} if fill else {"label_zh": "街道中心", "label_en": "Street centre"}
    short = {} if fill else {"short_zh": "街道", "short_en": "Street"}
    hall = {} if fill else {"label_zh": "社区组织", "label_en": "Hall"}
    place = {"place": "hubin", "district": "shangcheng", "years": "2016/.."}
    role = {"speaker_role": "official", "basis": "stated", "confidence": 0.8}
    span = {"doc": "d1", "case": "c1", "start": 5, "end": 9}
    policy = {"doc": "p1", "jurisdiction": "shangcheng", "signed": "2018-01"}
    value = {"dimension": "independence"}
    types = {"family": "f"}
    return {
        "documents": t("documents", {"doc": "d1", "length": 12345, "cases": "c1;c2", **fixed},
                       {"doc": "p1", "length": 10, **fixed, "genre": "policy", "language": "en",
                        "rights": "withheld", "cases": ""}),
        "cases": t("cases", {"case": "c1", "level": "street", "documents": "d1", "path": "c1",
                             "contained_in": "", **place, **named, **short},
                   {"case": "c2", "level": "community", "documents": "d1", "path": "c1/c2",
                    "depth": 1, "contained_in": "c1", "contained_confidence": 0.85, **place,
                    **hall, "short_zh": fill or "社区", "short_en": fill or "Hall"}),
        "places": t("places", {"place": "hubin"}, {"place": "shangcheng"}),
        "policies": t("policies", {**policy, "published": "2018-02", "unverified": "signed"}),
        "sizes": t("sizes", {"doc": "d1", "language": "zh", "tokens": 400, "characters": 800}),
        "rates": t("rates", {"doc": "d1", "term": fill or "社会组织", "language": "zh",
                             "count": 4, "rate": 5.0}),
        "frequencies": t("frequencies", {"language": "zh", "word": fill or "治理", "count": 2}),
        "segments": t("segments", {"id": "s1", "code": "weak", **span, **role},
                      {"id": "s2", "code": "idea", **span, **role, "quote": fill or "甲\n乙"}),
        "figures": t("figures", {"id": "f1", "value": "110000", "qualifier": "more_than",
                                 **span}),
        "codes": t("codes", {"code": "top", "parent": ""},
                   {"code": "idea", "parent": "top", "dimension": "idea"},
                   {"code": "weak", "parent": "top", "rank": 1, **value,
                    "label_zh": fill or "弱", "label_en": fill or "weak", "segments": 1},
                   {"code": "strong", "parent": "top", "rank": 2, **value,
                    "label_zh": fill or "强", "label_en": fill or "strong"}),
        "dimensions": t("dimensions", {"scale": "ordinal", **value, "label_zh": fill or "独立性"},
                        {"dimension": "idea", "position": 1, "scale": "nominal"}),
        "matrix": t("matrix",
                    cell("c1", "independence", "stated", "weak", rank=1.0, level="street"),
                    cell("c1", "idea", "not_found", level="street"),
                    cell("c2", "independence", "not_looked", level="community"),
                    cell("c2", "idea", "inferred", "idea", segments="s2", counter="s1",
                         level="community")),
        "types": t("types", measured("c1", "vassal", 0.25, "member"),
                   measured("c1", "free", 1.0, "other"),
                   measured("c2", "vassal", float("nan"), "undecided"),
                   measured("c2", "free", float("nan"), "undecided")),
        "type_labels": t("type_labels",
                         {"type": "vassal", **types, "rules": "independence: weak, strong",
                          "label_zh": fill or "附庸型"},
                         {"type": "free", **types, "position": 1, "rules": "idea: idea",
                          "label_zh": fill or "自由型"}),
        "type_table": t("type_table", {"type": "vassal", "segment": "s1", "rank": 1, **value},
                        {"type": "free", "segment": "s2", "rank": 2, **value}),
        "crosswalk": t("crosswalk", {"dimensions": "independence;idea", "segments": "s1",
                                     "basis": "inferred", "confidence": 0.7}),
        "conclusions": t("conclusions",
                         {"conclusion": "tied", "chapter": "findings", "levels": "street",
                          "statement_zh": fill or "附庸", "verdict": "holds",
                          "cells": "c1:independence;c2:independence"}),
        "scenarios": t("scenarios", {"scenario": "document:d1", "kind": "document", "of": "d1"},
                       {"scenario": "genre:news", "kind": "genre", "of": "news", "position": 1},
                       {"scenario": "doubtful:0.6", "kind": "doubtful", "of": "0.6",
                        "position": 2},
                       {"scenario": "cell:c1:idea", "kind": "cell", "of": "c1:idea",
                        "position": 3}),
        "sensitivity": t("sensitivity",
                         {"conclusion": "tied", "scenario": "document:d1", "verdict": "unsaid"},
                         {"conclusion": "tied", "scenario": "genre:news", "verdict": "falls",
                          "why": fill or "otherwise: c1"},
                         {"conclusion": "tied", "scenario": "doubtful:0.6", "verdict": "holds"},
                         {"conclusion": "tied", "scenario": "cell:c1:idea", "verdict": "holds"}),
        "type_sensitivity": t("type_sensitivity",
                              {"case": "c1", "family": "f", "scenario": "document:d1",
                               "before": "vassal"},
                              {"case": "c1", "family": "f", "scenario": "cell:c1:idea",
                               "before": "vassal", "after": "free"}),
        "context": t("context", {"case": "c1", "policy": "p1", "relation": "in_force",
                                 "jurisdiction": "shangcheng", "signed": "2018-01",
                                 "published": "2018-02"}),
    }  # fmt: skip


@pytest.fixture
def tables() -> Tables:
    return study()


@pytest.fixture
def filled() -> Callable[[str], Tables]:
    """The same study with one text wherever people write freely."""
    return study


# --- notebooks of whole studies ------------------------------------------------


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A study in which nobody has written anything, with its tables."""
    folder = tmp_path_factory.mktemp("empty") / "new"
    starter.init(folder)
    made = project.find(folder)
    pipeline.build(made, ["corpus", "tokens", "coding", "compare"], tell=lambda _: None)
    return made


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """What runs a notebook of a study and returns what it shows."""

    def shown(made: Project, notebook: str, **asked: object) -> str:
        source = made.root / "notebooks" / f"{notebook}.ipynb"
        folder: Path = tmp_path_factory.mktemp("executed")
        [outcome] = run([Job(source, asked, folder)], progress=False)
        assert outcome.ok, outcome.error
        cells = json.loads(outcome.path.read_text(encoding="utf-8"))["cells"]
        outputs = [one for cell in cells for one in cell.get("outputs", [])]
        assert [one for one in outputs if one["output_type"] == "stream"] == []  # nothing warned
        return "\n".join("".join(one["data"].get("text/html", "")) for one in outputs)

    return shown
