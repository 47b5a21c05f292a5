"""Questions that lowering asks of the model in every language: what a type comes down to, what it refers to, what a
model has."""

from __future__ import annotations

from collections.abc import Iterator

from specloom.ir.api import Api
from specloom.ir.types import (
    Alias,
    AnyType,
    ArrayType,
    Declaration,
    Enum,
    Field,
    JsonTextType,
    LiteralType,
    MapType,
    Model,
    NullableType,
    OneOfType,
    Ref,
    ScalarKind,
    ScalarType,
    SubsetType,
    TupleType,
    TypeExpr,
    Union,
    XmlHints,
)


def refs(expr: TypeExpr) -> Iterator[str]:
    """The ids of the declarations that an expression names, in order, with repetitions."""
    match expr:
        case Ref(id=id):
            yield id
        case SubsetType(of=of):
            yield of.id
        case ArrayType(item=item) | NullableType(item=item) | JsonTextType(item=item):
            yield from refs(item)
        case MapType(value=value):
            yield from refs(value)
        case OneOfType(items=items):
            for item in items:
                yield from refs(item)
        case TupleType(items=items, rest=rest):
            for item in items:
                yield from refs(item)
            if rest is not None:
                yield from refs(rest)
        case _:
            return


def declared_refs(declaration: Declaration) -> Iterator[str]:
    """The ids of the declarations that a declaration names: bases, fields, further properties, variants."""
    match declaration:
        case Model(bases=bases, fields=fields, extra=extra):
            yield from bases
            for field in fields:
                yield from refs(field.type)
            if extra is not None:
                yield from refs(extra)
        case Union(variants=variants):
            for variant in variants:
                yield from refs(variant.type)
        case Alias(type=type_):
            yield from refs(type_)
        case Enum():
            return


def bare(api: Api, expr: TypeExpr) -> tuple[TypeExpr, bool]:
    """What an expression comes down to when aliases are followed and `Nullable` is taken off, and whether it may be
    null.

    A recursive alias is answered as the `Ref` to it.
    """
    nullable = False
    seen: set[str] = set()
    while True:
        if isinstance(expr, NullableType):
            nullable, expr = True, expr.item
            continue
        if isinstance(expr, Ref) and expr.id not in seen:
            declaration = api.declarations.get(expr.id)
            if isinstance(declaration, Alias):
                seen.add(expr.id)
                expr = declaration.type
                continue
        return expr, nullable or _takes_null(expr)


def _takes_null(expr: TypeExpr) -> bool:
    match expr:
        case AnyType() | LiteralType(value=None) | ScalarType(kind=ScalarKind.NULL):
            return True
        case OneOfType(items=items):
            return any(_takes_null(item) for item in items)
        case _:
            return False


def model_of(api: Api, expr: TypeExpr) -> Model | None:
    """The model that an expression comes down to, if it is one."""
    found, _ = bare(api, expr)
    declaration = api.declarations.get(found.id) if isinstance(found, Ref) else None
    return declaration if isinstance(declaration, Model) else None


def element(model: Model) -> tuple[XmlHints, str]:
    """How a model is written as an element, and what the root of a document of it is called where its hints give no
    name: as the component (OpenAPI 3.2, section 4.26)."""
    hints = model.xml or XmlHints()
    return hints, "" if hints.name or model.owner else model.name.wire


def all_fields(api: Api, model: Model) -> tuple[Field, ...]:
    """The fields of a model with those of its bases, bases first; a field of its own replaces an inherited one in
    place."""
    if not model.bases:
        return model.fields
    found: dict[str, Field] = {}
    _gather(api, model, found, set())
    return tuple(found.values())


def _gather(api: Api, model: Model, found: dict[str, Field], seen: set[str]) -> None:
    seen.add(model.id)
    for base in model.bases:
        declaration = api.declarations.get(base)
        if isinstance(declaration, Model) and base not in seen:
            _gather(api, declaration, found, seen)
    for field in model.fields:
        found[field.name.wire] = field


def recursive_aliases(api: Api) -> frozenset[str]:
    """Ids of aliases and unions that reach themselves through aliases and unions alone (a JSON value, a nested
    list)."""
    edges: dict[str, list[str]] = {}
    for id, declaration in api.declarations.items():
        if isinstance(declaration, Alias | Union):
            edges[id] = [
                ref for ref in declared_refs(declaration) if isinstance(api.declarations.get(ref), Alias | Union)
            ]
    found: set[str] = set()
    for component in components(edges):
        first = component[0]
        if len(component) > 1 or first in edges[first]:
            found.update(component)
    return frozenset(found)


def components(edges: dict[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """The strongly connected components of a graph, each after those it points at (Tarjan's algorithm, without
    recursion)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    for root in edges:
        if root in index:
            continue
        work = [(root, iter(edges[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, following = work[-1]
            for target in following:
                if target not in edges:
                    continue
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(edges[target])))
                    break
                if target in on_stack:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[node])
                if low[node] == index[node]:
                    component: list[str] = []
                    while True:
                        member = stack.pop()
                        on_stack.discard(member)
                        component.append(member)
                        if member == node:
                            break
                    yield tuple(reversed(component))
