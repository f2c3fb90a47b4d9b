"""Search that does not mind how a text was typed. The only module that knows opencc.

One query finds simplified and traditional characters, full-width and half-width signs,
composed and decomposed accents, capitals and small letters, whatever white space and
invisible signs stand between; each find is a span of the stored text. Whether a blank
stands between a Chinese character and a figure or Latin letter is a habit of typesetting
(第 12 号, 第12号): a search does not mind it either. The folded form
is for searching only, it is nobody's spelling: one character folds at a time, so 乾隆
is found under 干隆, 皇后 under 皇後 and 著作 under 着作.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

import opencc
import pandas as pd

from workbench.corpus.views import Alike, Edit, View
from workbench.errors import UsageError

HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x323B0))
_HAN = "".join(f"{chr(first)}-{chr(end - 1)}" for first, end in HAN)
_MEETING = re.compile(f"(?<=[{_HAN}]) ?(?=[0-9a-z])|(?<=[0-9a-z]) ?(?=[{_HAN}])")
# t2s alone tells Taiwan's 著 from 着 and Hong Kong's 衞 from 卫; s2t first, that a rare
# simplified form (馀, 钜, 锺) and what s2t makes of it (餘, 鉅, 鍾) fold alike.
SCRIPTS = ("s2t", "t2s", "hk2s", "tw2s")


def folded(text: str) -> Alike | View:
    """``text`` as it is compared in a search: simplified, NFKC, case-folded, on one line.

    Runs of white space are one space. Format characters (zero-width, bidirectional
    controls, soft hyphens) and variation selectors are left out. What Unicode composes
    folds together: a letter with its marks is one cluster, and every character of the
    fold stands for the whole cluster (``ﬁ`` is read ``fi``, both from one character).
    """
    plain = text.translate(_plain)
    if "\0" not in plain and "  " not in plain:  # as almost every line
        return Alike(plain)
    clusters = _clusters(text)
    together = View.of(text, [Edit(a, b, _reading(text[a:b])) for a, b in clusters])
    letter = together.through(View.each(together.text, _reading))
    spaces = re.finditer(r"\s{2,}", letter.text)
    return letter.through(View.of(letter.text, (Edit(*run.span(), " ") for run in spaces)))


def reading_of(word: str) -> str:
    """A word as a search reads it.

    The tables of scripts take a while to read, and only what holds a character outside
    the common simplified ones (GB 2312) needs them.
    """
    plain = unicodedata.normalize("NFKC", word).casefold()
    try:
        plain.encode("gb2312")
    except UnicodeEncodeError:
        return folded(word).text
    return plain


def _clusters(text: str) -> list[tuple[int, int]]:
    """The spans of a character with the marks that follow it, invisible signs between."""
    letters = set(text)
    marks = "".join(filter(_is_mark, letters))
    if not marks:
        return []
    unseen = "".join(filter(_is_unseen, letters))
    between = f"[{unseen}]*" if unseen else ""
    pattern = rf"(?:\A|[^{marks}{unseen}])(?:{between}[{marks}])+"
    return [match.span() for match in re.finditer(pattern, text)]


@cache
def _is_mark(letter: str) -> bool:
    """Whether Unicode may compose ``letter`` with the one before: a mark, a Hangul vowel or coda.

    Spacing marks are in, though few compose: they belong to the letter before all the same.
    """
    first = unicodedata.normalize("NFKD", letter)[0]
    return unicodedata.category(first)[0] == "M" or "\u1160" <= first <= "\u11ff"


def _is_unseen(letter: str) -> bool:
    return unicodedata.category(letter) == "Cf"


def _is_left_out(letter: str) -> bool:
    selects = "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"
    return selects or letter in "\u034f\u180b\u180c\u180d\u180f" or _is_unseen(letter)


@cache  # a study has few thousand different characters and clusters
def _reading(cluster: str) -> str:
    # Case-folding may undo a composition and composing may leave a capital: NFKC on both sides.
    seen = "".join(letter for letter in cluster if not _is_left_out(letter))
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    simple = _simplified()
    return "".join(" " if letter.isspace() else simple.get(letter, letter) for letter in plain)


class _Plain(dict[int, str]):
    """What a character is read as, or NUL where that is not one character or needs the next."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        reading = _reading(letter)
        self[code] = reading if len(reading) == 1 and not _is_mark(letter) else "\0"
        return self[code]


_plain = _Plain()


@cache
def _simplified() -> dict[str, str]:
    """Every Han character that folds to another one, always one for one."""
    letters = [chr(code) for first, end in HAN for code in range(first, end)]
    forms = "\n".join(letters)
    for script in SCRIPTS:
        forms = opencc.OpenCC(script).convert(forms)
    pairs = zip(letters, forms.split("\n"), strict=True)
    return {letter: form for letter, form in pairs if letter != form}


def find(text: str, query: str) -> list[tuple[int, int]]:
    """The spans of ``text`` that fold like ``query``, left to right, none overlapping.

    A find that begins or ends within a cluster is the whole cluster.
    Raises UsageError for a query of nothing but white space and invisible signs.
    """
    return _finds(text, _sought(query))


def found(texts: Mapping[str, str], query: str) -> pd.DataFrame:
    """One row a find, as ``find``: doc, start, end; documents in the order of ``texts``."""
    sought = _sought(query)
    rows = [(doc, *span) for doc, text in texts.items() for span in _finds(text, sought)]
    table = pd.DataFrame(rows, columns=["doc", "start", "end"])
    return table.astype({"doc": "str", "start": "int64", "end": "int64"})


def pattern(expression: str) -> str:
    """A regular expression for folded text: what is not ASCII in it folds, its syntax stays."""
    return "".join(sign if sign.isascii() else re.escape(_reading(sign)) for sign in expression)


def _sought(query: str) -> re.Pattern[str]:
    """What folded text is searched for, blanks free where the two scripts meet."""
    sought = folded(query).text
    if not sought.strip():
        raise UsageError(f"the query {query!r} has nothing to look for; give a word or a sign")
    return re.compile(" ?".join(map(re.escape, _MEETING.split(sought))))


def _finds(text: str, sought: re.Pattern[str]) -> list[tuple[int, int]]:
    view = folded(text)
    spans: list[tuple[int, int]] = []
    match = sought.search(view.text)
    while match:
        start, end = view.source_span(*match.span())
        free = not spans or spans[-1][1] <= start  # two finds may lie in one cluster
        if free:
            spans.append((start, end))
        match = sought.search(view.text, match.end() if free else match.start() + 1)
    return spans
