"""The asynchronous client: it sends what the exchange says, waits, and reads. It keeps
one pool of connections an event loop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeVar, cast

from .async_pool import Pools, default_transport
from .async_sender import AsyncSender
from .auth import AsyncSecret
from .client import (
    Items,
    PageRequest,
    View,
    api_response,
    following,
    no_pickle,
    read_page,
    reader_for,
)
from .exchange import Exchange
from .options import DEFAULT_TIMEOUT, RequestOptions, Timeout
from .paging import AsyncPage, AsyncPager
from .raw import Answer, ApiResponse, AsyncStreamedResponse
from .request import Arguments
from .response import read_value
from .settings import Hooks, Settings, changed, make_settings
from .streams import AsyncStream
from .transport import AsyncResponse, AsyncTransport
from .types import UNSET, Unset

if TYPE_CHECKING:
    from ssl import SSLContext

    from .api import ApiInfo
    from .next_page import NextPage
    from .operations import Operation, PagedOperation, StreamOperation

__all__ = ["AsyncClient"]

T = TypeVar("T")

_NONE: Mapping[str, Any] = {}


class AsyncClient:
    """The base of emitted asynchronous clients.

    May be used in several event loops, one after the other or in several threads: each
    has connections of its own. They belong to the client that was made, not to its
    copies (`with_options`, views): closing a copy does nothing."""

    def __init__(
        self,
        api: ApiInfo,
        *,
        credentials: Mapping[str, AsyncSecret | None] = _NONE,
        base_url: str | None = None,
        environment: str | None = None,
        variables: Mapping[str, str | None] | None = None,
        timeout: Timeout | float | None = DEFAULT_TIMEOUT,
        max_retries: int = 2,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        transport: AsyncTransport | None = None,
        proxy: str | None = None,
        verify: bool | str | SSLContext = True,
        cert: str | tuple[str, str] | None = None,
        http2: bool = False,
        strict: bool = False,
        validate: bool = False,
        response_limit: int | Unset | None = UNSET,
        before_request: Hooks = (),
        after_response: Hooks = (),
        on_error: Hooks = (),
        user_agent: str = "",
    ) -> None:
        """Make a client. Nothing is sent, and no HTTP library is loaded. Hooks may be
        async. Raises `ConfigurationError`."""
        self._settings = make_settings(
            api,
            credentials=credentials,
            base_url=base_url,
            environment=environment,
            variables=variables,
            timeout=timeout,
            max_retries=max_retries,
            headers=headers,
            query=query,
            strict=strict,
            validate=validate,
            response_limit=response_limit,
            before_request=before_request,
            after_response=after_response,
            on_error=on_error,
            user_agent=user_agent,
        )
        self._pools = Pools(
            transport, lambda: default_transport(proxy, verify, cert, http2)
        )
        self._sender = AsyncSender(self._settings, self._pools)
        self._owner = True
        self._mode: View = "value"

    # What emitted methods call

    async def call(
        self,
        op: Operation[T],
        options: RequestOptions | None = None,
        *,
        path: Mapping[str, Any] = _NONE,
        query: Mapping[str, Any] = _NONE,
        headers: Mapping[str, Any] = _NONE,
        cookies: Mapping[str, Any] = _NONE,
        body: Any = None,
        whole: Any = None,
        content_type: str = "",
    ) -> T:
        """Send a request and return the value of its answer, or what the view returns
        for it."""
        given = Arguments(path, query, headers, cookies, body, whole, content_type)
        exchange = Exchange(self._settings, op, options, given)
        request, response = await self._sender.send(exchange, self._mode == "streaming")
        if self._mode == "value":
            settings = self._settings
            return cast(
                "T",
                read_value(
                    op,
                    response.status_code,
                    response.headers,
                    response.content,
                    strict=settings.strict,
                ),
            )
        if self._mode == "streaming":
            return cast(
                "T",
                AsyncStreamedResponse(
                    response, method=request.method, url=request.safe_url
                ),
            )
        return cast(
            "T",
            api_response(
                exchange,
                request,
                response.status_code,
                response.headers,
                response.content,
            ),
        )

    def page(
        self,
        op: PagedOperation[T],
        options: RequestOptions | None = None,
        *,
        path: Mapping[str, Any] = _NONE,
        query: Mapping[str, Any] = _NONE,
        headers: Mapping[str, Any] = _NONE,
        cookies: Mapping[str, Any] = _NONE,
        body: Any = None,
        whole: Any = None,
        content_type: str = "",
    ) -> AsyncPager[T]:
        """The pages, of which none is fetched yet."""
        given = Arguments(path, query, headers, cookies, body, whole, content_type)
        asked = PageRequest(given)

        async def first() -> AsyncPage[T]:
            if self._mode == "streaming":
                exchange = Exchange(self._settings, op, options, asked.arguments)
                request, response = await self._sender.send(exchange, True)
                streamed = AsyncStreamedResponse(
                    response, method=request.method, url=request.safe_url
                )
                return cast("AsyncPage[T]", streamed)
            page = await self._page(op, options, asked)
            return (
                page
                if self._mode == "value"
                else cast("AsyncPage[T]", page.response.of(page))
            )

        return AsyncPager(first)

    def stream(
        self,
        op: StreamOperation[T],
        options: RequestOptions | None = None,
        *,
        path: Mapping[str, Any] = _NONE,
        query: Mapping[str, Any] = _NONE,
        headers: Mapping[str, Any] = _NONE,
        cookies: Mapping[str, Any] = _NONE,
        body: Any = None,
        whole: Any = None,
        content_type: str = "",
    ) -> AsyncStream[T]:
        """The stream of items, which is not opened yet."""
        given = Arguments(path, query, headers, cookies, body, whole, content_type)

        async def opened() -> tuple[AsyncResponse, Items, Answer]:
            exchange = Exchange(self._settings, op, options, given)
            request, response = await self._sender.send(exchange, True)
            items = reader_for(op, response.headers, self._settings)
            status, shown = response.status_code, request.safe_url
            answer = Answer(status, response.headers, request.method, shown)
            return response, items, answer

        events: AsyncStream[T] = AsyncStream(opened)
        return (
            events
            if self._mode == "value"
            else cast("AsyncStream[T]", self._viewed(events))
        )

    async def _viewed(self, events: AsyncStream[Any]) -> Any:
        """What a view returns for a stream."""
        await events
        answer = events.answer
        if self._mode == "streaming":
            return AsyncStreamedResponse(
                events.response, method=answer.method, url=answer.url
            )
        return ApiResponse(
            answer.status_code,
            answer.headers,
            b"",
            lambda: events,
            method=answer.method,
            url=answer.url,
        )

    # Copies and views

    def with_options(
        self,
        *,
        base_url: str | Unset = UNSET,
        timeout: Timeout | float | Unset | None = UNSET,
        max_retries: int | Unset = UNSET,
        headers: Mapping[str, str] | Unset = UNSET,
        query: Mapping[str, Any] | Unset = UNSET,
        strict: bool | Unset = UNSET,
        validate: bool | Unset = UNSET,
        response_limit: int | Unset | None = UNSET,
        before_request: Hooks | Unset = UNSET,
        after_response: Hooks | Unset = UNSET,
        on_error: Hooks | Unset = UNSET,
    ) -> Self:
        """A copy with other settings that shares this client's connections; `headers`
        and `query` are added to its own."""
        changes = {
            "base_url": base_url,
            "timeout": timeout,
            "max_retries": max_retries,
            "headers": headers,
            "query": query,
            "strict": strict,
            "validate": validate,
            "response_limit": response_limit,
            "before_request": before_request,
            "after_response": after_response,
            "on_error": on_error,
        }
        return self._copy(changed(self._settings, changes), self._mode)

    def _view(self, mode: View) -> Any:
        """This client with methods that return something else; emitted properties give
        it its type."""
        copy = self._copy(self._settings, mode)
        if mode != "streaming":
            return copy
        from .views import StreamingView

        return StreamingView(copy)

    def _copy(self, settings: Settings, mode: View) -> Self:
        copy = object.__new__(type(self))
        copy._settings = settings
        copy._pools = self._pools
        copy._sender = AsyncSender(settings, self._pools)
        copy._owner = False
        copy._mode = mode
        return copy

    # Life

    async def close(self) -> None:
        """Close the connections of this event loop, and forget those of others; further
        calls raise `SdkError`.

        Does nothing on a copy, and to a transport of the user's.
        """
        if self._owner:
            await self._pools.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.close()

    async def warmup(self) -> None:
        """Load all that calls need now: the HTTP library, every module of this package,
        every model's codec."""
        from .warmup import load_package

        load_package(self._settings.api.package, self._settings.writer)
        await self._pools.get()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._settings.base_url}>"

    def __reduce__(self) -> NoReturn:
        no_pickle(self)

    # Pages

    async def _page(
        self, op: PagedOperation[T], options: RequestOptions | None, asked: PageRequest
    ) -> AsyncPage[T]:
        exchange = Exchange(self._settings, op, options, asked.arguments, url=asked.url)
        request, response = await self._sender.send(exchange, False)
        answer = api_response(
            exchange, request, response.status_code, response.headers, response.content
        )
        content = read_page(op, asked, answer, strict=self._settings.strict)
        page_url = exchange.request.url

        async def fetch(upcoming: NextPage) -> AsyncPage[T]:
            return await self._page(
                op,
                options,
                following(self._settings, asked, page_url, upcoming, content.count),
            )

        return AsyncPage(
            content.items,
            content.body,
            answer,
            upcoming=content.upcoming,
            key=asked.key,
            fetch=fetch,
        )
