"""Transports on httpx2: connection pools, proxies and HTTP/2. The one module that
imports it; it is imported on first use."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterator
from importlib.util import find_spec
from typing import Any

import httpx2

from .errors import (
    ApiConnectionError,
    ApiTimeoutError,
    ConfigurationError,
    InvalidArgumentError,
)
from .tls import Cert, Verify, context
from .transport import AsyncResponse, Content, Headers, Request, Response

__all__ = ["AsyncHttpxTransport", "HttpxTransport"]

_ACCEPT_ENCODING = "gzip, deflate"

_NOT_SENT = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,
    httpx2.ProxyError,
    httpx2.UnsupportedProtocol,
)
"""Errors after which nothing of the request can have reached the server."""

_FAILURES = (httpx2.RequestError, OSError)
"""What goes wrong on the network. `OSError` is among it because a TLS alert that comes late
(a client certificate that TLS 1.3 misses) arrives as the `ssl.SSLError` it is."""


class HttpxTransport:
    """Sends requests through an `httpx2.Client`: one of its own, or the user's
    `client`, which stays the user's to close.

    A client of the user's adds its headers, cookies and authentication to what this
    package sends; it follows no redirect."""

    def __init__(
        self,
        client: httpx2.Client | None = None,
        *,
        proxy: str | None = None,
        verify: Verify = True,
        cert: Cert | None = None,
        http2: bool = False,
        limits: httpx2.Limits | None = None,
    ) -> None:
        self._owned = client is None
        self._client = client or httpx2.Client(
            **_settings(proxy, verify, cert, http2, limits)
        )

    def send(self, request: Request) -> Response:
        """See `Transport.send`."""
        if isinstance(request.content, AsyncIterable):
            raise InvalidArgumentError(
                "an asynchronous source needs the asynchronous client", path="body"
            )
        try:
            response = self._client.send(
                _request(self._client, self._owned, request, request.content),
                stream=True,
                follow_redirects=False,
            )
        except (*_FAILURES, httpx2.InvalidURL) as error:
            raise _connection_error(error, request) from error
        return Response(
            response.status_code,
            Headers(response.headers.multi_items()),
            _chunks(response, request),
            close=response.close,
        )

    def close(self) -> None:
        """Close the pool, unless it is the user's."""
        if self._owned:
            self._client.close()


class AsyncHttpxTransport:
    """Sends requests through an `httpx2.AsyncClient`; see `HttpxTransport`. For one
    event loop."""

    def __init__(
        self,
        client: httpx2.AsyncClient | None = None,
        *,
        proxy: str | None = None,
        verify: Verify = True,
        cert: Cert | None = None,
        http2: bool = False,
        limits: httpx2.Limits | None = None,
    ) -> None:
        self._owned = client is None
        self._client = client or httpx2.AsyncClient(
            **_settings(proxy, verify, cert, http2, limits)
        )

    async def send(self, request: Request) -> AsyncResponse:
        """See `AsyncTransport.send`."""
        try:
            response = await self._client.send(
                _request(
                    self._client, self._owned, request, _async_content(request.content)
                ),
                stream=True,
                follow_redirects=False,
            )
        except (*_FAILURES, httpx2.InvalidURL) as error:
            raise _connection_error(error, request) from error
        return AsyncResponse(
            response.status_code,
            Headers(response.headers.multi_items()),
            _async_chunks(response, request),
            close=response.aclose,
        )

    async def close(self) -> None:
        """Close the pool, unless it is the user's."""
        if self._owned:
            await self._client.aclose()


def _settings(
    proxy: str | None,
    verify: Verify,
    cert: Cert | None,
    http2: bool,
    limits: httpx2.Limits | None,
) -> dict[str, Any]:
    settings: dict[str, Any] = {
        "verify": verify if verify is True and cert is None else context(verify, cert)
    }
    if proxy is not None:
        settings["proxy"] = proxy
    if limits is not None:
        settings["limits"] = limits
    if http2:
        if find_spec("h2") is None:
            raise ConfigurationError(
                "http2=True needs the package h2: pip install 'httpx2[http2]'"
            )
        settings["http2"] = True
    return settings


def _request(
    client: httpx2.Client | httpx2.AsyncClient,
    owned: bool,
    request: Request,
    content: Any,
) -> httpx2.Request:
    limits = request.timeout
    timeout = {
        "connect": limits.connect,
        "read": limits.read,
        "write": limits.write,
        "pool": limits.pool,
    }
    headers = (
        request.headers
        if "Accept-Encoding" in request.headers
        else {"Accept-Encoding": _ACCEPT_ENCODING, **request.headers}
    )
    build = httpx2.Request if owned else client.build_request
    built = build(
        request.method,
        request.url,
        headers=headers,
        content=content,
        extensions={"timeout": timeout},
    )
    # As the document spells it: httpx2 writes every method in upper case.
    built.method = request.method
    return built


def _chunks(response: httpx2.Response, request: Request) -> Iterator[bytes]:
    try:
        yield from response.iter_bytes()
    except _FAILURES as error:
        raise _connection_error(error, request) from error


async def _async_chunks(
    response: httpx2.Response, request: Request
) -> AsyncIterator[bytes]:
    try:
        async for chunk in response.aiter_bytes():
            yield chunk
    except _FAILURES as error:
        raise _connection_error(error, request) from error


def _async_content(content: Content) -> bytes | AsyncIterable[bytes]:
    if isinstance(content, bytes | AsyncIterable):
        return content

    async def pieces() -> AsyncIterator[bytes]:
        for piece in content:
            yield piece

    return pieces()


def _connection_error(
    error: Exception, request: Request
) -> ApiConnectionError | InvalidArgumentError:
    """The package's own error for one of httpx2's."""
    if isinstance(error, httpx2.InvalidURL):
        return InvalidArgumentError(
            f"{request.safe_url!r} is not a URL that can be asked: {error}"
        )
    kind = (
        ApiTimeoutError
        if isinstance(error, httpx2.TimeoutException)
        else ApiConnectionError
    )
    text = str(error)
    message = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return kind(
        message,
        method=request.method,
        url=request.safe_url,
        sent=not isinstance(error, _NOT_SENT),
    )
