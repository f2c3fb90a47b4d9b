"""The conclusions when a code gets another name: changed as the text they are."""

import re
from typing import Any

from workbench.comparison.conclusions import Conclusions

NAMING = ("any_of", "all_of", "one_of", "codes")  # the lists of a condition that hold codes
_LIST = re.compile(rf"(?P<head>\b(?:{'|'.join(NAMING)}): *\[)(?P<codes>[^\]]*)")


def recoded(text: str, old: str, new: str) -> str:
    """``conclusions.yml`` with ``new`` for the code ``old`` in its lists in square brackets.

    Whether it then says what is ``meant`` has to be checked: lists of another style stay.
    """
    code = re.compile(rf"(?<![\w-]){re.escape(old)}(?![\w-])")
    return _LIST.sub(lambda found: found["head"] + code.sub(new, found["codes"]), text)


def meant(given: Conclusions, old: str, new: str) -> dict[str, Any]:
    """What the conclusions say with ``new`` for ``old``, as their dump."""

    def said(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: said(each, name) for name, each in value.items()}
        if isinstance(value, list):
            return [said(each, key) for each in value]
        return new if value == old and key in NAMING else value

    return dict(said(given.model_dump()))


def uses(given: Conclusions, code: str) -> int:
    """How many conclusions name a code."""
    marked = "?"  # no code is called so
    changed, said = meant(given, code, marked)["conclusions"], given.model_dump()["conclusions"]
    return sum(changed[name] != said[name] for name in said)
