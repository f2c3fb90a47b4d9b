"""What stands between the things that are compared: warnings that go with every comparison.

A room of its own, below all others: whoever shows or counts a comparison may ask it, so
that none is shown without its answer. It speaks of ids; names are for ``show``.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import pandas as pd

from workbench.schema import ids

# The interval of a rate narrows with the square root of the length, so that beyond this
# factor that of the shorter text is more than twice as wide as that of the longer.
LENGTHS = 4.0
OPEN = 9999  # the last year of a case that goes on

Tables = Mapping[str, pd.DataFrame]
Part = tuple[str, tuple[str, ...]]  # a value, and the names of the sides it concerns


@dataclass(frozen=True)
class Side:
    """One of the things that are compared: a case, a document, or a group of them.

    ``within`` are the cases that contain its own; ``carried`` maps its documents to the
    cases they carry; ``reprints`` maps documents to what they repeat. ``years`` are the
    first and the last, or None. ``speakers`` is None where nobody counted them.
    """

    name: str
    levels: frozenset[str] = frozenset()
    cases: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()
    genres: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    translations: frozenset[str] = frozenset()
    years: tuple[int, int] | None = None
    tokens: int = 0
    documents: frozenset[str] = frozenset()
    carried: Mapping[str, frozenset[str]] = field(default_factory=dict)
    reprints: Mapping[str, str] = field(default_factory=dict)
    withheld: bool = False
    speakers: int | None = None


Sides = Sequence[Side]


class Kind(NamedTuple):
    """A kind of warning: what it says, what follows from it, and whom it concerns."""

    name: str
    zh: str
    en: str
    zh_why: str
    en_why: str
    concerns: Callable[[Sides], list[Part]]


class Caution(NamedTuple):
    """A warning: its kind and, value by value, the sides it concerns."""

    kind: Kind
    parts: tuple[Part, ...]


def cautions(sides: Sides) -> list[Caution]:
    """What makes a comparison of ``sides`` less than fair; nothing for fewer than two."""
    if len(sides) < 2:
        return []
    found = ((kind, kind.concerns(sides)) for kind in KINDS)
    return [Caution(kind, tuple(parts)) for kind, parts in found if parts]


def together(several: Iterable[Sequence[Caution]]) -> list[Caution]:
    """The warnings of several comparisons as those of one: each kind and value once."""
    merged: dict[Kind, dict[str, tuple[str, ...]]] = {}
    for kind, parts in (caution for found in several for caution in found):
        values = merged.setdefault(kind, {})
        for value, names in parts:
            values[value] = tuple(dict.fromkeys((*values.get(value, ()), *names)))
    return [Caution(kind, tuple(merged[kind].items())) for kind in KINDS if kind in merged]


# --- what is compared ----------------------------------------------------------


def cases(tables: Tables, chosen: Iterable[str]) -> list[Side]:
    """A side a case, resting on the documents and speakers that its cells give as evidence."""
    rows = tables["cases"].set_index("case").to_dict("index")
    evidence = tables["matrix"].groupby("case")[["documents", "segments"]].agg(";".join)
    given = evidence.to_dict("index")
    documents = described(tables).set_index("doc")
    spoken = tables["segments"].set_index("id")
    return [
        _case(case, rows[case], given[case], documents, spoken) for case in chosen if case in given
    ]


def _case(
    case: str,
    row: Mapping[Any, str],
    evidence: Mapping[Any, str],
    documents: pd.DataFrame,
    spoken: pd.DataFrame,
) -> Side:
    docs = sorted(set(ids(evidence["documents"])))
    passages = [name for name in ids(evidence["segments"]) if name in spoken.index]
    said = spoken.loc[passages, ["speaker", "speaker_role"]].drop_duplicates()
    own = documents.reindex(docs).reset_index()
    return replace(
        _side(case, own.assign(cases=case)),
        cases=frozenset([case]),
        levels=frozenset([row["level"]]),
        within=frozenset(row["path"].split("/")[:-1]),
        years=_interval(row["years"]),
        speakers=len(said),
    )


def described(tables: Tables) -> pd.DataFrame:
    """The documents of a study with ``tokens``, and of their cases level, city and ``within``.

    Of a case that ``tables`` do not hold, as one of another district, nothing is said.
    """
    cases = tables["cases"].set_index("case")
    around = cases.assign(within=[";".join(path.split("/")[:-1]) for path in cases["path"]])
    sizes = tables["sizes"].groupby("doc")["tokens"].sum()
    documents = tables["documents"]

    def of_cases(column: str) -> list[str]:
        known = around[column].to_dict()
        named = [[known.get(case, "") for case in ids(joined)] for joined in documents["cases"]]
        return [";".join(sorted(set(ids(";".join(names))))) for names in named]

    return documents.assign(
        **{column: of_cases(column) for column in ("city", "level", "within")},
        tokens=documents["doc"].map(sizes).fillna(0).astype("int64"),
    )


def documents(table: pd.DataFrame) -> list[Side]:
    """A side a document: a row with doc, language, genre, date, tokens and what else is known."""
    return [_side(str(doc), own) for doc, own in table.groupby("doc", sort=False)]


def groups(table: pd.DataFrame, of: Mapping[str, Sequence[str]]) -> list[Side]:
    """A side a group of documents; ``of`` maps its name to their ids. An empty group is none."""
    chosen = ((name, table[table["doc"].isin(list(docs))]) for name, docs in of.items())
    return [_side(name, own) for name, own in chosen if len(own)]


def _side(name: str, own: pd.DataFrame) -> Side:
    """The side that rests on the documents ``own``."""
    carried = own[own["cases"] != ""] if "cases" in own else own.iloc[:0]
    repeats = own[own["reprint_of"] != ""] if "reprint_of" in own else own.iloc[:0]
    facts = {known: frozenset(_values(own, column)) for column, known in COLUMNS.items()}
    return replace(
        Side(name, **facts),  # type: ignore[arg-type]
        years=_span(own["date"]),
        tokens=int(own["tokens"].sum()),
        documents=frozenset(own["doc"]),
        carried={doc: frozenset(ids(joined)) for doc, joined in _pairs(carried, "cases")},
        reprints=dict(_pairs(repeats, "reprint_of")),
        withheld="rights" in own and bool((own["rights"] == "withheld").any()),
    )


COLUMNS = {
    "level": "levels",
    "cases": "cases",
    "within": "within",
    "genre": "genres",
    "language": "languages",
    "translation": "translations",
}


def _values(own: pd.DataFrame, column: str) -> set[str]:
    if column not in own:
        return set()
    return {value for joined in own[column].dropna().unique() for value in ids(str(joined))}


def _pairs(own: pd.DataFrame, column: str) -> list[tuple[str, str]]:
    return list(zip(own["doc"], own[column], strict=True)) if len(own) else []


def _interval(years: str) -> tuple[int, int] | None:
    """The years of a case, ``2016/2018`` or ``2009/..``."""
    found = [int(year) for year in re.findall(r"\d{4}", years)]
    if not found:
        return None
    return found[0], OPEN if years.endswith("..") else found[-1]


def _span(dates: "pd.Series[str]") -> tuple[int, int] | None:
    """The first and the last year of documents; None where no date is known."""
    years = pd.to_numeric(dates.dropna().str[:4].drop_duplicates(), errors="coerce").dropna()
    return (int(years.min()), int(years.max())) if len(years) else None


# --- whom each kind concerns ---------------------------------------------------


def _apart(name: str) -> Callable[[Sides], list[Part]]:
    """Each value of a field with its sides, where the sides do not all have the same."""

    def concerns(sides: Sides) -> list[Part]:
        held = {side.name: getattr(side, name) for side in sides if getattr(side, name)}
        if len(set(held.values())) < 2:
            return []
        listed = sorted(frozenset().union(*held.values()))
        return [(value, tuple(n for n, own in held.items() if value in own)) for value in listed]

    return concerns


def _nested(sides: Sides) -> list[Part]:
    inner: dict[str, list[str]] = {}
    for side in sides:
        others = {case for other in sides if other is not side for case in other.cases}
        for container in sorted(side.within & others - side.cases):
            inner.setdefault(container, []).append(side.name)
    return [(container, tuple(names)) for container, names in inner.items()]


def _lengths(sides: Sides) -> list[Part]:
    known = sorted((side.tokens, side.name) for side in sides if side.tokens)
    if not known or known[-1][0] <= LENGTHS * known[0][0]:
        return []
    return [(f"{tokens:,}", (name,)) for tokens, name in (known[0], known[-1])]


def _reprints(sides: Sides) -> list[Part]:
    there = {doc for side in sides for doc in side.documents}
    pairs = {pair for side in sides for pair in side.reprints.items()}
    return [(original, (doc,)) for doc, original in sorted(pairs) if original in there]


def _periods(sides: Sides) -> list[Part]:
    """The side that ends first and the one that begins last, where they share no year."""
    dated = [(side.years, side.name) for side in sides if side.years]
    if not dated:
        return []
    first = min(dated, key=lambda pair: (pair[0][1], pair[0][0]))
    last = max(dated, key=lambda pair: pair[0])
    if first[0][1] >= last[0][0]:
        return []
    return [(_written(years), (name,)) for years, name in (first, last)]


def _written(years: tuple[int, int]) -> str:
    begin, end = years
    return str(begin) if begin == end else f"{begin}–{'' if end == OPEN else end}"


def _shared(sides: Sides) -> list[Part]:
    """The documents that carry several of the cases."""
    carried: dict[str, set[str]] = {}
    for side in sides:
        for doc, own in side.carried.items():
            carried.setdefault(doc, set()).update(own)
    return [(doc, tuple(sorted(own))) for doc, own in sorted(carried.items()) if len(own) > 1]


def _where(test: Callable[[Side], bool]) -> Callable[[Sides], list[Part]]:
    """The sides of which something is true."""

    def concerns(sides: Sides) -> list[Part]:
        names = tuple(side.name for side in sides if test(side))
        return [("", names)] if names else []

    return concerns


def _spoken(side: Side) -> bool:
    return side.speakers is not None and bool(side.documents)


KINDS = (
    Kind("level", "层级", "level",
         "层级不同：只可类比，不可排序", "levels differ: an analogy, not a ranking",
         _apart("levels")),
    Kind("nested", "嵌套", "nesting",
         "案例相套：内层案例不另计数", "cases nest: the inner one is left out of counts", _nested),
    Kind("genre", "体裁", "genre",
         "体裁不同：一种体裁不说的，未必不存在",
         "genres differ: what one does not tell is not absent", _apart("genres")),
    Kind("language", "语言", "language",
         "语言不同：字与词不是同一单位，比率不跨语言",
         "languages differ: no rate is compared across them", _apart("languages")),
    Kind("translation", "译文", "translation",
         "原文与译文并列：译文的用词是译者的",
         "an original beside a translation, whose words are the translator's",
         _apart("translations")),
    Kind("length", "篇幅", "length",
         "篇幅（词数）相差四倍以上：短者的比率区间宽一倍以上",
         "lengths (in words) differ more than fourfold: the interval of a rate in the "
         "shorter is more than twice as wide", _lengths),
    Kind("reprint", "转载", "reprint",
         "转载与原文并列：只计一次", "a reprint beside its original: counted once", _reprints),
    Kind("period", "时期", "period",
         "时期不相交：其间规则或已改变",
         "periods share no year: the rules may have changed in between", _periods),
    Kind("shared", "共用文献", "shared document",
         "一篇文献载多个案例：它们不是彼此独立的观察",
         "one document carries several cases: no independent observations", _shared),
    Kind("one_document", "孤证", "one document",
         "证据只出一篇文献：无从互证", "evidence from one document only: nothing corroborates it",
         _where(lambda side: _spoken(side) and len(side.documents) == 1)),
    Kind("one_speaker", "一家之言", "one speaker",
         "证据只出一人之口", "evidence from one speaker only",
         _where(lambda side: _spoken(side) and side.speakers == 1)),
    Kind("no_evidence", "无证据", "no evidence",
         "尚无证据：空白不等于弱", "no evidence yet: empty is not weak",
         _where(lambda side: not side.documents)),
    Kind("withheld", "存目", "by reference",
         "所据全文未收入：核对引文须有原件",
         "texts not printed here: their quotations are checked against the originals",
         _where(lambda side: side.withheld)),
)  # fmt: skip
