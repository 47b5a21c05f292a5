"""The line between this package and an HTTP library: `Request` in, `Response` out, and
nothing else.

A transport sends one request once: it follows no redirect, repeats nothing and adds no
credential. It decodes the content encodings it asks for. It raises `ApiConnectionError`
(with `sent=False` where nothing can have reached the server) or `ApiTimeoutError`, also
while a body is being read, and nothing else for what happens on the network."""

from __future__ import annotations

from collections.abc import (
    AsyncIterable,
    AsyncIterator,
    Awaitable,
    Callable,
    Iterable,
    Iterator,
    Mapping,
)
from typing import Protocol, TypeAlias, runtime_checkable

from .errors import ResponseTooLargeError, SdkError
from .headers import Headers
from .options import DEFAULT_TIMEOUT, Timeout

__all__ = [
    "AsyncResponse",
    "AsyncTransport",
    "Content",
    "Headers",
    "Request",
    "Response",
    "Transport",
]

Content: TypeAlias = bytes | Iterable[bytes] | AsyncIterable[bytes]
"""A body: bytes, or pieces of it. Pieces that can be had twice come from an object
whose `__iter__` starts anew."""


class Request:
    """One request as it goes on the wire. Header names are unique but for case;
    `content` is b"" where there is no body.

    `replayable`: `content` can be sent again, so that the request can be retried.
    """

    __slots__ = ("content", "headers", "method", "replayable", "timeout", "url")

    def __init__(
        self,
        method: str,
        url: str,
        *,
        headers: dict[str, str] | None = None,
        content: Content = b"",
        replayable: bool = True,
        timeout: Timeout = DEFAULT_TIMEOUT,
    ) -> None:
        self.method = method
        self.url = url
        self.headers: dict[str, str] = {} if headers is None else headers
        self.content: Content = content
        self.replayable = replayable
        self.timeout = timeout

    def copy(self) -> Request:
        """The same request with headers of its own."""
        return Request(
            self.method,
            self.url,
            headers=self.headers.copy(),
            content=self.content,
            replayable=self.replayable,
            timeout=self.timeout,
        )

    @property
    def safe_url(self) -> str:
        """The URL without its query, user and fragment: what may be shown."""
        return show_url(self.url)

    def header(self, name: str) -> str | None:
        """The value of a header, whatever its case."""
        wanted = name.lower()
        for key, value in self.headers.items():
            if key.lower() == wanted:
                return value
        return None

    def __repr__(self) -> str:
        return f"<Request {self.method} {self.safe_url}>"


class Response:
    """An answer whose body is still on the wire until `read` or `iter_bytes` takes it.
    Close it, or use it in a `with`.

    `request` is what it answers, once the client has it.
    """

    __slots__ = ("_chunks", "_close", "_content", "headers", "request", "status_code")

    def __init__(
        self,
        status_code: int,
        headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        chunks: Iterable[bytes] | bytes = b"",
        *,
        close: Callable[[], None] | None = None,
    ) -> None:
        self.status_code = status_code
        self.request: Request | None = None
        self.headers = headers if isinstance(headers, Headers) else Headers(headers)
        self._content = chunks if isinstance(chunks, bytes) else None
        self._chunks = None if isinstance(chunks, bytes) else chunks
        self._close = close

    @property
    def content(self) -> bytes:
        """The whole body. Raises `SdkError` where it was not read."""
        if self._content is None:
            raise SdkError("the body of this response has not been read")
        return self._content

    def read(self, limit: int | None = None) -> bytes:
        """The whole body, kept for later. Raises `ResponseTooLargeError` once it is
        beyond `limit`."""
        if self._content is None:
            body = Body(limit)
            try:
                for chunk in self._take():
                    body.add(chunk)
            finally:
                self.close()
            self._content = body.content()
        return self._content

    def iter_bytes(self) -> Iterator[bytes]:
        """The body piece by piece, once; closes the response at the end."""
        if self._content is not None:
            yield self._content
            return
        try:
            yield from self._take()
        finally:
            self.close()

    def close(self) -> None:
        """Give the connection back; what is left of the body is lost. May be called
        twice."""
        close, self._close = self._close, None
        if close is not None:
            close()

    def __enter__(self) -> Response:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def _take(self) -> Iterable[bytes]:
        chunks, self._chunks = self._chunks, None
        if chunks is None:
            raise SdkError("the body of this response was already taken")
        return chunks


