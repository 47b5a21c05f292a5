"""Which components extend which: `allOf` read from the child's side, for discriminators that stand on the parent."""

from __future__ import annotations

from collections.abc import Iterator

from specloom.build import places
from specloom.build.facts import branches
from specloom.diagnostics import Unsupported
from specloom.source.cursor import Cursor
from specloom.source.plain import is_object


class Hierarchy:
    """The components of a document by the parents they name in `allOf`. Read once, on first use."""

    def __init__(self, root: Cursor) -> None:
        self._root = root
        self._children: dict[str, list[Cursor]] | None = None

    def children(self, base: Cursor) -> tuple[Cursor, ...]:
        """The components that extend `base`, directly or through others, in the order of the document."""
        table = self._table()
        found: dict[str, Cursor] = {}
        waiting = list(reversed(table.get(places.identify(base), ())))
        while waiting:
            child = waiting.pop()
            identity = places.identify(child)
            if identity not in found:
                found[identity] = child
                waiting.extend(reversed(table.get(identity, ())))
        found.pop(places.identify(base), None)
        return tuple(found.values())

    def polymorphic(self, schema: Cursor) -> bool:
        """Whether a value of `schema` may be one of its children: it has a discriminator, no branches of its own, and
        children.
        """
        value = schema.value
        if not is_object(value) or not is_object(value.get("discriminator")) or branches(schema)[0]:
            return False
        return bool(value["discriminator"].get("mapping")) or bool(self.children(schema))

    def _table(self) -> dict[str, list[Cursor]]:
        if self._children is None:
            self._children = {}
            for child in _components(self._root):
                for parent in _parents(child):
                    self._children.setdefault(parent, []).append(child)
        return self._children


def _components(root: Cursor) -> Iterator[Cursor]:
    components = root.get("components")
    schemas = components.get("schemas") if components is not None else None
    if schemas is not None:
        for _, schema in schemas.items():
            try:
                yield schema.follow()
            except Unsupported:
                continue


def _parents(child: Cursor) -> Iterator[str]:
    parts = child.get("allOf")
    if parts is None:
        return
    for part in parts.elements():
        if part.reference is not None:
            try:
                yield places.identify(part.follow())
            except Unsupported:
                continue
