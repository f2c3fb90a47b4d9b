"""Searching in a real browser: Chinese, English and both, from a server and from a disk."""

import functools
import http.server
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import html

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-sync", "--disable-background-networking", "--disable-component-update"),
    "--virtual-time-budget=8000",
]

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")


class Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    handler = functools.partial(Silent, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def found(address: str, query: str, profile: Path) -> set[str]:
    """The pages that a browser lists for a query."""
    page = f"{address}/search.html?q={quote(query)}"
    command = [str(CHROMIUM), *QUIET, f"--user-data-dir={profile}", "--dump-dom", page]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    results = html.document_fromstring(done.stdout.decode()).xpath("//ul[@class='search']//a/@href")
    return {str(result).partition("#")[0].partition("?")[0] for result in results}


def test_a_chinese_word_is_found_where_it_stands(served: str, tmp_path: Path) -> None:
    assert found(served, "社区治理", tmp_path) == {
        "intro.html", "evidence/willow-report.html", "chapters/references.html",
    }  # fmt: skip


def test_a_chinese_word_is_found_without_a_server(site: Path, tmp_path: Path) -> None:
    assert "intro.html" in found(site.as_uri(), "社区治理", tmp_path)


def test_a_single_character_is_found(served: str, tmp_path: Path) -> None:
    assert found(served, "凑", tmp_path) == {"evidence/willow-report.html"}


def test_english_is_found_by_its_stem(served: str, tmp_path: Path) -> None:
    assert "intro.html" in found(served, "comparing", tmp_path)


def test_a_page_must_hold_both_halves_of_a_mixed_query(served: str, tmp_path: Path) -> None:
    assert found(served, "社区治理 renderer", tmp_path) == {"intro.html"}


def test_what_is_nowhere_is_not_found(served: str, tmp_path: Path) -> None:
    assert found(served, "社区龙舟", tmp_path) == set()
