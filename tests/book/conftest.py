"""A tiny book, rendered once with the real configuration and looked at by every test."""

import shutil
from pathlib import Path

import pytest

from workbench.book import assemble, config, html, literal, pdf, toc

HERE = Path(__file__).parent
MINI = HERE / "mini"
BOOK = HERE.parents[1] / "book"

HOSTILE = "</script><script>alert(1)</script> <img src=x onerror=alert(2)> {{ 7 * 7 }} $x^2$ | a"


def evidence() -> str:
    """A page as the build makes it: one anchor for each coded passage."""
    return f"""# Willow report 柳树街道报告

(wr-001)=
> 街道为团队提供了三间活动室，社区治理有了去处。

The speaker is an official; basis: stated.

(wr-002)=
{literal(HOSTILE)}

::::{{container}} evidence
:name: wr-004

**wr-004** · a card of its own

> 居民议事会每月开会一次。
::::

| Passage 段落 | Code 编码 |
| --- | --- |
| [{literal("居民自己凑了|一半 *钱*")}]{{#wr-003}} | [back](../runs/willow.ipynb) |
"""


@pytest.fixture(scope="session")
def handwritten(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The mini chapters with the real book's configuration, style and references."""
    folder = tmp_path_factory.mktemp("study 研究") / "book"
    shutil.copytree(MINI, folder)
    for name in ("_ext", "_static", "pdf"):
        shutil.copytree(BOOK / name, folder / name)
    for name in ("_config.yml", "references.bib"):
        shutil.copy(BOOK / name, folder / name)
    (folder / "willow.ipynb").unlink()
    return folder


@pytest.fixture(scope="session")
def source(handwritten: Path) -> Path:
    folder = handwritten.parent / "source"
    contents = toc(
        handwritten / "_toc.yml",
        generated={"districts": ["runs/willow"], "evidence": ["evidence/willow-report"]},
    )
    assemble(
        folder,
        handwritten=handwritten,
        notebooks={"runs/willow.ipynb": MINI / "willow.ipynb"},
        pages={
            "_toc.yml": contents,
            "_config.yml": config(
                (handwritten / "_config.yml").read_text(encoding="utf-8"),
                title="Cultivating community social organisations 社区社会组织培育模式比较研究",
                author="The workbench authors",
            ),
            "evidence/willow-report.md": evidence(),
        },
    )
    return folder


@pytest.fixture(scope="session")
def site(source: Path) -> Path:
    out = source.parent / "html"
    html(source, out)
    return out


@pytest.fixture(scope="session")
def printed(site: Path) -> Path:
    out = site.parent / "book.pdf"
    pdf(site, out, template=BOOK / "pdf")
    return out
