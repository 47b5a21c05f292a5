"""`oneOf` and `anyOf`: from branches to the entries of a choice, with the tags of a discriminator (OpenAPI 3.2,
section 4.25).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from specloom.build import enums, places, words
from specloom.build.choices import Entry, choose
from specloom.build.context import Context, Gatherer, Role, nullable
from specloom.build.facts import is_null
from specloom.build.options import Words
from specloom.diagnostics import Unsupported
from specloom.ir.types import AnyType, LiteralType, TypeExpr
from specloom.source.cursor import Cursor
from specloom.source.plain import is_array, is_object

_MAX_LOOK = 8


def express(g: Gatherer, schema: Cursor, context: Context, keyword: str, branches: Sequence[Cursor]) -> TypeExpr:
    """The expression of a schema whose type is given by `branches` alone."""
    real = [branch for branch in branches if not is_null(branch.value)]
    null = len(real) < len(branches) or "null" in _types(schema)
    if not real:
        return LiteralType(value=None)
    if len(real) == 1:
        expression = g.nested(real[0], context.below(context.role, context.words, context.leaf))
    else:
        listed = enums.annotated(g, schema, context, real)
        if listed is not None:
            expression = listed
        else:
            field, tags = discriminator(schema, real)
            default = default_id(schema)
            entries = [
                Entry(
                    type=g.nested(branch, branch_context(context, branch, keyword)),
                    words=branch_words(branch),
                    wire=places.reference_name(branch.reference) if branch.reference else branch.text("title"),
                    tags=tags.get(index, ()),
                    default=default != "" and _id_of(branch) == default,
                )
                for index, branch in enumerate(real)
            ]
            entries.extend(unlisted(g, schema, context, real))
            expression = choose(g, g.identify(schema, context), entries, schema, context, field)
    return nullable(expression) if null and not isinstance(expression, AnyType) else expression


def _types(schema: Cursor) -> Sequence[object]:
    declared = schema.value.get("type")
    return declared if is_array(declared) else ()


def branch_words(branch: Cursor) -> Words:
    """What a branch is called: its reference, its title, its constant, its type."""
    if branch.reference is not None:
        return words.split(places.reference_name(branch.reference))
    value = branch.value
    if not is_object(value):
        return ("value",)
    for candidate in (branch.text("title"), places.constant_of(value)):
        if candidate not in (None, ""):
            return words.split(str(candidate))
    items = value.get("items")
    if value.get("type") == "array" and is_object(items):
        inside = branch_words(branch.child("items"))
        return (*inside, "list")
    declared = value.get("type")
    return words.split(declared) if isinstance(declared, str) else ("variant",)


def branch_context(context: Context, branch: Cursor, keyword: str) -> Context:
    """The context of an inline branch: named after the choice and after itself; one that only says `object` by its
    first property.
    """
    own = branch_words(branch)
    if own in (("object",), ("variant",)):
        names = branch.value.get("required") or list(branch.value.get("properties") or ())
        first = names[0] if is_array(names) and names and isinstance(names[0], str) else ""
        own = words.split(first) if first else own
    known = context.words[-len(own) :] == own
    return context.below(Role.VARIANT, context.words if known else words.bound((*context.words, *own)), context.leaf)


def discriminator(schema: Cursor, branches: Sequence[Cursor]) -> tuple[str | None, dict[int, tuple[str, ...]]]:
    """The property that selects and, by index of the branch, its values: mapped ones, else the constants of the
    branch, else its name. Several branches may have a value in common (an input and an output `message`).

    `(None, {})` when the schema has no usable Discriminator Object, or when every value leaves all branches possible.
    """
    field = property_name(schema)
    if field is None:
        return None, {}
    mapped = mapping(schema)
    chosen = {value for value, _ in mapped}
    tags: dict[int, tuple[str, ...]] = {}
    owners: dict[str, set[str]] = {}
    for index, branch in enumerate(branches):
        if branch.reference is None:
            tags[index] = tuple(value for value in constants(branch, field) if value not in chosen)
            for value in tags[index]:
                owners.setdefault(value, set()).add(branch.id)
            continue
        try:
            target = branch.follow()
        except Unsupported:
            continue
        identity, name = places.identify(target), places.reference_name(branch.reference)
        names = tuple(value for value, there in mapped if there is not None and places.identify(there) == identity)
        found = tuple(value for value in own_tags(target, field, name) if value not in chosen)
        tags[index] = names or found or (name,)
        for value in tags[index]:
            owners.setdefault(value, set()).add(identity)
    same = len(branches) > 1 and all(len(who) == len(branches) for who in owners.values())
    return (field, tags) if not same and all(tags.get(i) for i in range(len(branches))) else (None, {})


def property_name(schema: Cursor) -> str | None:
    """`discriminator.propertyName`, or 2.0's plain string."""
    value = schema.value.get("discriminator")
    if is_object(value):
        value = value.get("propertyName")
    return value if isinstance(value, str) and value else None


