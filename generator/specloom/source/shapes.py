"""Which objects stand where in an OpenAPI 3.x document: the grammar that `normalise` walks along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from specloom.source.plain import is_array, is_object
from specloom.source.pointers import Path


class Kind(StrEnum):
    """An object of the specification that may hold schemas."""

    DOCUMENT = "document"
    COMPONENTS = "components"
    PATH_ITEM = "path-item"
    OPERATION = "operation"
    PARAMETER = "parameter"
    HEADER = "header"
    BODY = "request-body"
    RESPONSES = "responses"
    RESPONSE = "response"
    CALLBACK = "callback"
    MEDIA_TYPE = "media-type"
    ENCODING = "encoding"
    SCHEMA = "schema"


class Many(StrEnum):
    """How a member holds objects."""

    ONE = "one"
    MAP = "map"
    LIST = "list"


METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")

_OPERATIONS = dict.fromkeys(METHODS, (Many.ONE, Kind.OPERATION))
_ONE_SCHEMA = (Many.ONE, Kind.SCHEMA)
_SCHEMAS = (Many.MAP, Kind.SCHEMA)
_SCHEMA_LIST = (Many.LIST, Kind.SCHEMA)
_CONTENT = {"content": (Many.MAP, Kind.MEDIA_TYPE)}

MEMBERS: Mapping[Kind, Mapping[str, tuple[Many, Kind]]] = {
    Kind.DOCUMENT: {
        "paths": (Many.MAP, Kind.PATH_ITEM),
        "webhooks": (Many.MAP, Kind.PATH_ITEM),
        "components": (Many.ONE, Kind.COMPONENTS),
    },
    Kind.COMPONENTS: {
        "schemas": _SCHEMAS,
        "responses": (Many.MAP, Kind.RESPONSE),
        "parameters": (Many.MAP, Kind.PARAMETER),
        "requestBodies": (Many.MAP, Kind.BODY),
        "headers": (Many.MAP, Kind.HEADER),
        "callbacks": (Many.MAP, Kind.CALLBACK),
        "pathItems": (Many.MAP, Kind.PATH_ITEM),
        "mediaTypes": (Many.MAP, Kind.MEDIA_TYPE),
    },
    Kind.PATH_ITEM: {
        **_OPERATIONS,
        "additionalOperations": (Many.MAP, Kind.OPERATION),
        "parameters": (Many.LIST, Kind.PARAMETER),
    },
    Kind.OPERATION: {
        "parameters": (Many.LIST, Kind.PARAMETER),
        "requestBody": (Many.ONE, Kind.BODY),
        "responses": (Many.ONE, Kind.RESPONSES),
        "callbacks": (Many.MAP, Kind.CALLBACK),
    },
    Kind.PARAMETER: {"schema": _ONE_SCHEMA, **_CONTENT},
    Kind.HEADER: {"schema": _ONE_SCHEMA, **_CONTENT},
    Kind.BODY: {**_CONTENT},
    Kind.RESPONSE: {"headers": (Many.MAP, Kind.HEADER), **_CONTENT},
    Kind.MEDIA_TYPE: {
        "schema": _ONE_SCHEMA,
        "itemSchema": _ONE_SCHEMA,
        "encoding": (Many.MAP, Kind.ENCODING),
        "prefixEncoding": (Many.LIST, Kind.ENCODING),
        "itemEncoding": (Many.ONE, Kind.ENCODING),
    },
    Kind.ENCODING: {"headers": (Many.MAP, Kind.HEADER)},
    Kind.SCHEMA: {
        "properties": _SCHEMAS,
        "patternProperties": _SCHEMAS,
        "$defs": _SCHEMAS,
        "definitions": _SCHEMAS,
        "dependentSchemas": _SCHEMAS,
        "items": _ONE_SCHEMA,
        "additionalProperties": _ONE_SCHEMA,
        "allOf": _SCHEMA_LIST,
        "anyOf": _SCHEMA_LIST,
        "oneOf": _SCHEMA_LIST,
        "prefixItems": _SCHEMA_LIST,
        "not": _ONE_SCHEMA,
        "if": _ONE_SCHEMA,
        "then": _ONE_SCHEMA,
        "else": _ONE_SCHEMA,
        "contains": _ONE_SCHEMA,
        "propertyNames": _ONE_SCHEMA,
        "additionalItems": _ONE_SCHEMA,
        "unevaluatedItems": _ONE_SCHEMA,
        "unevaluatedProperties": _ONE_SCHEMA,
        "contentSchema": _ONE_SCHEMA,
    },
}
"""The members of an object that hold further objects. `responses` and callbacks are maps themselves: see `WHOLE`."""

WHOLE: Mapping[Kind, Kind] = {Kind.RESPONSES: Kind.RESPONSE, Kind.CALLBACK: Kind.PATH_ITEM}
"""Objects whose every member (but extensions) is an object of that kind."""

_HOLDING = {kind: frozenset(members) for kind, members in MEMBERS.items()}


def inside(node: dict[str, Any], kind: Kind, path: Path) -> Sequence[tuple[Any, Kind, Path]]:
    """What stands directly inside an object of the specification: value, kind and place, in the order of the document.

    A value may be anything: documents put texts where objects belong.
    """
    whole = WHOLE.get(kind)
    if whole is not None:
        return [(item, whole, (path, key)) for key, item in node.items() if not key.startswith("x-")]
    if _HOLDING[kind].isdisjoint(node):  # most schemas are scalars
        return ()
    members = MEMBERS[kind]
    found: list[tuple[Any, Kind, Path]] = []
    for key, item in node.items():
        member = members.get(key)
        if member is None:
            continue
        many, inner = member
        if is_array(item):
            below = (path, key)
            found += [(element, inner, (below, index)) for index, element in enumerate(item)]
        elif many is Many.ONE:
            found.append((item, inner, (path, key)))
        elif is_object(item):
            below = (path, key)
            found += [(element, inner, (below, name)) for name, element in item.items()]
    return found
