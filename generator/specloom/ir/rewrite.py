"""Replaces references in expressions, wherever they stand in the model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from operator import is_
from typing import Any, TypeVar, cast

from specloom.ir.types import (
    AnyType,
    ArrayType,
    JsonTextType,
    LiteralType,
    MapType,
    NullableType,
    OneOfType,
    Ref,
    ScalarType,
    SubsetType,
    TupleType,
    TypeExpr,
)

T = TypeVar("T")
Change = Callable[[Ref], TypeExpr]
"""What a reference becomes; the same reference when it stays."""


def expression(expr: TypeExpr, change: Change) -> TypeExpr:
    """`expr` with every reference replaced. Null inside null, and null around any value, are removed."""
    match expr:
        case Ref():
            return change(expr)
        case AnyType() | ScalarType() | LiteralType():
            return expr
        case ArrayType(item=item) | JsonTextType(item=item):
            return replace(expr, item=expression(item, change))
        case TupleType(items=items, rest=rest):
            changed = tuple(expression(item, change) for item in items)
            return TupleType(items=changed, rest=None if rest is None else expression(rest, change))
        case MapType(value=value):
            return MapType(value=expression(value, change))
        case NullableType(item=item):
            inner = expression(item, change)
            return inner if isinstance(inner, NullableType | AnyType) else NullableType(item=inner)
        case OneOfType(items=items):
            return OneOfType(items=tuple(expression(item, change) for item in items))
        case SubsetType(of=of):
            target = change(of)
            return replace(expr, of=target) if isinstance(target, Ref) else target


_EXPRESSIONS = frozenset(
    (
        AnyType,
        ScalarType,
        LiteralType,
        JsonTextType,
        ArrayType,
        TupleType,
        MapType,
        NullableType,
        OneOfType,
        Ref,
        SubsetType,
    )
)


def element(item: T, change: Change) -> T:
    """An element of the model (a declaration, an operation, …) with every reference in its expressions replaced.

    Parts in which nothing changes are shared with the original.
    """
    return cast(T, _rewritten(item, change))


def _rewritten(item: Any, change: Change) -> Any:
    kind: Any = item.__class__
    if kind in _ATOMS:
        return item
    if kind in _EXPRESSIONS:
        changed = expression(item, change)
        return item if changed == item else changed
    if kind is tuple:
        results = [part if part.__class__ in _ATOMS else _rewritten(part, change) for part in item]
        return item if all(map(is_, results, item)) else tuple(results)
    changes: dict[str, Any] = {}
    for name in _composite(kind):
        before = getattr(item, name)
        if before.__class__ in _ATOMS:
            continue
        after = _rewritten(before, change)
        if after is not before:
            changes[name] = after
    return replace(item, **changes) if changes else item


_ATOMS = frozenset((str, int, float, bool, type(None), AnyType, ScalarType, LiteralType))
"""Most of what stands in a model: values that hold no reference."""
_LEAVES = frozenset(
    (
        "access",
        "constraints",
        "default",
        "deprecation",
        "docs",
        "id",
        "kinds",
        "name",
        "origin",
        "owner",
        "required",
        "xml",
    )
)
"""Fields that hold no expression in any class of the model."""


@cache
def _composite(kind: type[Any]) -> tuple[str, ...]:
    """The fields of a dataclass that may hold expressions; none for other classes."""
    return tuple(field.name for field in fields(kind) if field.name not in _LEAVES) if is_dataclass(kind) else ()
