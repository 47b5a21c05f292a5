"""How the pages of a list are fetched: one class a style of paging."""

from __future__ import annotations

from specloom.ir.types import TypeExpr
from specloom.quick import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NextUrl:
    """The body holds the URL of the next page. Paths are property names from the top of the body; `()` is the body
    itself."""

    items: tuple[str, ...]
    next: tuple[str, ...]
    item: TypeExpr


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkHeader:
    """The `Link` header holds the URL of the next page (RFC 8288, `rel="next"`)."""

    items: tuple[str, ...]
    item: TypeExpr


@dataclass(frozen=True, slots=True, kw_only=True)
class CursorPages:
    """The next request repeats this one with `parameter` set to a value of the answer.

    `next` is where the cursor is in the body, or, with `last_item`, the path inside the last item. `more` is a boolean
    of the body that says whether there are further pages, if there is one. `in_body`: the parameter is a property of
    the request body.
    """

    items: tuple[str, ...]
    item: TypeExpr
    parameter: str
    next: tuple[str, ...]
    last_item: bool = False
    more: tuple[str, ...] | None = None
    in_body: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OffsetPages:
    """The next request repeats this one with `parameter` advanced by the number of items received."""

    items: tuple[str, ...]
    item: TypeExpr
    parameter: str
    limit: str = ""
    total: tuple[str, ...] | None = None
    more: tuple[str, ...] | None = None
    in_body: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedPages:
    """The next request repeats this one with `parameter` plus one; `first` is the number of the first page."""

    items: tuple[str, ...]
    item: TypeExpr
    parameter: str
    first: int = 1
    size: str = ""
    total_pages: tuple[str, ...] | None = None
    total: tuple[str, ...] | None = None
    more: tuple[str, ...] | None = None
    in_body: bool = False


Pagination = NextUrl | LinkHeader | CursorPages | OffsetPages | NumberedPages
