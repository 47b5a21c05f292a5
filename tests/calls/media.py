"""Media types: what a body of each is made of."""

from __future__ import annotations

from enum import Enum

from .operations import Content

_LINES = ("jsonl", "ndjson", "jsonlines", "json-lines", "json-seq", "stream+json", "x-json-stream")
_TEXTS = ("yaml", "javascript", "jwt", "graphql")
MEMBERS = frozenset({"properties", "items", "additionalProperties", "allOf", "oneOf", "anyOf", "prefixItems", "$ref"})
"""Keywords of a schema whose values have members, or may have."""

_ANY = ("*/*", "application/*", "*", "")


class Kind(Enum):
    """How a body is written."""

    JSON = "JSON"
    LINES = "sequence of JSON texts"
    EVENTS = "event stream"
    FORM = "form"
    MULTIPART = "multipart body"
    XML = "XML"
    TEXT = "text"
    BYTES = "bytes"


def essence(media_type: str) -> str:
    """A media type without parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def concrete(media_type: str) -> str:
    """A media type that a caller may choose for a range, but for the one of all."""
    return media_type if media_type in _ANY[:1] else media_type.replace("*", "x")


def kind_of(content: Content) -> Kind:
    """How a body of a media type is written; a range is JSON where its schema describes an object or an array."""
    name = essence(content.media_type)
    schema = content.schema.object if content.schema else {}
    if (schema.get("format") == "binary" or schema.get("type") == "file") and "form" not in name:
        return Kind.BYTES
    if name.endswith(_LINES):
        return Kind.LINES
    if name.endswith(("/json", "+json")):
        return Kind.JSON
    if name == "text/event-stream":
        return Kind.EVENTS
    if name == "application/x-www-form-urlencoded":
        return Kind.FORM
    if name.startswith("multipart/"):
        return Kind.MULTIPART
    if name.endswith(("/xml", "+xml")) and not name.startswith("image/"):
        return Kind.XML
    if name.startswith("text/") or (name in _ANY and schema.get("type") == "string") or name.endswith(_TEXTS):
        return Kind.TEXT
    if name in _ANY and not MEMBERS.isdisjoint(schema):
        return Kind.JSON
    return Kind.BYTES
