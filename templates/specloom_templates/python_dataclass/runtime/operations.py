"""What an operation of the document is, as data: emitted once an operation, read by
every call of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeAlias, TypeVar

from .api import Security, Server
from .bodies import (
    BodySpec,
    BytesBody,
    FormBody,
    JsonBody,
    JsonLinesBody,
    MultipartBody,
    TextBody,
    XmlBody,
)
from .pagination import (
    CursorPages,
    LinkHeader,
    NextUrl,
    NumberedPages,
    OffsetPages,
    Pagination,
)
from .params import Parameter
from .types import Type, list_of

__all__ = [
    "BytesBody",
    "CursorPages",
    "Endpoint",
    "FormBody",
    "JsonBody",
    "JsonLinesBody",
    "LinkHeader",
    "MultipartBody",
    "NextUrl",
    "NumberedPages",
    "OffsetPages",
    "Operation",
    "PagedOperation",
    "Pagination",
    "Parameter",
    "Reading",
    "Responses",
    "Slot",
    "StreamOperation",
    "TextBody",
    "XmlBody",
]

T = TypeVar("T")

Responses: TypeAlias = Mapping[str, Mapping[str, Type]]
"""By status (`"201"`, `"4XX"`, `"default"`), then by media type: the type of the body,
commonly a lazy reference.

A status without media types has no body.
"""

Reading: TypeAlias = Callable[[bytes, bool], Any]
"""How a body is read, given whether strictly."""

_NONE: Mapping[str, Parameter] = {}
_NO_RESPONSES: Responses = {}


class Slot:
    """The place of a path parameter in a path. `parameter` is None where its style is
    the default one (`simple`)."""

    __slots__ = ("name", "parameter")

    def __init__(self, name: str, parameter: Parameter | None = None) -> None:
        self.name = name
        self.parameter = parameter


class Endpoint:
    """What every kind of operation has.

    `id` is the operation's in the document, `call` how a user spells it
    (`rooms.create`). `query`, `headers` and `cookies` list parameters whose encoding is
    not the default one, by wire name. `querystring` is the wire name of the parameter
    that is the whole query. `alternatives` are bodies that may be sent
    instead of `body`, by their media types. `security` is None where the API's own applies; `()` sends
    nothing. `servers` is empty where the API's apply. `idempotent`: sending it twice
    has the effect of sending it once (RFC 9110, section 9.2.2). `accept`: the media
    types asked for, where those of `responses` are not it. `prepared` and `readings`
    are kept by `request` and `response`: what does not change from call to call."""

    __slots__ = (
        "accept",
        "alternatives",
        "body",
        "call",
        "cookies",
        "headers",
        "id",
        "idempotency_header",
        "idempotent",
        "method",
        "path",
        "prepared",
        "query",
        "querystring",
        "readings",
        "responses",
        "security",
        "servers",
    )

    def __init__(
        self,
        *,
        id: str,
        call: str,
        method: str,
        path: tuple[str | Slot, ...],
        query: Mapping[str, Parameter] = _NONE,
        headers: Mapping[str, Parameter] = _NONE,
        cookies: Mapping[str, Parameter] = _NONE,
        querystring: str = "",
        body: BodySpec | None = None,
        alternatives: tuple[BodySpec, ...] = (),
        responses: Responses = _NO_RESPONSES,
        security: Security | None = None,
        servers: tuple[Server, ...] = (),
        idempotent: bool = False,
        idempotency_header: str = "",
        accept: str = "",
    ) -> None:
        self.id = id
        self.call = call
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.cookies = cookies
        self.querystring = querystring
        self.body = body
        self.alternatives = alternatives
        self.responses = responses
        self.security = security
        self.servers = servers
        self.idempotent = idempotent
        self.idempotency_header = idempotency_header
        self.accept = accept
        self.prepared: object | None = None
        self.readings: dict[tuple[int, str], Reading] = {}

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.call}>"


class Operation(Endpoint, Generic[T]):
    """An operation that answers with a `T`."""

    __slots__ = ()


class PagedOperation(Endpoint, Generic[T]):
    """An operation that answers with pages of `T`. `item` is the type of an item,
    `items` of all items of a page."""

    __slots__ = ("item", "items", "pages")

    def __init__(
        self,
        *,
        id: str,
        call: str,
        method: str,
        path: tuple[str | Slot, ...],
        pages: Pagination,
        item: Type,
        query: Mapping[str, Parameter] = _NONE,
        headers: Mapping[str, Parameter] = _NONE,
        cookies: Mapping[str, Parameter] = _NONE,
        querystring: str = "",
        body: BodySpec | None = None,
        alternatives: tuple[BodySpec, ...] = (),
        responses: Responses = _NO_RESPONSES,
        security: Security | None = None,
        servers: tuple[Server, ...] = (),
        idempotent: bool = False,
        idempotency_header: str = "",
        accept: str = "",
    ) -> None:
        super().__init__(
            id=id,
            call=call,
            method=method,
            path=path,
            query=query,
            headers=headers,
            cookies=cookies,
            querystring=querystring,
            body=body,
            alternatives=alternatives,
            responses=responses,
            security=security,
            servers=servers,
            idempotent=idempotent,
            idempotency_header=idempotency_header,
            accept=accept,
        )
        self.pages = pages
        self.item = item
        self.items = list_of(item)


class StreamOperation(Endpoint, Generic[T]):
    """An operation that answers with a stream of `T`: server-sent events, JSON Lines or
    a JSON text sequence.

    `item` is the type of an item; `whole_event`: an item is the event (`data`, `event`,
    `id`, `retry`), not its `data`; `json_data`: that `data` is JSON. `terminator` is the `data` that ends a stream of
    events."""

    __slots__ = ("item", "json_data", "terminator", "whole_event")

    def __init__(
        self,
        *,
        id: str,
        call: str,
        method: str,
        path: tuple[str | Slot, ...],
        item: Type,
        whole_event: bool = False,
        json_data: bool = False,
        terminator: str = "[DONE]",
        query: Mapping[str, Parameter] = _NONE,
        headers: Mapping[str, Parameter] = _NONE,
        cookies: Mapping[str, Parameter] = _NONE,
        querystring: str = "",
        body: BodySpec | None = None,
        alternatives: tuple[BodySpec, ...] = (),
        responses: Responses = _NO_RESPONSES,
        security: Security | None = None,
        servers: tuple[Server, ...] = (),
        idempotent: bool = False,
        idempotency_header: str = "",
        accept: str = "",
    ) -> None:
        super().__init__(
            id=id,
            call=call,
            method=method,
            path=path,
            query=query,
            headers=headers,
            cookies=cookies,
            querystring=querystring,
            body=body,
            alternatives=alternatives,
            responses=responses,
            security=security,
            servers=servers,
            idempotent=idempotent,
            idempotency_header=idempotency_header,
            accept=accept,
        )
        self.item = item
        self.whole_event = whole_event
        self.json_data = json_data
        self.terminator = terminator
