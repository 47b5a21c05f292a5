"""`validate=True`: what the document forbids is refused with every violation named, and nothing is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .drivers import KINDS, Driver
from .features import driver as feature
from .server import Answer, Server


def test_twilio_refuses_a_page_that_is_too_large_and_a_sid_that_is_none(
    driver: Driver, client: Callable[..., dict[str, Any]], server: Server
) -> None:
    with pytest.raises(driver.package.ConstraintError) as caught:
        driver.items("compositions.list", page_size=101, room_sid="nonsense", client=client(validate=True))
    assert caught.value.violations == (
        "RoomSid: must match '^RM[0-9a-fA-F]{32}$', is 'nonsense'",
        "PageSize: must be at most 100, is 101",
    )
    with pytest.raises(driver.package.InvalidArgumentError, match=r"CompositionSid: must match"):
        driver.call("compositions.fetch", "CJ12", client=client(validate=True))
    assert server.requests == []


def test_without_validate_the_service_decides(
    driver: Driver, client: Callable[..., dict[str, Any]], server: Server
) -> None:
    driver.call("compositions.fetch", "CJ12", client=client())
    assert [request.path for request in server.requests] == ["/v1/Compositions/CJ12"]


@pytest.fixture(params=KINDS)
def books(request: pytest.FixtureRequest) -> Driver:
    """The SDK of the golden case."""
    return feature("constraints", "Constraints", request.param)


def test_every_place_is_checked_at_once(books: Driver, server: Server) -> None:
    options = {"base_url": server.origin, "validate": True}
    with pytest.raises(books.package.ConstraintError) as caught:
        books.call("books.list", "Upper", limit=0, tags=["AB", "c", "D"], x_trace="too long a trace", client=options)
    assert caught.value.violations == (
        "shelf: must match '^[a-z]+$', is 'Upper'",
        "limit: must be at least 1, is 0",
        "tags: must have at most 2 items, has 3",
        "tags[1]: must match '^[A-Z]{2}$', is 'c'",
        "tags[2]: must match '^[A-Z]{2}$', is 'D'",
        "X-Trace: must have at most 8 characters, has 16",
    )
    with pytest.raises(books.package.ConstraintError) as caught:
        books.call(
            "books.create",
            "top",
            title="",
            code="abc",
            price=0.07,
            tags=["same", "same"],
            author=books.package.Author(name="X", pseudonyms=['"1', "?"]),
            client=options,
        )
    assert caught.value.violations == (
        "title: must have at least 1 character, has 0",
        "code: must match '^[A-Z]{2}$', is 'abc'",
        "price: must be a multiple of 0.05, is 0.07",
        "author.name: must have at least 2 characters, has 1",
        "author.pseudonyms[1]: must match '\"\\\\d+', is '?'",
        "tags: its items must be unique",
        "tags[0]: must have at most 3 characters, has 4",
        "tags[1]: must have at most 3 characters, has 4",
    )
    with pytest.raises(books.package.ConstraintError, match=r"body\[1\]: must have at least 2 characters, has 1"):
        books.call("labels.replace", body=["long", "x"], client=options)
    assert server.requests == []


def test_what_is_allowed_is_sent(books: Driver, server: Server) -> None:
    server.fallback = Answer(status=204)
    options = {"base_url": server.origin, "validate": True}
    books.call("books.create", "top", title="A", price=0.15, author={"name": "Li"}, client=options)
    books.call("labels.replace", body=["ok"], client=options)
    assert [request.body for request in server.requests] == [
        b'{"title":"A","price":0.15,"author":{"name":"Li"}}',
        b'["ok"]',
    ]
