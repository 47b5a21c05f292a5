"""Document text as Go tokens: string literals and comments that it can never leave."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import cast

from specloom.languages import prose
from specloom.languages.code import EMPTY, Code

LINE_LENGTH = 88
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "`": "\\x60"}
_PLAIN = re.compile(r"[ !#-\[\]-_a-~]*")
_SURROGATE = re.compile("[\ud800-\udfff]")


@lru_cache(maxsize=10_000)
def string(text: str) -> Code:
    """`text` as an interpreted string literal that may stand inside of a struct tag, too.

    Backquotes are escaped. A lone surrogate, which no Go string literal can hold, becomes U+FFFD.
    """
    if _PLAIN.fullmatch(text):
        return Code(f'"{text}"')
    body = "".join(_ESCAPES.get(char, char) for char in _SURROGATE.sub("\ufffd", text))
    return Code('"' + prose.INVISIBLE.sub(_escape, body) + '"')


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def number(value: int | float) -> Code:
    """A number as a constant."""
    text = repr(value)
    return Code(text if text.lstrip("-")[0].isdigit() else "0")


def literal(value: object) -> Code:
    """A JSON value as an expression; a number is an untyped constant, which is an int or a float64."""
    match value:
        case None:
            return Code("nil")
        case bool():
            return Code("true" if value else "false")
        case str():
            return string(value)
        case int():
            return Code(str(value)) if -(2**31) <= value < 2**31 else Code(f"{float(value)!r}")
        case float():
            return number(value)
        case Mapping():
            items = cast("Mapping[object, object]", value).items()
            return Code(f"map[string]any{{{', '.join(f'{string(str(key))}: {literal(item)}' for key, item in items)}}}")
        case Sequence():
            return Code(f"[]any{{{', '.join(literal(item) for item in cast('Sequence[object]', value))}}}")
        case _:
            raise TypeError(f"{type(value).__name__} has no literal")


def comment(text: str, indent: int = 0) -> Code:
    """`text` as comment lines, wrapped, at `indent` tabs. Empty text gives `EMPTY`; the first line stands without
    indentation."""
    lines = [f"// {_visible(line)}".rstrip() for line in prose.wrap(text, LINE_LENGTH - 8 * indent)]
    return Code(("\n" + "\t" * indent).join(lines)) if any(line != "//" for line in lines) else EMPTY


def _visible(text: str) -> str:
    """`text` in characters that can be seen."""
    return prose.INVISIBLE.sub("\ufffd", text)
