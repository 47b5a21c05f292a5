"""Where a key stands in the text of a TOML file; `tomllib` does not say."""

from __future__ import annotations

import re

from specloom.settings import escape

_KEY = r"""(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[A-Za-z0-9_-]+)"""
_DOTTED = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_HEADER = re.compile(rf"[ \t]*\[\[?[ \t]*({_DOTTED})[ \t]*\]\]?")
_PAIR = re.compile(rf"[ \t]*({_DOTTED})[ \t]*=[ \t]*")
_PIECE = re.compile(_KEY)
_VALUE = re.compile(
    r'''"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|\#[^\n]*|[\[{]|[\]}]|\n|[^"'\#\[\]{}\n]+|.''',
    re.DOTALL,
)


def find(text: str, pointer: str) -> tuple[int, int]:
    """Line and column (from 1) of the key that a JSON pointer names, or of the nearest one above it that the text has.

    Keys inside inline tables and elements of arrays have the place of the key that holds them.
    """
    places = _places(text)
    while pointer and pointer not in places:
        pointer = pointer.rpartition("/")[0]
    offset = places.get(pointer, 0)
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def _places(text: str) -> dict[str, int]:
    places: dict[str, int] = {}
    table = ""
    offset = 0
    while offset < len(text):
        if header := _HEADER.match(text, offset):
            table = _pointer(header[1])
            for end in (n for n in range(1, len(table) + 1) if n == len(table) or table[n] == "/"):
                places.setdefault(table[:end], header.start(1))
            offset = header.end()
        elif pair := _PAIR.match(text, offset):
            places.setdefault(table + _pointer(pair[1]), pair.start(1))
            offset = _end_of_value(text, pair.end())
        newline = text.find("\n", offset)
        offset = len(text) if newline < 0 else newline + 1
    return places


def _end_of_value(text: str, offset: int) -> int:
    """Where the line ends that a value ends in; brackets, strings and comments are skipped as one piece each."""
    depth = 0
    while offset < len(text) and (piece := _VALUE.match(text, offset)):
        if piece[0] == "\n" and depth <= 0:
            break
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(piece[0], 0)
        offset = piece.end()
    return offset


def _pointer(dotted: str) -> str:
    tokens = (match[0] for match in _PIECE.finditer(dotted))
    return "".join("/" + escape(t[1:-1] if t[0] in "\"'" else t) for t in tokens)
