"""A place in a loaded document: a value, where it stands, and how to go on from it.

After `normalise` every document has one shape, that of OpenAPI 3.2. A cursor still answers with the place in the text
the user wrote (`origin`), also for parts that were moved (Swagger 2.0 `definitions`, body parameters).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any, Protocol

from specloom.diagnostics import Unsupported
from specloom.ir.names import Origin
from specloom.quick import dataclass
from specloom.source.plain import is_array
from specloom.source.pointers import escape

MAX_REFERENCE_CHAIN = 64


def written_pointer(moved: Mapping[str, str], pointer: str) -> str:
    """The pointer in the text of what stands at `pointer` in the data: the longest moved prefix decides."""
    if not moved:
        return pointer
    prefix = pointer
    while True:
        before = moved.get(prefix)
        if before is not None:
            return before + pointer[len(prefix) :]
        cut = prefix.rfind("/")
        if cut < 0:
            return pointer
        prefix = prefix[:cut]


class Resolver(Protocol):
    """Finds what a `$ref` names; implemented by `source.refs`."""

    def resolve(self, cursor: Cursor, reference: str) -> Cursor:
        """The place `reference` means when it stands at `cursor`. Raises `Unsupported` (`unresolved-reference`, …)."""
        ...

    def knows(self, document: Document, reference: str) -> bool:
        """Whether `reference` was resolved before, and means the same wherever it stands in `document`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One loaded and normalised document (or bare fragment file).

    `id` is `""` for the root, else its path or URL relative to the root's folder. `data` is plain data and must not be
    changed. `version` is the specification the text was written for: `"2.0"`, `"3.0"`, `"3.1"` or `"3.2"`. `moved` maps
    a pointer prefix of `data` to the pointer prefix of the text, for parts that `normalise` put elsewhere.
    """

    id: str
    data: Any
    version: str
    moved: Mapping[str, str]
    known_as: dict[str, str] = field(default_factory=dict[str, str])
    """By pointer: the place of the root that only refers to this one, and which it is known as."""


@dataclass(slots=True, eq=False)
class Cursor:
    """A value of a document and its place. Cheap to make; compare places by `id`. Not to be changed.

    It is not frozen, as it keeps its pointers: those of all its children begin with them.
    """

    document: Document
    value: Any
    resolver: Resolver
    parent: Cursor | None = None
    key: str | int = ""
    _pointer: str | None = field(default=None, init=False, repr=False)
    _origin: tuple[int, Origin] | None = field(default=None, init=False, repr=False)

    @property
    def pointer(self) -> str:
        """The RFC 6901 pointer of this place in the normalised data."""
        if self._pointer is None:
            parent = self.parent
            self._pointer = str(self.key) if parent is None else f"{parent.pointer}/{escape(self.key)}"
        return self._pointer

    @property
    def id(self) -> str:
        """The place as one string, unique over all documents: `other.yaml#/components/schemas/Room`."""
        return f"{self.document.id}#{self.pointer}"

    @property
    def origin(self) -> Origin:
        """The place in the text the user wrote."""
        moved, parent = self.document.moved, self.parent
        known = self._origin
        if known is not None and known[0] == len(moved):  # more moves while parts of other documents are loaded
            return known[1]
        if not moved:
            pointer = self.pointer
        elif parent is None:
            pointer = written_pointer(moved, self.pointer)
        else:
            before = moved.get(self.pointer)
            pointer = f"{parent.origin.pointer}/{escape(self.key)}" if before is None else before
        origin = Origin(document=self.document.id, pointer=pointer)
        self._origin = (len(moved), origin)
        return origin

    @property
    def reference(self) -> str | None:
        """The text of `$ref` when this is a Reference Object."""
        value = self.value
        ref = value.get("$ref") if value.__class__ is dict else None
        return ref if isinstance(ref, str) else None

    def child(self, key: str | int) -> Cursor:
        """The member or element `key`; it must exist."""
        return Cursor(self.document, self.value[key], self.resolver, self, key)

    def get(self, key: str) -> Cursor | None:
        """The member `key` of an object, None when it is absent or this is no object."""
        value = self.value
        if value.__class__ is dict and key in value:
            return Cursor(self.document, value[key], self.resolver, self, key)
        return None

    def text(self, key: str, default: str = "") -> str:
        """The member `key` when it is a string, else `default`."""
        value = self.value
        found = value.get(key) if value.__class__ is dict else None
        return found if isinstance(found, str) else default

    def flag(self, key: str) -> bool:
        """True when the member `key` is `true`."""
        value = self.value
        return value.__class__ is dict and value.get(key) is True

    def items(self) -> Iterator[tuple[str, Cursor]]:
        """The members of an object in the order of the document; nothing for other values."""
        if self.value.__class__ is dict:
            for key, value in self.value.items():
                yield key, Cursor(self.document, value, self.resolver, self, key)

    def elements(self) -> Iterator[Cursor]:
        """The elements of an array; nothing for other values."""
        if is_array(self.value):
            for index, value in enumerate(self.value):
                yield Cursor(self.document, value, self.resolver, self, index)

    def follow(self) -> Cursor:
        """What stands here after references are followed (siblings of `$ref` are the caller's business).

        Raises `Unsupported` with `unresolved-reference` or `circular-reference`, at the place of the reference.
        """
        here = self
        for _ in range(MAX_REFERENCE_CHAIN):
            reference = here.reference
            if reference is None:
                return here
            here = self.resolver.resolve(here, reference)
        raise Unsupported("circular-reference", self.origin, f"the reference {self.reference!r} leads back to itself")
