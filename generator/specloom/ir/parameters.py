"""Parameters of an operation: where and how a value is sent outside of the body."""

from __future__ import annotations

from enum import StrEnum

from specloom.ir.names import Deprecation, Docs, Name, Origin
from specloom.ir.types import NO_CONSTRAINTS, Constraints, Default, TypeExpr
from specloom.quick import dataclass


class Location(StrEnum):
    """The `in` of a Parameter Object."""

    PATH = "path"
    QUERY = "query"
    QUERYSTRING = "querystring"
    HEADER = "header"
    COOKIE = "cookie"


class Style(StrEnum):
    """The `style` of a Parameter or Encoding Object (OpenAPI 3.2, section 4.12.2.3)."""

    SIMPLE = "simple"
    LABEL = "label"
    MATRIX = "matrix"
    FORM = "form"
    SPACE_DELIMITED = "spaceDelimited"
    PIPE_DELIMITED = "pipeDelimited"
    TAB_DELIMITED = "tabDelimited"
    DEEP_OBJECT = "deepObject"
    COOKIE = "cookie"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A Parameter Object. `media_type` is set when the value is serialised as that content instead of by style."""

    name: Name
    location: Location
    type: TypeExpr
    required: bool
    style: Style
    explode: bool
    allow_reserved: bool = False
    allow_empty: bool = False
    media_type: str = ""
    default: Default | None = None
    constraints: Constraints = NO_CONSTRAINTS
    docs: Docs
    deprecation: Deprecation | None = None
    origin: Origin
