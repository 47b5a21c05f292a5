"""The asynchronous client: it sends what the exchange says, waits, and reads. It keeps one pool of connections an event loop."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeVar, cast

from .auth import AsyncSecret, Grant
from .client import Items, PageRequest, View, api_response, as_text, following, no_pickle, read_page, reader_for
from .errors import ApiConnectionError, ConfigurationError, SdkError
from .exchange import Exchange
from .options import DEFAULT_TIMEOUT, RequestOptions, Timeout
from .paging import AsyncPage, AsyncPager
from .raw import Answer, ApiResponse, AsyncStreamedResponse
from .request import Arguments
from .response import read_value
from .settings import Hooks, Settings, changed, make_settings
from .streams import AsyncStream
from .transport import AsyncResponse, AsyncTransport, Request
from .types import UNSET, Unset

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, Lock
    from ssl import SSLContext

    from .api import ApiInfo, OAuth2
    from .next_page import NextPage
    from .operations import Operation, PagedOperation, StreamOperation

__all__ = ["AsyncClient"]

T = TypeVar("T")

_NONE: Mapping[str, Any] = {}
_DRAINED = 1 << 16
"""Bytes of a body nobody wants that are read, so that its connection can be used again."""


class AsyncClient:
    """The base of emitted asynchronous clients.

    May be used in several event loops, one after the other or in several threads: each has connections of its own. They
    belong to the client that was made, not to its copies (`with_options`, views): closing a copy does nothing.
    """

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
        """Make a client. Nothing is sent, and no HTTP library is loaded. Hooks may be async. Raises `ConfigurationError`."""
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
        self._pools = _Pools(transport, lambda: _default_transport(proxy, verify, cert, http2))
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
    ) -> T:
        """Send a request and return the value of its answer, or what the view returns for it."""
        exchange = Exchange(self._settings, op, options, Arguments(path, query, headers, cookies, body))
        request, response = await self._send(exchange, self._mode == "streaming")
        if self._mode == "value":
            settings = self._settings
            return cast("T", read_value(op, response.status_code, response.headers, response.content, strict=settings.strict))
        if self._mode == "streaming":
            return cast("T", AsyncStreamedResponse(response, method=request.method, url=request.safe_url))
        return cast("T", api_response(exchange, request, response.status_code, response.headers, response.content))

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
    ) -> AsyncPager[T]:
        """The pages, of which none is fetched yet."""
        asked = PageRequest(Arguments(path, query, headers, cookies, body))

        async def first() -> AsyncPage[T]:
            if self._mode == "streaming":
                request, response = await self._send(Exchange(self._settings, op, options, asked.arguments), True)
                streamed = AsyncStreamedResponse(response, method=request.method, url=request.safe_url)
                return cast("AsyncPage[T]", streamed)
            page = await self._page(op, options, asked)
            return page if self._mode == "value" else cast("AsyncPage[T]", page.response.of(page))

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
    ) -> AsyncStream[T]:
        """The stream of items, which is not opened yet."""
        arguments = Arguments(path, query, headers, cookies, body)

        async def open() -> tuple[AsyncResponse, Items, Answer]:
            request, response = await self._send(Exchange(self._settings, op, options, arguments), True)
            items = reader_for(op, response.headers, strict=self._settings.strict)
            return response, items, Answer(response.status_code, response.headers, request.method, request.safe_url)

        events: AsyncStream[T] = AsyncStream(open)
        return events if self._mode == "value" else cast("AsyncStream[T]", self._viewed(events))

    async def _viewed(self, events: AsyncStream[Any]) -> Any:
        """What a view returns for a stream."""
        await events
        answer = events.answer
        if self._mode == "streaming":
            return AsyncStreamedResponse(events.response, method=answer.method, url=answer.url)
        return ApiResponse(
            answer.status_code, answer.headers, b"", lambda: events, method=answer.method, url=answer.url
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
        """A copy with other settings that shares this client's connections; `headers` and `query` are added to its own."""
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
        """This client with methods that return something else; emitted properties give it its type."""
        copy = self._copy(self._settings, mode)
        if mode != "streaming":
            return copy
        from .views import StreamingView

        return StreamingView(copy)

    def _copy(self, settings: Settings, mode: View) -> Self:
        copy = object.__new__(type(self))
        copy._settings = settings
        copy._pools = self._pools
        copy._owner = False
        copy._mode = mode
        return copy

    # Life

    async def close(self) -> None:
        """Close the connections of this event loop, and forget those of others; further calls raise `SdkError`.

        Does nothing on a copy, and to a transport of the user's.
        """
        if self._owner:
            await self._pools.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.close()

    async def warmup(self) -> None:
        """Load all that calls need now: the HTTP library, every module of this package, every model's codec."""
        from .warmup import load_package

        load_package(self._settings.api.package)
        self._pools.get()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._settings.base_url}>"

    def __reduce__(self) -> NoReturn:
        no_pickle(self)

    # The exchange

    async def _page(self, op: PagedOperation[T], options: RequestOptions | None, asked: PageRequest) -> AsyncPage[T]:
        exchange = Exchange(self._settings, op, options, asked.arguments, url=asked.url)
        request, response = await self._send(exchange, False)
        answer = api_response(exchange, request, response.status_code, response.headers, response.content)
        content = read_page(op, asked, answer, strict=self._settings.strict)
        page_url = exchange.request.url

        async def fetch(next: NextPage) -> AsyncPage[T]:
            return await self._page(op, options, following(self._settings, asked, page_url, next, content.count))

        return AsyncPage(content.items, content.body, answer, next=content.next, key=asked.key, fetch=fetch)

    async def _send(self, exchange: Exchange, streaming: bool) -> tuple[Request, AsyncResponse]:
        """The request that was answered 2xx, and its answer, read whole unless `streaming`. Raises for anything else."""
        settings, pool = self._settings, self._pools.get()
        transport = pool.transport
        while True:
            request = exchange.outgoing(None if exchange.is_open else await self._grant(exchange, pool))
            for hook in settings.before_request:
                await _settled(hook(request))
            exchange.sending(request)
            try:
                response = await transport.send(request)
                response.request = request
                wait = exchange.answered(request, response.status_code, response.headers)
                streamed = streaming and 200 <= response.status_code <= 299
                if wait is not None:
                    await _drain(response)
                elif not streamed:
                    await response.read(settings.response_limit)
                exchange.log_answer(request, response, None if streamed or wait is not None else response.content)
                for hook in settings.after_response:
                    await _settled(hook(response))
                if wait is None:
                    if 200 <= response.status_code <= 299:
                        return request, response
                    raise exchange.status_error(request, response.status_code, response.headers, response.content)
            except ApiConnectionError as error:
                wait = exchange.failed(error)
                if wait is None:
                    await self._report(error)
                    raise
            except SdkError as error:
                await self._report(error)
                raise
            if wait:
                await pool.sleep(wait)

    async def _report(self, error: SdkError) -> None:
        for hook in self._settings.on_error:
            await _settled(hook(error))

    async def _grant(self, exchange: Exchange, pool: _Pool) -> Grant:
        ready = exchange.ready_grant()
        if ready is not None:
            return ready
        secrets: dict[str, str] = {}
        for name in exchange.secrets_needed():
            value = self._settings.credentials[name]
            secrets[name] = as_text(name, await _settled(value()) if callable(value) else value)
        tokens: dict[str, str] = {}
        for id, scheme in exchange.oauth_schemes():
            tokens[id] = await self._token(exchange, id, scheme, secrets, pool)
        return exchange.granted(secrets, tokens)

    async def _token(
        self, exchange: Exchange, id: str, scheme: OAuth2, secrets: Mapping[str, str], pool: _Pool
    ) -> str:
        """An access token, fetched by one task while the others of its loop wait for it."""
        async with pool.token_lock:
            token = exchange.ready_token(id, scheme, secrets)
            if token is None:
                request = exchange.token_request(id, scheme, secrets)
                response = await pool.transport.send(request)
                await response.read(_DRAINED)
                token = exchange.token_answered(id, request, response.status_code, response.headers, response.content)
            return token


