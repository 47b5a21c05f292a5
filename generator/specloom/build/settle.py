"""From drafts to declarations: unions find out how they select, equal enums become one, names are given, references
are put right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, replace

from specloom.build import bounds, cycles, inline, merge, selection
from specloom.build.context import Draft, nullable, stripped
from specloom.build.options import BuildOptions, Words
from specloom.diagnostics import Diagnostic, Report, Severity, Unsupported
from specloom.ir import graph, rewrite
from specloom.ir.names import Origin
from specloom.ir.types import Alias, AnyType, Declaration, Model, NullableType, Ref, TypeExpr, Union
from specloom.quick import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """An expression that an operation uses."""

    owner: str
    type: TypeExpr
    sent: bool
    received: bool


@dataclass(slots=True, kw_only=True)
class Gathered:
    """All that was found in a document. `plain` holds expressions of referenced places that declare nothing."""

    drafts: dict[str, Draft]
    plain: dict[str, TypeExpr]
    nullable: frozenset[str]
    roots: tuple[Root, ...]
    options: BuildOptions
    report: Report
    lose: Callable[[Unsupported, str], None]
    """Reports that a schema, given by its id, has a wider type than the document's."""
    moved: dict[str, TypeExpr] = field(default_factory=dict[str, TypeExpr])

    def target(self, expr: TypeExpr) -> Declaration | TypeExpr:
        """What an expression is in the end: the declaration behind references, aliases and null, or the expression
        itself.
        """
        seen: set[str] = set()
        here = stripped(expr)
        while isinstance(here, Ref):
            if here.id in seen:
                return AnyType()
            seen.add(here.id)
            if here.id in self.moved:
                here = stripped(self.moved[here.id])
            elif here.id in self.plain:
                here = stripped(self.plain[here.id])
            elif here.id in self.drafts:
                declaration = self.drafts[here.id].declaration
                if not isinstance(declaration, Alias):
                    return declaration
                here = stripped(declaration.type)
            else:
                return AnyType()
        return here

    def refuse(self, identity: str, reason: str) -> None:
        """Reports what became any value because it is too large."""
        draft = self.drafts.get(identity)
        document, _, pointer = identity.partition("#")
        origin = Origin(document=document, pointer=pointer) if draft is None else draft.declaration.origin
        self.lose(Unsupported("nested-too-deep", origin, f"{reason}; any value is accepted"), identity)

    def refs(self, declaration: Declaration) -> Iterator[str]:
        """The ids of the drafts that a declaration points at, through what is no declaration of its own."""
        yield from self.resolve(graph.references(declaration))

    def resolve(self, ids: Iterable[str]) -> Iterator[str]:
        """The same ids with those that moved, or are plain, replaced by what they lead to."""
        seen: set[str] = set()
        waiting = list(ids)
        while waiting:
            identity = waiting.pop()
            if identity in seen:
                continue
            seen.add(identity)
            elsewhere = self.moved.get(identity, self.plain.get(identity))
            if elsewhere is not None:
                waiting.extend(ref for ref in graph.referenced(elsewhere))
            elif identity in self.drafts:
                yield identity


def settle(found: Gathered) -> tuple[Mapping[str, Declaration], Mapping[str, TypeExpr], Mapping[str, Words]]:
    """Declarations by id, the expressions that ids became which are none any more, and the names to keep."""
    _bases(found)
    _break_cycles(found)
    _break_unions(found)
    selection.select(found)
    merge.merge(found)
    _prune(found)
    selection.note_ambiguous(found)
    names, lock = inline.name(found)
    final = _final(found)

    def change(ref: Ref) -> TypeExpr:
        return final.get(ref.id, ref)

    declarations: dict[str, Declaration] = {}
    for draft in _ordered(found):
        named = replace(draft.declaration, name=names[draft.declaration.id])
        touched = any(ref in final for ref in graph.references(named))
        declarations[named.id] = rewrite.element(named, change) if touched else named
    bounded = bounds.unions(bounds.aliases(declarations, found.refuse), found.refuse)
    return bounded, final, lock


def _ordered(found: Gathered) -> list[Draft]:
    """Components in the order they were built, each followed by what it encloses; then what operations enclose."""
    first: dict[str, int] = {}
    for draft in found.drafts.values():
        first.setdefault(draft.declaration.owner or draft.declaration.id, draft.order)

    def rank(draft: Draft) -> tuple[int, bool, int]:
        return first[draft.declaration.owner or draft.declaration.id], bool(draft.declaration.owner), draft.order

    return sorted(found.drafts.values(), key=rank)


