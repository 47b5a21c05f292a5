"""Media types: how a body of each is written and read, and which one a caller would rather have."""

from __future__ import annotations

from specloom.ir.contents import Encoding

_EXACT = {
    "application/json": Encoding.JSON,
    "text/json": Encoding.JSON,
    "application/x-www-form-urlencoded": Encoding.FORM,
    "application/xml": Encoding.XML,
    "text/xml": Encoding.XML,
    "text/event-stream": Encoding.EVENT_STREAM,
    "application/json-seq": Encoding.JSON_SEQ,
    "application/yaml": Encoding.TEXT,
    "application/x-yaml": Encoding.TEXT,
    "application/graphql": Encoding.TEXT,
    "application/jwt": Encoding.TEXT,
    "application/javascript": Encoding.TEXT,
} | dict.fromkeys(
    (
        "application/jsonl",
        "application/json-lines",
        "application/jsonlines",
        "application/ndjson",
        "application/x-jsonl",
        "application/x-jsonlines",
        "application/x-json-stream",
        "application/x-ndjson",
        "application/stream+json",
        "text/jsonl",
        "text/x-jsonl",
        "text/x-ndjson",
    ),
    Encoding.JSON_LINES,
)

_PLAIN = {Encoding.JSON: "application/json", Encoding.XML: "application/xml", Encoding.TEXT: "text/plain"}

_ORDER = (
    Encoding.JSON,
    Encoding.FORM,
    Encoding.MULTIPART,
    Encoding.XML,
    Encoding.JSON_LINES,
    Encoding.JSON_SEQ,
    Encoding.EVENT_STREAM,
    Encoding.TEXT,
    Encoding.BYTES,
)

STREAMS = frozenset({Encoding.EVENT_STREAM, Encoding.JSON_LINES, Encoding.JSON_SEQ})
"""Encodings of a sequence of items (OpenAPI 3.2, section 4.14.3)."""


def essence(media_type: str) -> str:
    """`media_type` in lower case without its parameters."""
    return media_type.partition(";")[0].strip().lower()


def encoding(media_type: str, *, structured: bool, text: bool = False) -> Encoding:
    """How a body of `media_type` is written and read.

    A wildcard says nothing about the bytes: `structured` tells whether the schema describes JSON data (then it is
    JSON), `text` whether it describes a single value that is no file. What is not known is bytes.
    """
    name = essence(media_type)
    exact = _EXACT.get(name)
    if exact is not None:
        return exact
    if name.endswith("+json"):
        return Encoding.JSON
    if name.endswith("+json-seq"):
        return Encoding.JSON_SEQ
    if name.endswith("+xml") and not name.startswith("image/"):
        return Encoding.XML
    if name.startswith("multipart/"):
        return Encoding.MULTIPART
    if name.endswith("+yaml") or name.startswith("text/"):
        return Encoding.TEXT
    if name in {"*/*", "*", "application/*", ""}:
        return Encoding.JSON if structured else Encoding.TEXT if text else Encoding.BYTES
    return Encoding.BYTES


def first_of(media_type: str) -> str:
    """The first of a list of media types; any, where nothing is listed."""
    return media_type.partition(",")[0].strip() or "*/*"


def sent_as(media_type: str, how: Encoding) -> str:
    """The `Content-Type` of what is sent: `media_type`, the first of a list; for a range, which no header may hold, the
    plain type of its encoding."""
    first = first_of(media_type)
    return first if "*" not in first else _PLAIN.get(how, "application/octet-stream")


def rank(media_type: str, how: Encoding) -> tuple[int, int, int]:
    """The sort key that puts the best media type of a body first.

    JSON itself, then its relatives, forms, multipart and the others; a plain type before one with parameters.
    """
    name = essence(media_type)
    plain = 0 if name == "application/json" else 1 if "*" not in name else 2
    return (_ORDER.index(how), plain, 1 if ";" in media_type else 0)
