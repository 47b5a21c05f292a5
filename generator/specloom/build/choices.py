"""A choice between expressions: the draft of a union, before what tells its variants apart is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from specloom.build import docs
from specloom.build.context import Context, Gatherer, nullable, stripped
from specloom.build.options import Words
from specloom.diagnostics import Unsupported
from specloom.ir.names import Name
from specloom.ir.names import Scalar as JsonScalar
from specloom.ir.types import (
    AnyType,
    LiteralType,
    NullableType,
    OneOfType,
    Selection,
    TypeExpr,
    Union,
    Variant,
)
from specloom.quick import dataclass
from specloom.source.cursor import Cursor

MAX_VARIANTS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One alternative: its type, what it is called, and the discriminator values that select it; `default` where values
    without any of these are of this type."""

    type: TypeExpr
    words: Words
    wire: str = ""
    tags: tuple[JsonScalar, ...] = ()
    default: bool = False


def choose(
    g: Gatherer, identity: str, entries: Iterable[Entry], schema: Cursor, context: Context, tag_field: str | None = None
) -> TypeExpr:
    """The expression of a choice: equal alternatives are one, null makes it nullable, anything absorbs the rest.

    Two or more real alternatives are declared as a union `identity`; how it selects (and whether it needs to be
    declared at all) is decided when everything it refers to is known (`selection`).
    """
    kept: dict[TypeExpr, Variant] = {}
    null = False
    for entry in entries:
        null = null or isinstance(entry.type, NullableType) or entry.type == LiteralType(value=None)
        expression = stripped(entry.type)
        if expression == LiteralType(value=None):
            continue
        if isinstance(expression, AnyType):
            return expression
        parts = expression.items if isinstance(expression, OneOfType) else (expression,)
        for part in parts:
            variant = kept.get(part)
            if variant is None:
                name = Name(wire=entry.wire, words=entry.words)
                kept[part] = Variant(name=name, type=part, kinds=(), tags=entry.tags, default=entry.default)
            else:
                tags = tuple(dict.fromkeys((*variant.tags, *entry.tags)))
                kept[part] = replace(variant, tags=tags, default=variant.default or entry.default)
    if len(kept) > MAX_VARIANTS:
        message = f"a choice between {len(kept):,} types; the limit is {MAX_VARIANTS}; any value is accepted"
        g.degrade(Unsupported("too-many-variants", schema.origin, message), context)
        return AnyType()
    if not kept:
        return LiteralType(value=None) if null else AnyType()
    if len(kept) == 1 and tag_field is None:
        only = next(iter(kept))
        return nullable(only) if null else only
    union = Union(
        id=identity,
        name=Name(wire="", words=context.words),
        variants=tuple(kept.values()),
        selection=Selection.FIRST_MATCH if tag_field is None else Selection.TAG,
        tag_field=tag_field,
        docs=docs.docs(schema),
        deprecation=docs.deprecation(schema),
        origin=schema.origin,
        owner=context.owner,
    )
    expression = g.declare(union, context)
    return nullable(expression) if null else expression
