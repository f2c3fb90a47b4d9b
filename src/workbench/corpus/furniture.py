"""What of a text is not the document itself: page furniture, repetitions, references.

Every cut is a proposal with its proof; the text keeps every character. The rules know
how pages and papers are built, not which ones the study holds, and where a rule is not
certain nothing is cut.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice, takewhile

from workbench.corpus import dates
from workbench.corpus.facts import Cut
from workbench.corpus.pages import HEAD, Head, Line, head, light, lines, number_of
from workbench.corpus.papers import byline, is_entry, part
from workbench.corpus.repetition import lead, loops

_HEAVIEST_TEASER = 60  # Chinese characters or words; a longer line is a paragraph of its own

_MARKUP = re.compile(
    r"(?P<comment><!--[^<>]*-->)|(?P<image>!\[[^\[\]\n]*\]\(https?://[^\s()]*\))"
    r"|(?P<link>(?<=[^\s\]])\]\(https?://[^\s()]*\))"
)
_MARKUP_WHY = {
    "comment": "a comment of the markup, which no reader sees",
    "image": "the address of a picture",
    "link": "the address of a link",
}
_STAMP = re.compile(r"> ?(?:修订|实施|发布|公布|更新|施行)(?:时间|日期)\s*[:：]?\s*")
_HEADING = re.compile(r"#{1,6} |附录|致谢|作者简介|Appendix|Acknowledge?ments?|About the author")
_END = re.compile(
    r"^[ \t\u00a0\u3000]*(?:[-—–=*~·•][-—–=*~·• ]*(?:END|End|完|全文完)[-—–=*~·• ]*|[（(]完[）)])$",
    re.MULTILINE,
)
# A line that ends like a sentence is one, and what only begins with such a word is prose.
_TAIL = re.compile(
    r"^(?![^\n]*。[ \t\u00a0\u3000]*$)[ \t\u00a0\u3000]*+"
    r"(?:[（(【\[]?(?:(?:责任|本文|网络|值班)?编辑|责编|审核|校对)\s?[:：]"
    r"|[【\[]?(?:相关(?:热词|阅读|新闻|链接|文章|推荐|报道)|延伸阅读|推荐阅读|热门(?:文章|推荐|新闻|阅读)"
    r"|猜你喜欢|分享到|打印本页|返回顶部)"
    r"[ \t\u00a0\u3000]*(?:[:：】\]>»]|$)|[上下]一[篇页条]\s?[:：]"
    r"|[【\[](?:打印|关闭)(?:本页|窗口)?[】\]]|版权所有|[^\n]{0,60}ICP[备证]"
    r"|(?:主办|承办)(?:单位)?\s?[:：](?=[^\n]*(?:\n[^\n]*){0,3}?ICP[备证])"
    r"|(?:Related|Recommended) (?:articles?|reading|news|links|posts|stories)[ \t]*(?:[:>»]|$)"
    r"|(?:Previous|Next)(?: (?:article|post|page|story))?\s?[:：]"
    r"|(?:Responsible |Web )?[Ee]ditor(?: in charge)?\s?[:：])",
    re.MULTILINE,
)


def cuts(text: str) -> list[Cut]:
    """The spans of ``text`` that are not its content, sorted, none across another.

    A head or a source line is cut as far as the text that follows, its date stays; every
    other cut begins and ends with something visible. Where furniture and references
    would be more than half of the text the longest is not cut: then they are the text.
    """
    page = head(text)
    certain = [*_markup(text), *loops(text)]
    likely = [
        *chain(_top(text, page), _stamps(text), _authors(text, page), lead(text)),
        *chain(_references(text), _end(text)),
    ]
    while sum(cut.end - cut.start for cut in likely) > len(text.strip()) / 2:
        likely.remove(max(likely, key=lambda cut: cut.end - cut.start))
    return list(_apart(text, [*certain, *likely]))


def _apart(text: str, found: Iterable[Cut]) -> Iterator[Cut]:
    """``found`` in order; what overlaps an earlier cut loses what both hold."""
    done = 0
    for cut in sorted(found, key=lambda cut: (cut.start, -cut.end)):
        rest = text[max(cut.start, done) : cut.end].lstrip()
        if rest:
            yield Cut(cut.end - len(rest), cut.end, cut.kind, cut.why)
        done = max(done, cut.end)


def _markup(text: str) -> Iterator[Cut]:
    for match in _MARKUP.finditer(text) if "<!--" in text or "://" in text else ():
        yield Cut(*match.span(), "furniture", _MARKUP_WHY[match.lastgroup or ""])


def _top(text: str, page: Head) -> Iterator[Cut]:
    """The breadcrumb with what stands around it, and the source lines under the title."""
    if page.breadcrumb:
        above = [*page.site, page.breadcrumb, *([page.title] if page.title else [])]
        start, last = above[0], above[-1]
        after = next(lines(text, last.end), None)
        why = f"head of the page: breadcrumb in line {page.breadcrumb.number}"
        yield Cut(start.start, after.start if after else last.end, "furniture", why)
    for line in page.bylines:
        yield from _labels(text, line)


def _labels(text: str, line: Line) -> Iterator[Cut]:
    """What a source line holds beside its date."""
    days = [(line.start + start, line.start + end) for start, end, _ in dates.parsed(line.text)]
    starts, ends = zip((line.end + 1, line.start), *days, strict=True)
    gaps = zip(sorted(ends), sorted(starts), strict=True)
    why = f"source line of the page, line {line.number}"
    for start, end in gaps:
        piece = text[start : min(end, line.end)]
        if re.search(r"[^\W\d_]", piece):
            at = start + len(piece) - len(piece.lstrip())
            after = next(lines(text, line.end), None) if end > line.end else None
            yield Cut(at, after.start if after else at + len(piece.strip()), "furniture", why)


def _stamps(text: str) -> Iterator[Cut]:
    """The lines in which a collection stamps a legal text, as in > 修订时间 2016年8月31日."""
    for line in islice(lines(text), HEAD):
        if _STAMP.match(line.text) and dates.parsed(line.text):
            yield Cut(line.start, line.end, "furniture", "line added by the collection")


def _authors(text: str, page: Head) -> Iterator[Cut]:
    """The names and addresses above the abstract of a paper."""
    if found := byline(text, page):
        why = "authors and addresses, between the title and the abstract"
        yield Cut(found.line.start, found.end, "furniture", why)


def _references(text: str) -> Iterator[Cut]:
    """A heading of references with the entries under it, up to the next heading."""
    done = 0
    while match := part(text, "references", done):
        under = lines(text, match.start())
        first, second, done = next(under), next(under, None), match.end()
        if first.end > match.end() or (second and is_entry(second.text)):
            entries = list(takewhile(_in_list, lines(text, first.end)))
            done = entries[-1].end if entries else first.end
            at = number_of(text, first.start)
            why = f"reference list: heading in line {at}, {len(entries)} lines under it"
            yield Cut(first.start, done, "references", why)


def _in_list(line: Line) -> bool:
    if _HEADING.match(line.text):
        return False
    return is_entry(line.text) or light(line.text, _HEAVIEST_TEASER)


def _end(text: str) -> Iterator[Cut]:
    """What stands under the end mark, or from the editor's line on, if no paragraph follows."""
    middle = (len(text) - len(text.lstrip()) + len(text.rstrip())) // 2
    half = text.find("\n", middle) + 1
    marks = [(match.start(), "end mark") for match in _END.finditer(text, half)]
    marks += [(match.start(), "editor or links") for match in _TAIL.finditer(text, half)]
    last = max((at.end for at in lines(text, half) if _is_paragraph(at)), default=0) if marks else 0
    for start, what in sorted(marks) if half else ():
        if start >= last:
            first = next(lines(text, start))
            at = number_of(text, first.start)
            why = f"foot of the page: {what} in line {at}, no paragraph follows"
            yield Cut(first.start, len(text.rstrip()), "furniture", why)
            return


def _is_paragraph(line: Line) -> bool:
    return not light(line.text, _HEAVIEST_TEASER) and not _TAIL.match(line.text)
