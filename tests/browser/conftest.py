"""What is tried in a browser is tried by ``make browser``, which says WORKBENCH_BROWSER.

A page waits for its answers, and on a machine that does much else it waits in vain.
Skipped without chromium and its driver.
"""

import os
from pathlib import Path

import pytest

from . import driver

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not (driver.DRIVER and driver.BROWSER):
        why = "no chromium with chromedriver is installed"
    elif not os.environ.get("WORKBENCH_BROWSER"):
        why = "a browser is used by: make browser"
    else:
        return
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=why))
