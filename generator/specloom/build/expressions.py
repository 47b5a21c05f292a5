"""From a schema to a type expression (JSON Schema 2020-12 as OpenAPI 3.2, section 4.24, uses it): which builder is in
charge.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from specloom.build import bytype, compose, dynamic, objects, places, unions, words
from specloom.build.choices import Entry, choose
from specloom.build.context import Context, Gatherer, Role, nullable
from specloom.build.facts import CONDITIONAL, Shape, branches, conditional, informs, is_null, reference_of, shape
from specloom.build.parts import Leaf, Part
from specloom.diagnostics import Unsupported
from specloom.ir.types import AnyType, Ref, TypeExpr
from specloom.source.cursor import Cursor
from specloom.source.plain import is_array, is_object

_COMPOSING = frozenset(("$ref", "$dynamicRef", "allOf", "oneOf", "anyOf", "discriminator"))


def express(g: Gatherer, schema: Cursor, context: Context) -> TypeExpr:
    """The expression of a schema; what needs a declaration is declared on the way. Raises `Unsupported`."""
    value = schema.value
    if is_object(value) and _COMPOSING.isdisjoint(value):
        if not CONDITIONAL.isdisjoint(value) and shape(schema) is Shape.OBJECT and conditional(schema):
            return compose.combine(g, schema, context, [Part(schema=schema, context=context)], "")
        return bytype.express(g, schema, context)
    if isinstance(value, bool):
        return AnyType()
    if not is_object(value):
        found = "null" if value is None else type(value).__name__
        raise Unsupported("invalid-schema", schema.origin, f"a schema is an object or a boolean, not {found}")
    if reference_of(value) is not None:
        return _reference(g, schema, context)
    if "discriminator" in value and g.hierarchy.polymorphic(schema):
        return _polymorphic(g, schema, context)
    if is_array(value.get("allOf")) and value["allOf"]:
        return compose.express(g, schema, context)
    keyword, alternatives = branches(schema)
    if not keyword:
        return bytype.express(g, schema, context)
    if objects.own_properties(schema) or objects.required_names(schema):
        return compose.express(g, schema, context)
    real = [branch for branch in alternatives if not is_null(branch.value)]
    if (
        len(real) == 1
        and context.role is Role.COMPONENT
        and real[0].reference is None
        and shape(real[0]) is Shape.OBJECT
    ):
        part = Part(schema=real[0], context=context)
        expression = compose.combine(g, schema, context, [part], g.identify(schema, context))
        return nullable(expression) if len(alternatives) > 1 else expression
    return unions.express(g, schema, context, keyword, alternatives)


def _reference(g: Gatherer, schema: Cursor, context: Context) -> TypeExpr:
    """`$ref` or `$dynamicRef`, with what stands beside it: since 3.1 siblings count."""
    value: dict[str, Any] = schema.value
    identity = g.identify(schema, context)
    bound = dynamic.bind(schema, context, identity)
    if bound is not None:
        return g.nested(*bound)
    rest = {key: item for key, item in value.items() if key not in ("$ref", "$dynamicRef")}
    kinds = rest.get("type")
    if is_array(kinds) and not informs(
        {**rest, "type": [kind for kind in kinds if kind not in ("null", "object")] or "object"}
    ):
        expression = g.refer(dynamic.target(schema, context), context)
        return nullable(expression) if "null" in kinds else expression
    if informs(rest) or "required" in rest:
        return compose.express(g, schema, context)
    return g.refer(dynamic.target(schema, context), context)


def _polymorphic(g: Gatherer, schema: Cursor, context: Context) -> TypeExpr:
    """A parent whose discriminator tells its children apart: a union of them, and the parent's own model as their
    base.
    """
    identity = g.identify(schema, context)
    own = replace(context, words=words.bound((*context.words, "base")))
    leaf = Leaf(schema=schema, context=context)
    base = compose.own_model(g, schema, own, leaf, identity + compose.BASE)
    field = unions.property_name(schema)
    mapped = [(tag, target) for tag, target in unions.mapping(schema) if target is not None]
    children = {places.identify(child): child for child in g.hierarchy.children(schema)}
    default, fallback = unions.default_id(schema), unions.default_target(schema)
    for target in (*(target for _, target in mapped), *([fallback] if fallback is not None else [])):
        children.setdefault(places.identify(target), target)
    self_name = places.component_name(schema) or ""
    self_tags = tuple(tag for tag, target in mapped if places.identify(target) == identity) or (self_name,)
    children.pop(identity, None)
    entries: list[Entry] = []
    for key, child in children.items():
        name = places.component_name(child) or "variant"
        named = tuple(tag for tag, target in mapped if places.identify(target) == key)
        tags = named or (unions.own_tags(child, field, name) if field else (name,))
        expression = g.refer(child, context)
        if g.hierarchy.polymorphic(child):
            expression = Ref(id=key + compose.BASE)
        entries.append(Entry(type=expression, words=words.split(name), wire=name, tags=tags, default=key == default))
    own_name, is_default = words.split(self_name or "base"), identity == default
    entries.append(Entry(type=base, words=own_name, wire=self_name, tags=self_tags, default=is_default))
    return choose(g, identity, entries, schema, context, field)
