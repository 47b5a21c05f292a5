"""The assertions that hold for a value where it is used: its own, and those of the aliases and items in its type."""

from __future__ import annotations

from dataclasses import fields, replace

from specloom.ir.api import Api
from specloom.ir.types import (
    NO_CONSTRAINTS,
    Alias,
    ArrayType,
    Constraints,
    Model,
    NullableType,
    Ref,
    ScalarType,
    TypeExpr,
)
from specloom.lower.shapes import declared_refs, refs

_ASSERTIONS = tuple(field.name for field in fields(Constraints))


def constraints_of(api: Api, expr: TypeExpr, own: Constraints = NO_CONSTRAINTS) -> Constraints:
    """`own` with what the aliases behind `expr` add; of two assertions of one kind, the one nearer to the use.

    What holds for the fields of a model is said by the model, so references to models end the search.
    """
    return _gathered(api, expr, own, frozenset())


def demands(api: Api, expr: TypeExpr) -> bool:
    """Whether a model that a value of this type may hold demands something of a property: an assertion, or that it is
    there."""
    seen: set[str] = set()
    waiting = list(refs(expr))
    while waiting:
        id = waiting.pop()
        if id in seen:
            continue
        seen.add(id)
        declaration = api.declarations[id]
        if isinstance(declaration, Model) and any(
            field.required or constraints_of(api, field.type, field.constraints) != NO_CONSTRAINTS
            for field in declaration.fields
        ):
            return True
        waiting.extend(declared_refs(declaration))
    return False


def _gathered(api: Api, expr: TypeExpr, own: Constraints, seen: frozenset[str]) -> Constraints:
    match expr:
        case ScalarType():
            return own
        case NullableType(item=item):
            return _gathered(api, item, own, seen)
        case ArrayType(item=item):
            found = _gathered(api, item, own.item or NO_CONSTRAINTS, seen)
            return own if found is NO_CONSTRAINTS or found == own.item else replace(own, item=found)
        case Ref(id=id) if id not in seen:
            declaration = api.declarations.get(id)
            if not isinstance(declaration, Alias):
                return own
            return _gathered(api, declaration.type, _merged(own, declaration.constraints), seen | {id})
        case _:
            return own


def _merged(near: Constraints, far: Constraints) -> Constraints:
    if far is NO_CONSTRAINTS or far == NO_CONSTRAINTS:
        return near
    if near is NO_CONSTRAINTS:
        return far
    missing = {name: getattr(far, name) for name in _ASSERTIONS if getattr(near, name) in (None, False)}
    return replace(near, **missing)


def assertions(constraints: Constraints) -> dict[str, object]:
    """The assertions that are made, by name, in a fixed order; empty for none."""
    if constraints is NO_CONSTRAINTS:
        return {}
    return {
        name: value for name in _ASSERTIONS if (value := getattr(constraints, name)) is not None and value is not False
    }
