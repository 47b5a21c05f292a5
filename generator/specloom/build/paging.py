"""How a list operation is paged, found from what its request takes and its answer holds, or said by the configuration.

Nothing is guessed from one side alone, but for a URL of the next page, which says everything by itself. The rules are
tried in the order of how much the service says: a URL, a `Link` header, a cursor, the id of the last item, an offset,
a page number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import cast

from specloom.build import pagers
from specloom.build.pagers import Evidence
from specloom.build.shapes import Shapes
from specloom.diagnostics import Unsupported
from specloom.ir.contents import Encoding, Response
from specloom.ir.operations import Operation
from specloom.ir.paging import CursorPages, LinkHeader, NextUrl, NumberedPages, OffsetPages, Pagination
from specloom.ir.parameters import Location, Parameter
from specloom.ir.types import ArrayType, Field, TypeExpr
from specloom.quick import dataclass

_ITEM_NAMES = (
    "items",
    "data",
    "results",
    "result",
    "value",
    "values",
    "records",
    "entries",
    "objects",
    "list",
    "rows",
    "content",
    "elements",
    "nodes",
    "resources",
)
_ASIDES = frozenset({"errors", "warnings", "messages", "links", "_links", "notifications"})
"""What is more often said about an answer than listed by it."""
_OVERRIDE_KEYS = frozenset(
    {"style", "items", "next", "parameter", "in", "more", "total", "total_pages", "limit", "first"}
)
_OVERRIDE_HELP = "`specloom explain invalid-pagination` shows how pages are described"
_METHODS = frozenset({"GET", "POST", "QUERY"})


@dataclass(frozen=True, slots=True)
class _Page:
    """The array of an answer that holds the items."""

    items: tuple[str, ...]
    item: TypeExpr


def declares_link(operation: Operation) -> bool:
    """Whether a successful answer declares a `Link` header."""
    return any("link" in _headers(response) for response in operation.responses if response.status.startswith("2"))


def find_pagination(
    operation: Operation,
    shapes: Shapes,
    override: str | Mapping[str, object] | None = None,
    *,
    links: bool = False,
) -> tuple[Pagination | None, str]:
    """How `operation` is paged, or None, and why. `links`: an answer of the document declares a `Link` header.

    Raises `Unsupported` (`invalid-pagination`) for an override that cannot be.
    """
    if override == "none":
        return None, "not paged: switched off in the configuration"
    answer = _answer(operation)
    if answer is None:
        if override is not None:
            raise _refusal(operation, "its answer is not JSON")
        return None, "not paged: the answer is not JSON"
    response, body = answer
    if override is not None:
        return _configured(operation, shapes, body, override), "paged as the configuration says"
    if operation.method not in _METHODS:
        return None, f"not paged: {operation.method} lists nothing"
    page = _find_items(operation, shapes, body)
    if isinstance(page, str):
        return None, f"not paged: {page}"
    evidence = _gather(operation, shapes, response, body, page, links)
    for rule in pagers.RULES:
        found = rule(evidence)
        if found is not None:
            return found
    return None, pagers.why_not(evidence)


def _answer(operation: Operation) -> tuple[Response, TypeExpr] | None:
    """The first successful response with a JSON body."""
    for response in operation.responses:
        if response.status.startswith("2"):
            for content in response.contents:
                if content.encoding is Encoding.JSON:
                    return response, content.type
    return None


def _find_items(operation: Operation, shapes: Shapes, body: TypeExpr) -> _Page | str:
    """The items of a page: the body itself, or the one array in it that they can be; else why there is none."""
    array = shapes.array(body)
    if array is not None:
        return _Page((), array.item)
    for depth in (1, 2):
        arrays = [
            (path, array)
            for path, field in shapes.walk(body, depth)
            if len(path) == depth
            and path[-1].lower() not in _ASIDES
            and (array := shapes.array(field.type)) is not None
        ]
        of_objects = [(path, array) for path, array in arrays if shapes.is_object(array.item)]
        for candidates in (of_objects, arrays):
            chosen = _choose(operation, candidates)
            if chosen is not None:
                return _Page(chosen[0], chosen[1].item)
        if of_objects:
            return "the answer holds several lists: " + ", ".join(".".join(path) for path, _ in of_objects)
    for path, field in shapes.walk(body, 1):
        array = shapes.array(field.type)
        if array is not None and shapes.is_object(array.item) and path[-1].lower() == _listed(operation):
            return _Page(path, array.item)
    return "the answer holds no list"


def _listed(operation: Operation) -> str:
    """What the path says that it lists: its last segment, without a format (`/Messages.json`)."""
    return re.sub(r"\.(json|xml)$", "", operation.path_template.rstrip("/").lower()).rpartition("/")[2]


def _choose(
    operation: Operation, arrays: list[tuple[tuple[str, ...], ArrayType]]
) -> tuple[tuple[str, ...], ArrayType] | None:
    if len(arrays) == 1:
        return arrays[0]
    for wanted in (_listed(operation).rpartition(".")[2], *_ITEM_NAMES):
        for path, array in arrays:
            if path[-1].lower() == wanted:
                return path, array
    return None


def _headers(response: Response) -> frozenset[str]:
    return frozenset(header.name.wire.lower() for header in response.headers)


def _gather(
    operation: Operation, shapes: Shapes, response: Response, body: TypeExpr, page: _Page, links: bool
) -> Evidence:
    query: dict[str, Parameter] = {}
    for parameter in operation.parameters:
        if parameter.location is Location.QUERY:
            query.setdefault(pagers.normal(parameter.name.wire), parameter)
    sent: dict[str, Field] = {}
    if operation.body is not None and operation.body.contents[0].encoding in (Encoding.JSON, Encoding.FORM):
        for wire, field in shapes.fields(operation.body.contents[0].type).items():
            sent.setdefault(pagers.normal(wire), field)
    return Evidence(
        operation=operation,
        shapes=shapes,
        items=page.items,
        item=page.item,
        headers=_headers(response),
        links=links,
        query=query,
        sent=sent if operation.method != "GET" else {},
        answer=() if not page.items else _about(page.items, shapes, body),
    )


def _about(items: tuple[str, ...], shapes: Shapes, body: TypeExpr) -> tuple[tuple[tuple[str, ...], Field], ...]:
    """The properties of an answer that can be about the list at `items`: none that stands beside another list."""
    found = list(shapes.walk(body, 3))
    others = {
        path[:-1]
        for path, field in found
        if (array := shapes.array(field.type)) is not None and shapes.is_object(array.item)
    }
    others -= {items[:depth] for depth in range(len(items))}
    return tuple((path, field) for path, field in found if not any(path[:d] in others for d in range(1, len(path))))


def _refusal(operation: Operation, reason: str) -> Unsupported:
    message = f"the configured pagination of {operation.id!r} cannot be: {reason}"
    return Unsupported("invalid-pagination", operation.origin, message, _OVERRIDE_HELP)


def _configured(
    operation: Operation, shapes: Shapes, body: TypeExpr, override: str | Mapping[str, object]
) -> Pagination:
    if isinstance(override, str):
        raise _refusal(operation, f'{override!r} is neither "none" nor a table with `style` and `items`')
    unknown = [key for key in override if key not in _OVERRIDE_KEYS]
    if unknown:
        raise _refusal(operation, f"no key is called {unknown[0]!r}")
    items = _path(override.get("items", ""))
    array = shapes.at(body, items)
    if not isinstance(array, ArrayType):
        where = repr(".".join(items)) if items else "its top; `items` says where it is"
        raise _refusal(operation, f"the answer has no list at {where}")
    item = array.item
    parameter = str(override.get("parameter", ""))
    in_body = override.get("in") == "body"
    more, total = _optional(override, "more"), _optional(override, "total")
    following = _path(override.get("next", ""))
    match override.get("style"):
        case "next-url":
            return NextUrl(items=items, next=following, item=item)
        case "link-header":
            return LinkHeader(items=items, item=item)
        case "cursor" | "last-item" as style:
            return CursorPages(
                items=items,
                item=item,
                parameter=parameter,
                next=following,
                last_item=style == "last-item",
                more=more,
                in_body=in_body,
            )
        case "offset":
            limit = str(override.get("limit", ""))
            return OffsetPages(
                items=items, item=item, parameter=parameter, limit=limit, total=total, more=more, in_body=in_body
            )
        case "page":
            first = override.get("first", 1)
            return NumberedPages(
                items=items,
                item=item,
                parameter=parameter,
                first=first if isinstance(first, int) else 1,
                size=str(override.get("limit", "")),
                total_pages=_optional(override, "total_pages"),
                total=total,
                more=more,
                in_body=in_body,
            )
        case other:
            styles = "next-url, link-header, cursor, last-item, offset, page"
            named = f"`style` is {other!r}" if "style" in override else "there is no `style`"
            raise _refusal(operation, f"{named}; it is one of {styles}")


def _path(value: object) -> tuple[str, ...]:
    """A path of property names, written as a list or with dots."""
    if isinstance(value, list | tuple):
        return tuple(str(name) for name in cast("list[object]", value))
    return tuple(name for name in str(value).split(".") if name)


def _optional(override: Mapping[str, object], key: str) -> tuple[str, ...] | None:
    return _path(override[key]) if key in override else None
