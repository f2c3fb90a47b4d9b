"""A function of a benchmark in a process of its own, which has loaded nothing before.

``python -m benchmarks.apart MODULE FUNCTION ARGUMENTS``: arguments and result are JSON.
"""

import json
import sys
from importlib import import_module


def main() -> None:
    """Call the function that the command line names, and print what it returns."""
    module, function, arguments = sys.argv[1:]
    result = getattr(import_module(module), function)(*json.loads(arguments))
    print(json.dumps(result, default=str))


if __name__ == "__main__":
    main()
