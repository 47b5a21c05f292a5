"""YAML text to plain data, by the core schema of YAML 1.2 (section 10.3), from the events of PyYAML's C parser.

Working on events is several times faster than PyYAML's constructor, needs no recursion, and never builds a Python
object that a tag asks for. Mapping keys keep their spelling (`200:` is `"200"`, `on:` is `"on"`), dates stay text,
aliases are written out (so that no value is shared), and `<<` merges as in YAML 1.1, because documents use it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import field
from typing import Any, NoReturn, cast

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from specloom.quick import dataclass
from specloom.source.options import Limits
from specloom.source.plain import is_array, is_object

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_BASED = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_MAYBE_SPECIAL = frozenset("0123456789-+.~ntfNTF")
MAX_DIGITS = 400
"""Digits of a number; a longer one stays text."""

_NOTHING: Any = object()
_CORE_TAG = "tag:yaml.org,2002:"


class YamlTextError(Exception):
    """Text that is no YAML, or YAML that is refused. `line` and `column` count from 1."""

    def __init__(self, code: str, message: str, line: int, column: int, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.line = line
        self.column = column
        self.hint = hint


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlRemark:
    """Something that was read all the same, but deserves a word. `line` and `column` count from 1."""

    code: str
    message: str
    line: int
    column: int


def plain_scalar(text: str) -> Any:
    """The value of an unquoted scalar without a tag: null, a boolean, a number, or the text itself.

    Numbers that JSON cannot write (`.inf`, `.nan`, hundreds of digits) stay text.
    """
    if text in _NULLS:
        return None
    if text[0] not in _MAYBE_SPECIAL:
        return text
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _INTEGER.match(text):
        return int(text) if len(text) < MAX_DIGITS else text
    if _BASED.match(text):
        return int(text, 0) if len(text) < MAX_DIGITS else text
    if _FLOAT.match(text):
        number = float(text)
        return number if math.isfinite(number) else text
    return text


def _tagged_scalar(tag: str, text: str) -> Any:
    if tag == "null":
        return None
    if tag in ("bool", "int", "float"):
        value = plain_scalar(text)
        return float(value) if tag == "float" and type(value) is int else value
    return text


def read_yaml(text: bytes, limits: Limits) -> tuple[Any, list[YamlRemark]]:
    """The data of the first document in `text` and remarks on it. Raises `YamlTextError`."""
    return _Builder(limits).build(text)


@dataclass(slots=True)
class _Builder:
    """State of one pass over the events."""

    limits: Limits
    remarks: list[YamlRemark] = field(default_factory=list[YamlRemark])
    anchors: dict[str, tuple[Any, int, int]] = field(default_factory=dict[str, tuple[Any, int, int]])
    """What an anchor names, how many values that is, and how many levels."""
    unfinished: set[str] = field(default_factory=set[str])
    added: int = 0

    def build(self, text: bytes) -> tuple[Any, list[YamlRemark]]:
        parser = yaml.CSafeLoader(text)
        try:
            return self._build(parser.get_event), self.remarks
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            message = " ".join(part for part in (error.context, error.problem) if part) or "not YAML"
            if error.context_mark and mark and error.context_mark.line < mark.line:
                message += f" (it begins at {error.context_mark.line + 1}:{error.context_mark.column + 1})"
            if mark is None:
                raise YamlTextError("invalid-yaml", message, 1, 1) from None
            raise YamlTextError("invalid-yaml", message, mark.line + 1, mark.column + 1) from None
        except yaml.reader.ReaderError as error:
            line, column = _line_of(text, error.position)
            raise YamlTextError("invalid-yaml", f"{error.reason} at byte {error.position}", line, column) from None
        except (yaml.YAMLError, UnicodeError, ValueError) as error:
            raise YamlTextError("invalid-yaml", str(error), 1, 1) from None
        finally:
            parser.dispose()

    def _build(self, get_event: Callable[[], Any]) -> Any:
        """The event loop: one branch an event kind, most frequent first, no calls on the common path."""
        root: Any = None
        current: Any = _NOTHING
        is_mapping = awaits_key = False
        key = ""
        stack: list[tuple[Any, bool, str, str | None, int, int]] = []
        anchor: str | None = None
        started = nodes = documents = levels = 0
        depth = self.limits.depth
        value: Any
        while True:
            event = get_event()
            kind = cast(type[object], type(event))
            if kind is ScalarEvent:
                nodes += 1
                if awaits_key:
                    key = event.value
                    awaits_key = False
                    if key in current:
                        self._duplicate(event, key)
                    if event.anchor:
                        self.anchors[event.anchor] = (key, 1, 0)
                    continue
                tag = event.tag
                if tag is None:
                    value = plain_scalar(event.value) if event.implicit[0] else event.value
                else:
                    value = self._tagged(event, tag)
                if event.anchor:
                    self.anchors[event.anchor] = (value, 1, 0)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                nodes += 1
                if awaits_key:
                    self._refuse(event, "invalid-yaml", "a mapping key must be a scalar", "write the key as plain text")
                if len(stack) >= depth:
                    self._too_deep(event)
                if event.tag is not None:
                    self._container_tag(event, event.tag)
                stack.append((current, is_mapping, key, anchor, started, levels))
                levels = 1
                is_mapping = awaits_key = kind is MappingStartEvent
                current = {} if is_mapping else []
                anchor, started = event.anchor, nodes + self.added
                if anchor:
                    self.unfinished.add(anchor)
                continue
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                value = current
                if anchor:
                    self.unfinished.discard(anchor)
                    self.anchors[anchor] = (value, nodes + self.added - started + 1, levels)
                inside = levels + 1
                current, is_mapping, key, anchor, started, levels = stack.pop()
                levels = inside if inside > levels else levels
                awaits_key = False
            elif kind is AliasEvent:
                merged = is_mapping and not awaits_key and key == "<<"
                value, inside = self._alias(event, len(stack) - merged)
                levels = max(levels, inside - merged)
                if awaits_key:
                    if not isinstance(value, str):
                        self._refuse(event, "invalid-yaml", "a mapping key must be a scalar")
                    key = value
                    awaits_key = False
                    continue
            elif kind is StreamEndEvent:
                return root
            elif kind is DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._remark(event, "several-yaml-documents", "only the first YAML document of the file is read")
                    return root
                continue
            else:
                continue
            if is_mapping:
                if key == "<<":
                    self._merge(event, current, value)
                else:
                    current[key] = value
                awaits_key = True
            elif current is _NOTHING:
                root = value
            else:
                current.append(value)

    def _alias(self, event: Any, level: int) -> tuple[Any, int]:
        """What the alias at `level` names, and how many levels a container with it has."""
        if event.anchor in self.unfinished:
            self._refuse(event, "recursive-yaml-alias", f"the alias *{event.anchor} stands inside what it names")
        if event.anchor not in self.anchors:
            self._refuse(event, "invalid-yaml", f"no anchor is called &{event.anchor}")
        value, size, levels = self.anchors[event.anchor]
        if level + levels > self.limits.depth:
            self._too_deep(event)
        self.added += size
        if self.added > self.limits.alias_nodes:
            self._refuse(
                event,
                "too-many-yaml-aliases",
                f"written out, the YAML aliases add more than {self.limits.alias_nodes:,} values",
                "the document looks like a “billion laughs” attack; write the values out, or use $ref",
            )
        return _copy(value), levels + 1

    def _merge(self, event: Any, target: dict[str, Any], value: Any) -> None:
        """`<<`: members that are not there yet (YAML 1.1 merge key); explicit members win wherever they stand."""
        sources: list[Any] = value if is_array(value) else [value]
        for source in sources:
            if not is_object(source):
                self._refuse(event, "invalid-yaml", "the value of a merge key << must be a mapping or a list of them")
            for key, item in source.items():
                if key not in target:
                    target[key] = item

    def _tagged(self, event: Any, tag: str) -> Any:
        if tag.startswith(_CORE_TAG):
            return _tagged_scalar(tag.removeprefix(_CORE_TAG), event.value)
        if tag != "!":
            self._remark(event, "unknown-yaml-tag", f"the tag {tag} is ignored; the value is read as text")
        return event.value

    def _container_tag(self, event: Any, tag: str) -> None:
        if tag not in (_CORE_TAG + "map", _CORE_TAG + "seq", "!"):
            self._remark(event, "unknown-yaml-tag", f"the tag {tag} is ignored")

    def _duplicate(self, event: Any, key: str) -> None:
        if key != "<<":
            self._remark(event, "duplicate-key", f"the key {key!r} occurs twice in one mapping; the last one counts")

    def _remark(self, event: Any, code: str, message: str) -> None:
        mark = event.start_mark
        self.remarks.append(YamlRemark(code=code, message=message, line=mark.line + 1, column=mark.column + 1))

    def _too_deep(self, event: Any) -> NoReturn:
        self._refuse(event, "too-deep", f"values are nested more than {self.limits.depth} levels deep")

    def _refuse(self, event: Any, code: str, message: str, hint: str = "") -> NoReturn:
        mark = event.start_mark
        raise YamlTextError(code, message, mark.line + 1, mark.column + 1, hint)


def _copy(value: Any) -> Any:
    """An independent copy of plain data; as deep as the depth limit at most."""
    if is_object(value):
        return {key: _copy(item) for key, item in value.items()}
    if is_array(value):
        return [_copy(item) for item in value]
    return value


def _line_of(text: bytes, position: int) -> tuple[int, int]:
    before = text[: max(position, 0)]
    return before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
