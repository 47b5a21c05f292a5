"""Stable identities of places: what ids and lock keys are made of, and the names that a place suggests by itself."""

from __future__ import annotations

import posixpath
import re
from typing import Any
from urllib.parse import unquote

from specloom.build import words
from specloom.build.options import Words
from specloom.source import pointers
from specloom.source.cursor import Cursor
from specloom.source.plain import is_array, is_object

_NAMED = frozenset(("schemas", "definitions", "$defs"))
_SHARED = {
    "parameters": "",
    "headers": "",
    "requestBodies": "request",
    "responses": "response",
    "mediaTypes": "",
    "callbacks": "",
}
_SILENT = frozenset(
    (
        "properties",
        "allOf",
        "oneOf",
        "anyOf",
        "content",
        "schema",
        "components",
        "schemas",
        "paths",
        "$defs",
        "definitions",
    )
)
_BRANCHES = frozenset(("oneOf", "anyOf", "allOf"))


def escape(token: str) -> str:
    """A reference token of RFC 6901."""
    return token.replace("~", "~0").replace("/", "~1") if "~" in token or "/" in token else token


def identify(cursor: Cursor) -> str:
    """The id of what stands at `cursor`: document and pointer, in which an array index is replaced by what identifies
    the element.

    `#/paths/~1Rooms/get/parameters/query:Status/schema`; a branch of `oneOf` goes by the name of its `$ref`, its
    title or its
    constant. Where two elements would be one, or nothing identifies them, the index stays.
    """
    tokens: list[str] = []
    here, homes = cursor, cursor.document.known_as
    while here.parent is not None and not (homes and here.pointer in homes):
        key = here.key
        tokens.append(escape(key) if isinstance(key, str) else element_key(here.parent, key))
        here = here.parent
    tokens.append(homes.get(here.pointer) or f"{here.document.id}#{here.key}")
    tokens.reverse()
    return "/".join(tokens)


def element_key(array: Cursor, index: int) -> str:
    """What stands for `index` in ids: unique in its array, independent of the order where the elements say what they
    are.
    """
    elements: list[Any] = array.value
    branch = array.key in _BRANCHES
    own = _identity(elements[index], branch)
    if not own or any(_identity(other, branch) == own for i, other in enumerate(elements) if i != index):
        return str(index)
    return own


def _identity(element: Any, branch: bool) -> str:
    if not is_object(element):
        return ""
    reference = element.get("$ref")
    if isinstance(reference, str):
        return escape(reference_name(reference))
    if not branch:
        name, place = element.get("name"), element.get("in")
        return escape(f"{place}:{name}") if isinstance(name, str) and isinstance(place, str) else ""
    title = element.get("title")
    if isinstance(title, str) and title:
        return escape(title)
    constant = constant_of(element)
    return escape(str(constant)) if constant is not None else ""


def constant_of(schema: dict[str, Any]) -> str | int | float | bool | None:
    """The one value a schema allows, or the one that the first property with a constant has: what a branch is known
    by.
    """
    for candidate in (schema, *_property_schemas(schema)):
        value = candidate.get("const")
        if isinstance(value, str | int | float):
            return value
        values = candidate.get("enum")
        if is_array(values) and len(values) == 1 and isinstance(values[0], str | int | float):
            return values[0]
    return None


def _property_schemas(schema: dict[str, Any]) -> list[dict[str, Any]]:
    properties = schema.get("properties")
    return [p for p in properties.values() if is_object(p)] if is_object(properties) else []


def reference_name(reference: str) -> str:
    """The last name in a reference: of its fragment, or of the file without the extension."""
    path, _, fragment = reference.partition("#")
    last = fragment.rpartition("/")[2]
    if last:
        return unquote(last).replace("~1", "/").replace("~0", "~")
    return file_stem(path)


def file_stem(path: str) -> str:
    """`schemas/Pet.v1.yaml` → `Pet.v1`."""
    return re.sub(r"\.(ya?ml|json)$", "", posixpath.basename(path), flags=re.IGNORECASE)


def path_tokens(cursor: Cursor) -> tuple[str, tuple[str | int, ...]]:
    """The document of a place, and the keys from there down to it."""
    tokens: list[str | int] = []
    here, homes = cursor, cursor.document.known_as
    while here.parent is not None and not (homes and here.pointer in homes):
        tokens.append(here.key)
        here = here.parent
    document, _, pointer = (homes.get(here.pointer) or f"{here.document.id}#{here.key}").partition("#")
    tokens.extend(reversed(pointers.split(pointer)))
    tokens.reverse()
    return document, tuple(tokens)


def component_name(cursor: Cursor) -> str | None:
    """The name of a schema that has one: a component, an entry of `definitions` or `$defs`, a whole file."""
    document, tokens = path_tokens(cursor)
    if not tokens:
        return file_stem(document) if document else None
    if len(tokens) >= 2 and tokens[-2] in _NAMED and (len(tokens) < 3 or tokens[-3] != "properties"):
        return str(tokens[-1])
    if len(tokens) == 1 and document:
        return str(tokens[0])
    return None


def shared_words(cursor: Cursor) -> Words | None:
    """The words for a schema inside a shared parameter, header, body or response, named after that component; else
    None.
    """
    _, tokens = path_tokens(cursor)
    if len(tokens) < 3 or tokens[0] != "components":
        return None
    suffix = _SHARED.get(str(tokens[1]))
    if suffix is None:
        return None
    name = words.split(str(tokens[2]))
    return name if not suffix or name[-1] in (suffix, "body") else (*name, suffix)


def place_words(cursor: Cursor) -> tuple[Words, Words]:
    """Words and leaf for a place that is reached by a reference only: those that a walk down to it would have given."""
    document, tokens = path_tokens(cursor)
    name: Words = words.split(file_stem(document)) if document else ()
    leaf: Words = ()
    previous: str | int = ""
    for token in tokens:
        if isinstance(token, int) or (previous not in ("properties", "schemas") and token in _SILENT):
            pass
        elif token in ("items", "additionalProperties") and previous != "properties" and name:
            name = words.singular(name) or (*name, "item" if token == "items" else "value")
        else:
            leaf = words.split(token)
            name = leaf if previous in _NAMED else (*name, *leaf)
        previous = token
    return words.bound(name or ("schema",)), leaf
