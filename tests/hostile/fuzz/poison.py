"""A document with hostile texts in the places of its own."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from specloom.source.plain import is_array, is_object
from specloom.source.pointers import escape

from ..document import escaped
from .grammar import KINDS, Many, Map, Role, Shape
from .texts import Hostile

RATES = {
    Role.TEXT: 0.9,
    Role.NAME: 0.6,
    Role.VALUE: 0.6,
    Role.SLOT: 0.5,
    Role.URL: 0.5,
    Role.WORD: 0.01,
}
"""How often a text is replaced. Few of the specification's words are: the rest of the document would be dropped."""

_OUTSIDE_OF_PATHS = re.compile("[{}?#&:/\\\\% \ud800-\udfff]")
_SEPARATORS = re.compile("[./:#]")
_TEMPLATE = re.compile(r"(\{[^{}]*\}|/|\w+://[^/{]*)")


def poisoned(document: Any, hostile: Hostile) -> Any:
    """A copy of a document, every reference in which leads to what it led to."""
    walk = _Walk(hostile)
    found = walk.shape(document, "document", "", "")
    return walk.with_references(found)


class _Reference(str):
    """A text that names a place by its old pointer."""

    __slots__ = ()


class _Walk:
    def __init__(self, hostile: Hostile) -> None:
        self._hostile = hostile
        self._moved: dict[str, str] = {"": ""}

    def shape(self, value: Any, shape: Shape, old: str, new: str) -> Any:
        """`value`, which stands at one pointer and will at another."""
        self._moved[old] = new
        if is_array(value):
            inner = shape.item if isinstance(shape, Many) else shape
            return [self.shape(item, inner, f"{old}/{n}", f"{new}/{n}") for n, item in enumerate(value)]
        match shape:
            case Many(item):
                return self.shape(value, item, old, new)
            case Map(item, key):
                return self._map(value, item, key, old, new)
            case Role():
                return self._leaf(value, shape, old, new)
            case kind:
                return self._object(value, kind, old, new)

    def with_references(self, value: Any) -> Any:
        """The same with every reference as it must be now."""
        if isinstance(value, _Reference):
            moved = self._moved.get(unquote(value[1:]))
            return str(value) if moved is None else "#" + escaped_pointer(moved)
        if is_object(value):
            return {key: self.with_references(item) for key, item in value.items()}
        return [self.with_references(item) for item in value] if is_array(value) else value

    def _map(self, value: Any, item: Shape, key: Role, old: str, new: str) -> Any:
        if not is_object(value):
            return value
        found: dict[str, Any] = {}
        for name, each in value.items():
            # Extensions of the specification may stand among names, and are not named anew.
            extension = name.startswith("x-") and isinstance(item, str) and item in ("path", "operation", "response")
            renamed = name if extension else self._text(name, key, f"{old} key")
            found[renamed] = self.shape(each, item, f"{old}/{escape(name)}", f"{new}/{escape(renamed)}")
        return found

    def _object(self, value: Any, kind: str, old: str, new: str) -> Any:
        if not is_object(value):
            return value
        fields = KINDS[kind]
        return {
            key: (
                self.shape(item, fields.get(key, Role.VALUE), f"{old}/{escape(key)}", f"{new}/{escape(key)}")
                if key in fields or key.startswith("x-")
                else item
            )
            for key, item in value.items()
        }

    def _leaf(self, value: Any, role: Role, old: str, new: str) -> Any:
        if isinstance(value, str):
            return self._text(value, role, old)
        if is_object(value):
            free = not old.rpartition("/x-")[1]
            return {
                (renamed := self._text(key, role, f"{old} key") if free else key): self.shape(
                    item, role, f"{old}/{escape(key)}", f"{new}/{escape(renamed)}"
                )
                for key, item in value.items()
            }
        if role is Role.WORD and value is not None:
            found = self._hostile.instead_of(str(value), RATES[role], place=old)
            return value if found == str(value) else found
        return value

    def _text(self, text: str, role: Role, old: str) -> str:
        if role is Role.POINTER:
            # The name of a schema may stand for a reference to it, if it does not look like one.
            return _Reference(text if "/" in text or "#" in text else f"#/components/schemas/{text}")
        if role is Role.URL:
            return "".join(map(self._piece, _TEMPLATE.split(text)))
        if role is Role.WORD:
            return self._hostile.instead_of(text, RATES[role], place=old)
        if role is Role.TEXT and self._hostile.chance(text) < 0.5:
            return self._hostile.instead_of(text, RATES[role], lambda hostile: f"{hostile} {text}")
        if role is Role.SLOT:
            return self._hostile.instead_of(text, RATES[role], _in_path)
        return self._hostile.instead_of(text, RATES[role], _joined if self._hostile.has_twin else str)

    def _piece(self, piece: str) -> str:
        """A part of a URL: what stands in braces, or between slashes."""
        if piece.startswith("{"):
            return "{" + self._text(piece[1:-1], Role.SLOT, "") + "}"
        if not piece or piece == "/" or "://" in piece:
            return piece
        return self._hostile.instead_of(piece, RATES[Role.URL], _in_path)


def _joined(text: str) -> str:
    """A name that is not several."""
    return _SEPARATORS.sub("", text)


def _in_path(text: str) -> str:
    return _OUTSIDE_OF_PATHS.sub("", text)


def escaped_pointer(pointer: str) -> str:
    """A pointer inside the fragment of a URI."""
    return "/".join(escaped(token.replace("~1", "/").replace("~0", "~")) for token in pointer.split("/"))
