"""How a call becomes a request. Pure: an operation and arguments in, a `Request`
without credentials out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from . import params
from .errors import InvalidArgumentError
from .operations import Endpoint, JsonBody, Slot
from .options import RequestOptions, Timeout
from .settings import Settings, base_of
from .transport import Request
from .types import UNSET
from .urls import add_query

__all__ = ["Arguments", "build", "is_idempotent", "set_header"]

Values = Mapping[str, Any]

_BAD_HEADER = re.compile(r"[\r\n\0]")
_BAD_HEADER_NAME = re.compile(r"[^!#$%&'*+\-.^_`|~0-9A-Za-z]")
_JSON = JsonBody()


class Arguments:
    """The arguments of one call under their wire names, by location.

    `body` is as the body spec says; where some specs take it whole and others do not,
    `body` holds the arguments of the latter and `whole` is what the former take.
    `content_type` is the media type that the caller chose."""

    __slots__ = (
        "body",
        "content_type",
        "cookies",
        "headers",
        "path",
        "query",
        "whole",
    )

    def __init__(
        self,
        path: Values,
        query: Values,
        headers: Values,
        cookies: Values,
        body: Any,
        whole: Any = None,
        content_type: str = "",
    ) -> None:
        self.path = path
        self.query = query
        self.headers = headers
        self.cookies = cookies
        self.body = body
        self.whole = whole
        self.content_type = content_type

    @property
    def payload(self) -> Any:
        """The body, however it was given."""
        return self.body if self.whole is None else self.whole

    def changed(self, query: Values, payload: Any) -> Arguments:
        """The same with another query and body."""
        whole = None if self.whole is None else payload
        body = payload if self.whole is None else self.body
        return Arguments(
            self.path,
            query,
            self.headers,
            self.cookies,
            body,
            whole,
            self.content_type,
        )


class _Constants:
    """What is the same in every request of an operation."""

    __slots__ = ("accept", "encode_body", "fixed_path")

    def __init__(self, op: Endpoint) -> None:
        # With all that bodies need, so not before the first call.
        from .body_writer import encode

        self.encode_body = encode
        self.accept = op.accept or _accept(op)
        self.fixed_path = (
            op.path[0] if len(op.path) == 1 and isinstance(op.path[0], str) else None
        )


def build(
    settings: Settings,
    op: Endpoint,
    options: RequestOptions | None,
    arguments: Arguments,
) -> Request:
    """The request for a call. Raises `InvalidArgumentError` for an argument that cannot
    be sent."""
    constants = op.prepared
    if not isinstance(constants, _Constants):
        op.prepared = constants = _Constants(op)
    writer = settings.writer
    spec, payload = op.body, arguments.body
    if arguments.content_type or arguments.whole is not None:
        from .choosing import chosen

        spec, payload = chosen(op, arguments)
    if settings.validate:
        from .checking import check

        check(op, spec, options, arguments, payload, writer)
    base = base_of(settings, op.servers) if op.servers else settings.base_url
    url = base + (constants.fixed_path or _path(op, arguments.path, writer))
    query = _query(settings, op, options, arguments.query)
    if query:
        url = add_query(url, query)

    headers = {"Accept": constants.accept, "User-Agent": settings.user_agent}
    for name, value in arguments.headers.items():
        if value is not None and value is not UNSET:
            text = params.header(name, value, op.headers.get(name), writer)
            if text is not None:
                set_header(headers, name, text)
    if arguments.cookies:
        cookies = [
            params.cookie(name, value, op.cookies.get(name), writer)
            for name, value in arguments.cookies.items()
            if value is not None and value is not UNSET
        ]
        if cookie := "; ".join(filter(None, cookies)):
            headers["Cookie"] = cookie

    content: Any = b""
    replayable = True
    extra = options.body if options is not None else None
    if spec is not None or extra is not None:
        encoded = constants.encode_body(spec or _JSON, payload, writer, extra=extra)
        if encoded is not None:
            content, replayable = encoded.content, encoded.replayable
            headers["Content-Type"] = encoded.content_type
            if not isinstance(content, bytes) and encoded.length is not None:
                headers["Content-Length"] = str(encoded.length)

    timeout = settings.timeout
    for name, value in settings.headers.items():
        set_header(headers, name, value)
    if options is not None:
        if options.timeout is not UNSET:
            timeout = Timeout.of(options.timeout)
        _apply_options(settings, op, options, headers)
    return Request(
        op.method,
        url,
        headers=headers,
        content=content,
        replayable=replayable,
        timeout=timeout,
    )


def is_idempotent(op: Endpoint, options: RequestOptions | None) -> bool:
    """Whether sending the request twice has the effect of sending it once: the caller's
    word, else the document's."""
    if options is None:
        return op.idempotent
    if options.idempotent is not None:
        return options.idempotent
    return op.idempotent or options.idempotency_key is not None


