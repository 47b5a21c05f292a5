"""`$dynamicRef` and `$dynamicAnchor` (JSON Schema 2020-12, section 8.2.3.2): generic containers and extensible
recursion.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from specloom.build import places
from specloom.build.context import Context
from specloom.source.cursor import Cursor


def target(schema: Cursor, context: Context) -> Cursor:
    """What the `$ref` or `$dynamicRef` of `schema` means here: a schema bound by an enclosing reference comes first.

    References are followed one step. Raises `Unsupported`.
    """
    reference = schema.reference
    if reference is not None:
        return schema.resolver.resolve(schema, reference)
    text = schema.text("$dynamicRef")
    anchor = text.rpartition("#")[2]
    bound = context.dynamic.get(anchor)
    if bound is not None:
        return bound
    here: Cursor | None = schema
    while here is not None:
        if here.text("$dynamicAnchor") == anchor:
            return here
        for name, definition in _anchors(here):
            if name == anchor:
                return definition
        here = here.parent
    return schema.resolver.resolve(schema, text)


def bind(schema: Cursor, context: Context, identity: str) -> tuple[Cursor, Context] | None:
    """The generic schema that `schema` refers to and the context that fills its anchors; None when it binds nothing.

    `identity` becomes the prefix of everything that is declared inside. Raises `Unsupported`.
    """
    if schema.reference is None:
        return None
    anchors = dict(_anchors(schema))
    if not anchors:
        return None
    bound = {**anchors, **context.dynamic}
    generic = schema.follow()
    own = places.identify(generic)
    return generic, replace(context, instance=identity, generic=own, dynamic=bound, depth=context.depth + 1)


def _anchors(schema: Cursor) -> Iterator[tuple[str, Cursor]]:
    definitions = schema.get("$defs")
    if definitions is not None:
        for _, definition in definitions.items():
            anchor = definition.text("$dynamicAnchor")
            if anchor:
                yield anchor, definition
