"""The model as JSON: stable, versioned, the same bytes for the same model on every platform.

Every dataclass is an object whose `kind` is the class name; fields that have their default are left out. Sets are
sorted; mappings and
tuples keep the order of the model. `format` counts the versions of this layout: a reader must refuse one it does not
know.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum as PythonEnum
from functools import cache
from typing import Any, cast

from specloom.ir.api import Api
from specloom.ir.names import Docs, Name, Origin

FORMAT = 1


def dump(api: Api) -> str:
    """The whole model as indented JSON, ending in a newline."""
    return to_json({"format": FORMAT, "api": plain(api)})


def to_json(value: object) -> str:
    """JSON as `dump` lays it out."""
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def plain(value: object) -> Any:
    """An element of the model as plain data."""
    match value:
        case None | bool() | int():
            return value
        case PythonEnum():
            return value.value
        case str():
            return value.encode("utf-8", "backslashreplace").decode("utf-8")
        case float():
            return value if math.isfinite(value) else str(value)
        case Origin():
            return str(value)
        case Name():
            return _name(value)
        case Docs():
            return {
                name: plain(text) for name in ("summary", "body", "link", "example") if (text := getattr(value, name))
            }
        case Mapping():
            items = cast("Mapping[object, object]", value)
            return {str(key): plain(item) for key, item in items.items()}
        case tuple() | list():
            return [plain(item) for item in cast("tuple[object, ...] | list[object]", value)]
        case frozenset() | set():
            return sorted(plain(item) for item in cast("frozenset[object]", value))
        case _ if is_dataclass(value) and not isinstance(value, type):
            return _record(value)
        case _:
            return str(value)


def _name(name: Name) -> dict[str, Any]:
    record: dict[str, Any] = {"wire": plain(name.wire), "words": " ".join(name.words)}
    if name.rule:
        record["rule"] = name.rule
    return record


def _record(value: Any) -> dict[str, Any]:
    record: dict[str, Any] = {"kind": type(value).__name__}
    for name, default in _defaults(value.__class__):
        item = getattr(value, name)
        if default is not MISSING and type(item) is type(default) and item == default:
            continue
        # A field called `kind` would hide the class: ScalarType, Enum and OAuthFlow have one.
        record["of" if name == "kind" else name] = plain(item)
    return record


@cache
def _defaults(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    """The fields of a dataclass with their defaults (`MISSING` for those without)."""
    found: list[tuple[str, Any]] = []
    for field in fields(kind):
        default = field.default_factory() if field.default_factory is not MISSING else field.default
        found.append((field.name, default))
    return tuple(found)