def set_header(headers: dict[str, str], name: str, value: str | None) -> None:
    """Set a header, whatever the case of one that is there; None removes it.

    Raises `InvalidArgumentError` where name or value would break out of the field.
    """
    if _BAD_HEADER_NAME.search(name) or not name:
        raise InvalidArgumentError("not the name of a header", path=repr(name))
    if name not in headers:
        lower = name.lower()
        for present in headers:
            if present.lower() == lower:
                del headers[present]
                break
    if value is None:
        headers.pop(name, None)
    elif _BAD_HEADER.search(value):
        raise InvalidArgumentError(
            "a header value cannot hold a line break or NUL", path=name
        )
    else:
        headers[name] = value


def _apply_options(
    settings: Settings, op: Endpoint, options: RequestOptions, headers: dict[str, str]
) -> None:
    if options.idempotency_key is not None:
        name = op.idempotency_header or settings.api.idempotency_header
        if not name:
            raise InvalidArgumentError(
                "this API names no header for an idempotency key",
                path="idempotency_key",
            )
        set_header(headers, name, options.idempotency_key)
    for header, value in (options.headers or {}).items():
        set_header(headers, header, value)


def _path(op: Endpoint, values: Values, writer: Any) -> str:
    pieces: list[str] = []
    for index, piece in enumerate(op.path):
        if isinstance(piece, Slot):
            value = values.get(piece.name)
            if value is None or value is UNSET:
                raise InvalidArgumentError(
                    "a path parameter cannot be left out", path=piece.name
                )
            whole = _is_segment(op.path, index)
            pieces.append(
                params.path_segment(
                    piece.name, value, piece.parameter, writer, whole=whole
                )
            )
        else:
            pieces.append(piece)
    return "".join(pieces)


def _is_segment(path: tuple[str | Slot, ...], index: int) -> bool:
    """Whether the slot at `index` is a whole segment, or stands beside another slot."""
    before = path[index - 1] if index else "/"
    after = path[index + 1] if index + 1 < len(path) else "/"
    return (isinstance(before, Slot) or before.endswith("/")) and (
        isinstance(after, Slot) or after[:1] in ("/", "?", "#")
    )


def _query(
    settings: Settings, op: Endpoint, options: RequestOptions | None, values: Values
) -> str:
    writer = settings.writer
    parts: list[str] = []
    for name, value in values.items():
        if value is None or value is UNSET:
            continue
        if name == op.querystring:
            parts.append(params.querystring(name, value, op.query.get(name), writer))
        else:
            parts.append(params.query(name, value, op.query.get(name), writer))
    for extra in (settings.query, options.query if options is not None else None):
        if extra:
            parts += [
                params.query(name, value, None, writer)
                for name, value in extra.items()
                if value is not None
            ]
    return "&".join(filter(None, parts)) if parts else ""


def _accept(op: Endpoint) -> str:
    """The media types of successful answers, JSON for errors where none is declared."""
    found = [
        media_type
        for status, contents in op.responses.items()
        if status[:1] == "2" or status == "default"
        for media_type in contents
    ]
    return ", ".join(dict.fromkeys(found)) or "application/json"
