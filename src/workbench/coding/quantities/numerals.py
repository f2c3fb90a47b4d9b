"""Numerals as Chinese and English print them, read as exact decimals.

Own code, for a numeral of a source is damaged, mixed (3万5千, 1.38 million) or vague
(三万五) more often than a converter allows for, and what cannot be read has to be refused.
"""

import re
from decimal import Decimal

ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_PLAIN, _FORMAL = "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"
DIGITS = {"〇": 0, "○": 0, "两": 2} | {
    sign: value for signs in (_PLAIN, _FORMAL) for value, sign in enumerate(signs)
}
TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8}
HAN = "".join(DIGITS) + "".join(TENS) + "".join(MYRIADS)

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_DECADES = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
WORDS = {word: value for value, word in enumerate(_ONES)} | {
    word: 10 * value for value, word in enumerate(_DECADES, start=2)
}
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_WORD = "|".join(sorted({*WORDS, *SCALES, "hundred"}, key=len, reverse=True))
ENGLISH = (
    rf"{ARABIC}(?: (?:hundred|{'|'.join(SCALES)}))?"
    rf"|(?:{_WORD})(?:(?:[ -]| and (?=(?:{_WORD})\b))(?:{_WORD})\b)*"
)
CHINESE = (
    rf"{ARABIC}[百千万亿]*(?:{ARABIC}[百千万])*|[{HAN}]+(?:点[{''.join(DIGITS)}]+[百千万亿]*)?"
)


def chinese(numeral: str) -> Decimal | None:
    """The value of a Chinese numeral, or None where it is none.

    Read are 二十四, 两千零五, 三亿五千万, 二〇一八, 一点五亿, 138万, 3万5千; a digit that
    closes a numeral counts the next lower place, as in 三万五 (35,000) and 两百五 (250).
    """
    if re.match(r"\d", numeral):
        return _mixed(numeral)
    whole, _, rest = numeral.partition("点")
    if rest:
        return _with_fraction(whole, rest)
    if len(whole) > 1 and all(sign in DIGITS for sign in whole):
        return Decimal("".join(str(DIGITS[sign]) for sign in whole)) if len(whole) > 2 else None
    return _grouped(whole)


def _with_fraction(whole: str, rest: str) -> Decimal | None:
    fraction = rest.rstrip("百千万亿")
    before = chinese(whole)
    if before is None or not all(sign in DIGITS for sign in fraction):
        return None
    digits = "".join(str(DIGITS[sign]) for sign in fraction)
    return (before + Decimal(f"0.{digits}")) * _scale(rest[len(fraction) :])


def _mixed(numeral: str) -> Decimal | None:
    """Arabic digits with Chinese magnitudes: 138万, 3万5千, 1.5百万."""
    total, last = Decimal(0), 0
    for digits, magnitude in re.findall(rf"({ARABIC})([百千万亿]*)", numeral):
        scale = _scale(magnitude)
        if last and not scale < last:
            return None
        total, last = total + Decimal(digits.replace(",", "")) * scale, scale
    return total


def _scale(magnitude: str) -> int:
    product = 1
    for sign in magnitude:
        product *= TENS.get(sign) or MYRIADS[sign]
    return product


def _grouped(numeral: str) -> Decimal | None:
    total, section, digit, unit = 0, 0, None, 10
    for sign in numeral:
        if sign in DIGITS:
            if digit:  # 六七: two readings, not one number
                return None
            digit, unit = DIGITS[sign], 10 if DIGITS[sign] == 0 else unit
        elif sign in TENS:
            if section and TENS[sign] >= _lowest(section):
                return None
            section += (1 if digit is None or digit == 0 else digit) * TENS[sign]
            digit, unit = None, TENS[sign]
        elif sign in MYRIADS:
            group, unit = section + (digit or 0), MYRIADS[sign]
            if sign == "亿":
                total = (total + group or 1) * unit
            elif total % 10**8:
                return None
            else:
                total += (group or 1) * unit
            section, digit = 0, None
        else:
            return None
    closing = (digit or 0) * (unit // 10)
    return Decimal(total + section + closing) if numeral else None


def _lowest(section: int) -> int:
    """The place of the last digit of ``section`` that is not 0."""
    place = 1
    while section % (10 * place) == 0:
        place *= 10
    return place


def english(numeral: str) -> Decimal | None:
    """The value of an English numeral, or None where it is none.

    Read are 1,380,000, 1.38 million, twenty-four, one hundred and five, two hundred thousand.
    """
    first, *more = re.split(r"[ -]+(?:and )?", numeral.lower().strip())
    if re.fullmatch(ARABIC, first):
        value = Decimal(first.replace(",", ""))
        for word in more:
            value *= 100 if word == "hundred" else SCALES[word]
        return value
    return _in_words([first, *more])


def _in_words(words: list[str]) -> Decimal | None:
    total, section, last = 0, 0, 10**15
    for word in words:
        if word in WORDS:
            value = WORDS[word]
            room = 100 if section % 100 == 0 else 10 if section % 100 >= 20 else 0
            if (section and section % 10) or value >= room:
                return None
            section += value
        elif word == "hundred":
            if section >= 10 or (section == 0 and total):
                return None
            section = (section or 1) * 100
        elif word in SCALES:
            if SCALES[word] >= last or (not section and total):
                return None
            total, section, last = total + (section or 1) * SCALES[word], 0, SCALES[word]
        else:
            return None
    return Decimal(total + section)


def plain(value: Decimal) -> str:
    """``value`` as the ledger writes it: no exponent, no zeros that say nothing."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
