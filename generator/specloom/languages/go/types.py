"""What types of the document are in Go.

A model is held by a pointer, everything optional too, so that a zero value can be told from none; lists, maps, unions
and `any` have nil for that. A union is an interface; a choice that only JSON types tell apart is `any`.
"""

from __future__ import annotations

from collections.abc import Mapping

from specloom.ir.types import (
    Alias,
    AnyType,
    ArrayType,
    Enum,
    JsonTextType,
    LiteralType,
    MapType,
    Model,
    NullableType,
    OneOfType,
    Ref,
    ScalarKind,
    ScalarType,
    SubsetType,
    TupleType,
    TypeExpr,
    Union,
)
from specloom.languages.code import EMPTY, Code
from specloom.languages.typed import Reach, Slot

SCALARS: Mapping[str, str] = {
    "boolean": "bool",
    "integer": "int64",
    "integer:uint64": "uint64",
    "number": "float64",
    "number:decimal": "json.Number",
    "string": "string",
    "string:date-time": "time.Time",
    "string:date": "Date",
    "string:duration": "Duration",
    "string:decimal": "Decimal",
    "string:byte": "[]byte",
    "string:base64url": "Base64URL",
    "string:binary": "[]byte",
    "string:download": "io.ReadCloser",
    "string:json": "JSONText",
    "null": "any",
}
"""The type of each scalar, by `kind:format`, else by `kind`."""

_NIL = ("*", "[]", "map[")
_MAP = "map[string]"
_NIL_NAMES = frozenset(("any", "JSONText", "Base64URL", "io.Reader", "io.ReadCloser"))
_UPLOAD = "io.Reader"
ANY = Code("any")
ANY_LIST = Code("[]any")


def type_of(expr: TypeExpr, file: Reach, table: Mapping[str, str], *, given: bool = False) -> Code:
    """The type of a value that is held, or that a caller gives."""
    match expr:
        case AnyType() | OneOfType() | LiteralType(value=None):
            return ANY
        case ScalarType(kind=kind, format=form):
            return _scalar(kind, form, table, given=given)
        case LiteralType(value=value):
            return Code(_literal_type(value))
        case JsonTextType(item=item):
            return Code(f"JSONIn[{type_of(item, file, table, given=given)}]")
        case SubsetType(of=of):
            return type_of(of, file, table, given=given)
        case Ref(id=id):
            return _declared(id, file, table, given=given)
        case ArrayType(item=item):
            return Code(f"[]{type_of(item, file, table, given=given)}")
        case TupleType(items=items, rest=rest):
            inner = {type_of(item, file, table, given=given) for item in (*items, *([rest] if rest else []))}
            return Code(f"[]{inner.pop()}") if len(inner) == 1 and rest else ANY_LIST
        case MapType(value=value):
            return Code(f"{_MAP}{type_of(value, file, table, given=given)}")
        case NullableType(item=item):
            return pointer(type_of(item, file, table, given=given), item, file)


def _scalar(kind: ScalarKind, form: str, table: Mapping[str, str], *, given: bool) -> Code:
    if given and (kind, form) == (ScalarKind.STRING, "binary"):
        return Code(_UPLOAD)
    return Code(table.get(f"{kind}:{form}") or table[kind])


def _literal_type(value: object) -> str:
    match value:
        case bool():
            return "bool"
        case str():
            return "string"
        case int():
            return "int64"
        case _:
            return "float64"


def _declared(id: str, file: Reach, table: Mapping[str, str], *, given: bool) -> Code:
    match file.declaration(id):
        case Model():
            return Code(f"*{file.name(id)}")
        case Alias(type=type_) if not file.is_recursive(id):
            return type_of(type_, file, table, given=given)
        case Enum(kind=None):
            return ANY
        case None:
            return ANY
        case _:
            return file.name(id)


def has_nil(type_: Code, expr: TypeExpr, file: Reach) -> bool:
    """Whether nil is a value of the type, so that it can say that there is none."""
    return type_.startswith(_NIL) or str(type_) in _NIL_NAMES or _is_union(expr, file)


def _is_union(expr: TypeExpr, file: Reach) -> bool:
    """Whether the expression is an interface, or a name for a list or a map that contains itself."""
    while isinstance(expr, NullableType):
        expr = expr.item
    declaration = file.declaration(expr.id) if isinstance(expr, Ref) else None
    if isinstance(declaration, Alias):
        return file.is_recursive(declaration.id) or _is_union(declaration.type, file)
    return isinstance(declaration, Union)


def pointer(type_: Code, expr: TypeExpr, file: Reach) -> Code:
    """A type of which nil is a value."""
    return type_ if has_nil(type_, expr, file) else Code(f"*{type_}")


def slot(type_: Code, expr: TypeExpr, place: Slot, file: Reach) -> Code:
    """The type of a field or argument: a pointer where it may be absent or null, an `Opt` where these differ. A map has
    no order, and so is not the type of what has one."""
    if place.ordered and type_.startswith(_MAP):
        return Code(f"ParamObject[{type_[len(_MAP):]}]")
    if place.optional and place.nullable and place.sent and str(type_) not in ("any", _UPLOAD):
        return Code(f"Opt[{type_}]")
    return pointer(type_, expr, file) if place.optional or place.nullable else type_


def wrapped(expr: TypeExpr, file: Reach, table: Mapping[str, str]) -> Code:
    """What a type of its own for the values of a variant is defined as; empty where it cannot be defined, or need not
    be: a union is a variant by the variants that it has."""
    while isinstance(expr, NullableType):
        expr = expr.item
    if _is_union(expr, file):
        return EMPTY
    type_ = type_of(expr, file, table)
    return EMPTY if type_.startswith("*") or str(type_) in _NIL_NAMES - {"Base64URL"} else type_


def choices(expr: TypeExpr, file: Reach, table: Mapping[str, str]) -> Code:
    """The types that the `any` inside an expression stands for, as nil pointers; empty where it has none."""
    match expr:
        case OneOfType(items=items):
            types = dict.fromkeys(type_of(item, file, table) for item in items if not _is_null(item))
            return Code(", ").join(Code(f"(*{type_})(nil)") for type_ in types)
        case ArrayType(item=item) | MapType(value=item) | NullableType(item=item):
            return choices(item, file, table)
        case Ref(id=id):
            declaration = file.declaration(id)
            known = isinstance(declaration, Alias) and not file.is_recursive(id)
            return choices(declaration.type, file, table) if known and isinstance(declaration, Alias) else EMPTY
        case _:
            return EMPTY


def _is_null(expr: TypeExpr) -> bool:
    return (isinstance(expr, LiteralType) and expr.value is None) or expr == ScalarType(kind=ScalarKind.NULL)
