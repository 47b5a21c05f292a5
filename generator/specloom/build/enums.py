"""`enum` and `const`: a literal, a declaration of an open enum, or the plain type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from specloom.build import docs, words
from specloom.build.context import Context, Gatherer, nullable
from specloom.diagnostics import Unsupported
from specloom.ir.names import NO_DOCS, Docs, Name
from specloom.ir.names import Scalar as JsonScalar
from specloom.ir.types import AnyType, Enum, EnumMember, LiteralType, ScalarKind, ScalarType, TypeExpr
from specloom.source.cursor import Cursor
from specloom.source.plain import is_array, is_object

MAX_MEMBERS = 20_000

_NAMES = ("x-enum-varnames", "x-enumNames", "x-enum-names", "x-enumnames")
_TEXTS = ("x-enum-descriptions", "x-enumDescriptions", "x-enum-description", "x-enumdescriptions")


def kind_of(value: object) -> ScalarKind | None:
    """The JSON type of a scalar; None for arrays and objects."""
    match value:
        case None:
            return ScalarKind.NULL
        case bool():
            return ScalarKind.BOOLEAN
        case int():
            return ScalarKind.INTEGER
        case float():
            return ScalarKind.NUMBER
        case str():
            return ScalarKind.STRING
        case _:
            return None


def listed(value: Mapping[str, Any]) -> list[Any] | None:
    """The values that `const` or `enum` of a schema allows; None without one of them."""
    if "const" in value:
        return [value["const"]]
    return value["enum"] if is_array(value.get("enum")) else None


def express(g: Gatherer, schema: Cursor, context: Context, listed: list[Any]) -> TypeExpr:
    """The expression of a schema that allows the `listed` scalars. Raises `Unsupported` for too many.

    One value is a literal; an argument of one value is an enum until it is known whether it is part of another
    (`merge`).
    """
    value: dict[str, Any] = schema.value
    if len(listed) > MAX_MEMBERS:
        raise Unsupported(
            "too-many-members", schema.origin, f"an enum of {len(listed)} values; the limit is {MAX_MEMBERS}"
        )
    members = distinct(_typed(value.get("type"), item) for item in listed)
    declared = value.get("type")
    null = None in members or (is_array(declared) and "null" in declared and "enum" not in value)
    real = tuple(item for item in members if item is not None)
    if not real:
        return LiteralType(value=None) if null else _plain(declared)
    if len(real) == 1 and not ("enum" in value and context.is_argument):
        expression: TypeExpr = LiteralType(value=real[0])
    elif {kind_of(item) for item in real} == {ScalarKind.BOOLEAN}:
        expression = ScalarType(kind=ScalarKind.BOOLEAN)
    else:
        expression = declare(g, schema, context, _members(value, listed, real))
    return nullable(expression) if null else expression


def annotated(g: Gatherer, schema: Cursor, context: Context, branches: Sequence[Cursor]) -> TypeExpr | None:
    """The enum that `oneOf` spells as branches of one constant each, with their texts; else None."""
    members: dict[JsonScalar, EnumMember] = {}
    for branch in branches:
        value = branch.value
        if not is_object(value) or "const" not in value or isinstance(value["const"], dict | list):
            return None
        constant = value["const"]
        title = branch.text("title")
        texts = Docs(body=branch.text("description") or title)
        name = Name(wire=str(constant), words=words.split(title or str(constant)))
        members[constant] = EnumMember(name=name, value=constant, docs=texts)
    if len(members) < 2 or {kind_of(value) for value in members} == {ScalarKind.BOOLEAN}:
        return None
    return declare(g, schema, context, tuple(members.values()))


def declare(g: Gatherer, schema: Cursor, context: Context, members: tuple[EnumMember, ...]) -> TypeExpr:
    """Declares an enum at `schema`."""
    kinds = {kind_of(member.value) for member in members}
    if kinds == {ScalarKind.INTEGER, ScalarKind.NUMBER}:
        kinds = {ScalarKind.NUMBER}
    return g.declare(
        Enum(
            id=g.identify(schema, context),
            name=Name(wire="", words=context.words),
            kind=kinds.pop() if len(kinds) == 1 else None,
            members=members,
            docs=docs.docs(schema),
            deprecation=docs.deprecation(schema),
            origin=schema.origin,
            owner=context.owner,
        ),
        context,
    )


def distinct(values: Iterable[JsonScalar]) -> tuple[JsonScalar, ...]:
    """The values in order without repetitions; `1`, `True` and `1.0` are three."""
    return tuple({(type(value), value): value for value in values}.values())


def _typed(declared: object, value: JsonScalar) -> JsonScalar:
    """A listed value as its `type` says: documents write numbers for strings, and YAML reads some words as booleans."""
    if declared == "string" and isinstance(value, int | float):
        return str(value).lower() if isinstance(value, bool) else str(value)
    if isinstance(value, str) and declared in ("integer", "number"):
        try:
            return int(value) if declared == "integer" else float(value)
        except ValueError:
            return value
    return value


def _plain(declared: object) -> TypeExpr:
    """The type of an enum that lists nothing."""
    try:
        return ScalarType(kind=ScalarKind(str(declared)))
    except ValueError:
        return AnyType()


def _members(value: dict[str, Any], listed: list[Any], real: tuple[JsonScalar, ...]) -> tuple[EnumMember, ...]:
    names, texts = _extension(value, _NAMES, listed), _extension(value, _TEXTS, listed)
    declared = value.get("type")
    at: dict[object, str] = {}
    about: dict[object, str] = {}
    for index, item in enumerate(listed):
        key = _typed(declared, item)
        at.setdefault((type(key), key), names[index] if names else "")
        about.setdefault((type(key), key), texts[index] if texts else "")
    return tuple(
        EnumMember(
            name=Name(
                wire=_spell(item),
                words=words.split(at[type(item), item] or _spell(item)),
                rule="x-enum-varnames" if at[type(item), item] else "",
            ),
            value=item,
            docs=Docs(body=about[type(item), item]) if about[type(item), item] else NO_DOCS,
        )
        for item in real
    )


def _spell(value: JsonScalar) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _extension(value: dict[str, Any], keywords: tuple[str, ...], listed: list[Any]) -> list[str]:
    """The texts beside an enum, one for each value (or by value); empty when they do not match."""
    for keyword in keywords:
        found = value.get(keyword)
        if found is None:
            continue
        if is_object(found):
            return [str(found.get(_spell(item), "")) if isinstance(item, str | int | float) else "" for item in listed]
        if is_array(found) and len(found) == len(listed):
            return [item if isinstance(item, str) else "" for item in found]
    return []
