"""Text of a document inside a Markdown page: shown, never obeyed.

A document may say ``{{ x }}``, ``$x$`` or ``<script>``, and its reader must see
just that. Escaping what is known to be dangerous would miss the next extension;
so every mark that Markdown could ever read is written by its number. Only
letters, digits and single spaces stay as they are.
"""

import re
import unicodedata

# Marks of ASCII, and every invisible character or space that is not one plain
# space between two words: Markdown trims, joins or counts them.
MARKS = re.compile(r"[!-/:-@\[-`{-~]|[^\S ]|(?:^ | $| (?= )|(?<= ) )")
CONTROLS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"}
UNSHOWABLE = CONTROLS | {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)


def literal(text: str) -> str:
    r"""Return Markdown that shows ``text`` letter for letter.

    It fits into a paragraph, a heading, a cell of a table and a quotation,
    because it has no line breaks: those are written by number too.

    >>> literal("{{ a }} | <b>")
    '&#123;&#123; a &#125;&#125; &#124; &#60;b&#62;'

    Control characters, which no page can carry, are shown by their pictures
    (␀), surrogates and the like by �.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    shown = "".join(map(showable, unified.translate(UNSHOWABLE)))
    return MARKS.sub(lambda mark: f"&#{ord(mark[0])};", shown)


def showable(letter: str) -> str:
    """The letter, or � where it is not a character at all."""
    nonsense = unicodedata.category(letter) == "Cs" or ord(letter) & 0xFFFE == 0xFFFE
    return "�" if nonsense or 0xFDD0 <= ord(letter) <= 0xFDEF else letter
