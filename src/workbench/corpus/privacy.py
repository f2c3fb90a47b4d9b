"""What must not be published of a person: identity numbers, mobile numbers, private names.

A gate before the book, so it would rather stop once too often than let one through;
what it stops wrongly is listed as public. It knows people, not offices: landlines,
hotlines and e-mail addresses are found only where they are given as private names.
"""

import re
from collections.abc import Collection, Iterator
from datetime import date
from itertools import chain
from typing import NamedTuple

from workbench.corpus import fold
from workbench.errors import UsageError

# One character for one, so that positions stay: full width to ASCII, blanks to a space,
# dashes to a hyphen. An invisible sign within a number parts it as a space does.
BLANKS = "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\u200b\u200c\u200d\u2060\ufeff\u00ad"
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"
TYPED = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(map(ord, BLANKS), " ")
    | dict.fromkeys(map(ord, DASHES), "-")
)

# A number stands alone or after a word (Tel138...), never within a longer number or a hash.
# It is looked at ahead, so that one that proves false hides none that begins within it.
ALONE = r"(?<![0-9A-Za-z])[A-Za-z]*(?=({})[A-Za-z]*(?![0-9A-Za-z]))"
NEW_IDENTITY = re.compile(ALONE.format(r"[1-8](?:[ -]?[0-9]){16}[ -]?[0-9Xx]"))
OLD_IDENTITY = re.compile(ALONE.format(r"[1-8][0-9]{14}"))
MOBILE = re.compile(ALONE.format(r"(?:(?:\+|00)?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}"))

# The first two digits of a place in China (GB/T 2260), and the weights of GB 11643.
REGIONS = {
    *("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37"),
    *("41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64"),
    *("65", "71", "81", "82", "83"),
}
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"

# Money is told by its sign before or its unit after, or as a decimal; 元旦 is a day.
BEFORE_A_SUM = re.compile(r"(?:(?:[¥$€£￥]|人民币)\s?|(?:^|[^0-9])0\.)$")
AFTER_A_SUM = re.compile(
    r"\.[0-9]{1,2}(?![0-9])|\s?(?:[万亿]?(?:元(?![旦宵])|[美欧日港]元)|%|yuan\b|RMB\b|CNY\b|USD\b)",
    re.I,
)


class Private(NamedTuple):
    """A span ``[start, end)`` of the text that is private, and what it is."""

    start: int
    end: int
    kind: str  # identity number, mobile number, private name


def found(
    text: str, *, names: Collection[str] = (), allowed: Collection[str] = ()
) -> list[Private]:
    """Everything private in ``text``, in order; none overlaps another.

    Identity numbers have 18 digits with a place, a date and a check digit that are right
    (ISO 7064 MOD 11-2), spaces or hyphens between them, or 15 in one with a place and a
    date. Mobile numbers are those of the mainland; one that is a sum of money (¥ before,
    元 after, decimals) is none. ``names`` and ``allowed`` are found as a search finds
    them, in either script; what lies within an ``allowed`` passage is not reported.
    Raises UsageError for a blank name or passage.
    """
    typed = text.translate(TYPED)
    public = list(_occurrences(text, allowed))
    private: list[Private] = []
    for item in chain(_identity_numbers(typed), _mobile_numbers(typed), _names(text, names)):
        known = any(start <= item.start and item.end <= end for start, end in public)
        taken = any(item.start < other.end and other.start < item.end for other in private)
        if not known and not taken:
            private.append(item)
    return sorted(private)


def masked(item: str) -> str:
    """``item`` as a message may show it: 138…78, or 王… where it is short."""
    return f"{item[:3]}…{item[-2:]}" if len(item) >= 11 else f"{item[:1]}…"


def _identity_numbers(typed: str) -> Iterator[Private]:
    for match in NEW_IDENTITY.finditer(typed):
        digits = re.sub("[ -]", "", match[1]).upper()
        if _is_person(digits[:2], digits[6:14]) and _check(digits) == digits[17]:
            yield Private(*match.span(1), "identity number")
    for match in OLD_IDENTITY.finditer(typed):
        if _is_person(match[1][:2], "19" + match[1][6:12]):
            yield Private(*match.span(1), "identity number")


def _is_person(region: str, born: str) -> bool:
    try:
        date.fromisoformat(f"{born[:4]}-{born[4:6]}-{born[6:]}")
    except ValueError:
        return False
    return region in REGIONS and "1800" <= born[:4] < "2100"


def _check(digits: str) -> str:
    return CHECKS[sum(w * int(d) for w, d in zip(WEIGHTS, digits, strict=False)) % 11]


def _mobile_numbers(typed: str) -> Iterator[Private]:
    for match in MOBILE.finditer(typed):
        before = BEFORE_A_SUM.search(typed, max(0, match.start(1) - 4), match.start(1))
        if not before and not AFTER_A_SUM.match(typed, match.end(1)):
            yield Private(*match.span(1), "mobile number")


def _names(text: str, names: Collection[str]) -> Iterator[Private]:
    for start, end in _occurrences(text, sorted(names, key=len, reverse=True)):
        yield Private(start, end, "private name")


def _occurrences(text: str, passages: Collection[str]) -> Iterator[tuple[int, int]]:
    view = fold.folded(text if passages else "")
    for passage in passages:
        sought = fold.folded(passage).text.strip()
        if not sought:
            raise UsageError("a name or passage is blank; take it out of the list, or fill it")
        for match in re.finditer(_pattern(sought), view.text):
            yield view.source_span(*match.span())


def _pattern(sought: str) -> str:
    """``sought``: a Latin word is no part of a longer one, and lists set 王　伟 wide."""
    letters = " ?" if not sought.isascii() else ""
    before = r"(?<![0-9a-z])" if re.match("[0-9a-z]", sought) else ""
    after = r"(?![0-9a-z])" if re.search("[0-9a-z]$", sought) else ""
    return before + letters.join(map(re.escape, sought)) + after
