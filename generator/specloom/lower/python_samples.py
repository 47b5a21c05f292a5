"""Values for examples: for each type something that can be sent."""

from __future__ import annotations

from collections.abc import Iterator

from specloom.ir.api import Api
from specloom.ir.types import (
    AnyType,
    ArrayType,
    Enum,
    LiteralType,
    MapType,
    Model,
    OneOfType,
    Ref,
    ScalarKind,
    ScalarType,
    SubsetType,
    TypeExpr,
    Union,
)
from specloom.languages.code import Code
from specloom.languages.python_expr import (
    ELLIPSIS,
    TRUE,
    Atom,
    Bracketed,
    Expr,
    Item,
    call_items,
    dict_of,
    keyword,
    list_of,
    name,
)
from specloom.languages.python_text import bytes_literal, literal, string
from specloom.lower.arguments import Place
from specloom.lower.python_methods import Method, Named
from specloom.lower.shapes import all_fields, bare

_DEPTH = 3
_TEXTS = {
    "time": "12:00:00Z",
    "uuid": "6f1d2c3a-5b4e-4a7d-9c8b-0a1b2c3d4e5f",
    "uri": "https://example.com/",
    "url": "https://example.com/",
    "email": "someone@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
}


def example_call(api: Api, method: Method) -> Bracketed:
    """`client.rooms.fetch("room_sid")`, with everything that has to be given."""
    items: list[Item] = []
    for named in method.arguments:
        if named.default is None:
            value = _argument(api, named)
            items.append(Item(value) if named.argument.place is Place.PATH else keyword(named.identifier, value))
    return call_items(Code(f"client.{method.spoken}"), items)


def _argument(api: Api, named: Named) -> Expr:
    if named.argument.part is not None and named.argument.part.is_file:
        return Atom(bytes_literal(b"..."))
    return sample(api, named.argument.type, str(named.identifier))


def sample(api: Api, expr: TypeExpr, label: str, depth: int = 0) -> Expr:
    """A value of a type; `label` is what a text says."""
    found, _ = bare(api, expr)
    match found:
        case ScalarType(kind=kind, format=format):
            return _scalar(kind, format, label)
        case LiteralType(value=value):
            return literal(value)
        case SubsetType(values=values) if values:
            return literal(values[0])
        case ArrayType(item=item):
            return list_of([sample(api, item, label, depth + 1)] if depth < _DEPTH else [])
        case MapType(value=value):
            return dict_of([(string("key"), sample(api, value, label, depth + 1))] if depth < _DEPTH else [])
        case OneOfType(items=items):
            return sample(api, items[0], label, depth)
        case Ref(id=id):
            return _declared(api, id, label, depth)
        case AnyType():
            return Atom(string("..."))
        case _:
            return ELLIPSIS


def _scalar(kind: ScalarKind, form: str, label: str) -> Expr:
    match kind:
        case ScalarKind.BOOLEAN:
            return TRUE
        case ScalarKind.INTEGER:
            return literal(1)
        case ScalarKind.NUMBER:
            return literal(1.5)
        case ScalarKind.NULL:
            return literal(None)
        case ScalarKind.STRING:
            return _string(form, label)


def _string(form: str, label: str) -> Expr:
    match form:
        case "date-time":
            return name(Code("dt.datetime.now(dt.timezone.utc)"))
        case "date":
            return name(Code("dt.date.today()"))
        case "binary" | "byte" | "base64url":
            return Atom(bytes_literal(b"..."))
        case _:
            return Atom(string(_TEXTS.get(form, label)))


def _declared(api: Api, id: str, label: str, depth: int) -> Expr:
    declaration = api.declarations.get(id)
    match declaration:
        case Enum(members=members) if members:
            return literal(members[0].value)
        case Union(variants=variants) if variants and depth < _DEPTH:
            return sample(api, variants[0].type, label, depth + 1)
        case Model() if depth < _DEPTH:
            return dict_of(_entries(api, declaration, depth))
        case _:
            return dict_of(())


def _entries(api: Api, model: Model, depth: int) -> Iterator[tuple[Code, Expr]]:
    for field in all_fields(api, model):
        if field.required:
            yield string(field.name.wire), sample(api, field.type, "_".join(field.name.words), depth + 1)
