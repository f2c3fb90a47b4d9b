"""Passages that may carry a code: the indicators of the codebook, and how they are said.

A suggestion is a hint for a coder and never a coding. It says what a hurried reader misses:
that the clause is negated, and that somebody in the text says it rather than its author.
The cues are words, read without grammar; what they are mistaken in is for the coder to see.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from workbench.coding.codebook import Code
from workbench.schema.artefacts import SUGGESTIONS

Span = tuple[int, int]
Clause = Callable[[str, int, int], Span]  # the clause of a text around a span

NAMED = 20  # characters of a speaker


class Cues(NamedTuple):
    """Words that say something of a clause, and words that hold one and do not.

    English ones are expressions: an apostrophe has two shapes.
    """

    zh: tuple[str, ...]
    en: tuple[str, ...]
    but_zh: tuple[str, ...]
    but_en: tuple[str, ...]


NEGATION = Cues(
    zh=("尚未", "没有", "没能", "缺乏", "缺少", "并非", "绝非", "而非", "不", "没", "无", "未"),
    en=(
        *("not", "no", "none", "neither", "nor", "never", "without", "absence of", "cannot"),
        *("lack", "lacks", "lacked", "lacking"),
        *("(?:is|are|was|were|do|does|did|has|have|had|can|could|would|should|wo)n['’]t",),
    ),
    but_zh=(
        *("不仅", "不但", "不只", "不光", "不单", "不止", "不断", "不少", "不同", "不过", "不论"),
        *("不管", "不久", "不错", "不妨", "不愧", "不禁", "不得不", "不可或缺", "必不可少"),
        *("缺一不可", "不可替代", "不能没有", "离不开", "少不了", "密不可分", "供不应求"),
        *("络绎不绝", "不约而同", "不谋而合", "不折不扣", "不遗余力", "不懈", "不忘", "不乏"),
        *("不动产", "是不是", "能不能", "要不要", "会不会", "有没有"),
        *("无论", "无疑", "无偿", "无数", "无限", "无障碍", "无私", "无缝", "无形", "无微不至"),
        *("无不", "无一不", "无线", "无人机", "无害", "无锡", "有无", "没收", "埋没", "淹没"),
        *("未来", "未成年", "未必不", "未尝不"),
    ),
    but_en=(
        *("not only", "not just", "not merely", "not least", "no doubt", "without doubt"),
        *("no less than", "no fewer than", r"no\.(?=\s*[0-9])"),
    ),
)
ATTRIBUTION = Cues(
    zh=("表示", "指出", "认为", "介绍", "提到", "谈到", "强调", "坦言", "告诉", "透露", "说"),
    en=("according to", "said", "says", "told", "noted", "argued", "argues", "explained"),
    but_zh=("说明", "说法", "说服", "小说", "学说", "传说", "来说", "可以说", "或者说", "介绍信"),
    but_en=("that said",),
)


def _expression(cues: Cues) -> re.Pattern[str]:
    """Finds a cue as group 1, and passes over the words that only look like one."""

    def any_of(zh: Collection[str], en: Collection[str]) -> str:
        spelled = (r"\s+".join(word.split()) for word in sorted(en, key=len, reverse=True))
        latin = rf"(?<![A-Za-z])(?:{'|'.join(spelled)})(?![A-Za-z])"
        return "|".join([*sorted(zh, key=len, reverse=True), latin])

    passed = any_of(cues.but_zh, cues.but_en)
    return re.compile(f"(?:{passed})|({any_of(cues.zh, cues.en)})", re.IGNORECASE)


_NEGATION, _ATTRIBUTION = _expression(NEGATION), _expression(ATTRIBUTION)
_SENTENCE_ENDS = re.compile(r"[。！？!?\n]|\.\s")


def indicators(codes: Mapping[str, Code], language: str) -> frozenset[str]:
    """The indicators of all codes in a language (``zh`` or ``en``), English in lower case."""
    words = (getattr(code.indicators, language) for code in codes.values())
    return frozenset(word.lower() if language == "en" else word for own in words for word in own)


def suggestions(
    codes: Mapping[str, Code],
    matches: pd.DataFrame,
    texts: Mapping[str, str],
    clause: Clause,
    *,
    quotable: Collection[str] = (),
) -> pd.DataFrame:
    """One row an indicator found and a code it speaks for, as ``artefacts.SUGGESTIONS``.

    ``matches`` has the columns doc, start, end and term, an indicator of any of ``codes``;
    ``clause(text, start, end)`` gives the clause around a span. A negation is the cue nearest
    to the indicator in its clause; an attribution one that goes before it in its clause or
    stands in an earlier one of its sentence, in English also behind it. The words of a
    speaker are given only of the documents ``quotable``.
    """
    of = {
        code: indicators({code: entry}, "zh") | indicators({code: entry}, "en")
        for code, entry in codes.items()
    }
    rows = []
    columns = (matches[name].tolist() for name in ("doc", "start", "end", "term"))
    for doc, start, end, term in zip(*columns, strict=True):
        text = texts[doc]
        negation = _negation(text, (start, end), clause)
        cue, speaker = _attribution(text, (start, end), clause)
        said = speaker if doc in quotable else ""
        rows += [
            (doc, start, end, code, term, bool(negation), negation, cue, said)
            for code in codes
            if term in of[code]
        ]
    table = pd.DataFrame(rows, columns=list(SUGGESTIONS)).astype(SUGGESTIONS)
    return table.sort_values(["doc", "start", "end", "code", "term"], ignore_index=True)


def _negation(text: str, span: Span, clause: Clause) -> str:
    """The cue nearest to a span in its clause, the first of two as near; "" without one."""
    start, end = span
    near = [
        (max(first - end, start - last), first, cue)
        for cue, first, last in _cues(_NEGATION, text, clause(text, *span))
        if last <= start or end <= first
    ]
    return min(near)[2] if near else ""


def _attribution(text: str, span: Span, clause: Clause) -> tuple[str, str]:
    """The cue of who says what stands at a span, and the words that name the speaker."""
    start, end = span
    first, last = clause(text, start, end)
    for part in ((first, start), *_earlier(text, first, clause)):
        for cue, begin, stop in _cues(_ATTRIBUTION, text, part):
            around = clause(text, begin, stop)
            follows = cue.startswith("according")
            named = text[stop : around[1]] if follows else text[around[0] : begin]
            return cue, _short(named, first=follows)
    for part in ((end, last), *_next(text, last, clause)):
        for cue, begin, _ in _cues(_ATTRIBUTION, text, part):
            if cue.isascii():  # only English says it afterwards
                return cue, _short(text[part[0] : begin], first=False)
    return "", ""


def _short(words: str, *, first: bool) -> str:
    return (words.strip()[:NAMED] if first else words.strip()[-NAMED:]).strip()


def _earlier(text: str, first: int, clause: Clause) -> Iterator[Span]:
    """The clauses of the sentence before position ``first``, the nearest first."""
    while True:
        at = first - 1
        while at >= 0 and not text[at].isalnum():
            at -= 1
        if at < 0 or _SENTENCE_ENDS.search(text, at + 1, first):
            return
        first, last = clause(text, at, at + 1)
        yield first, last


def _next(text: str, last: int, clause: Clause) -> Iterator[Span]:
    """The clause after position ``last``, if the sentence goes on."""
    at = last
    while at < len(text) and not text[at].isalnum():
        at += 1
    if at < len(text) and not _SENTENCE_ENDS.search(text, last, at):
        yield clause(text, at, at + 1)


def _cues(cues: re.Pattern[str], text: str, span: Span) -> Iterator[tuple[str, int, int]]:
    for match in cues.finditer(text, *span):
        if match[1]:
            yield match[1].lower(), *match.span(1)
