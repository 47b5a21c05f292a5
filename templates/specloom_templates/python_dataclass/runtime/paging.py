"""Pages of a list: what paged methods return."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from typing import Any, Generic, TypeVar

from .errors import PaginationError
from .next_page import NextPage
from .raw import ApiResponse

__all__ = ["AsyncPage", "AsyncPager", "Page"]

T = TypeVar("T")


class _PageData(Generic[T]):
    """What both kinds of pages hold. `key` is what this page was asked for by, `next`
    what the following one is."""

    __slots__ = ("_key", "_next", "body", "items", "response")

    items: list[T]
    body: Any
    response: ApiResponse[Any]

    def __init__(
        self,
        items: list[T],
        body: Any,
        response: ApiResponse[Any],
        *,
        upcoming: NextPage | None,
        key: object,
    ) -> None:
        self.items = items
        self.body = body
        self.response = response
        self._next = upcoming
        self._key = key

    @property
    def has_next(self) -> bool:
        """Whether the service says that another page follows. That page may be
        empty."""
        return self._next is not None

    def __len__(self) -> int:
        """The number of items of this page."""
        return len(self.items)

    def __bool__(self) -> bool:
        """True: a page is not nothing, even without items."""
        return True

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self.items)} items{', more follow' if self.has_next else ''}>"

    def _following(self, seen: set[object] | None = None) -> NextPage | None:
        """The next page, if there is one that was not `seen` before."""
        following = self._next
        if following is None:
            return None
        if following.key == self._key or (seen is not None and following.key in seen):
            raise PaginationError(
                f"the service names a page it has given already as the next one: {following.shown}"
            )
        if seen is not None:
            seen.add(following.key)
        return following


class Page(_PageData[T]):
    """One page of a list. Iterating it gives all items, of this page and those after
    it, fetched as they are needed.

    `items` are those of this page alone, `body` the answer as parsed JSON, `response`
    everything else about it."""

    __slots__ = ("_fetch",)

    def __init__(
        self,
        items: list[T],
        body: Any,
        response: ApiResponse[Any],
        *,
        upcoming: NextPage | None,
        key: object,
        fetch: Callable[[NextPage], Page[T]],
    ) -> None:
        super().__init__(items, body, response, upcoming=upcoming, key=key)
        self._fetch = fetch

    def next_page(self) -> Page[T] | None:
        """The page after this one, fetched now; None after the last. Raises what any
        call raises, and `PaginationError`."""
        following = self._following()
        return None if following is None else self._fetch(following)

    def pages(self) -> Iterator[Page[T]]:
        """This page and those after it."""
        page, seen = self, {self._key}
        yield page
        while (following := page._following(seen)) is not None:
            page = page._fetch(following)
            yield page

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page.items

    def take(self, count: int) -> list[T]:
        """The first `count` items; fetches no page that it does not need."""
        taken: list[T] = []
        if count > 0:
            for page in self.pages():
                taken += page.items[: count - len(taken)]
                if len(taken) >= count:
                    break
        return taken


class AsyncPage(_PageData[T]):
    """`Page`, whose further pages are fetched asynchronously."""

    __slots__ = ("_fetch",)

    def __init__(
        self,
        items: list[T],
        body: Any,
        response: ApiResponse[Any],
        *,
        upcoming: NextPage | None,
        key: object,
        fetch: Callable[[NextPage], Awaitable[AsyncPage[T]]],
    ) -> None:
        super().__init__(items, body, response, upcoming=upcoming, key=key)
        self._fetch = fetch

    async def next_page(self) -> AsyncPage[T] | None:
        """The page after this one, fetched now; None after the last. Raises what any
        call raises, and `PaginationError`."""
        following = self._following()
        return None if following is None else await self._fetch(following)

    async def pages(self) -> AsyncIterator[AsyncPage[T]]:
        """This page and those after it."""
        page, seen = self, {self._key}
        yield page
        while (following := page._following(seen)) is not None:
            page = await page._fetch(following)
            yield page

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in page.items:
                yield item

    async def take(self, count: int) -> list[T]:
        """The first `count` items; fetches no page that it does not need."""
        taken: list[T] = []
        if count > 0:
            async for page in self.pages():
                taken += page.items[: count - len(taken)]
                if len(taken) >= count:
                    break
        return taken


class AsyncPager(Generic[T]):
    """A list that was asked for, and not fetched yet: `await` it for the first page, or
    `async for` over all items.

    Each await and each iteration is a request of its own.
    """

    __slots__ = ("_first",)

    def __init__(self, first: Callable[[], Awaitable[AsyncPage[T]]]) -> None:
        self._first = first

    def __await__(self) -> Generator[Any, None, AsyncPage[T]]:
        return self._first().__await__()

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in page.items:
                yield item

    async def pages(self) -> AsyncIterator[AsyncPage[T]]:
        """The first page and those after it."""
        async for page in (await self._first()).pages():
            yield page

    async def take(self, count: int) -> list[T]:
        """The first `count` items; fetches no page that it does not need, and none for
        zero."""
        return await (await self._first()).take(count) if count > 0 else []
