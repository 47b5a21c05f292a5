"""Which declarations a target emits, and which of them share a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from specloom.ir.api import Api
from specloom.ir.contents import Content, Encoding
from specloom.ir.operations import Operation
from specloom.ir.types import Alias, Declaration, Model, Union
from specloom.lower.payloads import Payload
from specloom.lower.shapes import components, declared_refs, recursive_aliases, refs
from specloom.quick import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """The declarations of one file, in an order in which each stands after its bases. `top` names the file."""

    top: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Modules:
    """All files of declarations. `of` finds the one of a declaration.

    `deferred` are the aliases and unions that cannot be evaluated when their file is loaded, because what they name
    comes to exist later or imports them.
    """

    modules: tuple[Module, ...]
    of: Mapping[str, Module]
    deferred: frozenset[str]


def reached(api: Api, payloads: Mapping[str, Sequence[Payload]]) -> tuple[str, ...]:
    """The ids of the declarations to emit, in the order of the document: every component, and what anything emitted
    names.

    An inline model that is only ever flattened into the arguments of a method is not among them.
    """
    found: set[str] = set()
    waiting = [id for id, declaration in api.declarations.items() if not declaration.owner]
    for operation in api.operations.values():
        waiting.extend(_operation_refs(operation, payloads[operation.id]))
    for webhook in api.webhooks:
        for content in webhook.body.contents if webhook.body else ():
            waiting.extend(refs(content.type))
    while waiting:
        id = waiting.pop()
        if id in found or id not in api.declarations:
            continue
        found.add(id)
        waiting.extend(declared_refs(api.declarations[id]))
    return tuple(id for id in api.declarations if id in found)


def _operation_refs(operation: Operation, payloads: Sequence[Payload]) -> Iterator[str]:
    for parameter in operation.parameters:
        yield from refs(parameter.type)
    flattened = {content.media_type for payload in payloads if payload.fields for content in payload.contents}
    for payload in payloads:
        for field in payload.fields:
            yield from refs(field.type)
        for content in payload.contents:
            is_value = not payload.fields and (content is payload.content or content.media_type not in flattened)
            # XML is written by the hints of the model, however it is passed.
            if is_value or content.encoding is Encoding.XML:
                yield from refs(content.type)
                if content.item is not None:
                    yield from refs(content.item)
            yield from _header_refs(content)
    for response in operation.responses:
        for content in response.contents:
            yield from refs(content.type)
            if content.item is not None:
                yield from refs(content.item)
            yield from _header_refs(content)
    if operation.pagination is not None:
        yield from refs(operation.pagination.item)


def _header_refs(content: Content) -> Iterator[str]:
    for part in content.parts:
        for header in part.headers:
            yield from refs(header.type)


def grouped(api: Api, emitted: Iterable[str], base_of: Mapping[str, str]) -> Modules:
    """The emitted declarations as files: an inline one stays with what encloses it; files that need each other are one.

    `base_of` maps a model to the one it inherits in the target, which has to be loaded before it. Types that merely
    mention each other may stand in different files, because annotations and codecs are looked at later.
    """
    ids = tuple(emitted)
    known = set(ids)
    tops = {id: _top(api, id, known) for id in ids}
    deferred = _deferred(api, ids, tops, base_of)
    edges: dict[str, list[str]] = {top: [] for top in tops.values()}
    for id in ids:
        for needed in _needed(api.declarations[id], base_of, deferred):
            if needed in tops and tops[needed] != tops[id]:
                edges[tops[id]].append(tops[needed])
    files: dict[str, list[str]] = {}
    file_of: dict[str, str] = {}
    position = {top: index for index, top in enumerate(edges)}
    for component in components(edges):
        first = min(component, key=position.__getitem__)
        for top in component:
            file_of[top] = first
    for id in ids:
        files.setdefault(file_of[tops[id]], []).append(id)
    modules = tuple(
        Module(top=top, members=_ordered(api, members, base_of, deferred))
        for top, members in sorted_by(files, position)
    )
    return Modules(modules=modules, of={id: module for module in modules for id in module.members}, deferred=deferred)


def sorted_by(files: Mapping[str, list[str]], position: Mapping[str, int]) -> list[tuple[str, list[str]]]:
    """The entries of `files` by the position of their keys."""
    return sorted(files.items(), key=lambda entry: position[entry[0]])


def _top(api: Api, id: str, emitted: Set[str]) -> str:
    """The outermost emitted declaration that encloses `id`.

    One that several media types share may stand in one that is not emitted itself.
    """
    top, seen = id, {id}
    while True:
        owner = api.declarations[id].owner
        if not owner or owner in seen or owner not in api.declarations:
            return top
        seen.add(owner)
        id = owner
        top = id if id in emitted else top


def _deferred(api: Api, ids: tuple[str, ...], tops: Mapping[str, str], base_of: Mapping[str, str]) -> frozenset[str]:
    """Aliases and unions that are inline, recursive, in a cycle of files that load each other, or name such a one."""
    named = [id for id in ids if isinstance(api.declarations[id], Alias | Union)]
    deferred = _with_users(api, named, {*recursive_aliases(api), *(id for id in named if api.declarations[id].owner)})
    edges: dict[str, list[str]] = {top: [] for top in tops.values()}
    for id in ids:
        for needed in _needed(api.declarations[id], base_of, deferred):
            if needed in tops:
                edges[tops[id]].append(tops[needed])
    for component in components(edges):
        if len(component) > 1:
            members = set(component)
            deferred.update(id for id in named if tops[id] in members)
    return frozenset(_with_users(api, named, deferred))


def _with_users(api: Api, named: Iterable[str], deferred: set[str]) -> set[str]:
    """`deferred` and what names one of them, which is only a text when the file is loaded."""
    users: dict[str, list[str]] = {}
    for id in named:
        for needed in declared_refs(api.declarations[id]):
            users.setdefault(needed, []).append(id)
    found: set[str] = set()
    waiting = list(deferred)
    while waiting:
        id = waiting.pop()
        if id not in found:
            found.add(id)
            waiting += users.get(id, ())
    return found


def _needed(declaration: Declaration, base_of: Mapping[str, str], deferred: Iterable[str]) -> Iterator[str]:
    """What has to be loaded before `declaration`."""
    if isinstance(declaration, Model):
        if declaration.id in base_of:
            yield base_of[declaration.id]
    elif isinstance(declaration, Alias | Union) and declaration.id not in deferred:
        yield from declared_refs(declaration)


def _ordered(api: Api, members: list[str], base_of: Mapping[str, str], deferred: frozenset[str]) -> tuple[str, ...]:
    """The members in the order of the document, each after what it needs at load time."""
    inside = set(members)
    placed: dict[str, None] = {}

    def place(id: str, above: tuple[str, ...]) -> None:
        if id in placed or id in above:
            return
        for needed in _needed(api.declarations[id], base_of, deferred):
            if needed in inside:
                place(needed, (*above, id))
        placed[id] = None

    for id in members:
        place(id, ())
    return tuple(placed)