def mapping(schema: Cursor) -> list[tuple[str, Cursor | None]]:
    """The entries of `discriminator.mapping`: value, and the schema (None when it cannot be found).

    A target is a reference, or the bare name of a component (OpenAPI 3.2, section 4.25.3).
    """
    value = schema.value.get("discriminator")
    entries = value.get("mapping") if is_object(value) else None
    if not is_object(entries):
        return []
    return [(str(tag), _target(schema, text)) for tag, text in entries.items() if isinstance(text, str)]


def default_target(schema: Cursor) -> Cursor | None:
    """The schema of values whose tag is missing or unknown (`defaultMapping`, OpenAPI 3.2)."""
    value = schema.value.get("discriminator")
    text = value.get("defaultMapping") if is_object(value) else None
    return _target(schema, text) if isinstance(text, str) else None


def default_id(schema: Cursor) -> str:
    """The id of that schema; "" for none."""
    target = default_target(schema)
    return "" if target is None else places.identify(target)


def own_tags(schema: Cursor, field: str, name: str) -> tuple[str, ...]:
    """The values that select `schema` where nothing maps to it: the constants it has for the property, else what an
    extension says, else its name."""
    said = schema.text("x-discriminator-value") or schema.text("x-ms-discriminator-value")
    return constants(schema, field) or (said or name,)


def _id_of(branch: Cursor) -> str:
    try:
        return places.identify(branch.follow())
    except Unsupported:
        return ""


def _target(schema: Cursor, text: str) -> Cursor | None:
    candidates = [text] if any(mark in text for mark in "#/.") else []
    if "/" not in text and "#" not in text:
        candidates.insert(0, f"#/components/schemas/{places.escape(text)}")
    for candidate in candidates:
        try:
            return schema.resolver.resolve(schema, candidate).follow()
        except Unsupported:
            continue
    return _branch_called(schema, text.rpartition("/")[2])


def _branch_called(schema: Cursor, name: str) -> Cursor | None:
    """The branch with this name: mappings of documents in several files often name the place it has in a bundle."""
    for keyword in ("oneOf", "anyOf"):
        parts = schema.get(keyword)
        for part in parts.elements() if parts is not None else ():
            if part.reference is not None and places.reference_name(part.reference) == name:
                try:
                    return part.follow()
                except Unsupported:
                    return None
    return None


def constants(schema: Cursor, field: str) -> tuple[str, ...]:
    """The string values that `schema` allows for the property `field`, seen through `allOf`; empty when it does not
    say.
    """
    return _constants(schema, field, _MAX_LOOK, set())


def _constants(schema: Cursor, field: str, look: int, seen: set[int]) -> tuple[str, ...]:
    if look <= 0 or id(schema.value) in seen:
        return ()
    seen.add(id(schema.value))
    properties = schema.get("properties")
    child = properties.get(field) if properties is not None else None
    if child is not None:
        try:
            value: Any = child.follow().value
        except Unsupported:
            value = None
        if is_object(value):
            listed = [value["const"]] if "const" in value else value.get("enum")
            if is_array(listed) and listed and all(isinstance(item, str) for item in listed):
                return tuple(listed)
    for keyword in ("allOf", "oneOf", "anyOf"):
        parts = schema.get(keyword)
        if parts is None:
            continue
        found: list[str] = []
        for part in parts.elements():
            try:
                found.extend(_constants(part.follow(), field, look - 1, seen))
            except Unsupported:
                continue
        if found:
            return tuple(dict.fromkeys(found))
    return ()


def unlisted(g: Gatherer, schema: Cursor, context: Context, branches: Sequence[Cursor]) -> Iterable[Entry]:
    """What a discriminator maps to beside the branches."""
    if property_name(schema) is None:
        return
    listed = {_id_of(branch) for branch in branches}
    targets: dict[str, tuple[Cursor, list[str]]] = {}
    for tag, target in mapping(schema):
        if target is None:
            message = f"the discriminator maps {tag!r} to a schema that does not exist"
            g.degrade(Unsupported("unresolved-mapping", schema.origin, message), context)
        else:
            targets.setdefault(places.identify(target), (target, []))[1].append(tag)
    default = default_target(schema)
    if default is not None:
        targets.setdefault(places.identify(default), (default, []))
    for identity, (target, tags) in targets.items():
        if identity not in listed:
            name = places.component_name(target) or next(iter(tags), "default")
            yield Entry(
                type=g.refer(target, context),
                words=words.split(name),
                wire=name,
                tags=tuple(tags),
                default=default is not None and identity == places.identify(default),
            )
