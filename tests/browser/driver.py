"""A browser that is driven over HTTP, as the W3C's WebDriver says: no package is needed."""

import json
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

DRIVER = shutil.which("chromedriver")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE = 120.0  # seconds
FLAGS = [
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
    *("--no-first-run", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--disable-quic", "--window-size=1300,1600"),
]


class Browser:
    """A window of a browser."""

    def __init__(self, port: int, profile: Path) -> None:
        self._at = f"http://127.0.0.1:{port}/session"
        options = {"binary": BROWSER, "args": [*FLAGS, f"--user-data-dir={profile}"]}
        wanted = {
            "capabilities": {
                "alwaysMatch": {
                    "goog:chromeOptions": options,
                    "goog:loggingPrefs": {"browser": "SEVERE"},
                }
            }
        }
        started = wait(lambda: self._asked("", wanted))
        self._at += f"/{started['sessionId']}"

    def open(self, url: str) -> None:
        """Go to a page."""
        self._asked("/url", {"url": url})

    def run(self, script: str, *arguments: Any) -> Any:
        """What a script returns that runs in the page."""
        return self._asked("/execute/sync", {"script": script, "args": list(arguments)})

    def errors(self) -> list[str]:
        """What the page complained of since it was last asked."""
        return [entry["message"] for entry in self._asked("/se/log", {"type": "browser"})]

    def close(self) -> None:
        """Close the window."""
        with urlopen(Request(self._at, method="DELETE"), timeout=PATIENCE):  # noqa: S310
            pass

    def _asked(self, path: str, body: dict[str, Any]) -> Any:
        head = {"Content-Type": "application/json"}
        request = Request(self._at + path, json.dumps(body).encode(), head)  # noqa: S310
        try:
            with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
                return json.load(answer)["value"]
        except HTTPError as error:  # what a script failed with
            raise ValueError(json.load(error)["value"]["message"]) from error


@contextmanager
def browser(profile: Path, port: int) -> Iterator[Browser]:
    """A browser with an empty profile; closed with its driver afterwards."""
    assert DRIVER
    driver = subprocess.Popen([DRIVER, f"--port={port}"], stdout=subprocess.DEVNULL)
    try:
        window = Browser(port, profile)
        try:
            yield window
        finally:
            window.close()
    finally:
        driver.terminate()
        driver.wait()


def wait(until: Callable[[], Any]) -> Any:
    """What a call returns as soon as it returns something and does not fail."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            if answer := until():
                return answer
        except OSError:
            if time.monotonic() > end:
                raise
        if time.monotonic() > end:
            raise TimeoutError(until)
        time.sleep(0.1)
