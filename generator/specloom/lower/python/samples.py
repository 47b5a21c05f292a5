"""Values for examples: for each type something that can be sent."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from specloom.ir.types import (
    AnyType,
    ArrayType,
    Constraints,
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
from specloom.languages.python.expr import (
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
from specloom.languages.python.text import bytes_literal, literal, string
from specloom.lower.arguments import Place
from specloom.lower.constraints import constraints_of
from specloom.lower.python.methods import Method
from specloom.lower.python.package import PythonPackage
from specloom.lower.python.signatures import Named
from specloom.lower.shapes import all_fields, bare

_DEPTH = 3
_FORMS = {"image": "png", "audio": "mpeg", "video": "mp4", "text": "plain"}
_LONGEST = 64
_SENDING = frozenset(("POST", "PUT", "PATCH"))
_REPEATED = re.compile(r"\^(?P<start>[\w-]*)\[(?P<set>[\w\\-]+)\]\{(?P<count>\d{1,3})\}\$")
"""Patterns of identifiers: a fixed beginning and so many letters of a set."""
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


def example_call(package: PythonPackage, method: Method) -> Bracketed:
    """`client.rooms.fetch("RM00…")`, with everything that has to be given, and something to send."""
    items: list[Item] = []
    shown = [named for named in method.arguments if named.default is None]
    if method.operation.method in _SENDING and not any(named.argument.place is Place.BODY for named in shown):
        optional = [n for n in method.arguments if n.argument.place is Place.BODY and n.argument.deprecation is None]
        shown += optional[:1]
    for named in shown:
        value = _argument(package, named)
        items.append(Item(value) if named.argument.place is Place.PATH else keyword(named.identifier, value))
    return call_items(Code(f"client.{method.spoken}"), items)


def _argument(package: PythonPackage, named: Named) -> Expr:
    argument = named.argument
    if argument.media_types:
        return literal(_media_type(argument.media_types[0]))
    if argument.part is not None and argument.part.is_file:
        return Atom(bytes_literal(b"..."))
    found, _ = bare(package.api, argument.type)
    if isinstance(found, ScalarType):
        limits = constraints_of(package.api, argument.type, argument.constraints)
        written = _written(package, found, argument.docs.example)
        if written is None:
            written = _within(package, found, limits)
        if written is not None:
            return written
    return sample(package, argument.type, str(named.identifier))


def _media_type(described: str) -> str:
    """A media type that the document lists, or one that is in a range of it."""
    kind, _, form = described.partition("/")
    return described if "*" not in described else f"{kind}/{form.replace('*', _FORMS.get(kind, 'octet-stream'))}"


def _written(package: PythonPackage, scalar: ScalarType, example: str) -> Expr | None:
    """The document's own example, where it is one of a type that is written as it is."""
    try:
        value = json.loads(example) if example else None
    except ValueError:
        return None
    kind = package.scalars.codec(scalar.kind, scalar.format)
    wanted = {"STRING": str, "INTEGER": int, "NUMBER": float, "BOOLEAN": bool}.get(kind)
    fits = wanted is not None and (type(value) is wanted or (wanted is float and type(value) is int))
    return literal(value) if fits and value != "" and len(example) <= _LONGEST else None


def _within(package: PythonPackage, scalar: ScalarType, limits: Constraints) -> Expr | None:
    """A value that keeps simple limits; None where there are none."""
    kind = package.scalars.codec(scalar.kind, scalar.format)
    if kind == "INTEGER" and limits.minimum is not None and limits.minimum > 1:
        return literal(int(limits.minimum))
    if kind != "STRING" or limits.pattern is None:
        return None
    found = _REPEATED.fullmatch(limits.pattern)
    if found is None or not 0 < int(found["count"]) <= _LONGEST:
        return None
    letter = "0" if "0" in found["set"] or r"\d" in found["set"] else "a"
    text = found["start"] + letter * int(found["count"])
    try:
        return Atom(string(text)) if re.fullmatch(limits.pattern, text) else None
    except re.error:
        return None


def sample(package: PythonPackage, expr: TypeExpr, label: str, depth: int = 0) -> Expr:
    """A value of a type; `label` is what a text says."""
    found, _ = bare(package.api, expr)
    match found:
        case ScalarType(kind=kind, format=format):
            return _scalar(package, kind, format, label)
        case LiteralType(value=value):
            return literal(value)
        case SubsetType(values=values) if values:
            return literal(values[0])
        case ArrayType(item=item):
            return list_of([sample(package, item, label, depth + 1)] if depth < _DEPTH else [])
        case MapType(value=value):
            return dict_of([(string("key"), sample(package, value, label, depth + 1))] if depth < _DEPTH else [])
        case OneOfType(items=items):
            return sample(package, items[0], label, depth)
        case Ref(id=id):
            return _declared(package, id, label, depth)
        case AnyType():
            return Atom(string("..."))
        case _:
            return ELLIPSIS


def _scalar(package: PythonPackage, kind: ScalarKind, form: str, label: str) -> Expr:
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
            return _string(package.scalars.codec(kind, form), form, label)


def _string(codec: str, form: str, label: str) -> Expr:
    match codec:
        case "DATE_TIME":
            return name(Code("dt.datetime.now(dt.timezone.utc)"))
        case "DATE":
            return name(Code("dt.date.today()"))
        case "BINARY" | "BYTES" | "BASE64URL":
            return Atom(bytes_literal(b"..."))
        case "JSON_TEXT":
            return dict_of([(string("key"), Atom(string("value")))])
        case _:
            return Atom(string(_TEXTS.get(form, label)))


def _declared(package: PythonPackage, id: str, label: str, depth: int) -> Expr:
    declaration = package.api.declarations.get(id)
    match declaration:
        case Enum(members=members) if members:
            return literal(members[0].value)
        case Union(variants=variants) if variants and depth < _DEPTH:
            return sample(package, variants[0].type, label, depth + 1)
        case Model() if depth < _DEPTH:
            return dict_of(_entries(package, declaration, depth))
        case _:
            return dict_of(())


def _entries(package: PythonPackage, model: Model, depth: int) -> Iterator[tuple[Code, Expr]]:
    for field in all_fields(package.api, model):
        if field.required:
            yield string(field.name.wire), sample(package, field.type, "_".join(field.name.words), depth + 1)
