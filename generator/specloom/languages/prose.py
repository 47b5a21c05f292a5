"""CommonMark as plain text for comments and docstrings: cleaned of what is not visible text, and wrapped.

Shared by all languages; the result is still raw text, escaped by the language that prints it.
"""

from __future__ import annotations

import re

# Explicit ranges rather than `str.isprintable`, whose answer depends on the Unicode tables of the interpreter.
INVISIBLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\ud800-\udfff\ue000-\uf8ff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
)
"""Characters that cannot be seen or that move others: controls, bidirectional marks, surrogates, unassigned and private
ones.
"""

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_MARKER = re.compile(r"(?:[-+*>]|#{1,6}|\d{1,9}[.)]|={2,}|-{2,}|```+.*|~~~+.*|\|.*)\Z")
_ITEM = re.compile(r"(?P<indent> *)(?P<marker>[-+*]|\d{1,9}[.)]) +(?=\S)")
_FENCE = re.compile(r" *(?P<fence>`{3,}|~{3,})")
_VERBATIM = re.compile(r" *(?:#{1,6} |\||<[/!?a-zA-Z]|>|=+ *$|-{2,} *$|\* \* \*)")


def clean(text: str) -> str:
    """`text` with `\\n` as its only line end, tabs expanded, every space a plain one, lone surrogates replaced, no
    space at line ends.

    Leading and trailing blank lines are removed. Other invisible characters stay: the language escapes them.
    """
    if text.isascii():
        if text.isprintable():
            return text.rstrip()
        if text.replace("\n", "").isprintable():
            if " \n" in text or text.endswith(" "):
                text = "\n".join([line.rstrip() for line in text.split("\n")])
            return text.strip("\n")
    text = _SURROGATES.sub("\ufffd", _SPACES.sub(" ", _BREAKS.sub("\n", text)))
    return "\n".join(line.rstrip() for line in text.expandtabs().split("\n")).strip("\n")


def one_line(text: str) -> str:
    """`text` cleaned, with every run of white space replaced by one space."""
    return " ".join(clean(text).split())


def wrap(text: str, width: int, lead: int = 0) -> list[str]:
    """The lines of CommonMark `text`, paragraphs and list items filled to `width` columns, other blocks as they are.

    The very first line has `lead` columns less. A word longer than `width` stands on a line of its own. No line starts
    with a word that would make it another block.
    """
    result: list[str] = []
    paragraph: list[str] = []
    first = rest = ""
    fence = ""

    def flush() -> None:
        nonlocal paragraph
        result.extend(_fill(" ".join(paragraph).split(), first, rest, max(width, 20), 0 if result else lead))
        paragraph = []

    for line in clean(text).split("\n"):
        if fence:
            result.append(line)
            closes = _FENCE.match(line)
            fence = "" if closes and closes["fence"].startswith(fence) and not line[closes.end() :].strip() else fence
            continue
        opens = _FENCE.match(line)
        if opens or not line or _VERBATIM.match(line) or (line.startswith("    ") and not paragraph):
            flush()
            result.append(line)
            fence = opens["fence"] if opens else ""
        elif item := _ITEM.match(line):
            flush()
            first = item[0]
            rest = " " * len(first)
            paragraph = [line[item.end() :]]
        else:
            if not paragraph:
                first = rest = line[: len(line) - len(line.lstrip())]
            paragraph.append(line)
            if line.endswith("\\"):
                flush()
    flush()
    return result


def _fill(words: list[str], first: str, rest: str, width: int, lead: int) -> list[str]:
    """`words` in lines of at most `width` columns; a word that reads as a block marker stays with the one before it."""
    if not words:
        return []
    units: list[str] = []
    for word in words:
        if units and not word[0].isalpha() and _MARKER.match(word):
            units[-1] += " " + word
        else:
            units.append(word)
    lines: list[str] = []
    line = first + units[0]
    room = width - lead - len(line)
    for unit in units[1:]:
        room -= len(unit) + 1
        if room >= 0:
            line += " " + unit
        else:
            lines.append(line)
            line = rest + unit
            room = width - len(line)
    lines.append(line)
    return lines
