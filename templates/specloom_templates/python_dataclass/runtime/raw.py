"""Answers with everything around their value, and the types of `with_raw_response` and
`with_streaming_response`.

The functions at the end exist for type checkers: emitted classes use them, under
`TYPE_CHECKING`, to derive the signatures of the raw and streaming views from those of
the methods. At run time a view is the client itself in another mode."""

from __future__ import annotations

from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Coroutine,
    Iterator,
    Mapping,
)
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from os import PathLike
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

from .errors import request_id
from .framing import LineSplitter
from .transport import AsyncResponse, Response

if TYPE_CHECKING:
    from .paging import AsyncPage, AsyncPager, Page
    from .streams import AsyncStream

__all__ = ["ApiResponse", "AsyncStreamedResponse", "StreamedResponse"]

P = ParamSpec("P")
T = TypeVar("T")


class Answer:
    """What every answer says about itself."""

    __slots__ = ("headers", "method", "status_code", "url")

    status_code: int
    headers: Mapping[str, str]
    method: str
    url: str

    def __init__(
        self, status_code: int, headers: Mapping[str, str], method: str, url: str
    ) -> None:
        self.status_code = status_code
        self.headers = headers
        self.method = method
        self.url = url

    @property
    def request_id(self) -> str | None:
        """What the service calls this request, for its support team."""
        return request_id(self.headers)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.status_code} {self.method} {self.url}>"


_PENDING: Any = object()


class ApiResponse(Answer, Generic[T]):
    """An answer that was read whole. `value` is what the method returns without
    `with_raw_response`; it is decoded on first use, so that `content` can be had where
    decoding fails."""

    __slots__ = ("_decode", "_value", "content")

    content: bytes

    def __init__(
        self,
        status_code: int,
        headers: Mapping[str, str],
        content: bytes,
        decode: Callable[[], T],
        *,
        method: str = "",
        url: str = "",
    ) -> None:
        super().__init__(status_code, headers, method, url)
        self.content = content
        self._decode = decode
        self._value: T = _PENDING

    @property
    def value(self) -> T:
        """The decoded body. Raises `DecodeError` where it cannot be decoded."""
        if self._value is _PENDING:
            self._value = self._decode()
        return self._value

    def of(self, value: Any) -> ApiResponse[Any]:
        """The same answer around another value."""
        return ApiResponse(
            self.status_code,
            self.headers,
            self.content,
            lambda: value,
            method=self.method,
            url=self.url,
        )

    @property
    def text(self) -> str:
        """The body as text; bytes that are not UTF-8 become U+FFFD."""
        return self.content.decode("utf-8", "replace")


class StreamedResponse(Answer):
    """An answer whose body is read as it arrives. Use it in a `with`, which closes
    it."""

    __slots__ = ("_response",)

    def __init__(self, response: Response, *, method: str = "", url: str = "") -> None:
        super().__init__(response.status_code, response.headers, method, url)
        self._response = response

    def read(self) -> bytes:
        """The whole body."""
        return self._response.read()

    def iter_bytes(self) -> Iterator[bytes]:
        """The body piece by piece, in the sizes it arrives."""
        return self._response.iter_bytes()

    def iter_lines(self) -> Iterator[str]:
        """The body as lines of UTF-8 text, without their ends."""
        lines = LineSplitter()
        for chunk in self._response.iter_bytes():
            yield from lines.feed(chunk)
        yield from lines.end()

    def save(self, path: str | PathLike[str]) -> int:
        """Write the body to a file, piece by piece; return its size."""
        with open(path, "wb") as file:
            return sum(file.write(chunk) for chunk in self._response.iter_bytes())

    def close(self) -> None:
        """Give the connection back."""
        self._response.close()

    def __enter__(self) -> StreamedResponse:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()


class AsyncStreamedResponse(Answer):
    """`StreamedResponse`, read asynchronously. Use it in an `async with`."""

    __slots__ = ("_response",)

    def __init__(
        self, response: AsyncResponse, *, method: str = "", url: str = ""
    ) -> None:
        super().__init__(response.status_code, response.headers, method, url)
        self._response = response

    async def read(self) -> bytes:
        """The whole body."""
        return await self._response.read()

    def iter_bytes(self) -> AsyncIterator[bytes]:
        """The body piece by piece, in the sizes it arrives."""
        return self._response.iter_bytes()

    async def iter_lines(self) -> AsyncIterator[str]:
        """The body as lines of UTF-8 text, without their ends."""
        lines = LineSplitter()
        async for chunk in self._response.iter_bytes():
            for line in lines.feed(chunk):
                yield line
        for line in lines.end():
            yield line

    async def save(self, path: str | PathLike[str]) -> int:
        """Write the body to a file, piece by piece; return its size. Writing itself
        blocks, as files do."""
        size = 0
        with open(path, "wb") as file:
            async for chunk in self._response.iter_bytes():
                size += file.write(chunk)
        return size

    async def close(self) -> None:
        """Give the connection back."""
        await self._response.close()

    async def __aenter__(self) -> AsyncStreamedResponse:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.close()


if TYPE_CHECKING:

    def call(method: Callable[P, T]) -> Callable[P, ApiResponse[T]]:
        """A method of a raw view, for one that returns a value or a `Stream`."""
        ...

    def page(method: Callable[P, Page[T]]) -> Callable[P, ApiResponse[Page[T]]]:
        """A method of a raw view, for one that returns pages."""
        ...

    def stream(
        method: Callable[P, object],
    ) -> Callable[P, AbstractContextManager[StreamedResponse]]:
        """A method of a streaming view."""
        ...

    def async_call(
        method: Callable[P, Coroutine[Any, Any, T]],
    ) -> Callable[P, Coroutine[Any, Any, ApiResponse[T]]]:
        """A method of an asynchronous raw view, for one that returns a value."""
        ...

    def async_page(
        method: Callable[P, AsyncPager[T]],
    ) -> Callable[P, Awaitable[ApiResponse[AsyncPage[T]]]]:
        """A method of an asynchronous raw view, for one that returns pages."""
        ...

    def async_events(
        method: Callable[P, AsyncStream[T]],
    ) -> Callable[P, Awaitable[ApiResponse[AsyncStream[T]]]]:
        """A method of an asynchronous raw view, for one that returns a stream."""
        ...

    def async_stream(
        method: Callable[P, Any],
    ) -> Callable[P, AbstractAsyncContextManager[AsyncStreamedResponse]]:
        """A method of an asynchronous streaming view."""
        ...
