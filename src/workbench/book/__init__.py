"""The book: from chapters, executed notebooks and evidence to HTML, PDF and DOCX."""

from workbench.book.anchors import links
from workbench.book.escape import literal
from workbench.book.hosts import external_requests
from workbench.book.pages import evidence
from workbench.book.source import assemble, toc
from workbench.book.titles import blank, config, noticed, titled
from workbench.book.typeset import docx, pdf
from workbench.book.visible import visible
from workbench.book.website import html

__all__ = [
    "assemble",
    "blank",
    "config",
    "docx",
    "evidence",
    "external_requests",
    "html",
    "links",
    "literal",
    "noticed",
    "pdf",
    "titled",
    "toc",
    "visible",
]
