"""Document text as TypeScript tokens: literals, comments and TSDoc that it can never leave."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import cast

from specloom.languages import prose
from specloom.languages.code import EMPTY, Code
from specloom.languages.typed import Documentation

LINE_LENGTH = 120
SAFE_INTEGER = 2**53 - 1
"""The largest integer that a `number` holds exactly."""
_REMEMBERED = 10_000

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_DIRECTIVE = re.compile(r"^(\s*)(?=[@#!/]|(?:es|ts)lint|prettier|istanbul|biome|deno-|c8 |v8 )", re.IGNORECASE)
"""What tools read as an instruction at the beginning of a comment."""
_TAG = re.compile(r"^(\s*)@")


@lru_cache(maxsize=_REMEMBERED)
def string(text: str) -> Code:
    """`text` as a string literal on one line: the value is exactly `text`, the characters are visible ones only."""
    return Code(prose.INVISIBLE.sub(_escape, json.dumps(text, ensure_ascii=False)))


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\u{code:04x}" if code < 0x10000 else f"\\u{{{code:x}}}"


def number(value: int | float) -> Code:
    """A number literal; a `bigint` literal for an integer that a `number` cannot hold."""
    if isinstance(value, int):
        return Code(str(value)) if abs(value) <= SAFE_INTEGER else Code(f"{value}n")
    if math.isfinite(value):
        return Code(repr(value).replace("e+", "e"))
    return Code("Number.NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity")


def literal(value: object) -> Code:
    """A JSON value as an expression. Raises `TypeError` for other values."""
    match value:
        case None:
            return Code("null")
        case bool():
            return Code("true" if value else "false")
        case str():
            return string(value)
        case int() | float():
            return number(value)
        case Mapping():
            members = cast("Mapping[object, object]", value).items()
            return object_of([(key(str(name)), literal(item)) for name, item in members])
        case Sequence():
            return Code("[") + Code(", ").join(literal(item) for item in cast("Sequence[object]", value)) + Code("]")
        case _:
            raise TypeError(f"{type(value).__name__} has no literal")


def object_of(members: Sequence[tuple[Code, Code]]) -> Code:
    """An object literal on one line."""
    if not members:
        return Code("{}")
    return Code("{ ") + Code(", ").join(Code(": ").join(member) for member in members) + Code(" }")


def key(name: str) -> Code:
    """`name` as the key of an object literal or type. `__proto__` has to be computed, or it would be the prototype."""
    if name == "__proto__":
        return Code('["__proto__"]')
    return Code(name) if _NAME.fullmatch(name) else string(name)


def comment(text: str, indent: int = 0) -> Code:
    """`text` as comment lines at column `indent`, wrapped; nothing in it is an instruction to a tool."""
    lines = [_comment_line(line) for line in prose.wrap(text, LINE_LENGTH - indent - 3)]
    return Code(("\n" + " " * indent).join(lines)) if any(line != "//" for line in lines) else EMPTY


def _comment_line(line: str) -> str:
    shown = _DIRECTIVE.sub(r"\1' ", prose.INVISIBLE.sub("\ufffd", line)).rstrip()
    return f"// {shown}" if shown else "//"


def docstring(text: str, indent: int) -> Code:
    """CommonMark `text` as a TSDoc comment at column `indent`; no text gives `EMPTY`."""
    return _block(_lines(text, indent), indent)


def document(doc: Documentation, indent: int) -> Code:
    """The TSDoc comment of an element, with its tags."""
    lines = _lines(doc.text, indent)
    tags: list[str] = []
    for name, said in doc.arguments:
        tags += _tag(f"@param {name} -", said, indent)
    if doc.returns:
        tags += _tag("@returns", doc.returns, indent)
    for name, said in doc.raises:
        tags += _tag(f"@throws {name}:", said, indent)
    if doc.deprecated is not None:
        tags += _tag("@deprecated", doc.deprecated or "The API deprecates it.", indent)
    return _block([*lines, *([""] if lines and tags else []), *tags], indent)


def _tag(mark: str, text: str, indent: int) -> list[str]:
    """A tag with its text; a blank line would end it, so paragraphs follow one another."""
    head, *rest = [line for line in _lines(text, indent + 2) if line] or [""]
    return [f"{mark} {head}".rstrip(), *(f"  {line}" for line in rest)]


def _lines(text: str, indent: int) -> list[str]:
    found = [_doc_line(line) for line in prose.wrap(text, LINE_LENGTH - indent - 3)] if text else []
    while found and not found[0]:
        found.pop(0)
    while found and not found[-1]:
        found.pop()
    return found


def _doc_line(line: str) -> str:
    """A line that can stand between `/**` and `*/`: it neither ends the comment nor begins a tag."""
    shown = prose.INVISIBLE.sub("\ufffd", line).replace("*/", "*\\/")
    return _TAG.sub(r"\1\\@", shown).rstrip()


def _block(lines: list[str], indent: int) -> Code:
    if not lines:
        return EMPTY
    pad = " " * indent
    if len(lines) == 1 and len(lines[0]) + indent + 7 <= LINE_LENGTH:
        return Code(f"/** {lines[0]} */")
    body = "".join(f"\n{pad} * {line}" if line else f"\n{pad} *" for line in lines)
    return Code(f"/**{body}\n{pad} */")
