"""Writing: values to JSON data.

A value is written by what it is (a `datetime` in UTC with `Z`, an enum as its value, bytes as base64, a model as its
properties), and by its declared type where that says more (`JSON_TEXT`, `BASE64URL`, `DECIMAL`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from .dates import format_date_time, format_duration, format_in_seconds, format_time
from .errors import InvalidArgumentError
from .fields import fields_of
from .narrow import is_iterable, is_mapping, is_object, is_sequence
from .registry import Convert, Registry, same
from .scalars import number_text, write_base64url, write_bytes, write_date
from .types import (
    ANY,
    UNSET,
    Codec,
    FirstMatch,
    JsonTextOf,
    ListOf,
    MapOf,
    Nullable,
    Scalar,
    Shaped,
    Tagged,
    TupleOf,
    Type,
)

if TYPE_CHECKING:
    from .models import Model

__all__ = ["DateTimeStyle", "Writer", "to_json_value", "writer"]

DateTimeStyle: TypeAlias = Literal["exact", "seconds"]
"""How instants are written: with their fractions where they have some, or cut to whole seconds."""

_JSON_CLASSES = frozenset({str, int, float, bool, list, dict})
_NATIVE = {"string": str, "integer": int, "boolean": bool}
_NO_LIST = (str, bytes, bytearray, memoryview, Mapping)


class Writer(Registry):
    """Functions from values to JSON data, by type.

    `request`: what only the server sets (`readOnly`) is left out. `write_instant`
    writes a `datetime`, with its fractions or cut to seconds.
    """

    __slots__ = ("_by_class", "request", "write_instant")

    def __init__(self, *, request: bool, seconds: bool) -> None:
        super().__init__()
        self.request = request
        self.write_instant = format_in_seconds if seconds else format_date_time
        self._by_class: dict[type[Any], Convert] = {
            str: same,
            int: same,
            float: _write_float,
            bool: same,
            type(None): same,
            list: self._write_items,
            tuple: self._write_items,
            dict: self._write_mapping,
        }

    def encode(self, value: object, type_: Type = ANY) -> Any:
        """`value` as JSON data: dict, list, str, int, float, bool, None, and `Decimal` for an exact number.

        Raises `InvalidArgumentError`, with the place inside `value`, for what cannot be written.
        """
        try:
            return self.any(value) if type_ is ANY else self.get(type_)(value)
        except RecursionError:
            raise InvalidArgumentError("the value is nested too deeply") from None

    def any(self, value: Any) -> Any:
        """`value` by what it is."""
        convert = self._by_class.get(value.__class__)
        if convert is None:
            convert = self._by_class[value.__class__] = self._for_class(value)
        return convert(value)

    def build(self, type_: Codec | type[Any]) -> Convert:
        match type_:
            case Scalar():
                return self._scalar(type_.name)
            case ListOf():
                return self._list(self.later(type_.item), _native(type_.item))
            case MapOf():
                return self._map(self.later(type_.value))
            case JsonTextOf():
                return self._text_of(self.later(type_.item))
            case TupleOf():
                rest = self.any if type_.rest is None else self.later(type_.rest)
                return self._tuple(
                    tuple(self.later(item) for item in type_.items), rest
                )
            case Nullable():
                return self.get(type_.item)
            case Tagged() | Shaped() | FirstMatch():
                from .unions import write_union

                return write_union(type_, self)
            case type() if not issubclass(type_, Enum):
                from .compiling import compile_writer

                return compile_writer(type_, self)
            case _:
                return self.any

    def other_than(self, cls: type[Model]) -> Convert:
        """What to do where a `cls` is expected and something else is given: a `dict` is written by its fields."""
        by_wire: dict[str, Convert] = {}
        hidden: set[str] = set()

        def write(value: Any) -> Any:
            if not is_object(value):
                return self.any(value)
            if not by_wire:
                for spec in fields_of(cls):
                    by_wire[spec.wire] = self.later(spec.type)
                    if self.request and spec.access == "read":
                        hidden.add(spec.wire)
            return _collect(
                (key, by_wire.get(key, self.any), part)
                for key, part in value.items()
                if key not in hidden
            )

        return write

    def _scalar(self, name: str) -> Convert:
        match name:
            case "json_text":
                return self._json_text
            case "base64url":
                return self._when(bytes | bytearray | memoryview, write_base64url)
            case "date":
                return self._when(date, write_date)
            case "string" | "decimal":
                return self._decimal_text
            case _:
                return self.any

    def _when(self, kinds: Any, write: Convert) -> Convert:
        return lambda value: (
            write(value) if isinstance(value, kinds) else self.any(value)
        )

    def _decimal_text(self, value: Any) -> Any:
        data = self.any(value)
        return data if data is None or data.__class__ in _JSON_CLASSES else str(data)

    def _json_text(self, value: Any) -> Any:
        from .jsontext import dumps

        return (
            value if value is None or isinstance(value, str) else dumps(self.any(value))
        )

    def _text_of(self, item: Convert) -> Convert:
        return lambda value: self._json_text(
            value if value is None or isinstance(value, str) else item(value)
        )

    def _list(self, item: Convert, native: frozenset[type[Any]]) -> Convert:
        all_native = native.issuperset

        def write(value: Any) -> Any:
            if native and value.__class__ is list and all_native(map(type, value)):
                return value[:]
            if isinstance(value, _NO_LIST) or not is_iterable(value):
                return self.any(value)
            return _sequence(value, item)

        return write

    def _map(self, item: Convert) -> Convert:
        def write(value: Any) -> Any:
            if not is_mapping(value):
                return self.any(value)
            return _collect((key, item, part) for key, part in value.items())

        return write

    def _tuple(self, items: tuple[Convert, ...], rest: Convert) -> Convert:
        def write(value: Any) -> Any:
            if not is_sequence(value):
                return self.any(value)
            head = [item(part) for item, part in zip(items, value, strict=False)]
            return head + _sequence(value[len(items) :], rest)

        return write

    def _write_items(self, value: Iterable[Any]) -> list[Any]:
        return _sequence(value, self.any)

    def _write_mapping(self, value: Mapping[Any, Any]) -> dict[str, Any]:
        return _collect((key, self.any, part) for key, part in value.items())

    def _for_class(self, value: Any) -> Convert:
        """How values of a class that is met for the first time are written."""
        from .models import Model

        match value:
            case Model():
                return self.get(type(value))
            case Enum() if value is not UNSET:
                return lambda member: self.any(member.value)
            case datetime():
                return self.write_instant
            case date():
                return write_date
            case time():
                return format_time
            case timedelta():
                return format_duration
            case bytes() | bytearray() | memoryview():
                return write_bytes
            case str():
                return str.__str__
            case int():
                return int
            case float():
                return _write_float
            case Mapping():
                return self._write_mapping
            case list() | tuple() | set() | frozenset():
                return self._write_items
            case _:
                return self._for_foreign_class(value)

    def _for_foreign_class(self, value: Any) -> Convert:
        """Classes of modules that are imported only where a value of theirs is met."""
        from decimal import Decimal
        from uuid import UUID

        if isinstance(value, UUID):
            return str
        if isinstance(value, Decimal):
            return _write_decimal
        if value is UNSET:
            raise InvalidArgumentError(
                "UNSET stands for a whole argument or property, not for a value inside one"
            )
        if is_iterable(value) and not hasattr(value, "read"):
            return self._write_items
        raise InvalidArgumentError(
            f"a value of type {type(value).__name__} cannot be sent"
        )


def _native(type_: Type) -> frozenset[type[Any]]:
    """The class whose values are JSON values as they are; none where `type_` has no such class."""
    found = _NATIVE.get(type_.name) if isinstance(type_, Scalar) else None
    return frozenset() if found is None else frozenset({found})


def _write_float(value: float) -> float:
    number_text(value)
    return value


def _write_decimal(value: Any) -> Any:
    if not value.is_finite():
        raise InvalidArgumentError(f"{value} is not a number that can be sent")
    return value


def _sequence(items: Iterable[Any], write: Convert) -> list[Any]:
    out: list[Any] = []
    try:
        for item in items:
            out.append(write(item))
    except InvalidArgumentError as error:
        raise error.within(len(out)) from None
    return out


def _collect(members: Iterable[tuple[Any, Convert, Any]]) -> dict[str, Any]:
    """A JSON object; `UNSET` members are left out. Keys are written as texts, as JSON needs them."""
    out: dict[str, Any] = {}
    for key, write, value in members:
        if value is UNSET:
            continue
        name = key if key.__class__ is str else _key(key)
        try:
            out[name] = write(value)
        except InvalidArgumentError as error:
            raise error.within(name) from None
    return out


def _key(key: Any) -> str:
    if isinstance(key, Enum):
        key = key.value
    if isinstance(key, bool):
        return "true" if key else "false"
    return str(key)


_WRITERS: dict[tuple[bool, bool], Writer] = {}


def writer(*, request: bool = False, date_time: DateTimeStyle = "exact") -> Writer:
    """The writer of this process for these choices; it keeps what it has compiled."""
    key = (request, date_time == "seconds")
    found = _WRITERS.get(key)
    return (
        found
        if found is not None
        else _WRITERS.setdefault(key, Writer(request=key[0], seconds=key[1]))
    )


def to_json_value(value: object) -> Any:
    """What a method returned, or any value a method takes, as JSON data: what `Model.to_dict` is for one model.

    Bytes are base64, instants are texts in UTC, enums their values; a `Decimal` stays one, for it is a number with
    exact digits. Raises `InvalidArgumentError` for what JSON cannot hold.
    """
    return writer().encode(value)
