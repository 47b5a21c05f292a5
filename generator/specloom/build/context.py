"""Where a schema stands: what the builders of types know of the surroundings, and what they need from the gatherer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Protocol

from specloom.build import words
from specloom.build.hierarchy import Hierarchy
from specloom.build.options import BuildOptions, CoverageKind, Words
from specloom.diagnostics import Unsupported
from specloom.ir.types import AnyType, Declaration, LiteralType, NullableType, TypeExpr
from specloom.quick import dataclass
from specloom.source.cursor import Cursor

MAX_DEPTH = 64
"""Levels of inline schemas; more is refused (`nested-too-deep`)."""


class Role(StrEnum):
    """What the schema describes."""

    PROPERTY = "property"
    PARAMETER = "parameter"
    REQUEST = "request"
    RESPONSE = "response"
    HEADER = "header"
    ITEM = "item"
    VALUE = "value"
    VARIANT = "variant"
    COMPONENT = "component"


def _unbound() -> Mapping[str, Cursor]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The surroundings of a schema.

    `owner` is the id of the declaration or operation that encloses it. `words` is the name an inline declaration here
    would like to have (`("room", "links")`); `leaf` those of them that name the property or parameter itself
    (`("links",)`). Callers outside of this package's schema half set `sent` (the value travels in a request) and
    `received` (in a response).
    """

    owner: str
    words: Words
    role: Role
    leaf: Words = ()
    sent: bool = False
    received: bool = False
    kind: CoverageKind = CoverageKind.OPERATION
    depth: int = 0
    instance: str = ""
    """The id of the place that instantiates a generic schema; ids of what is declared inside start with it."""
    generic: str = ""
    """The id of the generic schema that is instantiated."""
    dynamic: Mapping[str, Cursor] = field(default_factory=_unbound)
    """Schemas bound to `$dynamicAnchor` names by an enclosing reference."""
    within: frozenset[str] = frozenset()
    """Ids of the schemas whose alternatives are being composed."""

    def below(self, role: Role, words: Words, leaf: Words = ()) -> Context:
        """The context of a schema one level inside this one."""
        return Context(
            owner=self.owner,
            words=words,
            role=role,
            leaf=leaf or self.leaf,
            sent=self.sent,
            received=self.received,
            kind=self.kind,
            depth=self.depth + 1,
            instance=self.instance,
            generic=self.generic,
            dynamic=self.dynamic,
            within=self.within,
        )

    @property
    def is_argument(self) -> bool:
        """Whether the value is an argument of an operation: a parameter, or a property of an inline body."""
        if self.kind is not CoverageKind.OPERATION or not self.sent or self.received:
            return False
        return self.role is Role.PARAMETER or (self.depth == 1 and self.role in (Role.PROPERTY, Role.ITEM))


@dataclass(slots=True, kw_only=True)
class Draft:
    """A declaration before names are resolved; its expressions point at ids of drafts."""

    declaration: Declaration
    proposals: tuple[Words, ...]
    """Names it would take, best first."""
    leaf: Words
    component: bool
    role: Role
    order: int
    pinned: str = ""


class Gatherer(Protocol):
    """What the builders of one kind of schema need from `Schemas`."""

    @property
    def options(self) -> BuildOptions:
        """What the user decided."""
        ...

    def nested(self, schema: Cursor, context: Context) -> TypeExpr:
        """The expression of a schema inside the one being built. Never raises: what cannot be built is `AnyType`,
        reported.
        """
        ...

    def spend(self, schema: Cursor, amount: int = 1) -> None:
        """Takes the work of putting `schema` together, out of `amount` parts, from the budget of what is being
        built."""
        ...

    def own(self, schema: Cursor, context: Context) -> TypeExpr:
        """The expression of what a schema says itself, beside references and compositions. Raises `Unsupported`."""
        ...

    def refer(self, target: Cursor, context: Context) -> TypeExpr:
        """The expression of a reference to `target`, which is built later, under its own name."""
        ...

    def place(self, target: Cursor, context: Context) -> Context:
        """The context of `target` itself, for a builder that copies from it what is declared there."""
        ...

    @property
    def hierarchy(self) -> Hierarchy:
        """Which components extend which."""
        ...

    def declare(self, declaration: Declaration, context: Context, *proposals: Words) -> TypeExpr:
        """Registers a declaration under its id; the answer refers to it."""
        ...

    def identify(self, schema: Cursor, context: Context) -> str:
        """The id that a declaration made from `schema` has."""
        ...

    def degrade(self, problem: Unsupported, context: Context) -> None:
        """Reports that a type is wider than the document's, as a warning and a coverage entry of the enclosing
        element.
        """
        ...

    def explain(self, code: str, schema: Cursor, message: str) -> None:
        """Reports a decision as a note; nothing is lost."""
        ...


def nullable(item: TypeExpr) -> TypeExpr:
    """`item` or null, never nested."""
    if isinstance(item, NullableType | AnyType) or item == LiteralType(value=None):
        return item
    return NullableType(item=item)


def stripped(item: TypeExpr) -> TypeExpr:
    """`item` without null."""
    return item.item if isinstance(item, NullableType) else item


def item_context(context: Context, role: Role, word: str) -> Context:
    """The context of what a list or a map holds: `video codecs` holds a `video codec`, `data` a `data item`."""
    one = words.singular(context.words) if context.words else None
    leaf = words.singular(context.leaf) if context.leaf else None
    return context.below(role, one or words.bound((*context.words, word)), leaf or context.leaf)
