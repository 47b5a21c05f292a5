"""Unions: which variant a received value is, and how a given one is written."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from .narrow import is_object
from .registry import Convert, resolve
from .scalars import special_class
from .strict import fits
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
    Variant,
    variant,
)

if TYPE_CHECKING:
    from .decoding import Reader
    from .encoding import Writer

_NO_KINDS: frozenset[str] = frozenset()
_STRINGS = frozenset({"string"})
_KINDS = frozenset(
    {"string", "integer", "number", "boolean", "null", "array", "object"}
)
_SCALAR_KINDS = {
    "any": _KINDS,
    "integer": frozenset({"integer"}),
    "number": frozenset({"integer", "number"}),
    "boolean": frozenset({"boolean"}),
    "null": frozenset({"null"}),
    "decimal": frozenset({"string", "integer", "number"}),
    "decimal_number": frozenset({"string", "integer", "number"}),
}


def kind_of(value: Any) -> str:
    """The JSON type of a value of `json.loads`; a number without a fractional part is an integer."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case str():
            return "string"
        case int():
            return "integer"
        case float():
            return "integer" if value.is_integer() else "number"
        case list():
            return "array"
        case _:
            return "object"


def kinds_of(type_: Type) -> frozenset[str]:
    """The JSON types that values of `type_` have."""
    target = resolve(type_)
    match target:
        case Scalar():
            return _SCALAR_KINDS.get(target.name, _STRINGS)
        case JsonTextOf():
            return _STRINGS
        case ListOf() | TupleOf():
            return frozenset({"array"})
        case MapOf() | Tagged():
            return frozenset({"object"})
        case LiteralOf():
            return frozenset(map(kind_of, target.values))
        case Nullable():
            return kinds_of(target.item) | {"null"}
        case Shaped():
            return _NO_KINDS.union(
                *(kinds_of(option.type) for option in target.variants)
            )
        case FirstMatch():
            return _NO_KINDS.union(*map(kinds_of, target.variants))
        case type() if issubclass(target, Enum):
            members = frozenset(kind_of(member.value) for member in target)
            return (
                members | {"integer", "number"}
                if "number" in members
                else members or _STRINGS
            )
        case _:
            return frozenset({"object"})


def read_union(type_: Tagged | Shaped | FirstMatch, reader: Reader) -> Convert:
    """The function that finds the variant of a value and reads it as that; a value of no variant stays raw."""
    if isinstance(type_, Tagged):
        return _read_tagged(type_, reader)
    options = (
        type_.variants
        if isinstance(type_, Shaped)
        else tuple(map(variant, type_.variants))
    )
    by_kind: dict[str, tuple[tuple[Variant, Convert], ...]] = {}

    def read(value: Any) -> Any:
        kind = kind_of(value)
        candidates = by_kind.get(kind)
        if candidates is None:
            found = [
                (option, reader.get(option.type))
                for option in options
                if kind in kinds_of(option.type)
            ]
            candidates = by_kind[kind] = tuple(found)
        if len(candidates) == 1:
            return candidates[0][1](value)
        convert = _select(candidates, value)
        return value if convert is None else convert(value)

    return read


def select_variant(type_: Shaped | FirstMatch, value: Any) -> Type | None:
    """The variant that `value` is leniently read as, or None."""
    options = (
        type_.variants
        if isinstance(type_, Shaped)
        else tuple(map(variant, type_.variants))
    )
    kind = kind_of(value)
    candidates = [
        (option, option.type) for option in options if kind in kinds_of(option.type)
    ]
    return candidates[0][1] if len(candidates) == 1 else _select(candidates, value)


