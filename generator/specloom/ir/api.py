"""The API: operations, what they send and receive, and how they are grouped. Decisions, not raw keywords."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from specloom.ir.names import Deprecation, Docs, Name, Origin
from specloom.ir.types import (
    NO_CONSTRAINTS,
    Constraints,
    Declaration,
    Default,
    TypeExpr,
    XmlHints,
)
from specloom.quick import quick


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


@quick
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


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One media type of a body. `item` is the type of an item of a stream (`itemSchema`, or an array written as JSON
    Lines)."""

    media_type: str
    encoding: Encoding
    type: TypeExpr
    item: TypeExpr | None = None
    parts: tuple[Part, ...] = ()
    xml: XmlHints | None = None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A Request Body Object; `contents` best first."""

    required: bool
    contents: tuple[Content, ...]
    docs: Docs
    origin: Origin


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A Response Object. `status` is `"200"`, `"4XX"` or `"default"`."""

    status: str
    contents: tuple[Content, ...]
    headers: tuple[Header, ...] = ()
    docs: Docs
    origin: Origin


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class PathSlot:
    """The place of a path parameter inside a path; `name` is its wire name."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextUrl:
    """The body holds the URL of the next page. Paths are property names from the top of the body; `()` is the body
    itself."""

    items: tuple[str, ...]
    next: tuple[str, ...]
    item: TypeExpr


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkHeader:
    """The `Link` header holds the URL of the next page (RFC 8288, `rel="next"`)."""

    items: tuple[str, ...]
    item: TypeExpr


@dataclass(frozen=True, slots=True, kw_only=True)
class CursorPages:
    """The next request repeats this one with `parameter` set to a value of the answer.

    `next` is where the cursor is in the body, or, with `last_item`, the path inside the last item. `more` is a boolean
    of the body that says whether there are further pages, if there is one. `in_body`: the parameter is a property of
    the request body.
    """

    items: tuple[str, ...]
    item: TypeExpr
    parameter: str
    next: tuple[str, ...]
    last_item: bool = False
    more: tuple[str, ...] | None = None
    in_body: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OffsetPages:
    """The next request repeats this one with `parameter` advanced by the number of items received."""

    items: tuple[str, ...]
    item: TypeExpr
    parameter: str
    limit: str = ""
    total: tuple[str, ...] | None = None
    more: tuple[str, ...] | None = None
    in_body: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedPages:
    """The next request repeats this one with `parameter` plus one; `first` is the number of the first page."""

    items: tuple[str, ...]
    item: TypeExpr
    parameter: str
    first: int = 1
    size: str = ""
    total_pages: tuple[str, ...] | None = None
    total: tuple[str, ...] | None = None
    more: tuple[str, ...] | None = None
    in_body: bool = False


Pagination = NextUrl | LinkHeader | CursorPages | OffsetPages | NumberedPages


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeUse:
    """One scheme of a requirement, with the scopes it needs."""

    scheme: str
    scopes: tuple[str, ...] = ()


Requirement = tuple[SchemeUse, ...]
"""Schemes that are all needed together; empty: anonymous is fine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeyScheme:
    """`type: apiKey`: a value sent as `name` in `location`."""

    id: str
    name: Name
    location: Location
    parameter: str
    docs: Docs
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpScheme:
    """`type: http`. `scheme` is lower case: `basic`, `bearer`, or another that takes a ready-made value.

    `parts` names the credentials of a basic scheme (user name, password) or the one token of the others.
    """

    id: str
    name: Name
    scheme: str
    bearer_format: str = ""
    parts: tuple[Name, ...]
    docs: Docs
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthFlow:
    """An OAuth Flow Object. `kind` is `clientCredentials`, `authorizationCode`, `password`, `implicit` or
    `deviceAuthorization`."""

    kind: str
    token_url: str = ""
    authorization_url: str = ""
    refresh_url: str = ""
    device_url: str = ""
    scopes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthScheme:
    """`type: oauth2`."""

    id: str
    name: Name
    flows: tuple[OAuthFlow, ...]
    docs: Docs
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIdScheme:
    """`type: openIdConnect`: a bearer token."""

    id: str
    name: Name
    url: str
    docs: Docs
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class MutualTlsScheme:
    """`type: mutualTLS`: a client certificate of the transport."""

    id: str
    name: Name
    docs: Docs
    origin: Origin


SecurityScheme = ApiKeyScheme | HttpScheme | OAuthScheme | OpenIdScheme | MutualTlsScheme


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerVariable:
    """A Server Variable Object."""

    name: Name
    default: str
    values: tuple[str, ...] = ()
    docs: Docs


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A Server Object; `url` may hold `{variables}`, and may be relative to where the document was found."""

    name: Name
    url: str
    variables: tuple[ServerVariable, ...] = ()
    docs: Docs
    origin: Origin


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An Operation Object with everything inherited from its path item and the document.

    `id` is stable: the operationId where it is unique, else derived from method and path. `name` is the method's name
    inside its service. `security` lists alternatives; empty: nothing is sent. `servers` is empty when the document's
    apply. `idempotent`: sending it twice has the effect of sending it once (RFC 9110, section 9.2.2).
    """

    id: str
    operation_id: str | None
    name: Name
    method: str
    path: tuple[str | PathSlot, ...]
    path_template: str
    tags: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    responses: tuple[Response, ...] = ()
    security: tuple[Requirement, ...] = ()
    servers: tuple[Server, ...] = ()
    pagination: Pagination | None = None
    pagination_note: str = ""
    """Why it is, or is not, paged (`specloom explain` prints it)."""
    idempotent: bool = False
    idempotency_header: str = ""
    docs: Docs
    deprecation: Deprecation | None = None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A group of operations that a client offers under one name. The root has no name of its own (`words` is empty)."""

    name: Name
    operations: tuple[str, ...] = ()
    children: tuple[Service, ...] = ()
    docs: Docs
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """A request that the service sends: a webhook, or a callback of an operation (`expression` is then its URL)."""

    id: str
    name: Name
    method: str
    body: Body | None
    parameters: tuple[Parameter, ...] = ()
    expression: str = ""
    operation: str = ""
    docs: Docs
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """Everything a target needs to know. Mappings keep the order of the document."""

    name: Name
    version: str
    docs: Docs
    openapi: str
    servers: tuple[Server, ...]
    declarations: Mapping[str, Declaration]
    operations: Mapping[str, Operation]
    root: Service
    security_schemes: Mapping[str, SecurityScheme]
    webhooks: tuple[Webhook, ...] = ()
    document_hash: str = ""
    license: str = ""
    contact: str = ""
    sent: frozenset[str] = field(default_factory=frozenset[str])
    """Ids of declarations that are reachable from a request (a webhook is a response in this sense)."""
    received: frozenset[str] = field(default_factory=frozenset[str])
    """Ids of declarations that are reachable from a response."""
