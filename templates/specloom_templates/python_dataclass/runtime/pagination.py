"""How an operation is paged, as data."""

from __future__ import annotations

from typing import TypeAlias

__all__ = [
    "CursorPages",
    "LinkHeader",
    "NextUrl",
    "NumberedPages",
    "OffsetPages",
    "Pagination",
]

Path: TypeAlias = tuple[str, ...]
"""Property names from the top of a body; `()` is the body itself."""


class NextUrl:
    """The body holds the URL of the next page at `next`."""

    __slots__ = ("items", "next")

    def __init__(self, *, items: Path, next: Path) -> None:
        self.items = items
        self.next = next


class LinkHeader:
    """The `Link` header holds the URL of the next page (RFC 8288, `rel="next"`)."""

    __slots__ = ("items",)

    def __init__(self, *, items: Path = ()) -> None:
        self.items = items


class CursorPages:
    """The next request repeats this one with `parameter` set to the value at `next`.

    With `last_item`, `next` is a path inside the last item. `more` is a boolean of the
    body that says whether there are further pages. `in_body`: the parameter is a
    property of the request body."""

    __slots__ = ("in_body", "items", "last_item", "more", "next", "parameter")

    def __init__(
        self,
        *,
        items: Path,
        parameter: str,
        next: Path,
        last_item: bool = False,
        more: Path | None = None,
        in_body: bool = False,
    ) -> None:
        self.items = items
        self.parameter = parameter
        self.next = next
        self.last_item = last_item
        self.more = more
        self.in_body = in_body


class OffsetPages:
    """The next request repeats this one with `parameter` advanced by the number of
    items received.

    `limit` names the parameter with the size of a page; `total` is where the body says
    how many items there are."""

    __slots__ = ("in_body", "items", "limit", "more", "parameter", "total")

    def __init__(
        self,
        *,
        items: Path,
        parameter: str,
        limit: str = "",
        total: Path | None = None,
        more: Path | None = None,
        in_body: bool = False,
    ) -> None:
        self.items = items
        self.parameter = parameter
        self.limit = limit
        self.total = total
        self.more = more
        self.in_body = in_body


class NumberedPages:
    """The next request repeats this one with `parameter` plus one; `first` is the
    number of the first page."""

    __slots__ = (
        "first",
        "in_body",
        "items",
        "more",
        "parameter",
        "size",
        "total",
        "total_pages",
    )

    def __init__(
        self,
        *,
        items: Path,
        parameter: str,
        first: int = 1,
        size: str = "",
        total_pages: Path | None = None,
        total: Path | None = None,
        more: Path | None = None,
        in_body: bool = False,
    ) -> None:
        self.items = items
        self.parameter = parameter
        self.first = first
        self.size = size
        self.total_pages = total_pages
        self.total = total
        self.more = more
        self.in_body = in_body


Pagination: TypeAlias = NextUrl | LinkHeader | CursorPages | OffsetPages | NumberedPages
