"""Unions that contain themselves without anything in between: a variant that is the union itself adds no value."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace

from specloom.ir import graph
from specloom.ir.types import Declaration, TypeExpr, Union, Variant


def without_cycles(
    unions: Mapping[str, Union], target: Callable[[TypeExpr], Declaration | TypeExpr]
) -> dict[str, Union]:
    """The unions that change, by id. `target` looks through references, aliases and null.

    Unions that contain each other have the same values: those of all other variants together. A union may come out
    with no variant at all.
    """
    edges = {id: _inner(union, target) for id, union in unions.items()}
    reached: dict[str, dict[str, None]] = {}
    for component in graph.components(tuple(edges), edges.__getitem__):
        members = frozenset(component)
        within = {id: tuple(inner for inner in edges[id] if inner in members) for id in component}
        reached.update((id, _reach(id, within)) for id in component if within[id])
    changed: dict[str, Union] = {}
    for id in (id for id in unions if id in reached.get(id, ())):
        beyond = reached[id]
        loop = [id, *(other for other in beyond if other != id and id in reached.get(other, ()))]
        found: dict[TypeExpr, Variant] = {}
        for member in loop:
            for variant in unions[member].variants:
                inner = target(variant.type)
                if not (isinstance(inner, Union) and inner.id in loop):
                    found.setdefault(variant.type, variant)
        variants = tuple(found.values())
        if len(variants) == 1:  # whatever the tag of a loop said, this is what it came to
            tags = (tag for member in loop for variant in unions[member].variants for tag in variant.tags)
            variants = (replace(variants[0], tags=tuple(dict.fromkeys(tags))),)
        changed[id] = replace(unions[id], variants=variants)
    return changed


def _inner(union: Union, target: Callable[[TypeExpr], Declaration | TypeExpr]) -> tuple[str, ...]:
    """The ids of the unions that are variants of a union."""
    found = (target(variant.type) for variant in union.variants)
    return tuple(inner.id for inner in found if isinstance(inner, Union))


def _reach(start: str, edges: Mapping[str, tuple[str, ...]]) -> dict[str, None]:
    """What can be reached from a union by one step or more, in the order it is met."""
    found: dict[str, None] = {}
    waiting = deque(edges[start])
    while waiting:
        id = waiting.popleft()
        if id not in found:
            found[id] = None
            waiting += edges.get(id, ())
    return found
