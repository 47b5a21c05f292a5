"""How many columns a text takes on a line, as black counts them."""

from __future__ import annotations

import unicodedata

# The Unicode 3.2 tables ship with every Python and never change, so that a layout does not depend on the interpreter.
_TABLES = unicodedata.ucd_3_2_0
_WIDE_SINCE = (range(0x1F300, 0x1F650), range(0x1F680, 0x1F700), range(0x1F900, 0x1FB00), range(0x20000, 0x40000))
"""Emoji and ideographs that are younger than the tables."""


def columns(text: str) -> int:
    """The width of `text`: ideographs and emoji take two columns, all else, combining marks too, one."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    wide = _TABLES.east_asian_width(char) in "WF" or any(ord(char) in block for block in _WIDE_SINCE)
    return 2 if wide else 1
