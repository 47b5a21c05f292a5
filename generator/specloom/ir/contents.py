"""Bodies and responses: the media types that carry data, and how it is written in each."""

from __future__ import annotations

from enum import StrEnum

from specloom.ir.names import Docs, Name, Origin
from specloom.ir.parameters import Style
from specloom.ir.types import NO_CONSTRAINTS, Constraints, TypeExpr, XmlHints
from specloom.quick import dataclass


class Encoding(StrEnum):
    """How a body of a media type is written and read."""

    JSON = "json"
    FORM = "form"
    MULTIPART = "multipart"
    TEXT = "text"
    BYTES = "bytes"
    XML = "xml"
    EVENT_STREAM = "event-stream"
    JSON_LINES = "json-lines"
    JSON_SEQ = "json-seq"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A header of a response or of a part."""

    name: Name
    type: TypeExpr
    required: bool
    docs: Docs
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One property of a form or multipart body, with its Encoding Object decided.

    `encoding` tells how the value is written inside the body; `style` is set only where the document asks for a style.
    `is_file`: the part carries a file (raw bytes with a file name). `many`: the property is an array, one part an item.
    """

    name: str
    type: TypeExpr
    encoding: Encoding
    content_type: str = ""
    style: Style | None = None
    explode: bool = True
    allow_reserved: bool = False
    is_file: bool = False
    many: bool = False
    headers: tuple[Header, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One media type of a body. `item` is the type of an item of a stream (`itemSchema`, or an array written as JSON
    Lines)."""

    media_type: str
    sent_as: str = ""
    """Where `media_type` is a range: what is sent unless the caller chooses another that is in it."""
    encoding: Encoding
    type: TypeExpr
    item: TypeExpr | None = None
    parts: tuple[Part, ...] = ()
    positional: bool = False
    """The body is an array, whose parts have no names: the last part stands for all further items if it is `many`."""
    constraints: Constraints = NO_CONSTRAINTS
    xml: XmlHints | None = None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A Request Body Object; `contents` best first."""

    required: bool
    contents: tuple[Content, ...]
    docs: Docs
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A Response Object. `status` is `"200"`, `"4XX"` or `"default"`."""

    status: str
    contents: tuple[Content, ...]
    headers: tuple[Header, ...] = ()
    docs: Docs
    origin: Origin
