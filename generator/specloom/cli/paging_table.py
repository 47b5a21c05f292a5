"""How an operation is paged, as it is written in `[pagination]` of specloom.toml."""

from __future__ import annotations

import json
from collections.abc import Iterator

from specloom.ir.paging import CursorPages, LinkHeader, NextUrl, NumberedPages, OffsetPages, Pagination

_Value = str | int | list[str]


def paging_table(pagination: Pagination) -> str:
    """An inline table of TOML that describes the same pages."""
    return (
        f"{{ {', '.join(f'{key} = {json.dumps(value, ensure_ascii=False)}' for key, value in _entries(pagination))} }}"
    )


def _entries(pagination: Pagination) -> Iterator[tuple[str, _Value]]:
    match pagination:
        case NextUrl(next=following):
            yield from (("style", "next-url"), ("items", _path(pagination.items)), ("next", _path(following)))
        case LinkHeader():
            yield from (("style", "link-header"), ("items", _path(pagination.items)))
        case CursorPages():
            yield from (
                ("style", "last-item" if pagination.last_item else "cursor"),
                ("items", _path(pagination.items)),
            )
            yield from (("next", _path(pagination.next)), ("parameter", pagination.parameter))
            yield from _further(pagination, more=pagination.more)
        case OffsetPages():
            yield from (("style", "offset"), ("items", _path(pagination.items)))
            yield "parameter", pagination.parameter
            yield from (("limit", pagination.limit),) if pagination.limit else ()
            yield from _further(pagination, more=pagination.more, total=pagination.total)
        case NumberedPages():
            yield from (("style", "page"), ("items", _path(pagination.items)))
            yield from (("parameter", pagination.parameter), ("first", pagination.first))
            yield from (("limit", pagination.size),) if pagination.size else ()
            yield from _further(
                pagination, more=pagination.more, total=pagination.total, total_pages=pagination.total_pages
            )


def _further(
    pagination: CursorPages | OffsetPages | NumberedPages, **paths: tuple[str, ...] | None
) -> Iterator[tuple[str, _Value]]:
    yield from ((key, _path(path)) for key, path in paths.items() if path is not None)
    if pagination.in_body:
        yield "in", "body"


def _path(names: tuple[str, ...]) -> str | list[str]:
    return list(names) if any("." in name for name in names) else ".".join(names)
