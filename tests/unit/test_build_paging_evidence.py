"""Pagination by weaker evidence: what other answers declare, offsets that are texts, the time to go on from."""

from __future__ import annotations

from typing import Any

from specloom.ir.paging import CursorPages, LinkHeader

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
