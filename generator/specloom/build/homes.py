"""Places that the document only refers to, known as the place that refers to them: a document in several files has the
ids and names that it has in one.
"""

from __future__ import annotations

from collections.abc import Iterator

from specloom.build.docs import ANNOTATIONS
from specloom.diagnostics import Unsupported
from specloom.source.cursor import MAX_REFERENCE_CHAIN, Cursor
from specloom.source.plain import is_object

_SECTIONS = ("schemas", "parameters", "headers", "requestBodies", "responses", "mediaTypes", "callbacks", "pathItems")


def settle_homes(root: Cursor) -> None:
    """Notes for every component and path that is a reference and nothing else that what it refers to is known as it.

    The first one that refers to a place names it; a component never takes the name of another one.
    """
    listed = list(_listed(root))
    own = {cursor.id for cursor, _ in listed}
    for cursor, name in listed:
        here = cursor
        for _ in range(MAX_REFERENCE_CHAIN):
            if not _only_refers(here):
                break
            try:
                here = here.resolver.resolve(here, here.reference or "")
            except Unsupported:
                break
            if here.id in own or here.pointer in here.document.known_as:
                break
            here.document.known_as[here.pointer] = name


def _listed(root: Cursor) -> Iterator[tuple[Cursor, str]]:
    components = root.get("components")
    for section in _SECTIONS:
        holder = components.get(section) if components is not None else None
        for _, cursor in holder.items() if holder is not None else ():
            yield cursor, cursor.id
    for section in ("paths", "webhooks"):
        holder = root.get(section)
        for _, cursor in holder.items() if holder is not None else ():
            yield cursor, cursor.id


def _only_refers(cursor: Cursor) -> bool:
    return is_object(cursor.value) and cursor.reference is not None and cursor.value.keys() <= ANNOTATIONS | {"$ref"}
