"""The synchronous client: it sends what the exchange says, waits, and reads."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeVar, cast

from .auth import Grant, Secret
from .client import PageRequest, View, api_response, as_text, following, no_pickle, read_page, reader_for
from .errors import ApiConnectionError, SdkError
from .exchange import Exchange
from .options import DEFAULT_TIMEOUT, RequestOptions, Timeout
from .paging import Page
from .raw import ApiResponse, StreamedResponse
from .request import Arguments
from .response import read_value
from .settings import Hooks, Settings, changed, make_settings
from .streams import Stream
from .transport import Request, Response, Transport
from .types import UNSET, Unset

if TYPE_CHECKING:
    from ssl import SSLContext

    from .api import ApiInfo, OAuth2
    from .next_page import NextPage
    from .operations import Operation, PagedOperation, StreamOperation

__all__ = ["SyncClient"]

T = TypeVar("T")

_NONE: Mapping[str, Any] = {}
_DRAINED = 1 << 16
"""Bytes of a body nobody wants that are read, so that its connection can be used again."""


class SyncClient:
    """The base of emitted clients.

    May be shared by threads. Connections are opened on first use, and belong to the client that was made, not to its copies
    (`with_options`, views): closing a copy does nothing.
    """

    def __init__(
        self,
        api: ApiInfo,
        *,
        credentials: Mapping[str, Secret | None] = _NONE,
        base_url: str | None = None,
        environment: str | None = None,
        variables: Mapping[str, str | None] | None = None,
        timeout: Timeout | float | None = DEFAULT_TIMEOUT,
        max_retries: int = 2,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        transport: Transport | None = None,
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
        """Make a client. Nothing is sent, and no HTTP library is loaded. Raises `ConfigurationError`."""
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
        self._pool = _Pool(transport, lambda: _default_transport(proxy, verify, cert, http2))
        self._owner = True
        self._mode: View = "value"

    # What emitted methods call

    def call(
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
        request, response = self._send(exchange, self._mode == "streaming")
        if self._mode == "value":
            settings = self._settings
            return cast("T", read_value(op, response.status_code, response.headers, response.content, strict=settings.strict))
        if self._mode == "streaming":
            return cast("T", StreamedResponse(response, method=request.method, url=request.safe_url))
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
    ) -> Page[T]:
        """Fetch the first page; further ones are fetched when the page is asked for them."""
        asked = PageRequest(Arguments(path, query, headers, cookies, body))
        if self._mode == "streaming":
            request, response = self._send(Exchange(self._settings, op, options, asked.arguments), True)
            return cast("Page[T]", StreamedResponse(response, method=request.method, url=request.safe_url))
        page = self._page(op, options, asked)
        return page if self._mode == "value" else cast("Page[T]", page.response.of(page))

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
    ) -> Stream[T]:
        """Send a request and return the stream of items of its answer."""
        exchange = Exchange(self._settings, op, options, Arguments(path, query, headers, cookies, body))
        request, response = self._send(exchange, True)
        if self._mode == "streaming":
            return cast("Stream[T]", StreamedResponse(response, method=request.method, url=request.safe_url))
        items = reader_for(op, response.headers, strict=self._settings.strict)
        events: Stream[T] = Stream(response, items, method=request.method, url=request.safe_url)
        if self._mode == "value":
            return events
        answer = ApiResponse(
            response.status_code, response.headers, b"", lambda: events, method=request.method, url=request.safe_url
        )
        return cast("Stream[T]", answer)

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
        return self._copy(self._settings, mode)

    def _copy(self, settings: Settings, mode: View) -> Self:
        copy = object.__new__(type(self))
        copy._settings = settings
        copy._pool = self._pool
        copy._owner = False
        copy._mode = mode
        return copy

    # Life

    def close(self) -> None:
        """Close the connections; further calls raise `SdkError`. Does nothing on a copy, and to a transport of the user's."""
        if self._owner:
            self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def warmup(self) -> None:
        """Load all that calls need now: the HTTP library, every module of this package, every model's codec."""
        from .warmup import load_package

        load_package(self._settings.api.package)
        self._pool.get()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._settings.base_url}>"

    def __reduce__(self) -> NoReturn:
        no_pickle(self)

    # The exchange

    def _page(self, op: PagedOperation[T], options: RequestOptions | None, asked: PageRequest) -> Page[T]:
        exchange = Exchange(self._settings, op, options, asked.arguments, url=asked.url)
        request, response = self._send(exchange, False)
        answer = api_response(exchange, request, response.status_code, response.headers, response.content)
        content = read_page(op, asked, answer, strict=self._settings.strict)
        page_url = exchange.request.url

        def fetch(next: NextPage) -> Page[T]:
            return self._page(op, options, following(self._settings, asked, page_url, next, content.count))

        return Page(content.items, content.body, answer, next=content.next, key=asked.key, fetch=fetch)

    def _send(self, exchange: Exchange, streaming: bool) -> tuple[Request, Response]:
        """The request that was answered 2xx, and its answer, read whole unless `streaming`. Raises for anything else."""
        settings, transport = self._settings, self._pool.get()
        while True:
            request = exchange.outgoing(None if exchange.is_open else self._grant(exchange, transport))
            for hook in settings.before_request:
                hook(request)
            exchange.sending(request)
            try:
                response = transport.send(request)
                response.request = request
                wait = exchange.answered(request, response.status_code, response.headers)
                streamed = streaming and 200 <= response.status_code <= 299
                if wait is not None:
                    _drain(response)
                elif not streamed:
                    response.read(settings.response_limit)
                exchange.log_answer(request, response, None if streamed or wait is not None else response.content)
                for hook in settings.after_response:
                    hook(response)
                if wait is None:
                    if 200 <= response.status_code <= 299:
                        return request, response
                    raise exchange.status_error(request, response.status_code, response.headers, response.content)
            except ApiConnectionError as error:
                wait = exchange.failed(error)
                if wait is None:
                    self._report(error)
                    raise
            except SdkError as error:
                self._report(error)
                raise
            if wait:
                time.sleep(wait)

    def _report(self, error: SdkError) -> None:
        for hook in self._settings.on_error:
            hook(error)

    def _grant(self, exchange: Exchange, transport: Transport) -> Grant:
        ready = exchange.ready_grant()
        if ready is not None:
            return ready
        secrets: dict[str, str] = {}
        for name in exchange.secrets_needed():
            value = self._settings.credentials[name]
            secrets[name] = as_text(name, value() if callable(value) else value)
        tokens = {id: self._token(exchange, id, scheme, secrets, transport) for id, scheme in exchange.oauth_schemes()}
        return exchange.granted(secrets, tokens)

    def _token(
        self, exchange: Exchange, id: str, scheme: OAuth2, secrets: Mapping[str, str], transport: Transport
    ) -> str:
        """An access token, fetched by one thread while the others wait for it."""
        with self._pool.token_lock:
            token = exchange.ready_token(id, scheme, secrets)
            if token is None:
                request = exchange.token_request(id, scheme, secrets)
                response = transport.send(request)
                response.read(_DRAINED)
                token = exchange.token_answered(id, request, response.status_code, response.headers, response.content)
            return token


