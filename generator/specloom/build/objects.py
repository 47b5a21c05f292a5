"""Objects: models with named fields, maps, and free-form objects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from specloom.build import docs, scalars, words
from specloom.build.choices import Entry, choose
from specloom.build.context import MAX_DEPTH, Context, Gatherer, Role, item_context
from specloom.diagnostics import Unsupported
from specloom.ir.names import Name
from specloom.ir.types import AnyType, Field, MapType, Model, ScalarKind, ScalarType, TypeExpr
from specloom.quick import dataclass
from specloom.source.cursor import Cursor
from specloom.source.plain import is_array, is_object

MAX_PROPERTIES = 10_000
_REST = frozenset(("additionalProperties", "unevaluatedProperties", "patternProperties"))
BINARY = ScalarType(kind=ScalarKind.STRING, format="binary")


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A property before it is built: its schema, and the context of the object that has it.

    `type` is set when several schemas describe it and their common type is known already.
    """

    schema: Cursor
    context: Context
    required: bool
    type: TypeExpr | None = None


def express(g: Gatherer, schema: Cursor, context: Context) -> TypeExpr:
    """A model when properties are listed (or the object is closed and has a name of its own), else a map."""
    properties = own_properties(schema)
    if properties:
        required = required_names(schema)
        listed = {n: Property(schema=s, context=context, required=n in required) for n, s in properties.items()}
        return declare(g, schema, context, listed, extra=extra(g, schema, context))
    if context.role is Role.COMPONENT and schema.value.get("additionalProperties") is False:
        return declare(g, schema, context, {}, extra=None)
    rest = extra(g, schema, context)
    return MapType(value=AnyType() if rest is None else rest)


def own_properties(schema: Cursor) -> dict[str, Cursor]:
    """The listed properties. One whose schema is `false` may never be present, so it is none. Raises `Unsupported` for
    too many.

    A reference in place of the whole list is followed, as bundlers do: no property can be described by a text.
    """
    listed = schema.get("properties")
    if listed is not None and listed.reference is not None:
        listed = listed.follow()
    if listed is None or not is_object(listed.value):
        return {}
    if len(listed.value) > MAX_PROPERTIES:
        message = f"an object with {len(listed.value)} properties; the limit is {MAX_PROPERTIES}"
        raise Unsupported("too-many-properties", schema.origin, message)
    return {name: child for name, child in listed.items() if child.value is not False}


def required_names(schema: Cursor) -> frozenset[str]:
    """The names in `required`."""
    listed = schema.value.get("required") if is_object(schema.value) else None
    return frozenset(name for name in listed if isinstance(name, str)) if is_array(listed) else frozenset()


def extra(g: Gatherer, schema: Cursor, context: Context) -> TypeExpr | None:
    """The type of properties that are not listed; None when the object is closed.

    `patternProperties` give their types; `unevaluatedProperties` counts where `additionalProperties` is absent.
    """
    value = schema.value
    if not is_object(value) or _REST.isdisjoint(value):  # nearly always
        return AnyType()
    inner = item_context(context, Role.VALUE, "value")
    rest = schema.get("additionalProperties") or schema.get("unevaluatedProperties")
    patterns = schema.get("patternProperties")
    found: list[TypeExpr] = []
    if patterns is not None and is_object(patterns.value):
        found = [g.nested(child, inner) for _, child in patterns.items()]
    if rest is not None and is_object(rest.value):
        found.append(g.nested(rest, inner))
    if not found:
        closed = rest is not None and rest.value is False
        return None if closed and ("properties" in value or not patterns) else AnyType()
    if len(found) == 1:
        return found[0]
    entries = [Entry(type=item, words=(*inner.words, str(number))) for number, item in enumerate(found, 1)]
    return choose(g, g.identify(schema, context) + "/patternProperties", entries, schema, inner)


def declare(
    g: Gatherer,
    schema: Cursor,
    context: Context,
    properties: Mapping[str, Property],
    *,
    extra: TypeExpr | None,
    bases: tuple[str, ...] = (),
    identity: str = "",
    proposals: Iterable[tuple[str, ...]] = (),
) -> TypeExpr:
    """Declares a model at `schema` (or as `identity`)."""
    model = Model(
        id=identity or g.identify(schema, context),
        name=Name(wire="", words=context.words),
        fields=fields(g, properties),
        bases=bases,
        extra=extra,
        xml=docs.xml(schema),
        docs=docs.docs(schema),
        deprecation=docs.deprecation(schema),
        origin=schema.origin,
        owner=context.owner,
    )
    return g.declare(model, context, *proposals)


def fields(g: Gatherer, properties: Mapping[str, Property]) -> tuple[Field, ...]:
    """The fields for some properties, in order."""
    return tuple(field(g, name, item) for name, item in properties.items())


def field(g: Gatherer, name: str, item: Property) -> Field:
    """One field. Its own texts win over those of what it refers to."""
    schema, context = item.schema, item.context
    called = _name(name)
    expression = item.type
    if expression is None and context.depth < MAX_DEPTH:
        expression = scalars.alone(g, schema)
    if expression is None:
        inner = context.below(Role.PROPERTY, words.bound((*context.words, *called.words)), called.words)
        expression = g.nested(schema, inner)
    if is_object(schema.value) and docs.MARKS.isdisjoint(schema.value):
        return Field(
            name=called,
            type=expression,
            required=item.required,
            constraints=docs.constraints(schema),
            docs=docs.docs(schema),
            xml=docs.xml(schema) if "items" in schema.value or "allOf" in schema.value else None,
            origin=schema.origin,
        )
    return Field(
        name=called,
        type=expression,
        required=item.required,
        access=docs.access(schema),
        default=docs.default(schema),
        constraints=docs.constraints(schema),
        docs=docs.docs(schema),
        deprecation=docs.deprecation(schema),
        xml=docs.xml(schema),
        origin=schema.origin,
    )


@lru_cache(maxsize=65536)
def _name(wire: str) -> Name:
    """The name of a property; many models have properties of one name, which then share it."""
    return Name(wire=wire, words=words.split(wire))
