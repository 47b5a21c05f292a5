"""How large an expression may become when the aliases in it are written out, which languages do without looking
further.

Aliases of aliases can double at every step, so that forty short schemas stand for more text than a disk holds. What is
too large, or nested too deeply, becomes any value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from specloom.ir import graph
from specloom.ir.types import (
    Alias,
    AnyType,
    ArrayType,
    Declaration,
    MapType,
    NullableType,
    OneOfType,
    Ref,
    TupleType,
    TypeExpr,
    Union,
)

MAX_LEVELS = 32
MAX_SIZE = 250
MAX_UNIONS = 64
Size = tuple[int, int]
"""Levels, and expressions in all."""

Refuse = Callable[[str, str], None]
"""Called with the id of what was cut off, and why."""

_ONE: Size = (1, 1)


def aliases(declarations: Mapping[str, Declaration], refuse: Refuse) -> dict[str, Declaration]:
    """The declarations, with any value for each alias that is too large. Those that contain themselves are named where
    they are used, not written out.
    """
    found = dict(declarations)
    table = {id: d for id, d in declarations.items() if isinstance(d, Alias)}
    sizes: dict[str, Size] = {}

    def edges(id: str) -> Iterable[str]:
        return [ref for ref in graph.referenced(table[id].type) if ref in table]

    for id, *others in graph.components(tuple(table), edges):
        alias = table[id]
        if others or id in edges(id):
            continue
        sizes[id] = size(alias.type, sizes)
        reason = excess(sizes[id])
        if reason:
            refuse(id, reason)
            found[id], sizes[id] = replace(alias, type=AnyType()), _ONE
    return found


def unions(declarations: Mapping[str, Declaration], refuse: Refuse) -> dict[str, Declaration]:
    """The declarations, with any value for each union that holds others too many levels deep: a language may list in
    each what is in all of them.
    """
    found = dict(declarations)
    table = {id: d for id, d in declarations.items() if isinstance(d, Union | Alias)}
    levels: dict[str, int] = {}

    def edges(id: str) -> Iterable[str]:
        declaration = table[id]
        held = [declaration.type] if isinstance(declaration, Alias) else [v.type for v in declaration.variants]
        return [ref for expression in held for ref in graph.referenced(expression) if ref in table]

    for members in graph.components(tuple(table), edges):
        level = 1 + max((levels[ref] for id in members for ref in edges(id) if ref not in members), default=0)
        for id in members:
            union = table[id]
            levels[id] = level if isinstance(union, Union) else level - 1
            if isinstance(union, Union) and level > MAX_UNIONS:
                refuse(id, f"the union holds others more than {MAX_UNIONS} levels deep")
                levels[id] = 0
                found[id] = Alias(
                    id=id,
                    name=union.name,
                    type=AnyType(),
                    docs=union.docs,
                    deprecation=union.deprecation,
                    origin=union.origin,
                    owner=union.owner,
                )
    return found


def size(expression: TypeExpr, known: Mapping[str, Size]) -> Size:
    """The size of an expression, with what it refers to as `known` has it."""
    match expression:
        case Ref(id=id):
            return _around([known[id]]) if id in known else _ONE
        case ArrayType(item=item) | NullableType(item=item) | MapType(value=item):
            return _around([size(item, known)])
        case OneOfType(items=items):
            return _around([size(item, known) for item in items])
        case TupleType(items=items, rest=rest):
            return _around([size(item, known) for item in (*items, *(() if rest is None else (rest,)))])
        case _:
            return _ONE


def excess(measured: Size) -> str:
    """What is too much about a size; empty when nothing is."""
    levels, whole = measured
    if levels > MAX_LEVELS:
        return f"the type is nested more than {MAX_LEVELS} levels deep when what it refers to is written out"
    return f"the type has more than {MAX_SIZE} parts when what it refers to is written out" if whole > MAX_SIZE else ""


def _around(parts: Sequence[Size]) -> Size:
    return 1 + max((levels for levels, _ in parts), default=0), 1 + sum(whole for _, whole in parts)
