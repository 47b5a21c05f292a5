"""Paging by the next URL of the body."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .drivers import Driver
from .server import Answer, Server, json_answer

Client = Callable[..., dict[str, Any]]


def page(server: Server, sids: list[str], next_path: str | None, *, null: bool = True) -> Answer:
    """A page of rooms; `next_path` may be a whole URL."""
    meta: dict[str, Any] = {"key": "rooms", "page_size": 2}
    if next_path is not None:
        meta["next_page_url"] = next_path if "://" in next_path else server.origin + next_path
    elif null:
        meta["next_page_url"] = None
    return json_answer({"rooms": [{"sid": sid} for sid in sids], "meta": meta})


def test_next_urls_are_followed_as_they_are(driver: Driver, server: Server, client: Client) -> None:
    server.script += [
        page(server, ["a", "b"], "/v1/Rooms?PageToken=PT%2F1&Page=1&PageSize=2"),
        page(server, [], "/v1/Rooms?Page=2&PageToken=x"),
        page(server, ["c"], None),
    ]
    rooms = driver.items("rooms.list", status="completed", page_size=2, client=client())
    assert [room.sid for room in rooms] == ["a", "b", "c"]
    assert [request.target for request in server.requests] == [
        "/v1/Rooms?Status=completed&PageSize=2",
        "/v1/Rooms?PageToken=PT%2F1&Page=1&PageSize=2",
        "/v1/Rooms?Page=2&PageToken=x",
    ]
    assert len({request.header("Authorization") for request in server.requests}) == 1


def test_an_absent_next_url_is_the_end(driver: Driver, server: Server, client: Client) -> None:
    server.script.append(page(server, ["a"], None, null=False))
    assert len(driver.items("rooms.list", client=client())) == 1


def test_tracks_are_paged_too(driver: Driver, server: Server, client: Client) -> None:
    meta = {"next_page_url": server.origin + "/v1/next", "key": "published_tracks"}
    server.script += [
        json_answer({"published_tracks": [{"sid": "MT1"}], "meta": meta}),
        json_answer({"published_tracks": [{"sid": "MT2"}], "meta": {}}),
    ]
    tracks = driver.items("participants.list_published_tracks", "RM1", "PA1", client=client())
    assert [track.sid for track in tracks] == ["MT1", "MT2"]


def test_a_limit_does_not_fetch_a_page_it_does_not_need(driver: Driver, server: Server, client: Client) -> None:
    server.fallback = page(server, ["a", "b"], "/v1/Rooms?PageToken=x")

    def use(opened: Any) -> Any:
        if driver.kind != "async":
            return opened.rooms.list().take(2)

        async def take() -> Any:
            first = await opened.rooms.list()
            return await first.take(2)

        return take()

    assert [room.sid for room in driver.run(use, client())] == ["a", "b"]
    assert len(server.requests) == 1


def test_pages_by_hand(driver: Driver, server: Server, client: Client) -> None:
    server.script += [page(server, ["a"], "/v1/Rooms?PageToken=x"), page(server, ["b"], None)]

    def use(opened: Any) -> Any:
        if driver.kind != "async":
            first = opened.rooms.list()
            second = first.next_page()
            return first, second, second.next_page() if second.has_next else None

        async def walk() -> Any:
            first = await opened.rooms.list()
            second = await first.next_page()
            return first, second, await second.next_page() if second.has_next else None

        return walk()

    first, second, third = driver.run(use, client())
    assert [item.sid for item in first.items] == ["a"]
    assert first.has_next
    assert [item.sid for item in second.items] == ["b"]
    assert third is None
    assert second.response.status_code == 200


def test_an_async_list_sends_nothing_before_it_is_awaited(twilio: Any, server: Server, client: Client) -> None:
    driver = Driver(twilio, "async", "TwilioVideo")

    def use(opened: Any) -> Any:
        opened.rooms.list()
        return None

    driver.run(use, client())
    assert server.requests == []


def test_a_next_url_on_another_host_is_refused(driver: Driver, server: Server, client: Client, twilio: Any) -> None:
    with Server("127.0.0.2") as foreign:
        server.script.append(page(server, ["a"], foreign.origin + "/v1/Rooms?PageToken=x"))
        with pytest.raises(twilio.TwilioVideoError, match=r"127\.0\.0\.2"):
            driver.items("rooms.list", client=client())
        assert foreign.requests == []


@pytest.mark.parametrize(
    "url",
    [
        "https://video.twilio.com.evil.test/v1/Rooms",
        "https://video.twilio.com@evil.test/v1",
        "https://eviltwilio.com/v1/Rooms",
        "http://video.twilio.com/v1/Rooms",
        "https://video.twilio.com:8443/v1/Rooms",
    ],
)
def test_a_look_alike_of_the_server_is_refused(
    url: str, driver: Driver, server: Server, client: Client, twilio: Any
) -> None:
    server.script.append(page(server, ["a"], url))
    with pytest.raises(twilio.TwilioVideoError):
        driver.items("rooms.list", client=client())
    assert len(server.requests) == 1


@pytest.mark.parametrize("host", ["video.twilio.com", "video.sydney.au1.twilio.com"])
def test_a_next_url_below_a_declared_server_is_rebased(
    host: str, driver: Driver, server: Server, client: Client
) -> None:
    """A mock or a gateway passes the service's own URLs through; edges of the service are `paging.origins` in its
    specloom.toml."""
    server.script += [
        page(server, ["a"], f"https://{host}/v1/Rooms?Page=1&PageToken=x"),
        page(server, ["b"], None),
    ]
    rooms = driver.items("rooms.list", client=client())
    assert [room.sid for room in rooms] == ["a", "b"]
    assert server.requests[1].target == "/v1/Rooms?Page=1&PageToken=x"


def test_the_same_next_url_twice_does_not_loop_forever(
    driver: Driver, server: Server, client: Client, twilio: Any
) -> None:
    server.fallback = page(server, ["a"], "/v1/Rooms?PageToken=x")
    with pytest.raises(twilio.TwilioVideoError):
        driver.items("rooms.list", client=client())
    assert len(server.requests) <= 3


def test_an_error_on_a_later_page_is_the_same_error(
    driver: Driver, server: Server, client: Client, twilio: Any
) -> None:
    body = {"code": 20404, "message": "gone", "status": 404}
    server.script += [page(server, ["a"], "/v1/Rooms?PageToken=x"), json_answer(body, 404)]
    with pytest.raises(twilio.NotFoundError) as caught:
        driver.items("rooms.list", client=client())
    assert (caught.value.status_code, caught.value.code) == (404, 20404)
