"""A line of a text with a caret under a column, fit to be shown."""

from __future__ import annotations

import codecs
import re

_WIDTH = 100
_UNPRINTABLE = re.compile(
    r"[^\S ]|[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


def lines_of(text: bytes) -> list[bytes]:
    """The lines of a document."""
    return text.removeprefix(codecs.BOM_UTF8).split(b"\n")


def decoded(line: bytes) -> str:
    """A line as it can be shown."""
    return line.decode("utf-8", "replace").rstrip("\r")


def excerpt(shown: str, line: int, column: int) -> str:
    """Two lines: `shown`, which is the `line` of a document, clipped where it is long, with control characters made
    visible; and the caret.
    """
    at = min(max(column - 1, 0), len(shown))
    first = 0 if at < _WIDTH * 2 // 3 else at - _WIDTH // 2
    clipped = shown[first : first + _WIDTH]
    before, after = "…" if first else "", "…" if first + _WIDTH < len(shown) else ""
    clean = _UNPRINTABLE.sub(lambda m: " " if m[0] == "\t" else "\ufffd", clipped)
    margin = f"{line} | "
    caret = " " * (len(margin) - 2) + "| " + " " * (len(before) + at - first) + "^"
    return f"{margin}{before}{clean}{after}\n{caret}"
