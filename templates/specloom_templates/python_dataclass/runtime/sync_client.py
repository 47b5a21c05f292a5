"""The synchronous client: it sends what the exchange says, waits, and reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeVar, cast

from .auth import Secret
from .client import (
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
from .paging import Page
from .raw import ApiResponse, StreamedResponse
from .request import Arguments
from .response import read_value
from .settings import Hooks, Settings, changed, make_settings
from .streams import Stream
from .sync_pool import Pool, default_transport
from .sync_sender import Sender
from .transport import Transport
from .types import UNSET, Unset

if TYPE_CHECKING:
    from ssl import SSLContext

    from .api import ApiInfo
    from .next_page import NextPage
    from .operations import Operation, PagedOperation, StreamOperation

__all__ = ["SyncClient"]

T = TypeVar("T")

_NONE: Mapping[str, Any] = {}


class SyncClient:
    """The base of emitted clients.

    May be shared by threads. Connections are opened on first use, and belong to the
    client that was made, not to its copies (`with_options`, views): closing a copy does
    nothing."""

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
        """Make a client. Nothing is sent, and no HTTP library is loaded. Raises
        `ConfigurationError`."""
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
        self._pool = Pool(
            transport, lambda: default_transport(proxy, verify, cert, http2)
        )
        self._sender = Sender(self._settings, self._pool)
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
        whole: Any = None,
        content_type: str = "",
    ) -> T:
        """Send a request and return the value of its answer, or what the view returns
        for it."""
        given = Arguments(path, query, headers, cookies, body, whole, content_type)
        exchange = Exchange(self._settings, op, options, given)
        request, response = self._sender.send(exchange, self._mode == "streaming")
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
                StreamedResponse(response, method=request.method, url=request.safe_url),
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
    ) -> Page[T]:
        """Fetch the first page; further ones are fetched when the page is asked for
        them."""
        given = Arguments(path, query, headers, cookies, body, whole, content_type)
        asked = PageRequest(given)
        if self._mode == "streaming":
            request, response = self._sender.send(
                Exchange(self._settings, op, options, asked.arguments), True
            )
            return cast(
                "Page[T]",
                StreamedResponse(response, method=request.method, url=request.safe_url),
            )
        page = self._page(op, options, asked)
        return (
            page if self._mode == "value" else cast("Page[T]", page.response.of(page))
        )

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
    ) -> Stream[T]:
        """Send a request and return the stream of items of its answer."""
        given = Arguments(path, query, headers, cookies, body, whole, content_type)
        exchange = Exchange(self._settings, op, options, given)
        request, response = self._sender.send(exchange, True)
        if self._mode == "streaming":
            return cast(
                "Stream[T]",
                StreamedResponse(response, method=request.method, url=request.safe_url),
            )
        items = reader_for(op, response.headers, self._settings)
        events: Stream[T] = Stream(
            response, items, method=request.method, url=request.safe_url
        )
        if self._mode == "value":
            return events
        answer = ApiResponse(
            response.status_code,
            response.headers,
            b"",
            lambda: events,
            method=request.method,
            url=request.safe_url,
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
        return self._copy(self._settings, mode)

    def _copy(self, settings: Settings, mode: View) -> Self:
        copy = object.__new__(type(self))
        copy._settings = settings
        copy._pool = self._pool
        copy._sender = Sender(settings, self._pool)
        copy._owner = False
        copy._mode = mode
        return copy

    # Life

    def close(self) -> None:
        """Close the connections; further calls raise `SdkError`. Does nothing on a
        copy, and to a transport of the user's."""
        if self._owner:
            self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def warmup(self) -> None:
        """Load all that calls need now: the HTTP library, every module of this package,
        every model's codec."""
        from .warmup import load_package

        load_package(self._settings.api.package, self._settings.writer)
        self._pool.get()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._settings.base_url}>"

    def __reduce__(self) -> NoReturn:
        no_pickle(self)

    # Pages

    def _page(
        self, op: PagedOperation[T], options: RequestOptions | None, asked: PageRequest
    ) -> Page[T]:
        exchange = Exchange(self._settings, op, options, asked.arguments, url=asked.url)
        request, response = self._sender.send(exchange, False)
        answer = api_response(
            exchange, request, response.status_code, response.headers, response.content
        )
        content = read_page(op, asked, answer, strict=self._settings.strict)
        page_url = exchange.request.url

        def fetch(upcoming: NextPage) -> Page[T]:
            return self._page(
                op,
                options,
                following(self._settings, asked, page_url, upcoming, content.count),
            )

        return Page(
            content.items,
            content.body,
            answer,
            upcoming=content.upcoming,
            key=asked.key,
            fetch=fetch,
        )
