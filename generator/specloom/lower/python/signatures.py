"""Signatures: an argument with its identifier, annotation and default, and the lists of them that a method has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from specloom.ir.contents import Encoding
from specloom.languages.code import Code
from specloom.languages.imports import Import
from specloom.languages.python import layout as layout
from specloom.languages.python.expr import NONE, Choice, Expr, name, subscript
from specloom.languages.python.text import literal
from specloom.lower.arguments import Argument, Place
from specloom.lower.calls import key_of
from specloom.lower.python.attributes import with_unset
from specloom.lower.python.types import Hints, either
from specloom.quick import dataclass

_OPTIONS = Code("options")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An argument with its identifier, annotation and default; `type` is the annotation without what says that it may
    be left out."""

    argument: Argument
    identifier: Code
    type: Expr
    annotation: Expr
    default: Expr | None


def named(hints: Hints, argument: Argument, identifier: Code) -> Named:
    """`argument` as a parameter of a method."""
    type_ = _type(hints, argument)
    annotation: Expr = type_
    default: Expr | None = None
    if argument.media_types:
        default = literal(argument.default.value) if argument.default is not None else None
    elif argument.required:
        annotation = either(type_, NONE) if argument.nullable else type_
    elif argument.nullable:
        annotation, default = with_unset(hints, type_)
    else:
        annotation, default = either(type_, NONE), NONE
    return Named(argument=argument, identifier=identifier, type=type_, annotation=annotation, default=default)


def _type(hints: Hints, argument: Argument) -> Expr:
    content = argument.content
    if argument.media_types:
        return name(hints.builtin("str")) if argument.open else hints.literals(argument.media_types)
    if content is not None and content.encoding is Encoding.BYTES:
        return name(hints.named(Import(f"{hints.runtime}.uploads", "FileContent")))
    if content is not None and content.encoding is Encoding.TEXT:
        return name(hints.builtin("str"))
    if content is not None and content.item is not None:
        return subscript(hints.named(Import("collections.abc", "Iterable")), hints.argument(content.item))
    if argument.part is not None and argument.part.is_file:
        file = name(hints.named(Import(f"{hints.runtime}.uploads", "FileTypes")))
        return subscript(hints.named(Import("collections.abc", "Sequence")), file) if argument.part.many else file
    return hints.argument(argument.type)


def merged(hints: Hints, ways: Sequence[Sequence[Named]]) -> tuple[Named, ...]:
    """The parameters of the one function behind all ways to call it; what some of them lack may be left out."""
    if len(ways) == 1:
        return tuple(ways[0])
    groups: dict[tuple[Place, str], list[Named]] = {}
    for way in ways:
        for one in way:
            groups.setdefault(key_of(one.argument), []).append(one)
    found = [_merged(hints, group, optional=len(group) < len(ways)) for group in groups.values()]
    path = [one for one in found if one.argument.place is Place.PATH]
    rest = [one for one in found if one.argument.place is not Place.PATH]
    return (*path, *(one for one in rest if one.default is None), *(one for one in rest if one.default is not None))


def _merged(hints: Hints, group: Sequence[Named], *, optional: bool) -> Named:
    first = group[0]
    if first.argument.place is Place.MEDIA_TYPE:
        return replace(first, annotation=name(hints.builtin("str")))
    if first.argument.place is not Place.BODY:
        return first
    type_ = either(*(one.type for one in group))
    if not optional and all(one.default is None for one in group):
        return replace(first, type=type_, annotation=either(*(one.annotation for one in group)))
    if any(one.argument.nullable for one in group):
        annotation, default = with_unset(hints, type_)
    else:
        annotation, default = either(type_, NONE), NONE
    return replace(first, type=type_, annotation=annotation, default=default)


def is_open(way: Iterable[Named]) -> bool:
    """Whether a way to call a method takes media types that the document does not list by name."""
    return any(one.argument.open for one in way)


def parameters(hints: Hints, given: Iterable[Named]) -> list[layout.Parameter]:
    """The parameters of a method: those of the path by position, too, all others by keyword."""
    listed = tuple(given)
    positional = [one for one in listed if one.argument.place is Place.PATH]
    rest = [one for one in listed if one.argument.place is not Place.PATH]
    options = name(hints.named(Import(f"{hints.runtime}.options", "RequestOptions")))
    return [
        layout.Parameter(name=Code("self")),
        *(layout.Parameter(name=one.identifier, annotation=one.annotation) for one in positional),
        layout.Parameter(name=Code("*")),
        *(layout.Parameter(name=one.identifier, annotation=one.annotation, default=one.default) for one in rest),
        layout.Parameter(name=_OPTIONS, annotation=Choice((options, NONE)), default=NONE),
    ]
