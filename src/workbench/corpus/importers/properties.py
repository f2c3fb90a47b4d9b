"""The properties of office files: which of them a person wrote.

Programs fill them in on their own: with the name of the file, of the computer,
or of the template. Such a value is worse than none.
"""

import re

from workbench.corpus.facts import Fact

MADE_UP = re.compile(
    r"(?:microsoft|ms)\s?(?:office\s)?(?:word|powerpoint|excel)\b.*"
    r"|untitled.*|无标题.*|未命名.*|no title|title|标题"
    r"|(?:document|文档|doc|新建.{0,12}文档|slide|幻灯片|powerpoint 演示文稿)\s?\d*"
    r"|.*\.(?:docx?|wps|pdf|indd|tmp|rtf|odt|tex|dvi|pptx?|xlsx?|fit|qxd|cdr|html?)"
    r"|[\W\d_]*",
    re.I,
)
NOBODY = re.compile(
    r"admin(?:istrator)?|user|owner|root|unknown|anonymous|guest|author|作者|未知|佚名|用户"
    r"|(?:windows|微软|microsoft|office)\s?(?:用户|user|office user)?"
    r"|lenovo|hp|dell|asus|acer|thinkpad|pc|python-docx|[\W\d_]*",
    re.I,
)
LONGEST = 300  # characters of a title


def declared(title: str, authors: str, where: str) -> dict[str, Fact]:
    """The title and the authors among a file's properties, if a person wrote them."""
    facts = {}
    title = " ".join(title.split())
    if _sound(title) and not MADE_UP.fullmatch(title):
        facts["title"] = Fact(title, where)
    named = [" ".join(name.split()) for name in re.split("[;；]", authors)]
    real = [name for name in named if _sound(name) and not NOBODY.fullmatch(name)]
    if real:
        facts["authors"] = Fact(";".join(real), where)
    return facts


def _sound(value: str) -> bool:
    return 0 < len(value) <= LONGEST and value.isprintable() and "\ufffd" not in value
