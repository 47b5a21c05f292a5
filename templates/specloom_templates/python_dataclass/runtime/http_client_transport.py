"""A transport on the standard library alone (`http.client`): HTTP/1.1, kept-alive
connections, proxies."""

from __future__ import annotations

import socket
import ssl
import threading
import zlib
from collections.abc import AsyncIterable, Iterable, Iterator
from http.client import HTTPException, HTTPResponse
from typing import Any

from .errors import ApiConnectionError, ApiTimeoutError, InvalidArgumentError
from .http_client_pool import ConnectionPool, Lease, Proxy
from .inflate import ACCEPT_ENCODING, inflated
from .tls import Cert, Verify, context
from .transport import Headers, Request, Response
from .urls import target_of

__all__ = ["HttpClientTransport"]

_PIECE = 1 << 16
_ONE_WRITE = 1 << 14
"""Bytes that a socket takes in one piece or not at all."""


class HttpClientTransport:
    """Sends requests with `http.client`. Safe to share between threads; needs no
    package beside the standard library."""

    def __init__(
        self,
        *,
        proxy: str | None = None,
        verify: Verify = True,
        cert: Cert | None = None,
    ) -> None:
        self._verify = verify
        self._cert = cert
        self._context: ssl.SSLContext | None = None
        self._lock = threading.Lock()
        self._pool = ConnectionPool(
            self._tls, Proxy.parse(proxy) if proxy is not None else None
        )

    def send(self, request: Request) -> Response:
        """See `Transport.send`.

        A kept-alive connection that turns out to be dead before a byte of the request
        was accepted is replaced by a new one."""
        if isinstance(request.content, AsyncIterable):
            raise InvalidArgumentError(
                "an asynchronous source needs the asynchronous client", path="body"
            )
        lease = self._pool.lease(request.url, request.timeout.connect)
        try:
            return self._exchange(lease, request)
        except _DeadConnectionError:
            return self._exchange(
                self._pool.lease(request.url, request.timeout.connect, fresh=True),
                request,
            )

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()

    def _tls(self) -> ssl.SSLContext:
        with self._lock:
            if self._context is None:
                self._context = context(self._verify, self._cert)
            return self._context

    def _exchange(self, lease: Lease, request: Request) -> Response:
        try:
            self._connect(lease, request)
            self._write(lease, request)
            answer = self._read_head(lease, request)
        except BaseException:
            lease.connection.close()
            raise
        headers = Headers(answer.getheaders())
        body = self._body(lease, request, answer)
        chunks: Iterable[bytes] = (
            body
            if request.method == "HEAD"
            else inflated(body, headers.get("content-encoding", ""))
        )
        return Response(
            answer.status,
            headers,
            _guarded(chunks, request),
            close=lambda: self._finish(lease, answer),
        )

    def _connect(self, lease: Lease, request: Request) -> None:
        connection = lease.connection
        if connection.sock is None:
            try:
                connection.connect()
            except (OSError, HTTPException) as error:
                raise _failure(error, request, sent=False) from error

    def _write(self, lease: Lease, request: Request) -> None:
        connection = lease.connection
        connection.sock.settimeout(request.timeout.write)
        names = {name.lower() for name in request.headers}
        content: Any = request.content
        try:
            connection.putrequest(
                request.method,
                _target(lease, request.url),
                skip_host="host" in names,
                skip_accept_encoding=True,
            )
            for name, value in request.headers.items():
                connection.putheader(
                    name,
                    (
                        value.encode("latin-1", "strict")
                        if value.isascii()
                        else value.encode()
                    ),
                )
            if "accept-encoding" not in names:
                connection.putheader("Accept-Encoding", ACCEPT_ENCODING)
            if (
                lease.proxy is not None
                and lease.proxy.authorization
                and not request.url.startswith("https:")
            ):
                connection.putheader("Proxy-Authorization", lease.proxy.authorization)
            chunked = False
            if isinstance(content, bytes):
                if content or request.method not in ("GET", "HEAD", "OPTIONS", "TRACE"):
                    connection.putheader("Content-Length", str(len(content)))
            elif "content-length" not in names:
                connection.putheader("Transfer-Encoding", "chunked")
                chunked = True
        except ValueError as error:
            raise InvalidArgumentError(
                f"the request cannot be sent: {error}"
            ) from error
        try:
            connection.endheaders(content or None, encode_chunked=chunked)
        except TimeoutError as error:
            raise _failure(error, request, sent=True) from error
        except OSError as error:
            if (
                lease.reused
                and isinstance(content, bytes)
                and len(content) < _ONE_WRITE
            ):
                raise _DeadConnectionError from error
            if not isinstance(error, ConnectionError):
                raise _failure(error, request, sent=True) from error
            # The server may have answered before it had all of the body, and closed:
            # its answer is what matters.

    def _read_head(self, lease: Lease, request: Request) -> HTTPResponse:
        connection = lease.connection
        connection.sock.settimeout(request.timeout.read)
        try:
            return connection.getresponse()
        except (OSError, HTTPException) as error:
            raise _failure(error, request, sent=True) from error

    def _body(
        self, lease: Lease, request: Request, answer: HTTPResponse
    ) -> Iterator[bytes]:
        try:
            while chunk := answer.read1(_PIECE):
                yield chunk
        except (OSError, HTTPException, ValueError) as error:
            raise _failure(error, request, sent=True) from error
        if answer.length:
            raise ApiConnectionError(
                f"the answer was cut off: {answer.length} bytes are missing",
                method=request.method,
                url=request.safe_url,
            )

    def _finish(self, lease: Lease, answer: HTTPResponse) -> None:
        """Keep the connection if its answer was read to the end and it stays open, else
        close it."""
        complete = answer.isclosed() or answer.length == 0
        answer.close()
        if complete and not answer.will_close and lease.connection.sock is not None:
            self._pool.give_back(lease)
        else:
            lease.connection.close()


class _DeadConnectionError(Exception):
    """A kept-alive connection was closed by the server before it took a byte of the
    request."""


def _guarded(chunks: Iterable[bytes], request: Request) -> Iterator[bytes]:
    """`chunks`, with errors of their content encoding as errors of the connection."""
    try:
        yield from chunks
    except (zlib.error, EOFError) as error:
        raise _failure(error, request, sent=True) from error


def _target(lease: Lease, url: str) -> str:
    """The request target: in absolute form for a proxy that is not tunnelled through
    (RFC 9112, section 3.2)."""
    if lease.proxy is not None and url.startswith("http:"):
        return url.partition("#")[0]
    return target_of(url)


def _failure(error: Exception, request: Request, *, sent: bool) -> ApiConnectionError:
    """The package's own error for one of the standard library's."""
    kind = (
        ApiTimeoutError
        if isinstance(error, TimeoutError | socket.timeout)
        else ApiConnectionError
    )
    text = str(error)
    message = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return kind(message, method=request.method, url=request.safe_url, sent=sent)
