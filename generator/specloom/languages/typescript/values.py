"""Values for examples, as expressions of TypeScript."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from specloom.ir.types import (
    Alias,
    ArrayType,
    MapType,
    Model,
    NullableType,
    OneOfType,
    Ref,
    ScalarKind,
    ScalarType,
    TupleType,
    TypeExpr,
    Union,
)
from specloom.languages.code import Code
from specloom.languages.typed import Reach
from specloom.languages.typescript.text import key, literal, object_of, string

_FILE = Code('new File(["…"], "file.txt")')


def value_of(expr: TypeExpr, value: object, file: Reach) -> Code:
    """`value`, in the form it has on the wire, as a caller would write it."""
    match expr:
        case ScalarType(kind=ScalarKind.STRING, format="binary" | "download"):
            return _FILE
        case ScalarType(kind=ScalarKind.STRING, format="byte" | "base64url"):
            return Code(f"new TextEncoder().encode({string('hello')})")
        case ArrayType(item=item) if isinstance(value, list | tuple):
            return _listed([value_of(item, one, file) for one in cast("Sequence[object]", value)])
        case TupleType(items=items) if isinstance(value, list | tuple):
            parts = zip(items, cast("Sequence[object]", value), strict=False)
            return _listed([value_of(item, one, file) for item, one in parts])
        case MapType(value=inner) if isinstance(value, Mapping):
            members = cast("Mapping[str, object]", value).items()
            return object_of([(key(name), value_of(inner, one, file)) for name, one in members])
        case NullableType(item=item) if value is not None:
            return value_of(item, value, file)
        case OneOfType(items=items) if items:
            return value_of(items[0], value, file)
        case Ref(id=id):
            return _declared(id, value, file)
        case _:
            return literal(value)


def _listed(items: Sequence[Code]) -> Code:
    return Code("[") + Code(", ").join(items) + Code("]")


def _declared(id: str, value: object, file: Reach) -> Code:
    declaration = file.declaration(id)
    match declaration:
        case Alias(type=type_):
            return value_of(type_, value, file)
        case Union(variants=variants) if variants:
            return value_of(variants[0].type, value, file)
        case Model() if isinstance(value, Mapping):
            given = cast("Mapping[str, object]", value)
            known = {field.name.wire: (field.type, name) for field, name in file.fields(id)}
            members: list[tuple[Code, Code]] = []
            for wire, item in given.items():
                field = known.get(wire)
                members.append(
                    (key(wire), literal(item)) if field is None else (field[1], value_of(field[0], item, file))
                )
            return object_of(members)
        case _:
            return literal(value)
