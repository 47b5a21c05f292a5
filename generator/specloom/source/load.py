"""Bytes to plain data: JSON by `json`, anything else as YAML. The first byte decides which is tried."""

from __future__ import annotations

import codecs
import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from specloom.diagnostics import Diagnostic, Severity, SpecloomError, Spot
from specloom.ir.names import Origin
from specloom.quick import dataclass, uncollected
from specloom.source.excerpt import decoded, excerpt, lines_of
from specloom.source.options import Limits
from specloom.source.plain import is_array, is_object
from specloom.source.pointers import escape
from specloom.source.yaml12 import MAX_DIGITS, YamlTextError, read_yaml

_LONGEST_LINE = 20_000
"""A line that is longer is not shown; nobody could read it."""
_BRACKET = re.compile(r'[{}\[\]]|"(?:[^"\\]|\\.)*"', re.DOTALL)
_LONE_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Plain data (str, int, float, bool, None, dict with string keys, list; a tree, nothing shared) and remarks on the
    text.
    """

    data: Any
    is_json: bool
    diagnostics: tuple[Diagnostic, ...] = ()


def parse(text: bytes, *, name: str, document: str = "", limits: Limits) -> Loaded:
    """The data that `text` holds. `name` is what messages call it, `document` the id that diagnostics carry.

    Raises `SpecloomError` (`too-large`, `invalid-json`, `invalid-yaml`, `too-deep`, `too-many-yaml-aliases`,
    `empty-document`) with their spot in the text.
    """
    if len(text) > limits.size:
        size = f"{len(text):,} bytes, more than the limit of {limits.size:,}"
        raise failure("too-large", f"{name}: the document has {size}", document)
    with uncollected():
        if looks_like_json(text):
            return _json_or_yaml(text, name, document, limits)
        return _yaml(text, name, document, limits)


def failure(code: str, message: str, document: str = "", hint: str = "", spot: Spot | None = None) -> SpecloomError:
    """The error for a document that cannot be read."""
    origin = Origin(document=document)
    return SpecloomError(
        Diagnostic(code=code, severity=Severity.ERROR, message=message, origin=origin, hint=hint, spot=spot),
        exit_code=3,
    )


def _spot(lines: Sequence[bytes], name: str, line: int, column: int) -> Spot:
    shown = 0 < line <= len(lines) and len(lines[line - 1]) < _LONGEST_LINE and b"\0" not in lines[line - 1]
    return Spot(
        file=name, line=line, column=column, excerpt=excerpt(decoded(lines[line - 1]), line, column) if shown else ""
    )


def looks_like_json(text: bytes) -> bool:
    """Whether the first character is that of a JSON object or array."""
    start = text[:4096].removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n")
    return start[:1] in (b"{", b"[")


def _json_or_yaml(text: bytes, name: str, document: str, limits: Limits) -> Loaded:
    """JSON; if it is none, YAML in flow style, whose braces look alike. When both fail the JSON error is reported."""
    try:
        return _json(text, name, document, limits)
    except json.JSONDecodeError as error:
        try:
            return _yaml(text, name, document, limits)
        except SpecloomError as other:
            if other.diagnostics[0].code != "invalid-yaml":
                raise
        spot = _spot(lines_of(text), name, error.lineno, error.colno)
        raise failure("invalid-json", f"not JSON: {error.msg}", document, spot=spot) from None


def _json(text: bytes, name: str, document: str, limits: Limits) -> Loaded:
    duplicates: list[tuple[int, str]] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        if len(result) != len(pairs):
            count = Counter(key for key, _ in pairs)
            duplicates.extend((id(result), key) for key in result if count[key] > 1)
        return result

    try:
        content = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        start = text.rfind(b"\n", 0, error.start) + 1
        column = len(text[start : error.start].decode("utf-8", "replace")) + 1
        spot = _spot(lines_of(text), name, text.count(b"\n", 0, error.start) + 1, column)
        raise failure("invalid-json", f"not UTF-8: {error.reason}", document, spot=spot) from None
    hooks: dict[str, Any] = {"object_pairs_hook": members, "parse_constant": str, "parse_float": _number}
    try:
        try:
            data = json.loads(content, **hooks)
        except json.JSONDecodeError:
            raise
        except ValueError:  # an integer of thousands of digits, which Python does not read
            duplicates.clear()
            data = json.loads(content, **hooks, parse_int=_integer)
    except RecursionError:
        raise _too_deep(text, name, document, limits, content) from None
    if _deeper_than(data, limits.depth):
        raise _too_deep(text, name, document, limits, content)
    places = _pointers(data, {holder for holder, _ in duplicates}) if duplicates else {}
    remarks = tuple(
        Diagnostic(
            code="duplicate-key",
            severity=Severity.WARNING,
            message=f"the key {key!r} occurs twice in one object; the last one counts",
            origin=Origin(document=document, pointer=f"{places[holder]}/{escape(key)}"),
        )
        for holder, key in duplicates
        if holder in places  # not in what another duplicate replaced
    )
    if _LONE_SURROGATE.search(text):
        data = _repaired(data)
    return Loaded(data=data, is_json=True, diagnostics=remarks)


def _pointers(data: Any, wanted: set[int]) -> dict[int, str]:
    """The pointers of the objects with these identities."""
    found: dict[int, str] = {}
    waiting: list[tuple[Any, str]] = [(data, "")]
    while waiting:
        value, pointer = waiting.pop()
        if is_object(value):
            if id(value) in wanted:
                found[id(value)] = pointer
            waiting += [(child, f"{pointer}/{escape(key)}") for key, child in value.items()]
        elif is_array(value):
            waiting += [(child, f"{pointer}/{index}") for index, child in enumerate(value)]
    return found


def _number(text: str) -> float | str:
    """A JSON number with a fraction or exponent; the text of one that no float can hold."""
    number = float(text)
    return number if math.isfinite(number) else text


def _integer(text: str) -> int | str:
    """A JSON integer; the text of one that is too long to be read."""
    return int(text) if len(text) < MAX_DIGITS else text


def _yaml(text: bytes, name: str, document: str, limits: Limits) -> Loaded:
    if not text.strip():
        raise failure("empty-document", f"{name}: the document is empty", document)
    try:
        data, remarks = read_yaml(text, limits)
    except YamlTextError as error:
        spot = _spot(lines_of(text), name, error.line, error.column)
        raise failure(error.code, error.message, document, error.hint, spot) from None
    lines = lines_of(text) if remarks else ()
    diagnostics = tuple(
        Diagnostic(
            code=remark.code,
            severity=Severity.WARNING,
            message=remark.message,
            origin=Origin(document=document),
            spot=_spot(lines, name, remark.line, remark.column),
        )
        for remark in remarks
    )
    return Loaded(data=data, is_json=False, diagnostics=diagnostics)


def _too_deep(text: bytes, name: str, document: str, limits: Limits, content: str) -> SpecloomError:
    """The refusal of JSON, at the first bracket that is too much."""
    level = place = 0
    for token in _BRACKET.finditer(content):
        level += {"{": 1, "[": 1, "}": -1, "]": -1}.get(token[0], 0)
        if level > limits.depth:
            place = token.start()
            break
    spot = _spot(lines_of(text), name, content.count("\n", 0, place) + 1, place - content.rfind("\n", 0, place))
    return failure("too-deep", f"values are nested more than {limits.depth} levels deep", document, spot=spot)


def _deeper_than(data: Any, depth: int) -> bool:
    """Whether containers nest deeper than `depth`; level by level, so without recursion."""
    containers: tuple[type, ...] = (dict, list)
    level: list[Any] = [data] if isinstance(data, containers) else []
    for _ in range(depth):
        if not level:
            return False
        level = [
            value
            for container in level
            for value in (container.values() if is_object(container) else container)
            if type(value) in containers
        ]
    return bool(level)


def _repaired(value: Any) -> Any:
    """The same data with lone surrogates, which no encoding can write, replaced."""
    if type(value) is str:
        return _SURROGATES.sub("\ufffd", value)
    if is_object(value):
        return {_repaired(key): _repaired(item) for key, item in value.items()}
    if is_array(value):
        return [_repaired(item) for item in value]
    return value
