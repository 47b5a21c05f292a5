"""How the variants of a union are told apart, decided once everything they refer to is known.

A choice that turns out to need no declaration becomes an expression: one alternative is itself, alternatives of
different JSON types
are an anonymous choice, and an enum beside its own scalar is the (open) enum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Protocol

from specloom.build import words
from specloom.build.context import Draft, nullable, stripped
from specloom.build.enums import kind_of
from specloom.build.evidence import described
from specloom.diagnostics import Diagnostic, Report, Severity
from specloom.ir.names import NO_DOCS, Name
from specloom.ir.names import Scalar as JsonScalar
from specloom.ir.types import (
    Alias,
    AnyType,
    Declaration,
    Enum,
    EnumMember,
    JsonKind,
    LiteralType,
    NullableType,
    OneOfType,
    Ref,
    ScalarKind,
    ScalarType,
    Selection,
    TypeExpr,
    Union,
    Variant,
)


class Selectable(Protocol):
    """The drafts, and a way to see through references."""

    drafts: dict[str, Draft]
    moved: dict[str, TypeExpr]
    report: Report

    def target(self, expr: TypeExpr) -> Declaration | TypeExpr: ...


def select(found: Selectable) -> None:
    """Decides every union draft. Unions inside unions come first where they are not a cycle."""
    pending = {identity for identity, draft in found.drafts.items() if isinstance(draft.declaration, Union)}
    for identity in [identity for identity in found.drafts if identity in pending]:
        _visit(found, identity, pending)


def _visit(found: Selectable, start: str, pending: set[str]) -> None:
    waiting = [(start, False)]
    while waiting:
        identity, ready = waiting.pop()
        if identity not in pending and not ready:
            continue
        union = found.drafts[identity].declaration
        if not isinstance(union, Union):
            continue
        if ready:
            _settle(found, found.drafts[identity], union)
            continue
        pending.discard(identity)
        waiting.append((identity, True))
        for variant in reversed(union.variants):
            if isinstance(variant.type, Ref) and variant.type.id in pending:
                waiting.append((variant.type.id, False))


def _settle(found: Selectable, draft: Draft, union: Union) -> None:
    variants, null = _flat(found, union)
    if union.tag_field is None:
        variants = _simplified(found, union, draft, variants)
    else:
        variants = _with_inner_tags(found, union, variants)
    if len(variants) < 2 and (union.tag_field is None or not variants):
        only: TypeExpr = variants[0].type if variants else AnyType()
        _replace(found, draft, union, nullable(only) if null else only)
        return
    known = tuple(described(found, variant) for variant in variants)
    selection, tag_field, known = _selection(union, known)
    if selection is Selection.KIND and not draft.component:
        choice = OneOfType(items=tuple(variant.type for variant in known))
        _replace(found, draft, union, nullable(choice) if null else choice)
        return
    draft.declaration = replace(union, variants=known, selection=selection, tag_field=tag_field)


def _replace(found: Selectable, draft: Draft, union: Union, expression: TypeExpr) -> None:
    """The union is no declaration: a component becomes an alias, an inline one the expression itself."""
    if not draft.component:
        found.moved[union.id] = expression
        return
    draft.declaration = Alias(
        id=union.id,
        name=union.name,
        type=expression,
        docs=union.docs,
        deprecation=union.deprecation,
        origin=union.origin,
    )


def _flat(found: Selectable, union: Union) -> tuple[list[Variant], bool]:
    """The variants with anonymous choices taken apart, references to themselves and repetitions left out; and whether
    one was null.
    """
    null = False
    flat: dict[TypeExpr, Variant] = {}
    for variant in union.variants:
        expression = variant.type
        if isinstance(expression, Ref):
            if expression.id == union.id:
                continue
            expression = found.moved.get(expression.id, expression)
        null = null or isinstance(expression, NullableType)
        expression = stripped(expression)
        parts = expression.items if isinstance(expression, OneOfType) else (expression,)
        for part in parts:
            previous = flat.get(part)
            tags = tuple(dict.fromkeys((*(previous.tags if previous else ()), *variant.tags)))
            default = variant.default or (previous is not None and previous.default)
            flat[part] = replace(previous or variant, type=part, tags=tags, default=default)
    return list(flat.values()), null


def _with_inner_tags(found: Selectable, union: Union, variants: list[Variant]) -> list[Variant]:
    """The variants with the tags of those that are unions by the same property: `cat` selects the pet that it is."""
    taken = {tag for variant in variants for tag in variant.tags}
    result: list[Variant] = []
    for variant in variants:
        inner = found.target(variant.type)
        if isinstance(inner, Union) and inner.selection is Selection.TAG and inner.tag_field == union.tag_field:
            more = dict.fromkeys(tag for one in inner.variants for tag in one.tags if tag not in taken)
            variant = replace(variant, tags=(*variant.tags, *more))
        result.append(variant)
    return result


def _simplified(found: Selectable, union: Union, draft: Draft, variants: list[Variant]) -> list[Variant]:
    """Scalars that say the same twice are one: `integer | number`, an enum or constants beside their scalar."""
    if any(isinstance(found.target(variant.type), AnyType) for variant in variants):
        return [replace(variants[0], type=AnyType())]
    scalars: dict[ScalarKind, list[ScalarType]] = {}
    for variant in variants:
        if isinstance(variant.type, ScalarType):
            scalars.setdefault(variant.type.kind, []).append(variant.type)
    if ScalarKind.NUMBER in scalars:
        scalars.pop(ScalarKind.INTEGER, None)
    enums = {t.kind for v in variants if isinstance(t := found.target(v.type), Enum)}
    literals = _literals(variants)
    kept: list[Variant] = []
    done: set[ScalarKind] = set()
    for variant in variants:
        expression = variant.type
        kind = _scalar_kind(expression)
        if isinstance(expression, ScalarType):
            if expression.kind in done or expression.kind not in scalars or expression.kind in enums:
                continue
            done.add(expression.kind)
            merged = scalars[expression.kind]
            wide = merged[0] if all(other == merged[0] for other in merged) else ScalarType(kind=expression.kind)
            kept.append(replace(variant, type=wide))
        elif isinstance(expression, LiteralType) and kind is not None and (kind in scalars or kind in enums):
            continue
        elif isinstance(expression, LiteralType) and kind is not None and len(literals[kind]) > 1:
            if kind not in done:
                done.add(kind)
                kept.append(replace(variant, type=_enum(found, union, draft, kind, literals[kind])))
        else:
            kept.append(variant)
    return kept


def _literals(variants: Sequence[Variant]) -> dict[ScalarKind, list[Variant]]:
    literals: dict[ScalarKind, list[Variant]] = {}
    for variant in variants:
        kind = _scalar_kind(variant.type)
        if isinstance(variant.type, LiteralType) and kind is not None:
            literals.setdefault(kind, []).append(variant)
    return literals


def _scalar_kind(expression: TypeExpr) -> ScalarKind | None:
    return kind_of(expression.value) if isinstance(expression, LiteralType) else None


def _enum(found: Selectable, union: Union, draft: Draft, kind: ScalarKind, variants: Sequence[Variant]) -> TypeExpr:
    """Constants of one type are an enum; both booleans are the boolean."""
    if kind is ScalarKind.BOOLEAN:
        return ScalarType(kind=kind)
    members: list[EnumMember] = []
    for variant in variants:
        if isinstance(variant.type, LiteralType):
            value = variant.type.value
            members.append(
                EnumMember(name=Name(wire=str(value), words=words.split(str(value))), value=value, docs=NO_DOCS)
            )
    enum = Enum(
        id=f"{union.id}/{kind.value}",
        name=union.name,
        kind=kind,
        members=tuple(members),
        docs=union.docs,
        origin=union.origin,
        owner=union.owner or union.id,
    )
    proposal = words.bound((*draft.proposals[0], "value")) if draft.component else draft.proposals[0]
    found.drafts[enum.id] = Draft(
        declaration=enum,
        proposals=(proposal,),
        leaf=draft.leaf,
        component=False,
        role=draft.role,
        order=draft.order,
    )
    return Ref(id=enum.id)


def _selection(union: Union, variants: tuple[Variant, ...]) -> tuple[Selection, str | None, tuple[Variant, ...]]:
    """The cheapest way that is sure: kind, tag, shape; else the first that fits."""
    objects = [variant for variant in variants if JsonKind.OBJECT in variant.kinds]
    only_objects = all(variant.kinds == (JsonKind.OBJECT,) for variant in variants)
    if union.tag_field is not None and only_objects:
        return Selection.TAG, union.tag_field, variants
    if all(set(a.kinds).isdisjoint(b.kinds) for a, b in combinations(variants, 2)):
        return Selection.KIND, None, variants
    if only_objects:
        tag_field = _tag_field(variants)
        if tag_field is not None:
            return Selection.TAG, tag_field, tuple(replace(v, tags=dict(v.consts)[tag_field]) for v in variants)
    others = [variant for variant in variants if JsonKind.OBJECT not in variant.kinds]
    clear = all(set(a.kinds).isdisjoint(b.kinds) for a, b in combinations(others, 2))
    clear = clear and all(variant.kinds == (JsonKind.OBJECT,) for variant in objects)
    if clear and all(_distinct(a, b) for a, b in combinations(map(_features, objects), 2)):
        return Selection.SHAPE, None, variants
    return Selection.FIRST_MATCH, None, variants


def _tag_field(variants: Sequence[Variant]) -> str | None:
    """The property whose listed values tell all variants apart, one that all require first."""
    best: str | None = None
    for name, _ in variants[0].consts:
        values: list[object] = []
        for variant in variants:
            listed = dict(variant.consts).get(name)
            if listed is None:
                break
            values.extend((type(value), value) for value in listed)
        else:
            if len(set(values)) == len(values):
                if all(name in variant.required for variant in variants):
                    return name
                best = best or name
    return best


_Features = tuple[Mapping[str, frozenset[JsonScalar]], frozenset[str], frozenset[str]]


def _features(variant: Variant) -> _Features:
    """The constants, the required names and all names of an object."""
    consts = {name: frozenset(values) for name, values in variant.consts}
    return consts, frozenset(variant.required), frozenset(variant.properties)


def _distinct(one: _Features, other: _Features) -> bool:
    """Whether a value that fits one cannot be taken for the other."""
    consts, required, properties = one
    listed, demanded, names = other
    if not required <= names or not demanded <= properties:
        return True
    return any(name in listed and values.isdisjoint(listed[name]) for name, values in consts.items())


def note_ambiguous(found: Selectable) -> None:
    """Says of every union whose variants cannot be told apart that the first one that fits is taken."""
    for draft in found.drafts.values():
        union = draft.declaration
        if isinstance(union, Union) and union.selection is Selection.FIRST_MATCH:
            message = "the variants cannot be told apart; the first one that fits is taken"
            found.report.add(
                Diagnostic(code="ambiguous-union", severity=Severity.NOTE, message=message, origin=union.origin)
            )
