"""Reading leniently: JSON data to values, where what does not fit its type stays as it is.

A reader never raises: a response with a surprise in it is still a response. Strictness is a check before it (`strict`).
"""

from __future__ import annotations

from enum import Enum
from typing import Any

from .registry import Convert, Registry, same
from .scalars import READERS
from .types import (
    Codec,
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

__all__ = ["READER", "Reader"]


class Reader(Registry):
    """Functions from JSON data to values, by type."""

    __slots__ = ()

    def build(self, type_: Codec | type[Any]) -> Convert:
        match type_:
            case Scalar():
                return READERS.get(type_.name, same)
            case ListOf():
                return _read_list(type_.item, self)
            case MapOf():
                return _read_map(type_.value, self)
            case JsonTextOf():
                return _read_json_text(self.later(type_.item))
            case TupleOf():
                rest = same if type_.rest is None else self.later(type_.rest)
                return _read_tuple(
                    tuple(self.later(item) for item in type_.items), rest
                )
            case Nullable():
                return self.get(type_.item)
            case Tagged() | Shaped() | FirstMatch():
                from .unions import read_union

                return read_union(type_, self)
            case type():
                return (
                    _read_enum(type_)
                    if issubclass(type_, Enum)
                    else self._read_model(type_)
                )
            case LiteralOf() | _:
                return same

    def _read_model(self, cls: type[Any]) -> Convert:
        from .compiling import compile_reader

        return compile_reader(cls, self)


def is_plain(type_: Type) -> bool:
    """Whether the Python value of a type is its JSON value."""
    if isinstance(type_, Nullable):
        return is_plain(type_.item)
    return isinstance(type_, LiteralOf) or (
        isinstance(type_, Scalar) and type_.name not in READERS
    )


READER = Reader()
"""The readers of this process."""


def _read_list(item_type: Type, reader: Reader) -> Convert:
    """Items are compiled when the first one is met, so that one model does not compile all that it can reach."""
    if is_plain(item_type):
        return lambda value: value[:] if value.__class__ is list else value
    item: Convert | None = None

    def read(value: Any) -> Any:
        nonlocal item
        if value.__class__ is not list:
            return value
        if item is None:
            item = reader.get(item_type)
        return [item(part) for part in value]

    return read


def _read_map(value_type: Type, reader: Reader) -> Convert:
    if is_plain(value_type):
        return lambda value: value.copy() if value.__class__ is dict else value
    item: Convert | None = None

    def read(value: Any) -> Any:
        nonlocal item
        if value.__class__ is not dict:
            return value
        if item is None:
            item = reader.get(value_type)
        return {key: item(part) for key, part in value.items()}

    return read


def _read_json_text(item: Convert) -> Convert:
    from .errors import DecodeError
    from .jsontext import loads

    def read(value: Any) -> Any:
        if value.__class__ is not str:
            return value
        try:
            return item(loads(value))
        except DecodeError:
            return value

    return read


def _read_tuple(items: tuple[Convert, ...], rest: Convert) -> Convert:
    """An array that is too short gives a tuple that is too short: nothing is made up."""
    count = len(items)

    def read(value: Any) -> Any:
        if value.__class__ is not list:
            return value
        head = [item(part) for item, part in zip(items, value, strict=False)]
        return (*head, *[rest(part) for part in value[count:]])

    return read


def _read_enum(cls: type[Enum]) -> Convert:
    """Members by value; a value that is not listed becomes an open member, one of another JSON type stays as it is."""
    known = cls._value2member_map_

    def read(value: Any) -> Any:
        if value is None or value.__class__ is bool:
            return value
        try:
            return known.get(value) or cls(value)
        except (TypeError, ValueError):
            return value

    return read
