"""Strictness: whether JSON data is what a type says, checked before it is read.

Null is accepted for a property that is not required, where it means the same as absent; unknown properties and values
that an enum does not list are no faults, since services add both.
"""

from __future__ import annotations

from enum import Enum
from typing import Any, TypeAlias

from .errors import DecodeError
from .fields import fields_of
from .models import extra_type
from .narrow import is_array, is_object
from .registry import resolve
from .scalars import READERS
from .types import (
    FirstMatch,
    JsonTextOf,
    ListOf,
    LiteralOf,
    MapOf,
    Nullable,
    Scalar,
    Shaped,
    Tagged,
    TupleOf,
    Type,
)

__all__ = ["check", "fits"]

Path: TypeAlias = "tuple[Path, str | int] | None"
"""The way from the top, innermost step outside; it becomes text only where it is needed."""

_EXPECTED = {
    "date_time": "an RFC 3339 date-time",
    "date": "an RFC 3339 full-date",
    "time": "an RFC 3339 time",
    "duration": "an ISO 8601 duration",
    "uuid": "a UUID",
    "decimal": "a decimal number",
    "decimal_number": "a decimal number",
    "bytes": "base64 text",
    "base64url": "base64url text",
    "json_text": "a string",
    "string": "a string",
    "binary": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "a boolean",
    "null": "null",
}


def check(type_: Type, value: Any, path: Path = None) -> None:
    """Raise `DecodeError` for the first place of `value` that is not as `type_` says."""
    target = resolve(type_)
    match target:
        case Scalar():
            if not _is_scalar(target.name, value):
                raise _fault(_EXPECTED[target.name], value, path)
        case Nullable():
            if value is not None:
                check(target.item, value, path)
        case ListOf():
            for index, item in enumerate(_array(value, path)):
                check(target.item, item, (path, index))
        case MapOf():
            for name, item in _object(value, path).items():
                check(target.value, item, (path, name))
        case TupleOf():
            _check_tuple(target, _array(value, path), path)
        case JsonTextOf():
            _check_json_text(target, value, path)
        case LiteralOf():
            if not any(
                value == allowed and _alike(value, allowed) for allowed in target.values
            ):
                raise _fault(" or ".join(map(describe, target.values)), value, path)
        case Tagged():
            _check_tagged(target, _object(value, path), path)
        case Shaped() | FirstMatch():
            _check_union(target, value, path)
        case type() if issubclass(target, Enum):
            _check_enum(target, value, path)
        case type():
            _check_model(target, value, path)
        case _:
            raise TypeError(f"{target!r} is no type of this module")


def fits(type_: Type, value: Any) -> bool:
    """Whether `check` has nothing to say."""
    try:
        check(type_, value)
    except DecodeError:
        return False
    return True


def describe(value: Any) -> str:
    """A JSON value in a few words."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return repr(value if len(value) <= 40 else value[:39] + "…")
        case int() | float():
            return f"the number {value}"
        case list():
            return "an array"
        case dict():
            return "an object"
        case _:
            return f"a {type(value).__name__}"


def _is_scalar(name: str, value: Any) -> bool:
    match name:
        case "any":
            return True
        case "string" | "json_text" | "binary":
            return isinstance(value, str)
        case "integer":
            if isinstance(value, float):
                return value.is_integer()
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "boolean":
            return isinstance(value, bool)
        case "null":
            return value is None
        case _:
            read = READERS[name](value)
            return read is not value and not isinstance(read, str) and read is not None


def _check_tuple(target: TupleOf, value: list[Any], path: Path) -> None:
    for index, item in enumerate(value):
        if index < len(target.items):
            check(target.items[index], item, (path, index))
        elif target.rest is not None:
            check(target.rest, item, (path, index))


def _check_json_text(target: JsonTextOf, value: Any, path: Path) -> None:
    if not isinstance(value, str):
        raise _fault("a string", value, path)
    from .jsontext import loads

    try:
        inside = loads(value)
    except DecodeError:
        raise _fault("a text that is JSON", value, path) from None
    check(target.item, inside, path)


def _check_tagged(target: Tagged, value: dict[str, Any], path: Path) -> None:
    from .unions import tagged_variant

    found = tagged_variant(target, value)
    if found is None:
        known = ", ".join(map(describe, target.variants))
        raise _fault(f"one of {known}", value.get(target.field), (path, target.field))
    check(found, value, path)


def _check_union(target: Shaped | FirstMatch, value: Any, path: Path) -> None:
    """The selected variant's own fault is reported where one can be selected, since it says more than "no variant"."""
    from .unions import select_variant

    found = select_variant(target, value)
    if found is None:
        raise _fault(f"one of {len(target.variants)} variants", value, path)
    check(found, value, path)


def _check_enum(target: type[Enum], value: Any, path: Path) -> None:
    try:
        if isinstance(value, bool):
            raise ValueError
        target(value)
    except (ValueError, TypeError):
        raise _fault(f"a value of {target.__name__}", value, path) from None


def _check_model(target: type[Any], value: Any, path: Path) -> None:
    data = _object(value, path)
    known: set[str] = set()
    for spec in fields_of(target):
        known.add(spec.wire)
        if spec.access == "write":
            continue
        if spec.wire not in data:
            if spec.required:
                raise _fault(f"the property {spec.wire!r}", data, path)
        elif data[spec.wire] is not None or (spec.required and not spec.nullable):
            check(spec.type, data[spec.wire], (path, spec.wire))
    extra = extra_type(target)
    for name, item in data.items():
        if name not in known:
            check(extra, item, (path, name))


def _array(value: Any, path: Path) -> list[Any]:
    if not is_array(value):
        raise _fault("an array", value, path)
    return value


def _object(value: Any, path: Path) -> dict[str, Any]:
    if not is_object(value):
        raise _fault("an object", value, path)
    return value


def _alike(value: Any, allowed: Any) -> bool:
    return isinstance(value, bool) == isinstance(allowed, bool)


def _fault(expected: str, value: Any, path: Path) -> DecodeError:
    return DecodeError(
        f"expected {expected}, found {describe(value)}", path=render(path)
    )


def render(path: Path) -> str:
    """A JSON path (RFC 9535): `$.rooms[3].sid`, and `$['odd name']` where a name is no identifier."""
    steps: list[str] = []
    while path is not None:
        path, step = path
        if isinstance(step, int):
            steps.append(f"[{step}]")
        else:
            steps.append(f".{step}" if step.isidentifier() else f"[{step!r}]")
    return "$" + "".join(reversed(steps))
