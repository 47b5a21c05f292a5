"""The expression of a schema by its own keywords: `const`, `enum`, `type`, or what the keywords are about."""

from __future__ import annotations

from typing import Any

from specloom.build import enums, objects, scalars, words
from specloom.build.choices import Entry, choose
from specloom.build.context import Context, Gatherer, Role, item_context, nullable
from specloom.build.facts import implied_type
from specloom.diagnostics import Unsupported
from specloom.ir.types import AnyType, ArrayType, LiteralType, TupleType, TypeExpr
from specloom.source.cursor import Cursor
from specloom.source.plain import is_array

_ALL_TYPES = 5
"""A `type` that lists this many kinds beside null excludes next to nothing."""


def express(g: Gatherer, schema: Cursor, context: Context) -> TypeExpr:
    """The expression of what a schema says itself, beside references and compositions. Raises `Unsupported`."""
    value: dict[str, Any] = schema.value
    declared = value.get("type")
    if (listed := enums.listed(value)) is not None:
        if not any(isinstance(item, dict | list) for item in listed):
            return enums.express(g, schema, context, listed)
        g.explain("enum-of-structures", schema, "an enum lists arrays or objects; their kind is all that is kept")
        declared = declared or implied_type(value) or [_kind(item) for item in listed]
    if is_array(declared):
        return _types(g, schema, context, list(dict.fromkeys(name for name in declared if isinstance(name, str))))
    if isinstance(declared, str):
        return _type(g, schema, context, declared)
    guessed = implied_type(value)
    return _type(g, schema, context, guessed) if guessed else AnyType()


def _kind(value: object) -> str:
    """The JSON type of a value, as `type` calls it."""
    scalar = enums.kind_of(value)
    return scalar.value if scalar is not None else "array" if is_array(value) else "object"


def _types(g: Gatherer, schema: Cursor, context: Context, names: list[str]) -> TypeExpr:
    others = [name for name in names if name != "null"]
    if not others:
        return LiteralType(value=None) if names else AnyType()
    if {"integer", "number"} <= set(others):
        others.remove("integer")
    if len(others) >= _ALL_TYPES:
        return AnyType()
    if len(others) == 1:
        expression = _type(g, schema, context, others[0])
    else:
        entries = [Entry(type=_type(g, schema, context, name), words=words.split(name), wire=name) for name in others]
        expression = choose(g, g.identify(schema, context) + "/type", entries, schema, context)
    return nullable(expression) if "null" in names else expression


def _type(g: Gatherer, schema: Cursor, context: Context, name: str) -> TypeExpr:
    if name == "object":
        return objects.express(g, schema, context)
    if name == "array":
        return _array(g, schema, context)
    if scalars.is_scalar(name):
        return scalars.express(g, schema, context, name)
    if name == "file":
        return objects.BINARY
    if name == "any":
        return AnyType()
    raise Unsupported("unknown-type", schema.origin, f"`type: {name}` is no type of JSON Schema")


def _array(g: Gatherer, schema: Cursor, context: Context) -> TypeExpr:
    inner = item_context(context, Role.ITEM, "item")
    items, prefix = schema.get("items"), schema.get("prefixItems")
    if prefix is None and items is not None and is_array(items.value):
        prefix, items = items, schema.get("additionalItems")
    if prefix is not None and is_array(prefix.value) and prefix.value:
        first = tuple(
            g.nested(element, context.below(Role.ITEM, words.bound((*inner.words, str(number))), inner.leaf))
            for number, element in enumerate(prefix.elements(), 1)
        )
        items = items or schema.get("unevaluatedItems")
        closed = (items is not None and items.value is False) or schema.value.get("maxItems") == len(first)
        rest = None if closed else AnyType() if items is None else g.nested(items, inner)
        return TupleType(items=first, rest=rest)
    item = AnyType() if items is None else g.nested(items, inner)
    return ArrayType(item=item, unique=schema.flag("uniqueItems"))
