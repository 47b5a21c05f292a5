"""Inline enums that are the same thing become one declaration; arguments that take some of an enum's values declare
none.

Two enums are the same when they list the same values and the property or parameter words end alike (`Room.type`,
`CreateRoomRequest.Type`). The declaration is named from a response where there is one. A name in the lock is never
taken away: enums
that were given different names before are not merged.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from specloom.build import words
from specloom.build.context import Draft, Role
from specloom.build.options import BuildOptions, Words
from specloom.ir import graph
from specloom.ir.names import Scalar as JsonScalar
from specloom.ir.types import Declaration, Enum, LiteralType, Ref, SubsetType, TypeExpr


class _Root(Protocol):
    @property
    def owner(self) -> str: ...
    @property
    def type(self) -> TypeExpr: ...
    @property
    def received(self) -> bool: ...
    @property
    def sent(self) -> bool: ...


class Mergeable(Protocol):
    """The drafts, and what operations use."""

    drafts: dict[str, Draft]
    moved: dict[str, TypeExpr]
    options: BuildOptions

    @property
    def roots(self) -> Sequence[_Root]: ...
    def refs(self, declaration: Declaration) -> Iterable[str]: ...
    def resolve(self, ids: Iterable[str]) -> Iterable[str]: ...


def merge(found: Mergeable) -> None:
    """Moves enums that are merged into another one (`Ref`), that are part of one (`SubsetType`), and single values
    (`LiteralType`).
    """
    edges = {identity: tuple(found.refs(draft.declaration)) for identity, draft in found.drafts.items()}
    received = _reached(found, edges)
    groups: dict[object, list[Draft]] = {}
    for draft in found.drafts.values():
        if isinstance(draft.declaration, Enum) and len(draft.declaration.members) > 1:
            groups.setdefault(_likeness(draft, draft.declaration), []).append(draft)
    for members in groups.values():
        for cluster in _by_lock(members, found.options.lock):
            _join(found, cluster, received)
    _subsets(found, edges, received)


def _reached(found: Mergeable, edges: Mapping[str, tuple[str, ...]]) -> Mapping[str, None]:
    """What responses reach; everything, in a document without any."""
    starts = [i for root in found.roots if root.received for i in found.resolve(graph.referenced(root.type))]
    if not starts:
        return dict.fromkeys(found.drafts)
    return graph.reachable(starts, lambda identity: edges.get(identity, ()))


def _likeness(draft: Draft, enum: Enum) -> object:
    values = frozenset((type(member.value), member.value) for member in enum.members)
    named = frozenset(member.name.words for member in enum.members if member.name.rule)
    return (enum.kind, values, named, _ending(draft))


def _ending(draft: Draft) -> str:
    """The last word of the property or parameter (or component), as one of many."""
    leaf = draft.leaf or draft.proposals[0]
    one = words.singular(leaf[-1:]) or leaf[-1:]
    return one[0]


def _by_lock(members: Sequence[Draft], lock: Mapping[str, Words]) -> list[list[Draft]]:
    """The members in clusters that were never told apart: by locked name, the unlocked ones with the first."""
    clusters: dict[Words, list[Draft]] = {}
    for draft in members:
        given = lock.get(draft.declaration.id)
        if given is not None:
            clusters.setdefault(given, []).append(draft)
    free = [draft for draft in members if draft.declaration.id not in lock]
    if not clusters:
        return [free]
    next(iter(clusters.values())).extend(free)
    return list(clusters.values())


def _join(found: Mergeable, cluster: Sequence[Draft], received: Mapping[str, None]) -> None:
    """Keeps one draft of a cluster. Components all stay."""
    inline = [draft for draft in cluster if not draft.component]
    if len(cluster) < 2 or not inline:
        return
    first = min(cluster, key=lambda draft: _preference(draft, received))
    for draft in inline:
        if draft is not first:
            found.moved[draft.declaration.id] = Ref(id=first.declaration.id)
    owners = {draft.declaration.owner for draft in inline}
    if not first.component and first.declaration.id not in received and len(owners) > 1:
        shared = min((draft.leaf for draft in inline if draft.leaf), key=lambda leaf: (len(leaf), leaf), default=())
        if shared:
            first.proposals = (
                words.singular(shared) or shared if first.role is Role.ITEM else shared,
                *first.proposals,
            )


def _preference(draft: Draft, received: Mapping[str, None]) -> tuple[bool, bool, int, int]:
    return (not draft.component, draft.declaration.id not in received, len(draft.proposals[0]), draft.order)


def _subsets(found: Mergeable, edges: Mapping[str, tuple[str, ...]], received: Mapping[str, None]) -> None:
    """Arguments that take a part of what the answer of the same operation declares."""
    starts: dict[str, list[str]] = {}
    for root in found.roots:
        if root.received:
            starts.setdefault(root.owner, []).extend(found.resolve(graph.referenced(root.type)))
    for identity, draft in found.drafts.items():
        enum = draft.declaration
        if not isinstance(enum, Enum) or draft.component or identity in found.moved:
            continue
        values = tuple(member.value for member in enum.members)
        if identity not in received or len(values) == 1:
            whole = _whole(found, draft, enum, starts.get(enum.owner, ()), edges)
            kept = found.options.lock.get(identity)
            if whole is not None and (kept is None or kept == found.options.lock.get(whole)):
                found.moved[identity] = SubsetType(of=Ref(id=whole), values=values)
                continue
        if len(values) == 1:
            found.moved[identity] = LiteralType(value=values[0])


def _whole(
    found: Mergeable, draft: Draft, enum: Enum, starts: Sequence[str], edges: Mapping[str, tuple[str, ...]]
) -> str | None:
    """The id of the nearest enum in the answers that has the values of `enum` and more, and whose name ends alike."""
    values: set[JsonScalar] = {member.value for member in enum.members}
    ending = _ending(draft)
    seen = set(starts)
    waiting = deque(starts)
    while waiting:
        identity = waiting.popleft()
        other = found.drafts[identity]
        declared = other.declaration
        if (
            isinstance(declared, Enum)
            and identity != enum.id
            and declared.kind == enum.kind
            and _ending(other) == ending
        ):
            moved = found.moved.get(identity)
            target = moved.id if isinstance(moved, Ref) else identity
            if values < {member.value for member in declared.members}:
                return target
        for following in edges.get(identity, ()):
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return None
