"""The expression that fits two others, where one of them says more than the other."""

from __future__ import annotations

from specloom.ir.types import (
    AnyType,
    ArrayType,
    JsonTextType,
    LiteralType,
    MapType,
    NullableType,
    Ref,
    ScalarKind,
    ScalarType,
    TypeExpr,
)


def narrow(first: TypeExpr, second: TypeExpr) -> TypeExpr | None:
    """The narrower of two expressions; None when neither contains the other, as far as their forms tell.

    A reference counts as narrower than a scalar, a constant as narrower than a reference: documents refine an enum or
    an alias by its base type, and fix the value of an enum where a model is one variant of several.
    """
    if first == second or isinstance(second, AnyType):
        return first
    if isinstance(first, AnyType):
        return second
    match first, second:
        case NullableType(item=one), NullableType(item=other):
            inner = narrow(one, other)
            return None if inner is None else NullableType(item=inner)
        case NullableType(item=one), _:
            return narrow(one, second)
        case _, NullableType(item=other):
            return narrow(first, other)
        case ScalarType(), ScalarType():
            return _scalars(first, second)
        case (Ref() | LiteralType() | JsonTextType()) as exact, ScalarType():
            return exact
        case ScalarType(), (Ref() | LiteralType() | JsonTextType()) as exact:
            return exact
        case (Ref(), LiteralType() as exact) | (LiteralType() as exact, Ref()):
            return exact
        case ArrayType(item=one, unique=a), ArrayType(item=other, unique=b):
            inner = narrow(one, other)
            return None if inner is None else ArrayType(item=inner, unique=a or b)
        case MapType(value=one), MapType(value=other):
            inner = narrow(one, other)
            return None if inner is None else MapType(value=inner)
        case (Ref() as exact, MapType(value=AnyType())) | (MapType(value=AnyType()), Ref() as exact):
            return exact
        case _:
            return None


def _scalars(first: ScalarType, second: ScalarType) -> ScalarType | None:
    kinds = {first.kind, second.kind}
    if kinds == {ScalarKind.INTEGER, ScalarKind.NUMBER}:
        return first if first.kind is ScalarKind.INTEGER else second
    if len(kinds) > 1 or (first.format and second.format and first.format != second.format):
        return None
    return first if first.format else second
