"""Answers that are streams of items: server-sent events, JSON Lines, JSON text
sequences."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from typing import Any, Generic, Protocol, TypeVar

from .errors import SdkError
from .raw import Answer
from .transport import AsyncResponse, Response

__all__ = ["AsyncStream", "ItemReader", "Stream"]

T = TypeVar("T")


class ItemReader(Protocol[T]):
    """Makes items of bytes. `done` says that the stream is over, whatever still
    arrives."""

    done: bool

    def feed(self, chunk: bytes) -> list[T]:
        """The items that `chunk` completes."""
        ...

    def end(self) -> list[T]:
        """The items that the end completes."""
        ...


class Stream(Answer, Generic[T]):
    """Items as they arrive. Iterate it once; use it in a `with`, which gives the
    connection back also before the end.

    A connection that breaks raises `ApiConnectionError` from the iteration; items
    already received stay valid."""

    __slots__ = ("_reader", "_response")

    def __init__(
        self,
        response: Response,
        reader: ItemReader[T],
        *,
        method: str = "",
        url: str = "",
    ) -> None:
        super().__init__(response.status_code, response.headers, method, url)
        self._response = response
        self._reader = reader

    def __iter__(self) -> Iterator[T]:
        reader = self._reader
        try:
            for chunk in self._response.iter_bytes():
                yield from reader.feed(chunk)
                if reader.done:
                    return
            yield from reader.end()
        finally:
            self.close()

    def close(self) -> None:
        """Give the connection back; what has not been read is lost."""
        self._response.close()

    def __enter__(self) -> Stream[T]:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()


class AsyncStream(Generic[T]):
    """Items as they arrive, asynchronously. Nothing is sent before it is opened, by any
    of

    ```python
    async with client.chat.events() as events: ...  # closes it also before the end
    events = await client.chat.events()
    async for event in client.chat.events(): ...
    ```
    Iterate it once.
    """

    __slots__ = ("_open", "_opened")

    def __init__(
        self,
        opening: Callable[[], Awaitable[tuple[AsyncResponse, ItemReader[T], Answer]]],
    ) -> None:
        self._open = opening
        self._opened: tuple[AsyncResponse, ItemReader[T], Answer] | None = None

    @property
    def answer(self) -> Answer:
        """Status, headers and request id. Raises `SdkError` before the stream is
        open."""
        if self._opened is None:
            raise SdkError(
                "this stream is not open yet: await it, or use it in an `async with`"
            )
        return self._opened[2]

    @property
    def response(self) -> AsyncResponse:
        """The answer whose body the items are read from. Raises `SdkError` before the
        stream is open."""
        if self._opened is None:
            raise SdkError(
                "this stream is not open yet: await it, or use it in an `async with`"
            )
        return self._opened[0]

    def __await__(self) -> Generator[Any, None, AsyncStream[T]]:
        return self._ready().__await__()

    async def __aiter__(self) -> AsyncIterator[T]:
        await self._ready()
        assert self._opened is not None
        response, reader, _ = self._opened
        try:
            async for chunk in response.iter_bytes():
                for item in reader.feed(chunk):
                    yield item
                if reader.done:
                    return
            for item in reader.end():
                yield item
        finally:
            await response.close()

    async def close(self) -> None:
        """Give the connection back; what has not been read is lost."""
        if self._opened is not None:
            await self._opened[0].close()

    async def __aenter__(self) -> AsyncStream[T]:
        return await self._ready()

    async def __aexit__(self, *exc_info: object) -> None:
        await self.close()

    def __repr__(self) -> str:
        return (
            "<AsyncStream not opened>"
            if self._opened is None
            else f"<AsyncStream {self._opened[2]!r}>"
        )

    async def _ready(self) -> AsyncStream[T]:
        if self._opened is None:
            self._opened = await self._open()
        return self
