"""CommonMark as Go doc comments (go.dev/doc/comment), in the form that gofmt leaves alone.

Go knows paragraphs, headings, flat lists and preformatted text. What a line of prose could be taken for is avoided: a
list marker stays behind another word, a link definition gets a space, a lone line gets a period.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby

from specloom.languages import prose
from specloom.languages.code import EMPTY, Code
from specloom.languages.typed import Documentation
from specloom.quick import dataclass

WIDTH = 80
_TAB = 4
_INDENTED = ("item", "code")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(?P<text>.*?)\s*#*\s*$")
_ITEM = re.compile(r"(?P<indent>\s*)(?:[-*+•]|(?P<number>\d{1,9})[.)])\s+(?P<text>\S.*)")
_RULE = re.compile(r"\s{0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|=+|-+)$")
_LINK = re.compile(r"!?\[(?P<text>[^\[\]]*)\]\((?P<url>[^\s()]+)(?:\s+\"[^\"]*\")?\)")
_DEFINITION = re.compile(r"\]:")
_MARKER = re.compile(r"(?:[-*+•]|\d{1,9}[.)]|#{1,})\Z")
_DIRECTIVE = re.compile(r"(?:go|line|export|extern|nolint|lint)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph, a heading, an item of a list (with its number, if it has one), or a preformatted text."""

    kind: str
    lines: tuple[str, ...]
    number: str = ""


@lru_cache(maxsize=10_000)
def doc_comment(text: str, tabs: int) -> Code:
    """CommonMark `text` as a doc comment at `tabs` tabs of indentation; no text gives `EMPTY`. The first line stands
    without indentation."""
    lines: list[str] = []
    before = ""
    width = WIDTH - _TAB * tabs
    for block in _told_apart(block for block in _blocks(prose.clean(text)) if _printed(block, width)):
        if not lines and block.kind in _INDENTED:
            lines.append(" Details:")
        if lines and not (before == block.kind == "item"):
            lines.append("")
        before = block.kind
        lines += _printed(block, width)
    joint = "\n" + "\t" * tabs
    return Code(joint.join(f"//{line}".rstrip() for line in lines)) if lines else EMPTY


def _told_apart(blocks: Iterable[_Block]) -> Iterator[_Block]:
    """The blocks, so that neighbours do not run into each other: a list has bullets where some item has no number, and
    preformatted text beside a list becomes an item of it."""
    for indented, group in groupby(blocks, key=lambda block: block.kind in _INDENTED):
        run = list(group)
        if indented and any(block.kind == "item" for block in run):
            numbered = all(block.number for block in run)
            yield from (_Block("item", block.lines, block.number if numbered else "") for block in run)
        else:
            yield from run


def _printed(block: _Block, width: int) -> list[str]:
    match block.kind:
        case "code":
            shown = [_harmless(line) for line in block.lines]
            mark = "| " if _ITEM.match(shown[0]) else ""
            return [f"\t{mark}{line}" if line else "" for line in shown]
        case "heading":
            words = _words(" ".join(block.lines))
            return [f" # {' '.join(words)}"] if words else []
        case "item":
            first = f"  {block.number}. " if block.number else "   - "
            return _filled(_words(" ".join(block.lines)), first, "     ", width)
        case _:
            lines = _filled(_words(" ".join(block.lines)), " ", " ", width)
            if len(lines) == 1 and lines[0][-1:].isalnum():
                lines[0] += "."
            return lines


def _words(text: str) -> list[str]:
    """The words of running text, none of which means something to Go or to a tool."""
    text = _LINK.sub(lambda found: _linked(found["text"], found["url"]), text)
    text = re.sub("`{2,}", "`", text).replace("''", '"')
    words = _DEFINITION.sub("] :", _harmless(text)).split()
    while words and _MARKER.match(words[0]):
        words.pop(0)
    if words and _DIRECTIVE.match(words[0]):
        words[0] = f'"{words[0]}"'
    return words


def _harmless(text: str) -> str:
    """`text` in characters that can be seen, and without what older versions of Go read as a build constraint."""
    return prose.INVISIBLE.sub("\ufffd", text).replace("+build", "+ build")


def _linked(text: str, url: str) -> str:
    return f"{text} ({url})" if text and text != url else url


def _filled(words: list[str], first: str, rest: str, width: int) -> list[str]:
    """`words` in lines; one that reads as the beginning of a list, a heading or a directive stays with the one before
    it."""
    if not words:
        return []
    lines: list[str] = []
    line = first + words[0]
    for word in words[1:]:
        if len(line) + 1 + len(word) <= width or _MARKER.match(word) or _DIRECTIVE.match(word):
            line += " " + word
        else:
            lines.append(line)
            line = rest + word
    return [*lines, line]


