"""Bytes to plain data: JSON by `json`, anything else as YAML. The first byte decides which is tried."""

from __future__ import annotations

import codecs
import json
import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from specloom.diagnostics import Diagnostic, Severity, SpecloomError
from specloom.ir.names import Origin
from specloom.quick import uncollected
from specloom.source.options import Limits
from specloom.source.plain import is_array, is_object
from specloom.source.yaml12 import YamlTextError, read_yaml

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
    `empty-document`) with line and column in the message.
    """
    if len(text) > limits.size:
        size = f"{len(text):,} bytes, more than the limit of {limits.size:,}"
        raise failure("too-large", f"{name}: the document has {size}", document)
    with uncollected():
        if looks_like_json(text):
            return _json_or_yaml(text, name, document, limits)
        return _yaml(text, name, document, limits)


def failure(code: str, message: str, document: str = "", hint: str = "") -> SpecloomError:
    """The error for a document that cannot be read."""
    origin = Origin(document=document)
    return SpecloomError(
        Diagnostic(code=code, severity=Severity.ERROR, message=message, origin=origin, hint=hint), exit_code=3
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
        message = f"{name}:{error.lineno}:{error.colno}: not JSON: {error.msg}"
        raise failure("invalid-json", message, document) from None


def _json(text: bytes, name: str, document: str, limits: Limits) -> Loaded:
    duplicates: list[str] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        if len(result) != len(pairs):
            count = Counter(key for key, _ in pairs)
            duplicates.extend(key for key in result if count[key] > 1)
        return result

    try:
        content = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise failure("invalid-json", f"{name}:{line}: not UTF-8: {error.reason}", document) from None
    try:
        data = json.loads(content, object_pairs_hook=members, parse_constant=str, parse_float=_number)
    except RecursionError:
        raise _too_deep(name, document, limits) from None
    except json.JSONDecodeError:
        raise
    except ValueError as error:
        raise failure("invalid-json", f"{name}: {error}", document) from None
    if _deeper_than(data, limits.depth):
        raise _too_deep(name, document, limits)
    if _LONE_SURROGATE.search(text):
        data = _repaired(data)
    remarks = tuple(
        Diagnostic(
            code="duplicate-key",
            severity=Severity.WARNING,
            message=f"{name}: the key {key!r} occurs twice in one object; the last one counts",
            origin=Origin(document=document),
        )
        for key in dict.fromkeys(duplicates)
    )
    return Loaded(data=data, is_json=True, diagnostics=remarks)


def _number(text: str) -> float | str:
    """A JSON number with a fraction or exponent; the text of one that no float can hold."""
    number = float(text)
    return number if math.isfinite(number) else text


def _yaml(text: bytes, name: str, document: str, limits: Limits) -> Loaded:
    if not text.strip():
        raise failure("empty-document", f"{name}: the document is empty", document)
    try:
        data, remarks = read_yaml(text, limits)
    except YamlTextError as error:
        message = f"{name}:{error.line}:{error.column}: {error.message}"
        raise failure(error.code, message, document, error.hint) from None
    diagnostics = tuple(
        Diagnostic(
            code=remark.code,
            severity=Severity.WARNING,
            message=f"{name}:{remark.line}:{remark.column}: {remark.message}",
            origin=Origin(document=document),
        )
        for remark in remarks
    )
    return Loaded(data=data, is_json=False, diagnostics=diagnostics)


def _too_deep(name: str, document: str, limits: Limits) -> SpecloomError:
    return failure("too-deep", f"{name}: values are nested more than {limits.depth} levels deep", document)


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
