"""What the request for the next page is: one pure function an operation's pagination,
over the answer just received."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from .errors import DecodeError
from .narrow import is_array, is_mapping, is_object
from .operations import (
    CursorPages,
    LinkHeader,
    NextUrl,
    NumberedPages,
    OffsetPages,
    Pagination,
)
from .transport import show_url

__all__ = ["NextPage", "ParameterPage", "UrlPage", "dig", "items_of", "next_page"]

_PARAMETER = r"""\s?;\s?([^\s=;,]+)\s?(?:=\s?(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?"""
_LINK = re.compile(rf"<([^>]*)>((?:{_PARAMETER})*)")
_PARAMETERS = re.compile(_PARAMETER)


class UrlPage:
    """The next page is at `url`, as the service wrote it: absolute, or relative to the
    page just received."""

    __slots__ = ("url",)

    def __init__(self, url: str) -> None:
        self.url = url

    @property
    def key(self) -> object:
        """What tells this page from others."""
        return self.url

    @property
    def shown(self) -> str:
        """The page, as an error may name it."""
        return show_url(self.url)


class ParameterPage:
    """The next page is asked for by the same request with one argument changed."""

    __slots__ = ("in_body", "name", "value")

    def __init__(self, name: str, value: Any, in_body: bool) -> None:
        self.name = name
        self.value = value
        self.in_body = in_body

    @property
    def key(self) -> object:
        """What tells this page from others."""
        return (self.name, str(self.value))

    @property
    def shown(self) -> str:
        """The page, as an error may name it."""
        return f"{self.name}={self.value!r}"


NextPage: TypeAlias = UrlPage | ParameterPage


def dig(body: Any, path: Sequence[str]) -> Any:
    """The value at `path`; None where the body does not have it."""
    found: Any = body
    for name in path:
        if not is_object(found):
            return None
        found = found.get(name)
    return found


def items_of(body: Any, path: Sequence[str]) -> list[Any]:
    """The items of a page; none where they are absent or null. Raises `DecodeError` for
    anything but a list."""
    found = dig(body, path)
    if found is None:
        return []
    if not is_array(found):
        place = "".join(f".{name}" for name in path)
        raise DecodeError(
            f"expected the list of items, found {type(found).__name__}",
            path=f"${place}",
        )
    return found


def next_page(
    pages: Pagination,
    *,
    body: Any,
    items: Sequence[Any],
    headers: Mapping[str, str],
    query: Mapping[str, Any],
    payload: Any,
    received: int,
) -> NextPage | None:
    """The request for the page after this one; None after the last.

    `items` are those of this page as JSON, `received` counts those of all pages up to
    it, `query` and `payload` are the arguments this page was asked for with."""
    match pages:
        case NextUrl():
            url = dig(body, pages.next)
            return UrlPage(url) if isinstance(url, str) and url else None
        case LinkHeader():
            url = link(headers.get("link", ""), "next")
            return UrlPage(url) if url else None
        case CursorPages():
            return _cursor(pages, body, items)
        case OffsetPages():
            start = _number(
                _argument(pages.parameter, query, payload, pages.in_body), 0
            )
            return _counted(
                pages, start + len(items), bool(items), start + len(items), body
            )
        case NumberedPages():
            number = _number(
                _argument(pages.parameter, query, payload, pages.in_body), pages.first
            )
            last = (
                dig(body, pages.total_pages) if pages.total_pages is not None else None
            )
            if isinstance(last, int) and number - pages.first + 1 >= last:
                return None
            return _counted(
                pages, number + 1, bool(items) or isinstance(last, int), received, body
            )


def link(header: str, relation: str) -> str | None:
    """The target of the first link with this relation in a `Link` header (RFC 8288,
    section 3)."""
    for target in _LINK.finditer(" ".join(header.split())):
        for name, quoted, plain in _PARAMETERS.findall(target[2]):
            if name.lower() == "rel" and relation in (quoted or plain).lower().split():
                return target[1].strip()
    return None


def _cursor(pages: CursorPages, body: Any, items: Sequence[Any]) -> NextPage | None:
    if pages.more is not None and dig(body, pages.more) is False:
        return None
    cursor = (
        dig(items[-1], pages.next)
        if pages.last_item and items
        else None if pages.last_item else dig(body, pages.next)
    )
    if cursor is None or cursor == "":
        return None
    return ParameterPage(pages.parameter, cursor, pages.in_body)


def _counted(
    pages: OffsetPages | NumberedPages,
    value: int,
    progress: bool,
    received: int,
    body: Any,
) -> NextPage | None:
    """Goes on while the body says so; where it says nothing, until a page is empty."""
    more = dig(body, pages.more) if pages.more is not None else None
    total = dig(body, pages.total) if pages.total is not None else None
    if more is False or (isinstance(total, int) and received >= total):
        return None
    if not progress and more is not True:
        return None
    if not progress and isinstance(pages, OffsetPages):
        return None
    return ParameterPage(pages.parameter, value, pages.in_body)


def _argument(name: str, query: Mapping[str, Any], payload: Any, in_body: bool) -> Any:
    if not in_body:
        return query.get(name)
    return payload.get(name) if is_mapping(payload) else getattr(payload, name, None)


def _number(value: Any, default: int) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return default
