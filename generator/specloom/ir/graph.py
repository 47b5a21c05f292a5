"""What uses what: references, reachability and cycles of declarations. Nothing here recurses, and every order is that
of the input.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from specloom.ir.api import Api, Webhook
from specloom.ir.contents import Content, Header, Response
from specloom.ir.operations import Operation
from specloom.ir.parameters import Parameter
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
    ScalarType,
    SubsetType,
    TupleType,
    TypeExpr,
    Union,
)


def referenced(expr: TypeExpr) -> Iterable[str]:
    """The ids that an expression points at, in order, repetitions included."""
    return () if expr.__class__ in _LEAVES else _referenced(expr)


_LEAVES = frozenset((AnyType, ScalarType, LiteralType))
"""Expressions that point at nothing, which are most of them."""


def _referenced(expr: TypeExpr) -> Iterator[str]:
    waiting: list[TypeExpr] = [expr]
    while waiting:
        match waiting.pop():
            case Ref(id=identity):
                yield identity
            case ArrayType(item=item) | NullableType(item=item) | MapType(value=item) | JsonTextType(item=item):
                waiting.append(item)
            case OneOfType(items=items):
                waiting.extend(reversed(items))
            case TupleType(items=items, rest=rest):
                if rest is not None:
                    waiting.append(rest)
                waiting.extend(reversed(items))
            case SubsetType(of=of):
                waiting.append(of)
            case _:
                pass


def references(declaration: Declaration) -> Iterator[str]:
    """The ids that a declaration points at, bases first."""
    match declaration:
        case Model():
            yield from declaration.bases
            for field in declaration.fields:
                if field.type.__class__ not in _LEAVES:
                    yield from _referenced(field.type)
            if declaration.extra is not None:
                yield from referenced(declaration.extra)
        case Union():
            for variant in declaration.variants:
                yield from referenced(variant.type)
        case Alias():
            yield from referenced(declaration.type)
        case Enum():
            pass


def reachable(roots: Iterable[str], edges: Callable[[str], Iterable[str]]) -> dict[str, None]:
    """Everything that can be reached, the roots included, in the order of discovery (an ordered set)."""
    found: dict[str, None] = {}
    waiting = list(roots)[::-1]
    while waiting:
        identity = waiting.pop()
        if identity not in found:
            found[identity] = None
            waiting.extend(reversed(list(edges(identity))))
    return found


def components(nodes: Sequence[str], edges: Callable[[str], Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """The strongly connected components, each after those it points at; members in the order of `nodes` (Tarjan,
    without recursion).
    """
    place = {node: number for number, node in enumerate(nodes)}
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    result: list[tuple[str, ...]] = []
    for root in nodes:
        if root in index:
            continue
        work: list[tuple[str, Iterator[str]]] = []
        following: str | None = root
        while following is not None or work:
            if following is not None:
                index[following] = low[following] = len(index)
                stack.append(following)
                on_stack.add(following)
                work.append((following, iter([e for e in edges(following) if e in place])))
            node, remaining = work[-1]
            following = None
            for target in remaining:
                if target not in index:
                    following = target
                    break
                if target in on_stack:
                    low[node] = min(low[node], index[target])
            if following is not None:
                continue
            work.pop()
            if work:
                parent = work[-1][0]
                low[parent] = min(low[parent], low[node])
            if low[node] == index[node]:
                cut = stack.index(node) if len(stack) < 16 else _last_index(stack, node)
                members = stack[cut:]
                del stack[cut:]
                on_stack.difference_update(members)
                result.append(tuple(sorted(members, key=place.__getitem__)))
    return tuple(result)


def _last_index(stack: Sequence[str], node: str) -> int:
    position = len(stack) - 1
    while stack[position] != node:
        position -= 1
    return position


def cycles(declarations: Mapping[str, Declaration]) -> tuple[tuple[str, ...], ...]:
    """The strongly connected components of declarations, dependencies first."""
    table = {identity: tuple(references(declaration)) for identity, declaration in declarations.items()}
    return components(tuple(declarations), table.__getitem__)


def uses(api: Api) -> tuple[frozenset[str], frozenset[str]]:
    """The ids of declarations that are reachable from what a client sends, and from what it receives.

    A webhook counts as received. A base brings in what it points at; a polymorphic union brings in its variants.
    """
    sent: list[str] = []
    received: list[str] = []
    for operation in api.operations.values():
        sent.extend(_sent_by(operation))
        received.extend(_received_by(operation.responses))
    for webhook in api.webhooks:
        received.extend(_sent_by(webhook))
    table = {identity: tuple(references(declaration)) for identity, declaration in api.declarations.items()}

    def edges(identity: str) -> Iterable[str]:
        return table.get(identity, ())

    return frozenset(reachable(sent, edges)) & table.keys(), frozenset(reachable(received, edges)) & table.keys()


def _sent_by(source: Operation | Webhook) -> Iterator[str]:
    yield from _of_typed(source.parameters)
    if source.body is not None:
        for content in source.body.contents:
            yield from _of_content(content)


def _received_by(responses: Iterable[Response]) -> Iterator[str]:
    for response in responses:
        yield from _of_typed(response.headers)
        for content in response.contents:
            yield from _of_content(content)


def _of_content(content: Content) -> Iterator[str]:
    yield from referenced(content.type)
    if content.item is not None:
        yield from referenced(content.item)
    for part in content.parts:
        yield from referenced(part.type)
        yield from _of_typed(part.headers)


def _of_typed(items: Iterable[Parameter | Header]) -> Iterator[str]:
    for item in items:
        yield from referenced(item.type)


def all_fields(model: Model, declarations: Mapping[str, Declaration]) -> tuple[Field, ...]:
    """The fields of a model with those it inherits, bases first; an own field replaces an inherited one of the same
    wire name.
    """
    lineage: list[Model] = []
    seen: set[str] = set()
    waiting = [model]
    while waiting:
        current = waiting.pop()
        if current.id in seen:
            continue
        seen.add(current.id)
        lineage.append(current)
        for base in reversed(current.bases):
            found = declarations.get(base)
            if isinstance(found, Model):
                waiting.append(found)
    merged: dict[str, Field] = {}
    for ancestor in reversed(lineage):
        for field in ancestor.fields:
            merged[field.name.wire] = field
    return tuple(merged.values())
