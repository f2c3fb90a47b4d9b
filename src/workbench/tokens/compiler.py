"""Whether this machine compiles. Where it does not, all results are the same, only later."""

from functools import cache
from importlib import import_module


@cache
def compiles() -> bool:
    """Whether the kernels load: there may be no numba, or one that fits no other library here.

    Takes half a second the first time, so ask only where there is much to do.
    """
    try:
        import_module("workbench.tokens.kernel")
    except ImportError:
        return False
    return True
