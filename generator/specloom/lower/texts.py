"""Document text inside Markdown and TOML: escaped where it is printed, so that it stays text."""

from __future__ import annotations

import re

from specloom.languages import prose
from specloom.languages.code import EMPTY, Code

_LONGEST = 300
_SPECIAL = re.compile(r"([\\`*\[\]<>|$]|(?<!\w)_|_(?!\w)|~(?=~)|&(?=[#\w])|:(?=//))")
_OPENING = re.compile(r"^([#+=-]|\d+(?=[.)]))")
_CODE = re.compile(r"(`[^`]+`)")
_TOML_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def paragraph(text: str) -> Code:
    """`text` as one line of Markdown: its words and its inline code, and no other markup, no HTML, no link."""
    pieces = _CODE.split(prose.INVISIBLE.sub("\ufffd", prose.one_line(text)))
    return EMPTY.join(code_span(piece[1:-1]) if index % 2 else _escaped(piece) for index, piece in enumerate(pieces))


def _escaped(text: str) -> Code:
    escaped = _SPECIAL.sub(r"\\\1", text)
    return Code(_OPENING.sub(lambda match: match[0] + "\\" if match[0].isdigit() else "\\" + match[0], escaped))


def code_span(text: str) -> Code:
    """`text` as inline code of Markdown, also inside a table; the fence is longer than any run of backticks in it."""
    line = prose.INVISIBLE.sub("\ufffd", prose.one_line(text)).replace("|", "\\|")
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return Code(f"{fence}{pad}{line}{pad}{fence}")


def toml_string(text: str) -> Code:
    """`text` as a basic string of TOML on one line."""
    body = "".join(_TOML_ESCAPES.get(char, char) for char in text)
    return Code('"' + prose.INVISIBLE.sub(lambda match: _toml_escape(match[0]), body) + '"')


def _toml_escape(char: str) -> str:
    code = ord(char)
    if 0xD800 <= code <= 0xDFFF:
        return "\\ufffd"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def shortened(text: str) -> str:
    """`text`, cut after a word when it is long."""
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST].rpartition(" ")[0] + " …"