class _Pool:
    """The transport of a client and its copies, made on first use."""

    __slots__ = ("_closed", "_lock", "_make", "_owned", "_transport", "token_lock")

    def __init__(self, transport: Transport | None, make: Callable[[], Transport]) -> None:
        self._transport = transport
        self._owned = transport is None
        self._make = make
        self._closed = False
        self._lock = threading.Lock()
        self.token_lock = threading.Lock()

    def get(self) -> Transport:
        transport = self._transport
        if transport is None or self._closed:
            with self._lock:
                if self._closed:
                    raise SdkError("this client has been closed")
                transport = self._transport
                if transport is None:
                    self._transport = transport = self._make()
        return transport

    def close(self) -> None:
        with self._lock:
            transport, self._closed = self._transport, True
            if transport is not None and self._owned:
                transport.close()


def _default_transport(
    proxy: str | None, verify: bool | str | SSLContext, cert: str | tuple[str, str] | None, http2: bool
) -> Transport:
    """httpx2 where it is installed, else the standard library."""
    from importlib.util import find_spec

    if find_spec("httpx2") is not None:
        from .httpx_transport import HttpxTransport

        return HttpxTransport(proxy=proxy, verify=verify, cert=cert, http2=http2)
    from .http_client_transport import HttpClientTransport

    return HttpClientTransport(proxy=proxy, verify=verify, cert=cert)


def _drain(response: Response) -> None:
    """Finish with an answer nobody reads: a short body is read, so that its connection is free again."""
    try:
        response.read(_DRAINED)
    except SdkError:
        response.close()
