"""`allOf`, and everything else that puts a type together from several schemas (JSON Schema 2020-12, section 10.2.1.1).

One reference to a model is kept as a base where that keeps every type true; everything else is flattened into one
model. A choice
among the parts is distributed: each alternative becomes a model with the other parts in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from specloom.build import cover, enums, objects, places, unions, words
from specloom.build.choices import Entry, choose
from specloom.build.context import MAX_DEPTH, Context, Gatherer, Role, nullable, stripped
from specloom.build.facts import Shape, branches, implied_type, is_null, shape
from specloom.build.narrow import narrow
from specloom.build.objects import Property
from specloom.build.parts import Leaf, Part, expand, first_level
from specloom.diagnostics import Unsupported
from specloom.ir.types import AnyType, LiteralType, MapType, ScalarType, TypeExpr
from specloom.source.cursor import Cursor
from specloom.source.plain import is_object

BASE = "!base"
"""What is appended to the id of a polymorphic component to name its own model, beside the union of its children."""


def express(g: Gatherer, schema: Cursor, context: Context) -> TypeExpr:
    """The expression of a schema with `allOf`, with a `$ref` and siblings, or with properties and branches. Raises
    `Unsupported`.
    """
    members = first_level(g, schema, context)
    own = Leaf(schema=schema, context=context)
    composed = own.shape is not Shape.NOTHING or bool(branches(schema)[1])
    typed = [part for part in members if shape(part.schema) is not Shape.NOTHING]
    null = _allows_null(schema)
    alone = not composed and (len(typed) == 1 or (len(members) == 1 and not typed))
    only = typed[0] if typed else members[0] if members else None
    if alone and only is not None and _stands_for(g, schema, context, members, only):
        if only.link is not None:
            expression = g.refer(only.schema, context)
        else:
            expression = g.nested(only.schema, context.below(context.role, context.words, context.leaf))
        return nullable(expression) if null else expression
    expression = combine(g, schema, context, [Part(schema=schema, context=context)], "")
    return nullable(expression) if null else expression


def _stands_for(g: Gatherer, schema: Cursor, context: Context, members: Sequence[Part], only: Part) -> bool:
    """Whether the only typed part is the type: nothing beside it narrows it, and the place needs no declaration of its
    own.
    """
    if only.link is None and context.role is Role.COMPONENT:
        return False
    return not _tightens(g, schema, members, only) and not _extends(g, only, context)


def _allows_null(schema: Cursor) -> bool:
    declared = schema.value.get("type")
    return isinstance(declared, list) and "null" in declared


def _tightens(g: Gatherer, schema: Cursor, members: Sequence[Part], only: Part) -> bool:
    """Whether what stands beside the only typed part requires a property that this part leaves optional."""
    demanded = set(objects.required_names(schema))
    for part in members:
        if part is not only:
            demanded |= objects.required_names(part.schema)
    if not demanded:
        return False
    leaves = expand(g, [only])
    listed = {name for leaf in leaves if not leaf.choice for name in objects.own_properties(leaf.schema)}
    fixed = {name for leaf in leaves if not leaf.choice for name in objects.required_names(leaf.schema)}
    return bool((demanded & listed) - fixed)


def _extends(g: Gatherer, part: Part, context: Context) -> bool:
    """Whether a component that adds nothing must still be a class of its own: it is one of the children a
    discriminator tells apart.
    """
    return context.role is Role.COMPONENT and part.link is not None and g.hierarchy.polymorphic(part.schema)


def combine(g: Gatherer, schema: Cursor, context: Context, parts: Sequence[Part | Leaf], identity: str) -> TypeExpr:
    """The type of a value that fits all `parts`, declared as `identity` (the id of `schema` when empty). Raises
    `Unsupported`.
    """
    if context.depth > MAX_DEPTH:
        raise Unsupported("nested-too-deep", schema.origin, f"schemas are composed more than {MAX_DEPTH} levels deep")
    leaves = _expand(g, parts)
    g.spend(schema, len(leaves))
    active = context.within | {places.identify(part.schema) for part in parts}
    choices = [leaf for leaf in leaves if leaf.choice and not _lists(leaf, active)]
    if len(choices) > 1:
        message = "several choices are combined; their properties are all optional here, and they are not told apart"
        g.degrade(Unsupported("combined-choices", schema.origin, message), context)
        leaves = [leaf for leaf in _expand(g, parts, loose=True) if not leaf.choice]
    elif choices:
        inner = replace(context, within=active | {places.identify(choices[0].schema)})
        return _distribute(g, schema, inner, leaves, choices[0], identity)
    leaves = [leaf for leaf in leaves if not leaf.choice]
    shapes = {leaf.shape for leaf in leaves} - {Shape.NOTHING}
    others = [leaf for leaf in leaves if leaf.shape is Shape.OTHER]
    if Shape.OBJECT not in shapes and shapes:
        return _other(g, schema, context, others)
    if not shapes and not _says_object(schema, leaves):
        hints = [leaf for leaf in leaves if is_object(leaf.schema.value) and implied_type(leaf.schema.value)]
        return _other(g, schema, context, hints) if hints else AnyType()
    typed = [leaf for leaf in others if "type" in leaf.schema.value or enums.listed(leaf.schema.value) is not None]
    null = any(is_null(leaf.schema.value) for leaf in typed)
    scalars = [leaf for leaf in typed if not is_null(leaf.schema.value)]
    if scalars and not any("type" in leaf.schema.value for leaf in leaves if leaf.shape is Shape.OBJECT):
        return _other(g, schema, context, scalars)  # `properties` say nothing of what is no object
    if scalars:
        message = "an object is combined with another type, which no value fits; the object is kept"
        g.degrade(Unsupported("conflicting-all-of", schema.origin, message), context)
    expression = _object(g, schema, context, parts, leaves, identity)
    return nullable(expression) if null else expression


def _says_object(schema: Cursor, leaves: Sequence[Leaf]) -> bool:
    """Whether parts without any shape are about objects, by a type, or by a keyword for objects."""
    values = [schema.value, *(leaf.schema.value for leaf in leaves)]
    return any("type" in value or implied_type(value) == "object" for value in values if is_object(value))


def _lists(choice: Leaf, active: frozenset[str] | set[str]) -> bool:
    """Whether one of the alternatives is being composed: a child that takes in the parent which lists it, so the
    choice is made.
    """
    return any(_target(branch) in active for branch in branches(choice.schema)[1])


def _expand(g: Gatherer, parts: Sequence[Part | Leaf], *, loose: bool = False) -> list[Leaf]:
    leaves: list[Leaf] = []
    for part in parts:
        leaves.extend([part] if isinstance(part, Leaf) else expand(g, [part], loose=loose))
    return list({(id(leaf.schema.value), leaf.choice): leaf for leaf in leaves}.values())


def _distribute(
    g: Gatherer, schema: Cursor, context: Context, leaves: Sequence[Leaf], choice: Leaf, identity: str
) -> TypeExpr:
    """A choice whose alternatives each take in the rest."""
    rest = [leaf for leaf in leaves if not leaf.choice]
    keyword, alternatives = branches(choice.schema)
    real = [branch for branch in alternatives if not is_null(branch.value)]
    holder = schema if unions.property_name(schema) is not None else choice.schema
    tag_field, tags = unions.discriminator(holder, real)
    default = unions.default_id(holder)
    identity = identity or g.identify(schema, context)
    entries: list[Entry] = []
    needed = [leaf for leaf in rest if leaf.shape is not Shape.NOTHING or objects.required_names(leaf.schema)]
    for index, branch in enumerate(real):
        inner = unions.branch_context(context, branch, keyword)
        if shape(branch) is Shape.OTHER or cover.covers(g, Part(schema=branch, context=inner), needed):
            expression = g.nested(branch, inner)
        else:
            key = f"{identity}/{keyword}/{places.element_key(branch.parent, index)}" if branch.parent else identity
            try:
                target = Part(schema=branch, context=inner)
                expression = combine(g, branch, inner, [*rest, target], key)
            except Unsupported as problem:
                g.degrade(problem, context)
                expression = AnyType()
        entry = Entry(type=expression, words=unions.branch_words(branch), tags=tags.get(index, ()))
        entries.append(replace(entry, default=default != "" and _target(branch) == default))
    entries.extend(unions.unlisted(g, holder, context, real))
    if len(real) < len(alternatives):
        entries.append(Entry(type=LiteralType(value=None), words=("null",)))
    if len(entries) == 1:
        return entries[0].type
    return choose(g, identity, entries, schema, context, tag_field)


def _object(
    g: Gatherer,
    schema: Cursor,
    context: Context,
    parts: Sequence[Part | Leaf],
    leaves: Sequence[Leaf],
    identity: str,
    *,
    named: bool = False,
) -> TypeExpr:
    base = _base(g, schema, context, leaves) if len(parts) == 1 else None
    bases: tuple[str, ...] = ()
    if base is not None:
        bases, inherited = base
        leaves = [leaf for leaf in leaves if id(leaf.schema.value) not in inherited]
    properties = _properties(g, leaves, context)
    extra = _extra(g, leaves)
    if not properties and not bases and not named:
        return MapType(value=AnyType() if extra is None else extra)
    return objects.declare(g, schema, context, properties, extra=extra, bases=bases, identity=identity)


def _base(
    g: Gatherer, schema: Cursor, context: Context, leaves: Sequence[Leaf]
) -> tuple[tuple[str, ...], set[int]] | None:
    """The id of the one model that can be inherited, and which leaves come with it; None: flatten."""
    linked = [
        part
        for part in first_level(g, schema, context)
        if part.link is not None and shape(part.schema) is not Shape.NOTHING
    ]
    if len(linked) != 1 or places.component_name(linked[0].schema) is None or linked[0].context.dynamic:
        return None
    inherited = expand(g, linked)
    covered = {id(leaf.schema.value) for leaf in inherited}
    if id(schema.value) in covered:
        return None
    names: set[str] = set()
    fixed: set[str] = set()
    for leaf in inherited:
        names |= objects.own_properties(leaf.schema).keys()
        fixed |= objects.required_names(leaf.schema)
    if not names or shape(linked[0].schema) is not Shape.OBJECT:
        return None
    for leaf in leaves:
        if id(leaf.schema.value) in covered:
            continue
        demanded = objects.required_names(leaf.schema) & names
        if demanded - fixed or not names.isdisjoint(objects.own_properties(leaf.schema)):
            return None
    identity = places.identify(linked[0].schema)
    g.refer(linked[0].schema, context)
    return ((identity + BASE if g.hierarchy.polymorphic(linked[0].schema) else identity),), covered


def _properties(g: Gatherer, leaves: Sequence[Leaf], context: Context) -> dict[str, Property]:
    """All properties of the leaves; one that several describe gets a type that fits all of them."""
    required: set[str] = set()
    always: dict[str, list[tuple[Cursor, Context]]] = {}
    sometimes: dict[str, list[tuple[Cursor, Context]]] = {}
    for leaf in leaves:
        if not leaf.optional:
            required |= objects.required_names(leaf.schema)
        for name, child in objects.own_properties(leaf.schema).items():
            (sometimes if leaf.optional else always).setdefault(name, []).append((child, leaf.context))
    result: dict[str, Property] = {}
    for name, found in {**always, **{name: found for name, found in sometimes.items() if name not in always}}.items():
        child, owner = found[-1]
        prop = Property(schema=child, context=owner, required=name in required)
        if len(found) > 1:
            agreed = _agreed(g, name, found, context) if name in always else _either(g, name, found)
            prop = replace(prop, type=agreed)
        result[name] = prop
    return result


def _either(g: Gatherer, name: str, found: Sequence[tuple[Cursor, Context]]) -> TypeExpr:
    """The type of a property that several parts describe of which not all hold: any of their types."""
    own = words.split(name)
    entries: list[Entry] = []
    for child, owner in found:
        inner = owner.below(Role.PROPERTY, words.bound((*owner.words, *own)), own)
        entries.append(Entry(type=g.nested(child, inner), words=unions.branch_words(child)))
    child, owner = found[0]
    inner = owner.below(Role.PROPERTY, words.bound((*owner.words, *own)), own)
    return choose(g, g.identify(child, inner) + "/either", entries, child, inner)


def _agreed(g: Gatherer, name: str, found: Sequence[tuple[Cursor, Context]], context: Context) -> TypeExpr:
    """The type of a property that several parts describe; the last of them wins where they contradict each other."""
    own = words.split(name)
    last, owner = found[-1]
    inner = owner.below(Role.PROPERTY, words.bound((*owner.words, *own)), own)
    if all(shape(child) is Shape.OBJECT for child, _ in found) and len({_target(child) for child, _ in found}) > 1:
        parts = [Part(schema=child, context=inner) for child, _ in found]
        try:
            return combine(g, last, inner, parts, "")
        except Unsupported as problem:
            g.degrade(problem, context)
            return AnyType()
    result: TypeExpr = AnyType()
    values: list[Any] | None = None
    for child, holder in found:
        step = holder.below(Role.PROPERTY, words.bound((*holder.words, *own)), own)
        expression = g.nested(child, step)
        narrowed = narrow(result, expression)
        values, agree = _listed(child, values)
        if narrowed is None and isinstance(expression, ScalarType) and "type" not in child.value:
            continue  # what only a format hints at gives way
        if narrowed is None and not agree:
            message = f"the parts contradict each other about {name!r}; the last one is kept"
            g.explain("conflicting-all-of", child, message)
        result = expression if narrowed is None else narrowed
    return result


def _listed(schema: Cursor, allowed: list[Any] | None) -> tuple[list[Any] | None, bool]:
    """The values that a schema lists where `allowed` are those of the parts before it, and whether it only leaves some
    of them out."""
    try:
        value = schema.follow().value
    except Unsupported:
        return allowed, False
    own = enums.listed(value) if is_object(value) else None
    if own is None:
        return allowed, False
    return own, allowed is not None and all(item in allowed for item in own)


def _target(schema: Cursor) -> str:
    try:
        return places.identify(schema.follow())
    except Unsupported:
        return places.identify(schema)


def _extra(g: Gatherer, leaves: Sequence[Leaf]) -> TypeExpr | None:
    """The type of further properties: that of the part that describes them; closed only when the last part says so
    itself.
    """
    for leaf in reversed(leaves):
        described = objects.extra(g, leaf.schema, leaf.context)
        if described is not None and not isinstance(described, AnyType):
            return described
    return objects.extra(g, leaves[-1].schema, leaves[-1].context) if leaves else AnyType()


def _other(g: Gatherer, schema: Cursor, context: Context, leaves: Sequence[Leaf]) -> TypeExpr:
    """The type that fits several parts of which none is an object."""
    result: TypeExpr = AnyType()
    values: list[Any] | None = None
    null = True
    for leaf in leaves:
        expression = g.own(leaf.schema, leaf.context)
        narrowed = narrow(stripped(result), stripped(expression))
        null = null and expression != stripped(expression)
        values, agree = _listed(leaf.schema, values)
        if narrowed is None and not agree:
            message = "the parts of `allOf` contradict each other; the last one is kept"
            g.degrade(Unsupported("conflicting-all-of", schema.origin, message), context)
        result = stripped(expression) if narrowed is None else narrowed
    return nullable(result) if null else result


def own_model(g: Gatherer, schema: Cursor, context: Context, leaf: Leaf, identity: str) -> TypeExpr:
    """The model of a polymorphic component itself, declared as `identity`: its bases and all properties, without its
    children.
    """
    parts = [Part(schema=schema, context=leaf.context)]
    return _object(
        g, schema, context, parts, [one for one in _expand(g, parts) if not one.choice], identity, named=True
    )