class _Pool:
    """What belongs to one event loop."""

    __slots__ = ("loop", "sleep", "token_lock", "transport")

    def __init__(self, loop: AbstractEventLoop, transport: AsyncTransport) -> None:
        from asyncio import Lock, sleep

        self.loop = loop
        self.transport = transport
        self.token_lock: Lock = Lock()
        self.sleep: Callable[[float], Awaitable[None]] = sleep


class _Pools:
    """The pools of a client and its copies, by event loop. Each operation on the mapping is atomic."""

    __slots__ = ("_closed", "_given", "_make", "_pools")

    def __init__(self, transport: AsyncTransport | None, make: Callable[[], AsyncTransport]) -> None:
        self._given = transport
        self._make = make
        self._pools: dict[int, _Pool] = {}
        self._closed = False

    def get(self) -> _Pool:
        """The pool of the running loop. Those of closed loops are dropped when a new one is made."""
        if self._closed:
            raise SdkError("this client has been closed")
        loop = sys.modules["asyncio"].get_running_loop()
        pool = self._pools.get(id(loop))
        if pool is None or pool.loop is not loop:
            for key, old in list(self._pools.items()):
                if old.loop.is_closed():
                    self._pools.pop(key, None)
            pool = self._pools[id(loop)] = _Pool(loop, self._given or self._make())
        return pool

    async def close(self) -> None:
        self._closed = True
        loop = sys.modules["asyncio"].get_running_loop()
        pool = self._pools.pop(id(loop), None)
        self._pools.clear()
        if pool is not None and pool.loop is loop and self._given is None:
            await pool.transport.close()


def _default_transport(
    proxy: str | None, verify: bool | str | SSLContext, cert: str | tuple[str, str] | None, http2: bool
) -> AsyncTransport:
    """httpx2, which an asynchronous client cannot do without unless it was given a transport."""
    from importlib.util import find_spec

    if find_spec("httpx2") is None:
        raise ConfigurationError("an asynchronous client needs the package httpx2, or a transport= of your own")
    from .httpx_transport import AsyncHttpxTransport

    return AsyncHttpxTransport(proxy=proxy, verify=verify, cert=cert, http2=http2)


async def _settled(result: Any) -> Any:
    """The result of a function that may be async."""
    if isinstance(result, Awaitable):
        return await cast("Awaitable[Any]", result)
    return result


async def _drain(response: AsyncResponse) -> None:
    """Finish with an answer nobody reads: a short body is read, so that its connection is free again."""
    try:
        await response.read(_DRAINED)
    except SdkError:
        await response.close()
