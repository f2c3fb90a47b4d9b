"""Which terms stand in a text: all that a lexicon can change about how it is cut."""

from functools import lru_cache

from workbench.tokens.terms import Matcher


def standing(terms: tuple[str, ...], text: str) -> list[str]:
    """Those of ``terms`` that stand anywhere in ``text``, sorted; also within each other."""
    if not terms:
        return []
    numbers = {number for number, *_ in _matcher(terms).find(text)}
    return sorted(terms[number] for number in numbers)


@lru_cache(maxsize=2)  # of all terms for what is to be cut, of new ones for what is
def _matcher(terms: tuple[str, ...]) -> Matcher:
    return Matcher(terms)
