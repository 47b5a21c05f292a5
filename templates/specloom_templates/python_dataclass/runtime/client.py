"""What both clients share beside the exchange: views, pages and streams from answers.
No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NoReturn, TypeAlias

from .codecs import decode, loads, writer
from .errors import DecodeError, InvalidArgumentError, PaginationError
from .exchange import Exchange
from .framing import EventSplitter, JsonLinesSplitter, JsonSeqSplitter
from .narrow import is_mapping
from .next_page import NextPage, ParameterPage, UrlPage, items_of, next_page
from .operations import PagedOperation, StreamOperation
from .raw import ApiResponse
from .request import Arguments
from .response import media_type_of, read_value
from .settings import Settings
from .transport import Headers, Request
from .urls import is_clean, join, rebase

__all__ = [
    "Items",
    "PageRequest",
    "View",
    "api_response",
    "as_text",
    "following",
    "no_pickle",
    "read_page",
    "reader_for",
]

View: TypeAlias = Literal["value", "raw", "streaming"]
"""What a client's methods return: the value, an `ApiResponse` around it, or the answer
with its body unread."""


def api_response(
    exchange: Exchange, request: Request, status: int, headers: Headers, content: bytes
) -> ApiResponse[Any]:
    """An answer that was read whole; its value is decoded when it is asked for."""
    strict = exchange.settings.strict
    return ApiResponse(
        status,
        headers,
        content,
        lambda: read_value(exchange.op, status, headers, content, strict=strict),
        method=request.method,
        url=request.safe_url,
    )


class PageRequest:
    """What a page is asked for by: the arguments, the URL where the service gave one,
    and the number of items before it."""

    __slots__ = ("arguments", "before", "key", "url")

    def __init__(
        self,
        arguments: Arguments,
        *,
        url: str = "",
        before: int = 0,
        key: object = None,
    ) -> None:
        self.arguments = arguments
        self.url = url
        self.before = before
        self.key = key


class PageContent:
    """What a page holds, before it becomes a `Page` or an `AsyncPage`."""

    __slots__ = ("body", "count", "items", "response", "upcoming")

    def __init__(
        self,
        items: list[Any],
        body: Any,
        response: ApiResponse[Any],
        upcoming: NextPage | None,
        count: int,
    ) -> None:
        self.items = items
        self.body = body
        self.response = response
        self.upcoming = upcoming
        self.count = count


def read_page(
    op: PagedOperation[Any],
    asked: PageRequest,
    response: ApiResponse[Any],
    *,
    strict: bool,
) -> PageContent:
    """The items of an answer and what its next page is. Raises `DecodeError` for an
    answer that is no page."""
    content = response.content
    try:
        body = loads(content) if content else None
        found = items_of(body, op.pages.items)
        items = decode(op.items, found, strict=strict)
    except DecodeError as error:
        error.content = content
        raise
    count = asked.before + len(found)
    arguments = asked.arguments
    following = next_page(
        op.pages,
        body=body,
        items=found,
        headers=response.headers,
        query=arguments.query,
        payload=arguments.payload,
        received=count,
    )
    return PageContent(items, body, response, following, count)


def following(
    settings: Settings,
    asked: PageRequest,
    page_url: str,
    upcoming: NextPage,
    count: int,
) -> PageRequest:
    """How to ask for the next page. Raises `PaginationError`, before anything is sent,
    for a URL on a foreign host."""
    arguments = asked.arguments
    match upcoming:
        case UrlPage():
            if not is_clean(upcoming.url):
                raise PaginationError(
                    f"the next page has a URL that cannot be trusted: {upcoming.shown!r}"
                )
            url = rebase(
                join(page_url, upcoming.url), settings.base_url, settings.declared
            )
            if url is None:
                raise PaginationError(
                    f"the next page is at {upcoming.shown}, which is neither below "
                    f"{settings.base_url} nor below a server of the API; nothing was sent there"
                )
            return PageRequest(arguments, url=url, before=count, key=upcoming.key)
        case ParameterPage():
            query, payload = arguments.query, arguments.payload
            if upcoming.in_body:
                payload = with_member(payload, upcoming.name, upcoming.value)
            else:
                query = {**query, upcoming.name: upcoming.value}
            changed = arguments.changed(query, payload)
            return PageRequest(changed, before=count, key=upcoming.key)


def with_member(payload: Any, name: str, value: Any) -> dict[str, Any]:
    """A request body, as its arguments or a whole object, with one property changed."""
    members: dict[str, Any] = {}
    if is_mapping(payload):
        members.update(payload)
    elif payload is not None:
        members.update(writer(request=True).encode(payload))
    members[name] = value
    return members


class Items:
    """Makes the items of a stream: cuts bytes into texts and decodes each. See
    `streams.ItemReader`."""

    __slots__ = (
        "_framer",
        "_item",
        "_json_data",
        "_must_be_json",
        "_strict",
        "_terminator",
        "_text",
        "_whole_event",
        "done",
    )

    def __init__(
        self, op: StreamOperation[Any], media_type: str, settings: Settings
    ) -> None:
        limit = settings.response_limit
        self._item = op.item
        self._strict = settings.strict
        self._must_be_json = settings.strict
        self._whole_event = op.whole_event
        self._json_data = op.json_data
        self._terminator = op.terminator
        self._framer: EventSplitter | JsonLinesSplitter | JsonSeqSplitter
        self._text = False
        if media_type == "text/event-stream":
            from .registry import bare
            from .texts import is_single
            from .types import ANY

            self._framer = EventSplitter(limit)
            is_any = bare(op.item) is ANY
            self._text = is_single(op.item) and not is_any
            self._must_be_json = settings.strict and not is_any
        elif media_type in ("application/json-seq", "application/geo+json-seq"):
            self._framer = JsonSeqSplitter(limit)
        else:
            self._framer = JsonLinesSplitter(limit)
        self.done = False

    def feed(self, chunk: bytes) -> list[Any]:
        """The items that `chunk` completes."""
        return self._decode(self._framer.feed(chunk))

    def end(self) -> list[Any]:
        """The items that the end completes."""
        return self._decode(self._framer.end())

    def _decode(self, pieces: list[Any]) -> list[Any]:
        items: list[Any] = []
        for piece in pieces:
            if isinstance(piece, str):
                items.append(decode(self._item, loads(piece), strict=self._strict))
            elif self._terminator and piece.data == self._terminator:
                self.done = True
                break
            elif self._whole_event:
                fields = {
                    "data": self._parsed(piece.data) if self._json_data else piece.data,
                    "event": piece.event,
                    "id": piece.id or None,
                    "retry": piece.retry,
                }
                items.append(
                    decode(
                        self._item,
                        {k: v for k, v in fields.items() if v is not None},
                        strict=self._strict,
                    )
                )
            else:
                items.append(self._data(piece.data))
        return items

    def _data(self, text: str) -> Any:
        """The data of an event as an item: a text as it is, what has members by its
        JSON."""
        return decode(self._item, self._value(text), strict=self._strict)

    def _value(self, text: str) -> Any:
        if not self._text:
            return self._parsed(text)
        from .texts import text_value

        return text_value(text, self._item)

    def _parsed(self, text: str) -> Any:
        """The data of an event: JSON where it is JSON, else text."""
        try:
            return loads(text)
        except DecodeError:
            if self._must_be_json:
                raise
            return text


def reader_for(
    op: StreamOperation[Any], headers: Mapping[str, str], settings: Settings
) -> Items:
    """What reads the items of an answer, by the media type it came as, else by the
    declared one."""
    declared = next(
        (media for contents in op.responses.values() for media in contents), ""
    )
    return Items(op, media_type_of(headers) or declared, settings)


def no_pickle(client: object) -> NoReturn:
    """What pickling a client does: it holds connections and credentials, neither of
    which may leave the process."""
    raise TypeError(
        f"a {type(client).__name__} cannot be pickled or copied; make one in each process, or use with_options()"
    )


def as_text(name: str, value: object) -> str:
    """A credential, which must be text. Raises `InvalidArgumentError`, which does not
    show it."""
    if not isinstance(value, str):
        raise InvalidArgumentError(
            f"a credential must be text, found {type(value).__name__}", path=name
        )
    return value
