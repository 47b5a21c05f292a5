"""What is known of a variant: the JSON types, constants and required names of the values it allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from specloom.build.context import Draft
from specloom.build.enums import kind_of
from specloom.ir.names import Scalar as JsonScalar
from specloom.ir.types import (
    Alias,
    AnyType,
    ArrayType,
    Declaration,
    Enum,
    Field,
    JsonKind,
    JsonTextType,
    LiteralType,
    MapType,
    Model,
    NullableType,
    OneOfType,
    Ref,
    ScalarType,
    SubsetType,
    TupleType,
    TypeExpr,
    Union,
    Variant,
)


class Lookup(Protocol):
    """A way to see through references."""

    @property
    def drafts(self) -> Mapping[str, Draft]:
        """All drafts by id."""
        ...

    def target(self, expr: TypeExpr) -> Declaration | TypeExpr:
        """What an expression is in the end."""
        ...


def kinds(found: Lookup, expression: TypeExpr) -> frozenset[JsonKind]:
    """The JSON types a value of the expression may have."""
    result: set[JsonKind] = set()
    seen: set[str] = set()
    waiting: list[TypeExpr] = [expression]
    while waiting:
        here = waiting.pop()
        if isinstance(here, Ref):
            if here.id in seen:
                continue
            seen.add(here.id)
        target = found.target(here)
        match target:
            case AnyType():
                return frozenset(JsonKind)
            case ScalarType(kind=kind):
                result.add(JsonKind(kind.value))
            case LiteralType(value=value):
                literal = kind_of(value)
                result.update([JsonKind(literal.value)] if literal else [])
            case ArrayType() | TupleType():
                result.add(JsonKind.ARRAY)
            case MapType() | Model():
                result.add(JsonKind.OBJECT)
            case NullableType(item=item):
                waiting.append(item)
            case OneOfType(items=items):
                waiting.extend(items)
            case JsonTextType():
                result.add(JsonKind.STRING)
            case SubsetType(of=of):
                waiting.append(of)
            case Enum(members=members):
                result.update(JsonKind(k.value) for member in members if (k := kind_of(member.value)))
            case Union(variants=variants):
                waiting.extend(variant.type for variant in variants)
            case Alias(type=aliased):
                waiting.append(aliased)
            case Ref():
                pass
    if JsonKind.NUMBER in result:
        result.add(JsonKind.INTEGER)
    return frozenset(result)


def described(found: Lookup, variant: Variant) -> Variant:
    """A variant with what tells it from the others."""
    consts: dict[str, tuple[JsonScalar, ...]] = {}
    required: list[str] = []
    properties: list[str] = []
    target = found.target(variant.type)
    if isinstance(target, Model):
        for known in _fields(found, target):
            properties.append(known.name.wire)
            if known.required:
                required.append(known.name.wire)
            values = _values(found, known.type)
            if values:
                consts[known.name.wire] = values
    possible = kinds(found, variant.type)
    return replace(
        variant,
        kinds=tuple(kind for kind in JsonKind if kind in possible),
        consts=tuple(consts.items()),
        required=tuple(required),
        properties=tuple(properties),
    )


def _fields(found: Lookup, model: Model) -> list[Field]:
    """The fields of a model and of what it inherits; an own one replaces an inherited one."""
    merged: dict[str, Field] = {}
    seen: set[str] = set()
    waiting = [model]
    while waiting:
        here = waiting.pop()
        if here.id in seen:
            continue
        seen.add(here.id)
        for known in here.fields:
            merged.setdefault(known.name.wire, known)
        for base in here.bases:
            target = found.target(Ref(id=base))
            if isinstance(target, Model):
                waiting.append(target)
    return list(merged.values())


def _values(found: Lookup, expression: TypeExpr) -> tuple[JsonScalar, ...]:
    """The only values an expression allows; empty when it does not list them."""
    match found.target(expression):
        case LiteralType(value=value) if value is not None:
            return (value,)
        case Enum(members=members):
            return tuple(member.value for member in members)
        case _:
            return ()
