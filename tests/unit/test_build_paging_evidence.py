"""Pagination by weaker evidence: what other answers declare, offsets that are texts, the time to go on from."""

from __future__ import annotations

from typing import Any

import pytest
from specloom.ir.paging import CursorPages, LinkHeader, NextUrl

from tests.unit.documents import built, json_answer, operation, query
from tests.unit.test_build_paging import ROOM, ROOMS, SCHEMAS, STRING, paged


def test_a_link_header_that_only_another_answer_declares() -> None:
    link = json_answer(ROOMS, headers={"Link": {"schema": STRING}})
    other = operation("/other", operationId="listOther", parameters=[query("page", "integer")], responses=link)

    def found(answer: dict[str, Any], *parameters: dict[str, Any], beside: dict[str, Any] = other) -> object:
        members = {"parameters": list(parameters), "responses": json_answer(answer)}
        paths = {**beside, **operation("/rooms", operationId="listRooms", **members)}
        document = {"paths": paths, "components": {"schemas": SCHEMAS}}
        return built(document).api.operations["listRooms"].pagination

    size = query("limit", "integer")
    assert found(ROOMS, query("after"), size) == LinkHeader(items=(), item=ROOM)
    assert found(ROOMS, query("after"), size, beside={}) is None
    assert found(ROOMS, query("after")) is None
    assert found(ROOMS, query("token"), size) is None
    assert found({"type": "object", "properties": {"rooms": ROOMS}}, query("after"), size) is None


def test_an_offset_that_is_a_text_is_a_cursor() -> None:
    following = {"type": "object", "properties": {"offset": STRING, "path": STRING}}
    found = paged({"data": ROOMS, "next_page": following}, query("limit", "integer"), query("offset"))
    assert found == CursorPages(items=("data",), item=ROOM, parameter="offset", next=("next_page", "offset"))
    assert paged({"data": ROOMS, "previous_page": following}, query("offset")) is None


def test_the_account_of_the_pages_holds_the_time_to_go_on_from() -> None:
    account = {"type": "object", "properties": {"count": {"type": "number"}, "next": {"type": ["number", "null"]}}}
    parameters = (query("limit", "number"), query("until", "number"))
    found = paged({"rooms": ROOMS, "pagination": account}, *parameters)
    assert found == CursorPages(items=("rooms",), item=ROOM, parameter="until", next=("pagination", "next"))
    assert paged({"rooms": ROOMS, "schedule": account}, *parameters) is None


def test_a_token_is_a_cursor_only_where_the_answer_holds_another_token() -> None:
    answer = {"rooms": ROOMS, "response_metadata": {"type": "object", "properties": {"next_cursor": STRING}}}
    found = paged(answer, query("token"), query("cursor"))
    expected = CursorPages(items=("rooms",), item=ROOM, parameter="cursor", next=("response_metadata", "next_cursor"))
    assert found == expected
    assert paged(answer, query("token")) is None
    assert paged({"rooms": ROOMS, "token": STRING}, query("token")) is None
    token = CursorPages(items=("rooms",), item=ROOM, parameter="token", next=("next_token",))
    assert paged({"rooms": ROOMS, "next_token": STRING}, query("token")) == token


def test_the_cursor_is_what_the_answer_names_after_it() -> None:
    found = paged({"rooms": ROOMS, "nextPageToken": STRING}, query("continuation"), query("pageToken"))
    assert found == CursorPages(items=("rooms",), item=ROOM, parameter="pageToken", next=("nextPageToken",))


@pytest.mark.parametrize("path", ["/messages", "/Accounts/1/Messages.json"])
def test_messages_are_the_items_where_the_path_lists_them(path: str) -> None:
    answer = {"type": "object", "properties": {"messages": ROOMS, "next_page_uri": STRING}}
    found = built({"paths": operation(path, responses=json_answer(answer)), "components": {"schemas": SCHEMAS}})
    assert found.only.pagination == NextUrl(items=("messages",), next=("next_page_uri",), item=ROOM)
    other = built({"paths": operation("/rooms", responses=json_answer(answer)), "components": {"schemas": SCHEMAS}})
    assert other.only.pagination is None
