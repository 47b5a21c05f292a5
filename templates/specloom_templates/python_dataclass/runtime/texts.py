"""Texts of formats that know no types (plain text, forms, XML) as the JSON values that their types expect. No I/O."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from typing import Any

from .fields import fields_of
from .registry import bare
from .types import ListOf, MapOf, Scalar, Type

__all__ = ["form_value", "is_single", "text_value"]

_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_FLAGS = {"true": True, "1": True, "false": False, "0": False}


def is_single(type_: Type) -> bool:
    """Whether values of the type are single texts, numbers or flags."""
    target = bare(type_)
    return (
        issubclass(target, Enum)
        if isinstance(target, type)
        else isinstance(target, Scalar)
    )


def text_value(text: str, type_: Type) -> Any:
    """`text` as the JSON value that the type expects; as it is where it is not of that form."""
    target = bare(type_)
    kind = target.name if isinstance(target, Scalar) else ""
    if isinstance(target, type) and issubclass(target, Enum):
        if issubclass(target, int):
            kind = "integer"
        elif issubclass(target, float):
            kind = "number"
    stripped = text.strip()
    match kind:
        case "integer" if _INTEGER.fullmatch(stripped):
            return int(stripped)
        case "number" if _NUMBER.fullmatch(stripped):
            return float(stripped)
        case "boolean":
            return _FLAGS.get(stripped, text)
        case _:
            return text


def form_value(pairs: Iterable[tuple[str, str]], type_: Type) -> dict[str, Any]:
    """The pairs of a form as a JSON object: a name that is repeated, or whose property is a list, has a list."""
    target = bare(type_)
    types: dict[str, Type] = {}
    if isinstance(target, type) and not issubclass(target, Enum):
        types = {spec.wire: spec.type for spec in fields_of(target)}
    rest = target.value if isinstance(target, MapOf) else Scalar("string")
    found: dict[str, list[Any]] = {}
    lists: set[str] = set()
    for name, text in pairs:
        expected = types.get(name, rest)
        items = bare(expected)
        if isinstance(items, ListOf):
            lists.add(name)
            expected = items.item
        found.setdefault(name, []).append(text_value(text, expected))
    return {
        name: values[0] if len(values) == 1 and name not in lists else values
        for name, values in found.items()
    }
