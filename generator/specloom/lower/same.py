"""Whether two types describe the same data, by whatever names their declarations go."""

from __future__ import annotations

from collections.abc import Sequence

from specloom.ir.api import Api
from specloom.ir.types import (
    Alias,
    ArrayType,
    Declaration,
    Enum,
    Field,
    JsonTextType,
    MapType,
    Model,
    NullableType,
    OneOfType,
    Ref,
    TupleType,
    TypeExpr,
    Union,
)
from specloom.lower.shapes import all_fields

_Pairs = frozenset[tuple[str, str]]


def same_type(api: Api, left: TypeExpr, right: TypeExpr, assumed: _Pairs = frozenset()) -> bool:
    """True when every value of `left` is one of `right`, and the other way round, as far as types tell.

    Declarations are compared by what they declare; documentation and constraints do not count. `assumed` are pairs of
    declarations that are being compared already.
    """
    if left == right:
        return True
    match left, right:
        case Ref(id=one), Ref(id=other):
            if (one, other) in assumed:
                return True
            return _same_declaration(api, api.declarations[one], api.declarations[other], assumed | {(one, other)})
        case (ArrayType(item=one), ArrayType(item=other)) | (NullableType(item=one), NullableType(item=other)):
            return same_type(api, one, other, assumed)
        case JsonTextType(item=one), JsonTextType(item=other):
            return same_type(api, one, other, assumed)
        case MapType(value=one), MapType(value=other):
            return same_type(api, one, other, assumed)
        case OneOfType(items=ones), OneOfType(items=others):
            return _same_types(api, ones, others, assumed)
        case TupleType(items=ones, rest=one), TupleType(items=others, rest=other):
            return _same_types(api, ones, others, assumed) and _same_optional(api, one, other, assumed)
        case _:
            return False


def _same_types(api: Api, left: Sequence[TypeExpr], right: Sequence[TypeExpr], assumed: _Pairs) -> bool:
    return len(left) == len(right) and all(map(lambda one, other: same_type(api, one, other, assumed), left, right))


def _same_optional(api: Api, left: TypeExpr | None, right: TypeExpr | None, assumed: _Pairs) -> bool:
    if left is None or right is None:
        return left is right
    return same_type(api, left, right, assumed)


def _same_declaration(api: Api, left: Declaration, right: Declaration, assumed: _Pairs) -> bool:
    match left, right:
        case Model(), Model():
            return _same_fields(api, all_fields(api, left), all_fields(api, right), assumed) and _same_optional(
                api, left.extra, right.extra, assumed
            )
        case Enum(), Enum():
            return {member.value for member in left.members} == {member.value for member in right.members}
        case Union(variants=ones), Union(variants=others):
            types = ([variant.type for variant in ones], [variant.type for variant in others])
            return left.tag_field == right.tag_field and _same_types(api, *types, assumed)
        case Alias(type=one), Alias(type=other):
            return same_type(api, one, other, assumed)
        case _:
            return False


def _same_fields(api: Api, left: Sequence[Field], right: Sequence[Field], assumed: _Pairs) -> bool:
    others = {field.name.wire: field for field in right}
    if others.keys() != {field.name.wire for field in left}:
        return False
    pairs = ((field, others[field.name.wire]) for field in left)
    return all(
        one.required == other.required and one.access is other.access and same_type(api, one.type, other.type, assumed)
        for one, other in pairs
    )
