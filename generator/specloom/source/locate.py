"""From a pointer to a line and a column, and a short listing to show there. Only used when a diagnostic is printed.

The text is read again for this: JSON by skipping over what is not on the way, YAML by the events of the C parser. If a
pointer leads further than the text (parts that were made up by `normalise`), its longest part that exists counts.
"""

from __future__ import annotations

import codecs
import json
import re
from bisect import bisect_right
from dataclasses import field
from itertools import accumulate
from typing import Any, cast

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from specloom.quick import dataclass
from specloom.source.excerpt import decoded, excerpt, lines_of
from specloom.source.load import looks_like_json
from specloom.source.pointers import split

_SPACE = re.compile(r"[ \t\r\n]*")
_LIMIT_NODES = 5_000_000
Key = tuple[str, ...]


@dataclass(slots=True)
class Locator:
    """Finds places in one text; answers are kept, so asking for many places of a document is cheap."""

    text: bytes
    _content: str | None = None
    _starts: list[int] | None = None
    _json: dict[Key, tuple[int, dict[str, tuple[int, int]]]] = field(
        default_factory=dict[Key, tuple[int, dict[str, tuple[int, int]]]]
    )
    _yaml: dict[Key, tuple[int, int]] | None = None
    _lines: list[bytes] | None = None
    _shown: tuple[int, str] = (0, "")

    def listing(self, line: int, column: int) -> str:
        """`listing` of this text."""
        if self._lines is None:
            self._lines = lines_of(self.text)
        if not 0 < line <= len(self._lines):
            return ""
        if self._shown[0] != line:  # the whole document may be one line
            self._shown = line, decoded(self._lines[line - 1])
        return excerpt(self._shown[1], line, column)

    def position(self, pointer: str) -> tuple[int, int]:
        """Line and column, both from 1, of the key (of a member) or the value (of an element) that `pointer` names."""
        tokens = tuple(split(pointer))
        if looks_like_json(self.text):
            try:
                return self._json_position(tokens)
            except (ValueError, RecursionError, IndexError):
                pass
        return self._yaml_position(tokens)

    def _json_position(self, tokens: Key) -> tuple[int, int]:
        if self._content is None:
            self._content = self.text.decode("utf-8-sig")
        content = self._content
        shown = value = _skip(content, 0)
        for depth, token in enumerate(tokens):
            members = self._members(tokens[:depth], value)
            if token not in members:
                break
            shown, value = members[token]
        if self._starts is None:
            self._starts = [0, *accumulate(len(line) + 1 for line in content.split("\n"))]
        line = bisect_right(self._starts, shown)
        return line, shown - self._starts[line - 1] + 1

    def _members(self, path: Key, start: int) -> dict[str, tuple[int, int]]:
        """Where key and value of each member of the container at `start` begin; of elements both are the value."""
        known = self._json.get(path)
        if known is None:
            known = self._json[path] = (start, _scan_members(self._content or "", start))
        return known[1]

    def _yaml_position(self, tokens: Key) -> tuple[int, int]:
        if self._yaml is None:
            self._yaml = _yaml_places(self.text)
        for length in range(len(tokens), -1, -1):
            place = self._yaml.get(tokens[:length])
            if place is not None:
                return place
        return 1, 1


def listing(text: bytes, line: int, column: int) -> str:
    """The line of the text with a caret under the column: two lines, long ones clipped, control characters made
    visible.

    Empty when the text has no such line.
    """
    lines = text.removeprefix(codecs.BOM_UTF8).split(b"\n", line)
    return excerpt(decoded(lines[line - 1]), line, column) if 0 < line <= len(lines) else ""


def _skip(content: str, index: int) -> int:
    match = _SPACE.match(content, index)
    return match.end() if match else index


def _scan_members(content: str, start: int) -> dict[str, tuple[int, int]]:
    """Raises `ValueError` or `IndexError` for text that is not JSON."""
    decoder = json.JSONDecoder(parse_float=str, parse_int=str)
    members: dict[str, tuple[int, int]] = {}
    opening = content[start : start + 1]
    if opening not in ("{", "["):
        return members
    closing = "}" if opening == "{" else "]"
    index = _skip(content, start + 1)
    count = 0
    while content[index] != closing:
        shown = index
        name = str(count)
        if opening == "{":
            name, index = decoder.raw_decode(content, index)
            index = _skip(content, _skip(content, index) + 1)
        members[name] = (shown, index)
        _, index = decoder.raw_decode(content, index)
        index = _skip(content, index)
        if content[index] == ",":
            index = _skip(content, index + 1)
        count += 1
    return members


@dataclass(slots=True)
class _Level:
    """A container that is being read: its path, and the key (mapping) or the number of elements (sequence) so far."""

    path: Key
    is_mapping: bool
    key: str | None = None
    count: int = 0


def _yaml_places(text: bytes) -> dict[Key, tuple[int, int]]:
    """The place of every key and element; as far as the text can be read."""
    places: dict[Key, tuple[int, int]] = {}
    stack: list[_Level] = []
    parser = yaml.CSafeLoader(text)
    try:
        while len(places) < _LIMIT_NODES:
            event: Any = parser.get_event()
            kind = cast(type[object], type(event))
            if kind is StreamEndEvent or event is None:
                break
            if kind is MappingEndEvent or kind is SequenceEndEvent:
                stack.pop()
            elif kind in (ScalarEvent, AliasEvent, MappingStartEvent, SequenceStartEvent):
                _note(event, stack, places)
    except yaml.YAMLError:
        pass
    finally:
        parser.dispose()
    return places


def _note(event: Any, stack: list[_Level], places: dict[Key, tuple[int, int]]) -> None:
    here = (event.start_mark.line + 1, event.start_mark.column + 1)
    path: Key = ()
    if stack:
        level = stack[-1]
        if not level.is_mapping:
            path = (*level.path, str(level.count))
            level.count += 1
            places[path] = here
        elif level.key is None:
            level.key = event.value if type(event) is ScalarEvent else ""
            places[(*level.path, level.key)] = here
            return
        else:
            path = (*level.path, level.key)
            level.key = None
    else:
        places.setdefault(path, here)
    if type(event) in (MappingStartEvent, SequenceStartEvent):
        stack.append(_Level(path, type(event) is MappingStartEvent))