class AsyncResponse:
    """`Response`, with its body read asynchronously."""

    __slots__ = ("_chunks", "_close", "_content", "headers", "request", "status_code")

    def __init__(
        self,
        status_code: int,
        headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        chunks: AsyncIterable[bytes] | bytes = b"",
        *,
        close: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self.status_code = status_code
        self.request: Request | None = None
        self.headers = headers if isinstance(headers, Headers) else Headers(headers)
        self._content = chunks if isinstance(chunks, bytes) else None
        self._chunks = None if isinstance(chunks, bytes) else chunks
        self._close = close

    @property
    def content(self) -> bytes:
        """The whole body. Raises `SdkError` where it was not read."""
        if self._content is None:
            raise SdkError("the body of this response has not been read")
        return self._content

    async def read(self, limit: int | None = None) -> bytes:
        """The whole body, kept for later. Raises `ResponseTooLargeError` once it is
        beyond `limit`."""
        if self._content is None:
            body = Body(limit)
            try:
                async for chunk in self._take():
                    body.add(chunk)
            finally:
                await self.close()
            self._content = body.content()
        return self._content

    async def iter_bytes(self) -> AsyncIterator[bytes]:
        """The body piece by piece, once; closes the response at the end."""
        if self._content is not None:
            yield self._content
            return
        try:
            async for chunk in self._take():
                yield chunk
        finally:
            await self.close()

    async def close(self) -> None:
        """Give the connection back; what is left of the body is lost. May be called
        twice."""
        close, self._close = self._close, None
        if close is not None:
            await close()

    async def __aenter__(self) -> AsyncResponse:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.close()

    def _take(self) -> AsyncIterable[bytes]:
        chunks, self._chunks = self._chunks, None
        if chunks is None:
            raise SdkError("the body of this response was already taken")
        return chunks


class Body:
    """The pieces of a body as they arrive, up to `limit` bytes."""

    __slots__ = ("_chunks", "_limit", "_size")

    def __init__(self, limit: int | None) -> None:
        self._chunks: list[bytes] = []
        self._limit = limit
        self._size = 0

    def add(self, chunk: bytes) -> None:
        """Keep a piece. Raises `ResponseTooLargeError` where that is too much."""
        self._size += len(chunk)
        if self._limit is not None and self._size > self._limit:
            raise ResponseTooLargeError(
                f"the body of the response is larger than response_limit={self._limit} bytes"
            )
        self._chunks.append(chunk)

    def content(self) -> bytes:
        """All pieces together."""
        return self._chunks[0] if len(self._chunks) == 1 else b"".join(self._chunks)


@runtime_checkable
class Transport(Protocol):
    """What sends requests for a client. Must be safe to share between threads."""

    def send(self, request: Request) -> Response:
        """Send `request` once and return as soon as the headers of the answer are
        there."""
        ...

    def close(self) -> None:
        """Close every connection."""
        ...


@runtime_checkable
class AsyncTransport(Protocol):
    """What sends requests for an asynchronous client, inside one event loop."""

    async def send(self, request: Request) -> AsyncResponse:
        """Send `request` once and return as soon as the headers of the answer are
        there."""
        ...

    async def close(self) -> None:
        """Close every connection."""
        ...


def show_url(url: str) -> str:
    """`url` without query, fragment and user: where credentials can be."""
    bare = url.partition("?")[0].partition("#")[0]
    scheme, separator, rest = bare.partition("://")
    authority, slash, path = rest.partition("/")
    return f"{scheme}{separator}{authority.rpartition('@')[2]}{slash}{path}"
