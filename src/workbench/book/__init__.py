"""The book: from chapters, executed notebooks and evidence to HTML, PDF and DOCX."""

from workbench.book.anchors import links
from workbench.book.claims import RECORD, claims, record
from workbench.book.escape import literal
from workbench.book.hosts import external_requests
from workbench.book.pages import evidence
from workbench.book.printed import FIGURES, figures
from workbench.book.source import assemble, toc
from workbench.book.titles import blank, config, noticed, titled
from workbench.book.typeset import docx, pdf
from workbench.book.visible import visible
from workbench.book.website import html

__all__ = [
    "FIGURES",
    "RECORD",
    "assemble",
    "blank",
    "claims",
    "config",
    "docx",
    "evidence",
    "external_requests",
    "figures",
    "html",
    "links",
    "literal",
    "noticed",
    "pdf",
    "record",
    "titled",
    "toc",
    "visible",
]