def _select(candidates: Any, value: Any) -> Any:
    """What stands beside the candidate that fits `value` best: by constants, required names, then exactly."""
    if value.__class__ is dict:
        shaped = [pair for pair in candidates if _has_consts(pair[0], value)]
        complete = [
            pair for pair in shaped if all(name in value for name in pair[0].required)
        ]
        if len(complete) == 1:
            return complete[0][1]
        if not complete and len(shaped) == 1 and shaped[0][0].consts:
            return shaped[0][1]
        candidates = complete
    matching = [pair for pair in candidates if fits(pair[0].type, value)]
    if len(matching) > 1 and value.__class__ is dict:
        return max(matching, key=lambda pair: _likeness(pair[0], value))[1]
    return matching[0][1] if matching else None


def _has_consts(option: Variant, value: dict[str, Any]) -> bool:
    return all(
        name not in value or value[name] in allowed
        for name, allowed in option.consts.items()
    )


def _likeness(option: Variant, value: dict[str, Any]) -> tuple[int, int]:
    """How many properties are as the variant fixes them, then how many it knows."""
    return sum(name in value for name in option.consts), sum(
        name in value for name in option.properties
    )


def _read_tagged(type_: Tagged, reader: Reader) -> Convert:
    field = type_.field
    by_tag = {
        _tag(value): reader.later(option) for value, option in type_.variants.items()
    }

    def read(value: Any) -> Any:
        if value.__class__ is not dict:
            return value
        try:
            convert = by_tag.get(_tag(value.get(field)))
        except TypeError:
            return value
        if convert is not None:
            return convert(value)
        option = _untagged(type_, value)
        return value if option is None else reader.get(option)(value)

    return read


def tagged_variant(type_: Tagged, value: Any) -> Type | None:
    """The variant that the tag of an object names, or what stands in for it, or None."""
    found = value.get(type_.field) if is_object(value) else None
    for tag, option in type_.variants.items():
        if tag == found and isinstance(tag, bool) == isinstance(found, bool):
            return option
    return _untagged(type_, value)


def _untagged(type_: Tagged, value: Any) -> Type | None:
    """The variant of a value with no known tag: the default, or the only one that a value without a tag fits."""
    if type_.default is not None or not is_object(value) or type_.field in value:
        return type_.default
    options = dict.fromkeys(type_.variants.values())
    fitting = [option for option in options if fits(option, value)]
    return fitting[0] if len(fitting) == 1 else None


def _tag(value: Any) -> Any:
    """A key under which `True` and `1` differ."""
    return (value,) if isinstance(value, bool) else value


def write_union(type_: Tagged | Shaped | FirstMatch, writer: Writer) -> Convert:
    """The function that writes a value of a union: by what it is, but a `dict` by its variant."""
    if isinstance(type_, Tagged):
        variants: tuple[Type, ...] = tuple(type_.variants.values())
    else:
        variants = tuple(
            option.type if isinstance(option, Variant) else option
            for option in type_.variants
        )
    special: dict[type[Any], Convert] | None = None

    def write(value: Any) -> Any:
        nonlocal special
        if is_object(value):
            found = (
                tagged_variant(type_, value)
                if isinstance(type_, Tagged)
                else _only_object(variants)
            )
            return writer.any(value) if found is None else writer.get(found)(value)
        if special is None:
            special = _special(variants, writer)
        return special.get(value.__class__, writer.any)(value)

    return write


def _only_object(variants: tuple[Type, ...]) -> Type | None:
    objects = [option for option in variants if "object" in kinds_of(option)]
    return objects[0] if len(objects) == 1 else None


def _special(variants: tuple[Type, ...], writer: Writer) -> dict[type[Any], Convert]:
    """How values of classes are written whose variant says more than they do (`Decimal`, `bytes`, `date`)."""
    out: dict[type[Any], Convert] = {}
    for option in variants:
        target: Codec | type[Any] = resolve(option)
        if (
            isinstance(target, Scalar)
            and (cls := special_class(target.name)) is not None
        ):
            out.setdefault(cls, writer.get(target))
        elif isinstance(target, ListOf | TupleOf):
            out.setdefault(list, writer.get(target))
            out.setdefault(tuple, writer.get(target))
    return out