def _bases(found: Gathered) -> None:
    """Makes every base the id of a model: aliases are followed, and what turned out to be no model is no base."""
    for draft in found.drafts.values():
        model = draft.declaration
        if isinstance(model, Model) and model.bases:
            targets = (found.target(Ref(id=base)) for base in model.bases)
            bases = tuple(t.id for t in targets if isinstance(t, Model) and t.id != model.id)
            if bases != model.bases:
                draft.declaration = replace(model, bases=bases)


def _break_cycles(found: Gathered) -> None:
    """An alias that only leads back to itself is any value. Every chain is walked once."""
    ended: set[str] = set()
    for identity, draft in found.drafts.items():
        alias = draft.declaration
        if not isinstance(alias, Alias):
            continue
        seen = {identity}
        here = stripped(alias.type)
        while isinstance(here, Ref) and here.id not in ended:
            if here.id in seen:
                _close(found, draft, here.id)
                break
            seen.add(here.id)
            following = found.drafts.get(here.id)
            if here.id in found.plain:
                here = stripped(found.plain[here.id])
            elif following is not None and isinstance(following.declaration, Alias):
                here = stripped(following.declaration.type)
            else:
                break
        ended |= seen


def _close(found: Gathered, start: Draft, identity: str) -> None:
    """Makes the alias at which a circle closes any value; where that is no declaration, the one it was reached from."""
    closing = found.drafts.get(identity)
    draft = closing if closing is not None and isinstance(closing.declaration, Alias) else start
    alias = draft.declaration
    assert isinstance(alias, Alias)
    draft.declaration = replace(alias, type=AnyType())
    found.report.add(_circular(alias))


def _break_unions(found: Gathered) -> None:
    """A union has no variant that is the union itself; one with no other is any value."""
    unions = {id: draft.declaration for id, draft in found.drafts.items() if isinstance(draft.declaration, Union)}
    for id, union in cycles.without_cycles(unions, found.target).items():
        found.drafts[id].declaration = union
        if not union.variants:
            found.report.add(_circular(union))
            found.drafts[id].declaration = Alias(
                id=union.id,
                name=union.name,
                type=AnyType(),
                docs=union.docs,
                deprecation=union.deprecation,
                origin=union.origin,
                owner=union.owner,
            )


def _circular(declaration: Declaration) -> Diagnostic:
    message = "the schema refers to itself and to nothing else; any value is accepted"
    return Diagnostic(
        code="circular-reference", severity=Severity.WARNING, message=message, origin=declaration.origin
    )


def _prune(found: Gathered) -> None:
    """Removes inline drafts that nothing uses: those that were taken apart, merged or replaced."""
    for identity in found.moved:
        found.drafts.pop(identity, None)
    used: set[str] = set()
    waiting = [identity for identity, draft in found.drafts.items() if draft.component]
    for root in found.roots:
        waiting.extend(found.resolve(graph.referenced(root.type)))
    while waiting:
        identity = waiting.pop()
        if identity not in used:
            used.add(identity)
            waiting.extend(found.refs(found.drafts[identity].declaration))
    for identity in [identity for identity in found.drafts if identity not in used]:
        del found.drafts[identity]


def _final(found: Gathered) -> dict[str, TypeExpr]:
    """For every id whose references are not simply references: what they are, written out to the end.

    Where such places lead in a circle without a declaration on the way, any value closes it.
    """
    ids = tuple(dict.fromkeys((*found.moved, *found.plain, *found.nullable)))
    waiting = frozenset(ids)
    final: dict[str, TypeExpr] = {}
    sizes: dict[str, bounds.Size] = {}

    def edges(identity: str) -> Iterable[str]:
        elsewhere = found.moved.get(identity, found.plain.get(identity))
        return () if elsewhere is None else [ref for ref in graph.referenced(elsewhere) if ref in waiting]

    def change(ref: Ref) -> TypeExpr:
        return final.get(ref.id, AnyType() if ref.id in waiting else ref)

    for identity in (member for component in graph.components(ids, edges) for member in component):
        elsewhere = found.moved.get(identity, found.plain.get(identity))
        if elsewhere is None:
            result: TypeExpr = Ref(id=identity) if identity in found.drafts else AnyType()
        else:
            sizes[identity] = bounds.size(elsewhere, sizes)
            reason = bounds.excess(sizes[identity])
            if reason:
                found.refuse(identity, reason)
                del sizes[identity]
            result = AnyType() if reason else rewrite.expression(elsewhere, change)
        final[identity] = (
            nullable(result) if identity in found.nullable and not isinstance(result, NullableType) else result
        )
    return final
