"""Pagination: what is recognised, what is not, and what the configuration says instead."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from specloom.build import BuildOptions
from specloom.cli.paging_table import paging_table
from specloom.ir.operations import Operation
from specloom.ir.paging import CursorPages, LinkHeader, NextUrl, NumberedPages, OffsetPages
from specloom.ir.types import Ref

from tests.unit.documents import Built, built, json_answer, operation, query

ROOM = Ref(id="#/components/schemas/Room")
SCHEMAS: dict[str, Any] = {
    "Room": {"type": "object", "properties": {"id": {"type": "string"}, "name": {"type": "string"}}},
    "Meta": {
        "type": "object",
        "properties": {"next_page_url": {"type": ["string", "null"]}, "page": {"type": "integer"}},
    },
    "ListMeta": {
        "type": "object",
        "properties": {"continue": {"type": "string"}, "resourceVersion": {"type": "string"}},
    },
}
ROOMS = {"type": "array", "items": {"$ref": "#/components/schemas/Room"}}
STRING, INTEGER, BOOLEAN = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
URI = {"type": "string", "format": "uri"}


def listing(
    answer: dict[str, Any],
    *parameters: dict[str, Any],
    method: str = "get",
    override: Any = None,
    response: dict[str, Any] | None = None,
    **members: Any,
) -> Built:
    schema = answer if "type" in answer else {"type": "object", "properties": answer}
    paths = operation(
        "/rooms",
        method,
        operationId="listRooms",
        parameters=list(parameters),
        responses=json_answer(schema, **(response or {})),
        **members,
    )
    options = BuildOptions(pagination={} if override is None else {"listRooms": override})
    return built({"paths": paths, "components": {"schemas": SCHEMAS}}, options)


def paged(answer: dict[str, Any], *parameters: dict[str, Any], **members: Any) -> object:
    return listing(answer, *parameters, **members).only.pagination


@pytest.mark.parametrize(
    ("answer", "items", "following"),
    [
        ({"rooms": ROOMS, "meta": {"$ref": "#/components/schemas/Meta"}}, ("rooms",), ("meta", "next_page_url")),
        ({"count": INTEGER, "next": URI, "previous": URI, "results": ROOMS}, ("results",), ("next",)),
        ({"value": ROOMS, "@odata.nextLink": STRING}, ("value",), ("@odata.nextLink",)),
        (
            {"data": ROOMS, "links": {"type": "object", "properties": {"next": STRING, "prev": STRING}}},
            ("data",),
            ("links", "next"),
        ),
        (
            {
                "rooms": ROOMS,
                "_links": {
                    "type": "object",
                    "properties": {"next": {"type": "object", "properties": {"href": STRING}}},
                },
            },
            ("rooms",),
            ("_links", "next", "href"),
        ),
        (
            {
                "rooms": ROOMS,
                "links": {
                    "type": "object",
                    "properties": {"pages": {"type": "object", "properties": {"next": STRING}}},
                },
            },
            ("rooms",),
            ("links", "pages", "next"),
        ),
        ({"next": {"type": "string", "description": "URL of the next page"}, "items": ROOMS}, ("items",), ("next",)),
    ],
)
def test_a_url_of_the_next_page(answer: dict[str, Any], items: tuple[str, ...], following: tuple[str, ...]) -> None:
    assert paged(answer) == NextUrl(items=items, next=following, item=ROOM)


def test_a_link_header() -> None:
    link = {"headers": {"Link": {"schema": STRING}}}
    pages = (query("page", "integer"), query("per_page", "integer"))
    assert paged(ROOMS, *pages, response=link) == LinkHeader(items=(), item=ROOM)
    assert paged({"total_count": INTEGER, "rooms": ROOMS}, *pages, response=link) == LinkHeader(
        items=("rooms",), item=ROOM
    )
    assert paged(ROOMS, response=link) is None


@pytest.mark.parametrize(
    ("parameter", "answer", "following"),
    [
        (
            "cursor",
            {"rooms": ROOMS, "response_metadata": {"type": "object", "properties": {"next_cursor": STRING}}},
            ("response_metadata", "next_cursor"),
        ),
        ("pageToken", {"rooms": ROOMS, "nextPageToken": STRING}, ("nextPageToken",)),
        ("continue", {"items": ROOMS, "metadata": {"$ref": "#/components/schemas/ListMeta"}}, ("metadata", "continue")),
        ("cursor", {"rooms": ROOMS, "cursor": STRING}, ("cursor",)),
        ("next", {"rooms": ROOMS, "next": STRING}, ("next",)),
        (
            "after",
            {"rooms": ROOMS, "page_info": {"type": "object", "properties": {"end_cursor": STRING}}},
            ("page_info", "end_cursor"),
        ),
    ],
)
def test_a_cursor(parameter: str, answer: dict[str, Any], following: tuple[str, ...]) -> None:
    found = paged(answer, query(parameter))
    assert isinstance(found, CursorPages)
    assert (found.parameter, found.next, found.item, found.last_item, found.in_body) == (
        parameter,
        following,
        ROOM,
        False,
        False,
    )


def test_a_cursor_in_the_body_of_the_request() -> None:
    body = {
        "content": {
            "application/json": {"schema": {"type": "object", "properties": {"NextToken": STRING, "Max": INTEGER}}}
        }
    }
    found = paged({"Rooms": ROOMS, "NextToken": STRING}, method="post", requestBody=body)
    assert found == CursorPages(items=("Rooms",), item=ROOM, parameter="NextToken", next=("NextToken",), in_body=True)


def test_a_page_that_is_a_text_is_a_cursor() -> None:
    found = paged({"data": ROOMS, "has_more": BOOLEAN, "next_page": STRING}, query("page"))
    assert found == CursorPages(items=("data",), item=ROOM, parameter="page", next=("next_page",), more=("has_more",))
    assert paged({"data": ROOMS, "page": STRING}, query("page")) is None


def test_the_id_of_the_last_item() -> None:
    for parameter in ("after", "starting_after"):
        found = paged({"data": ROOMS, "has_more": BOOLEAN}, query(parameter), query("limit", "integer"))
        assert found == CursorPages(
            items=("data",), item=ROOM, parameter=parameter, next=("id",), last_item=True, more=("has_more",)
        )


def test_an_offset() -> None:
    parameters = (query("offset", "integer"), query("limit", "integer"))
    assert paged({"rooms": ROOMS, "total": INTEGER}, *parameters) == OffsetPages(
        items=("rooms",), item=ROOM, parameter="offset", limit="limit", total=("total",)
    )
    assert paged(ROOMS, *parameters) == OffsetPages(items=(), item=ROOM, parameter="offset", limit="limit")
    assert paged(ROOMS, parameters[0]) is None
    assert paged({"rooms": ROOMS}, *parameters) is None


def test_an_offset_that_counts_from_one_is_left_alone() -> None:
    start = query("startIndex", "integer", default=1)
    assert paged({"Resources": ROOMS, "totalResults": INTEGER}, start, query("count", "integer")) is None


def test_a_page_number() -> None:
    parameters = (query("page", "integer"), query("per_page", "integer"))
    answer = {"rooms": ROOMS, "total_pages": INTEGER, "total": INTEGER, "has_next": BOOLEAN}
    assert paged(answer, *parameters) == NumberedPages(
        items=("rooms",),
        item=ROOM,
        parameter="page",
        size="per_page",
        total_pages=("total_pages",),
        total=("total",),
        more=("has_next",),
    )
    assert paged(ROOMS, *parameters) == NumberedPages(items=(), item=ROOM, parameter="page", size="per_page")
    assert paged({"rooms": ROOMS}, *parameters) is None


@pytest.mark.parametrize(
    ("schema", "first"), [({"default": 0}, 0), ({"minimum": 0}, 0), ({"default": 1, "minimum": 0}, 1), ({}, 1)]
)
def test_the_number_of_the_first_page(schema: dict[str, Any], first: int) -> None:
    found = paged({"rooms": ROOMS, "total": INTEGER}, query("page", "integer", **schema))
    assert isinstance(found, NumberedPages)
    assert found.first == first


def test_a_page_number_in_the_body_of_the_request() -> None:
    page = {"type": "integer", "default": 0}
    body = {"content": {"application/json": {"schema": {"type": "object", "properties": {"page": page}}}}}
    found = paged({"hits": ROOMS, "nbHits": INTEGER, "nbPages": INTEGER}, method="post", requestBody=body)
    assert found == NumberedPages(
        items=("hits",),
        item=ROOM,
        parameter="page",
        first=0,
        total_pages=("nbPages",),
        total=("nbHits",),
        in_body=True,
    )


def test_the_service_says_more_than_the_caller() -> None:
    parameters = (query("page", "integer"), query("offset", "integer"), query("cursor"))
    answer = {"rooms": ROOMS, "total": INTEGER, "next_cursor": STRING}
    assert isinstance(paged(answer | {"next_page_url": STRING}, *parameters), NextUrl)
    assert isinstance(paged(answer, *parameters), CursorPages)
    assert isinstance(paged({"rooms": ROOMS, "total": INTEGER}, *parameters), OffsetPages)


def test_the_items_are_the_list_named_like_the_path_or_like_items() -> None:
    tags = {"type": "array", "items": STRING}
    other = {"type": "array", "items": {"type": "object", "properties": {"x": STRING}}}
    answers = [
        {"rooms": ROOMS, "tags": tags, "next_url": STRING},
        {"rooms": ROOMS, "others": other, "next_url": STRING},
        {"others": other, "items": ROOMS, "next_url": STRING},
        {"data": {"type": "object", "properties": {"rooms": ROOMS}}, "next_url": STRING},
    ]
    found = [paged(answer) for answer in answers]
    assert [page.items for page in found if isinstance(page, NextUrl)] == [
        ("rooms",),
        ("rooms",),
        ("items",),
        ("data", "rooms"),
    ]
    assert "several lists" in listing({"a": ROOMS, "b": other, "next_url": STRING}).only.pagination_note


@pytest.mark.parametrize(
    ("answer", "parameters", "method", "note"),
    [
        ({"rooms": ROOMS}, (query("page", "integer"),), "get", "the request takes page, but nothing in the answer"),
        ({"rooms": ROOMS, "total": INTEGER}, (), "get", "takes no page"),
        ({"id": STRING, "next_url": STRING}, (), "get", "no list"),
        ({"rooms": ROOMS, "next_url": STRING}, (), "delete", "DELETE lists nothing"),
        ({"rooms": ROOMS, "page": INTEGER}, (query("page", "string"),), "get", "nothing in the answer"),
        ({"rooms": ROOMS, "next_cursor": STRING}, (), "get", "takes no page"),
        ({"rooms": ROOMS, "next": INTEGER}, (), "get", "takes no page"),
    ],
)
def test_evidence_on_one_side_is_not_enough(
    answer: dict[str, Any], parameters: tuple[dict[str, Any], ...], method: str, note: str
) -> None:
    found = listing(answer, *parameters, method=method).only
    assert found.pagination is None
    assert found.pagination_note.startswith("not paged: ")
    assert note in found.pagination_note


def test_the_shape_of_the_answer_may_be_composed() -> None:
    answer = {
        "type": "object",
        "allOf": [
            {"type": "object", "properties": {"rooms": ROOMS}},
            {"type": "object", "properties": {"meta": {"allOf": [{"$ref": "#/components/schemas/Meta"}]}}},
        ],
    }
    assert paged(answer) == NextUrl(items=("rooms",), next=("meta", "next_page_url"), item=ROOM)


def test_errors_are_never_the_items() -> None:
    payload = {"type": "object", "properties": {"rooms": ROOMS, "next_url": STRING}}
    found = paged({"payload": payload, "errors": ROOMS})
    assert found == NextUrl(items=("payload", "rooms"), next=("payload", "next_url"), item=ROOM)


def test_what_counts_another_list_says_nothing() -> None:
    other = {"type": "object", "properties": {"matches": ROOMS, "total": INTEGER}}
    assert paged({"rooms": ROOMS, "other": other}, query("page", "integer")) is None


def note(found: Operation) -> tuple[object, str]:
    return found.pagination, found.pagination_note


def test_the_configuration_switches_it_off() -> None:
    assert note(listing({"rooms": ROOMS, "next_url": STRING}, override="none").only) == (
        None,
        "not paged: switched off in the configuration",
    )


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        (
            {"style": "next-url", "items": "page.rooms", "next": "page.more"},
            NextUrl(items=("page", "rooms"), next=("page", "more"), item=ROOM),
        ),
        ({"style": "link-header", "items": ["page", "rooms"]}, LinkHeader(items=("page", "rooms"), item=ROOM)),
        (
            {"style": "cursor", "items": "page.rooms", "parameter": "c", "next": "page.more", "in": "body"},
            CursorPages(items=("page", "rooms"), item=ROOM, parameter="c", next=("page", "more"), in_body=True),
        ),
        (
            {"style": "last-item", "items": "page.rooms", "parameter": "c", "next": "name"},
            CursorPages(items=("page", "rooms"), item=ROOM, parameter="c", next=("name",), last_item=True),
        ),
        (
            {"style": "offset", "items": "page.rooms", "parameter": "o", "limit": "l", "total": "page.n"},
            OffsetPages(items=("page", "rooms"), item=ROOM, parameter="o", limit="l", total=("page", "n")),
        ),
        (
            {"style": "page", "items": "page.rooms", "parameter": "p", "first": 0, "total_pages": "n"},
            NumberedPages(items=("page", "rooms"), item=ROOM, parameter="p", first=0, total_pages=("n",)),
        ),
    ],
)
def test_the_configuration_decides(override: dict[str, object], expected: object) -> None:
    page = {"type": "object", "properties": {"rooms": ROOMS, "more": STRING}}
    found = listing({"page": page}, override=override).only
    assert note(found) == (expected, "paged as the configuration says")
    assert found.pagination is not None
    written = tomllib.loads(f"listRooms = {paging_table(found.pagination)}")["listRooms"]
    assert listing({"page": page}, override=written).only.pagination == expected


@pytest.mark.parametrize(
    "override",
    [
        "on",
        {"style": "magic", "items": "rooms"},
        {"style": "next-url", "items": "nowhere"},
        {"style": "page", "items": "rooms", "frist": 0},
    ],
)
def test_a_configuration_that_cannot_be_is_reported(override: object) -> None:
    result = listing({"rooms": ROOMS}, override=override)
    assert result.only.pagination is None
    assert [entry.code for entry in result.coverage] == ["invalid-pagination"]