def _blocks(text: str) -> Iterator[_Block]:
    """The blocks of CommonMark, as far as they matter in a comment."""
    lines = text.split("\n")
    open_: list[str] = []
    kind, number = "text", ""
    index = 0

    def closed() -> Iterator[_Block]:
        nonlocal open_, kind, number
        if open_:
            yield _Block(kind, tuple(open_), number)
        open_, kind, number = [], "text", ""

    while index < len(lines):
        line = lines[index]
        index += 1
        if fence := _FENCE.match(line):
            yield from closed()
            inner: list[str] = []
            while index < len(lines) and not lines[index].lstrip().startswith(fence[1]):
                inner.append(lines[index])
                index += 1
            index += 1
            yield from _preformatted(inner)
        elif not line.strip() or _RULE.match(line):
            yield from closed()
        elif heading := _HEADING.match(line):
            yield from closed()
            yield _Block("heading", (heading["text"],))
        elif item := _ITEM.match(line):
            yield from closed()
            open_, kind, number = [item["text"]], "item", item["number"] or ""
        elif (line.startswith("    ") and not open_) or line.lstrip().startswith("|"):
            yield from closed()
            inner = [line]
            while index < len(lines) and (lines[index].startswith("    ") or lines[index].lstrip().startswith("|")):
                inner.append(lines[index])
                index += 1
            yield from _preformatted(inner)
        else:
            open_.append(line.strip().removeprefix(">").strip())
    yield from closed()


def _preformatted(lines: list[str]) -> Iterator[_Block]:
    """Lines as they are, without what they have in common at their beginning, and without blank ones around them."""
    while lines and not lines[0].strip():
        lines = lines[1:]
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    margin = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
    if lines:
        yield _Block("code", tuple(line[margin:].rstrip() for line in lines))


_ARTICLE = re.compile(r"(?:A|An|The)\s")
_VERB = re.compile(r"(?:[A-Z][a-z]+s)\s")


def document(doc: Documentation, indent: int) -> Code:
    """The doc comment of an element. What stands at the left margin begins with its name, as Go has it; a field is told
    by its text alone."""
    paragraphs: list[str] = []
    text = _without_request(doc)
    if doc.request:
        paragraphs += [f"{doc.name} sends {doc.request}.", text]
    elif indent == 0:
        paragraphs.append(_named(doc.name, text))
    else:
        paragraphs.append(text)
    if doc.arguments:
        paragraphs.append("\n".join(f"- {name}: {prose.one_line(said)}" for name, said in doc.arguments))
    if doc.returns and doc.request:
        paragraphs.append(f"It returns: {prose.one_line(doc.returns)}")
    if doc.raises:
        listed = [f"- {_failure(name, prose.one_line(said))}" for name, said in doc.raises]
        paragraphs.append("\n".join(dict.fromkeys(["Errors:", "", *listed])))
    if doc.deprecated is not None:
        paragraphs.append(f"Deprecated: {prose.one_line(doc.deprecated) or 'see the documentation of the API.'}")
    return doc_comment("\n\n".join(part for part in paragraphs if part), indent)


def _failure(name: str, said: str) -> str:
    """`404 [NotFoundError]. No such room`."""
    status, _, rest = said.partition(". ")
    return f"{status.rstrip('.')} [{name}]. {rest}".rstrip(". ")


def _without_request(doc: Documentation) -> str:
    """The text without the request at its end, which the first sentence says."""
    if not doc.request:
        return doc.text
    before, found, after = doc.text.rpartition(f"`{doc.request}`")
    return f"{before.rstrip()}\n\n{after.lstrip('. ')}".strip() if found else doc.text


def _named(name: str, text: str) -> str:
    """`text` as what is said of `name`, or as it is where another comment has said the name."""
    if not name:
        return text
    if not text:
        return f"{name} is a type of the API."
    if text.startswith("The operations of "):
        return f"{name} offers the{text[3:]}"
    if text.startswith("The arguments of "):
        return f"{name} holds the{text[3:]}"
    if _ARTICLE.match(text):
        return f"{name} is {text[0].lower()}{text[1:]}"
    if _VERB.match(text):
        return f"{name} {text[0].lower()}{text[1:]}"
    return text if text.startswith(f"{name} ") else f"{name}: {text}"
