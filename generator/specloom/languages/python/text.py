"""Document text as Python tokens: string literals, docstrings and comments that it can never leave.

The forms are those that black keeps: the quote that needs fewer escapes, lower-case hex, its docstring layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import cast

from specloom.languages import prose
from specloom.languages.code import EMPTY, Code
from specloom.languages.python.expr import FALSE, NONE, TRUE, Atom, Expr, dict_of, list_of
from specloom.quick import dataclass

LINE_LENGTH = 88
_REMEMBERED = 10_000
"""Literals and docstrings that are kept: names of the wire and texts about them come back again and again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A titled list at the end of a docstring (`Args`, `Raises`): labels with texts, or texts without labels."""

    title: str
    entries: tuple[tuple[str, str], ...]


_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_PLAIN = re.compile(r"[ !#-\[\]-~]*")
_ONE_LINE = re.compile(r"[!#-\[\]-~]+(?: [!#-\[\]-~]+)*")
"""Words that stand in a docstring as they are: visible ASCII without quotes and backslashes, one space between them."""

_QUOTES = re.compile('"{3,}')
_PRAGMA = re.compile(
    r"(?P<lead>^|#)(?P<space>\s*)(?P<word>type|fmt|noqa|nosec|pyright|mypy|ruff|isort|pylint|pragma|flake8|yapf|cython|!)",
    re.IGNORECASE,
)
_CODING = re.compile(r"coding(?=[:=])")


@lru_cache(maxsize=_REMEMBERED)
def string(text: str) -> Code:
    """`text` as a string literal on one line: the value is exactly `text`, the characters are visible ones only."""
    if _PLAIN.fullmatch(text):
        return Code(f'"{text}"')
    quote = "'" if text.count('"') > text.count("'") else '"'
    body = "".join(_ESCAPES.get(char, char) for char in text).replace(quote, "\\" + quote)
    return Code(quote + prose.INVISIBLE.sub(_escape, body) + quote)


def bytes_literal(data: bytes) -> Code:
    """`data` as a bytes literal."""
    text = data.decode("latin-1")
    quote = "'" if text.count('"') > text.count("'") else '"'
    body = "".join(_ESCAPES.get(char, char) for char in text).replace(quote, "\\" + quote)
    return Code("b" + quote + re.sub(r"[^\x20-\x7e]", lambda m: f"\\x{ord(m[0]):02x}", body) + quote)


def number(value: int | float) -> Code:
    """A number literal; infinities and NaN, which are no literals, as `float("inf")` and so on."""
    if isinstance(value, bool):
        return Code("True" if value else "False")
    if isinstance(value, int):
        # Python refuses to read integer literals of more than 4,300 digits; hexadecimal ones have no limit.
        return Code(f"{value}" if value.bit_length() < 14_000 else f"{value:#X}".replace("X", "x"))
    text = repr(value).replace("e+", "e")
    return Code(text) if text.lstrip("-")[0].isdigit() else Code(f'float("{text}")')


def literal(value: object) -> Expr:
    """JSON-like data (dicts with string keys, sequences, strings, numbers, booleans, None) as an expression.

    Raises `TypeError` for other values.
    """
    match value:
        case None:
            return NONE
        case bool():
            return TRUE if value else FALSE
        case str():
            return Atom(string(value))
        case int() | float():
            return Atom(number(value))
        case bytes():
            return Atom(bytes_literal(value))
        case Mapping():
            return dict_of(
                (string(str(key)), literal(item)) for key, item in cast("Mapping[object, object]", value).items()
            )
        case Sequence():
            return list_of(literal(item) for item in cast("Sequence[object]", value))
        case _:
            raise TypeError(f"{type(value).__name__} has no literal")


def docstring(text: str, indent: int, sections: Iterable[Section] = ()) -> Code:
    """CommonMark `text` as a docstring at column `indent`, wrapped, with `sections` after it; no text gives `EMPTY`.

    The first line stands without indentation, as the template has printed it; all others carry their own.
    """
    listed = tuple(sections)
    return _docstring(text, indent, listed) if listed else _plain_docstring(text, indent)


@lru_cache(maxsize=_REMEMBERED)
def _plain_docstring(text: str, indent: int) -> Code:
    if len(text) <= LINE_LENGTH - indent - 6 and _ONE_LINE.fullmatch(text):
        return Code(f'"""{text}"""')
    return _docstring(text, indent, ())


def _docstring(text: str, indent: int, sections: Sequence[Section]) -> Code:
    width = LINE_LENGTH - indent
    escaped = _doc_escape(prose.clean(text))
    lines = _docstring_lines(escaped, width, 3)
    if len(lines) == 1 and len(lines[0]) > width - 6:
        # One line must have room for both pairs of quotes; black does not put the closing ones on a line of their own.
        lines = _docstring_lines(escaped, width, 7)
    for section in sections:
        lines += _section_lines(section, width)[0 if lines else 1 :]
    if not lines:
        return EMPTY
    if len(lines) == 1:
        guard = " " if lines[0].endswith('"') else ""
        return Code(f'"""{lines[0]}{guard}"""')
    pad = " " * indent
    body = "".join(f"\n{pad}{line}" if line else "\n" for line in _dedented(lines[1:]))
    return Code(f'"""{lines[0]}{body}\n{pad}"""')


def _section_lines(section: Section, width: int) -> list[str]:
    """A blank line, the title, and each entry indented below it, its further lines indented once more."""
    lines = ["", f"{section.title}:"]
    for label, text in section.entries:
        escaped = _doc_escape(prose.clean(f"{label}: {text}" if label else text))
        wrapped = _without_outer_blanks(prose.wrap(escaped, width - 8))
        hanging = "        " if label else "    "
        lines += [
            f"    {line.lstrip()}" if index == 0 else f"{hanging}{line}" if line else ""
            for index, line in enumerate(wrapped)
        ]
    return lines


def _docstring_lines(escaped: str, width: int, lead: int) -> list[str]:
    lines = _without_outer_blanks(prose.wrap(escaped, width, lead))
    if lines:
        lines[0] = lines[0].strip()
        if lines[0].startswith('"'):
            lines[0] = " " + lines[0]
    return lines


def comment(text: str, indent: int = 0) -> Code:
    """`text` as comment lines at column `indent`, wrapped. Nothing in it acts as a pragma of Python, a checker or a
    formatter.

    Empty text gives `EMPTY`; the first line stands without indentation.
    """
    lines = [_comment_line(line) for line in prose.wrap(text, LINE_LENGTH - indent - 2)]
    return Code(("\n" + " " * indent).join(lines)) if any(line != "#" for line in lines) else EMPTY


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _doc_escape(text: str) -> str:
    """`text` such that it can stand between triple quotes and mean itself."""
    text = text.replace("\\", "\\\\")
    if '"""' in text:
        text = _QUOTES.sub(lambda match: '\\"' * len(match[0]), text)
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return prose.INVISIBLE.sub(_escape, text)


def _without_outer_blanks(lines: list[str]) -> list[str]:
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return lines[start:end]


def _dedented(lines: list[str]) -> list[str]:
    """Lines with their common indentation removed, as black and `inspect.cleandoc` do."""
    margin = min((len(line) - len(line.lstrip(" ")) for line in lines if line), default=0)
    return [line[margin:] for line in lines]


def _comment_line(line: str) -> str:
    line = _PRAGMA.sub(r'\g<lead>\g<space>"\g<word>"', line)
    line = _CODING.sub("coding ", prose.INVISIBLE.sub(_escape, line)).rstrip()
    return f"# {line}" if line else "#"
