"""Errors, retries, time-outs and redirects, against faults on a real connection."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from .conftest import TOKEN
from .drivers import Driver
from .server import Answer, Server, json_answer

Client = Callable[..., dict[str, Any]]
RM = "RM677b0a721c6c5b20c6a642575e62b61c"
ROOM = {"sid": RM}

ERRORS = [
    (400, "BadRequestError"),
    (401, "UnauthorizedError"),
    (403, "ForbiddenError"),
    (404, "NotFoundError"),
    (409, "ConflictError"),
    (422, "UnprocessableEntityError"),
    (429, "RateLimitError"),
    (500, "ServerError"),
    (503, "ServerError"),
    (418, "ApiStatusError"),
]


def body_of(status: int) -> dict[str, Any]:
    return {"code": 20000 + status, "message": "No such thing", "more_info": "https://x.test/e", "status": status}


@pytest.mark.parametrize("method", ["rooms.fetch", "rooms.list"])
@pytest.mark.parametrize(("status", "name"), ERRORS)
def test_every_status_has_its_class(
    status: int, name: str, method: str, driver: Driver, server: Server, client: Client, twilio: Any
) -> None:
    server.fallback = json_answer(body_of(status), status, headers={"X-Request-Id": "RQ1"})
    arguments = [RM] if method == "rooms.fetch" else []
    call = driver.items if method == "rooms.list" else driver.call
    with pytest.raises(getattr(twilio, name)) as caught:
        call(method, *arguments, client=client(max_retries=0))
    error = caught.value
    assert isinstance(error, twilio.ApiStatusError)
    assert isinstance(error, twilio.TwilioVideoError)
    assert (error.status_code, error.code, error.message) == (status, 20000 + status, "No such thing")
    assert error.method == "GET"
    assert error.url.startswith(server.origin + "/v1/Rooms")
    assert error.request_id == "RQ1"
    assert error.body["more_info"] == "https://x.test/e"
    assert str(status) in str(error)
    assert "No such thing" in str(error)
    assert TOKEN not in str(error) + repr(error)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "application/json"),
        (b"<html><body>Bad gateway</body></html>", "text/html"),
        (b"\xff\xfe broken", "text/plain"),
        (b"{not json", "application/json"),
        (b"[1]", "application/json"),
        (b"null", "application/json"),
    ],
)
def test_any_error_body_is_read(
    body: bytes, kind: str, driver: Driver, server: Server, client: Client, twilio: Any
) -> None:
    server.fallback = Answer(status=502, body=body, headers={"Content-Type": kind})
    with pytest.raises(twilio.ServerError) as caught:
        driver.call("rooms.fetch", RM, client=client(max_retries=0))
    assert caught.value.status_code == 502
    assert caught.value.content == body


def test_a_problem_document_has_a_message(driver: Driver, server: Server, client: Client, twilio: Any) -> None:
    problem = {"type": "about:blank", "title": "Nope", "detail": "Room is gone", "status": 404, "code": 20404}
    headers = {"Content-Type": "application/problem+json"}
    server.fallback = Answer(status=404, body=json.dumps(problem).encode(), headers=headers)
    with pytest.raises(twilio.NotFoundError) as caught:
        driver.call("rooms.fetch", RM, client=client())
    assert caught.value.message == "Room is gone"
    assert caught.value.code == 20404


class TestRetries:
    @pytest.mark.parametrize("headers", [{}, {"Retry-After": "0"}])
    @pytest.mark.parametrize("method", ["rooms.fetch", "rooms.create", "recordings.delete"])
    def test_429_is_retried_for_every_method(
        self, method: str, headers: dict[str, str], driver: Driver, server: Server, client: Client
    ) -> None:
        server.script += [json_answer(body_of(429), 429, headers=headers), json_answer(ROOM)]
        arguments = [] if method == "rooms.create" else [RM]
        driver.call(method, *arguments, client=client())
        assert len(server.requests) == 2
        assert server.requests[0].body == server.requests[1].body

    def test_retry_after_is_waited_for(self, driver: Driver, server: Server, client: Client) -> None:
        server.script += [json_answer(body_of(429), 429, headers={"Retry-After": "1"}), json_answer(ROOM)]
        start = time.monotonic()
        driver.call("rooms.fetch", RM, client=client())
        assert time.monotonic() - start >= 1.0

    def test_it_gives_up_after_the_allowed_number(
        self, driver: Driver, server: Server, client: Client, twilio: Any
    ) -> None:
        server.fallback = json_answer(body_of(429), 429, headers={"Retry-After": "0"})
        with pytest.raises(twilio.RateLimitError):
            driver.call("rooms.fetch", RM, client=client(max_retries=1))
        assert len(server.requests) == 2

    @pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
    def test_server_errors_are_retried_for_get(
        self, status: int, driver: Driver, server: Server, client: Client
    ) -> None:
        server.script += [json_answer({}, status, headers={"Retry-After": "0"}), json_answer(ROOM)]
        assert driver.call("rooms.fetch", RM, client=client()).sid == RM
        assert len(server.requests) == 2

    @pytest.mark.parametrize(
        "fault",
        [
            json_answer({}, 500),
            json_answer({}, 503),
            Answer(close="after"),
            json_answer(ROOM, cut_after=4),
            json_answer(ROOM, delay=0.6),
        ],
        ids=["500", "503", "closed after the request", "body cut", "slow"],
    )
    def test_a_post_is_never_sent_twice(
        self, fault: Answer, driver: Driver, server: Server, client: Client, twilio: Any
    ) -> None:
        server.script += [fault, json_answer(ROOM)]
        with pytest.raises(twilio.TwilioVideoError):
            driver.call("rooms.create", client=client(timeout=0.3))
        assert len(server.requests) == 1

    @pytest.mark.parametrize(
        "fault",
        [Answer(close="before"), Answer(close="after"), json_answer(ROOM, cut_after=4)],
        ids=["closed before the request", "closed after the request", "body cut"],
    )
    def test_a_get_survives_a_broken_connection(
        self, fault: Answer, driver: Driver, server: Server, client: Client
    ) -> None:
        server.script += [fault, json_answer(ROOM)]
        assert driver.call("rooms.fetch", RM, client=client()).sid == RM

    def test_a_post_is_retried_on_the_callers_word(
        self, driver: Driver, server: Server, client: Client, twilio: Any
    ) -> None:
        server.script += [json_answer({}, 500, headers={"Retry-After": "0"}), json_answer(ROOM)]
        options = twilio.RequestOptions(idempotent=True)
        driver.call("rooms.create", unique_name="x", options=options, client=client())
        assert [request.body for request in server.requests] == [b"UniqueName=x"] * 2

    def test_an_idempotency_key_is_refused_without_a_header_for_it(
        self, driver: Driver, server: Server, client: Client, twilio: Any
    ) -> None:
        with pytest.raises((ValueError, twilio.TwilioVideoError), match=r"(?i)idempotency"):
            driver.call("rooms.create", options=twilio.RequestOptions(idempotency_key="k"), client=client())
        assert server.requests == []

    @pytest.mark.parametrize("method", ["rooms.fetch", "rooms.create"])
    def test_a_refused_connection_is_retried_and_then_reported(
        self, method: str, driver: Driver, client: Client, twilio: Any
    ) -> None:
        with Server() as gone:
            address = gone.origin
        with pytest.raises(twilio.ApiConnectionError) as caught:
            driver.call(method, *([RM] if method == "rooms.fetch" else []), client=client(base_url=address + "/v1"))
        assert address.removeprefix("http://") in str(caught.value) or "/v1/Rooms" in str(caught.value)

    @pytest.mark.parametrize("status", [400, 401, 404, 409, 422, 501])
    def test_other_statuses_are_not_retried(
        self, status: int, driver: Driver, server: Server, client: Client, twilio: Any
    ) -> None:
        server.fallback = json_answer({}, status, headers={"Retry-After": "0"})
        with pytest.raises(twilio.ApiStatusError):
            driver.call("rooms.create", client=client())
        assert len(server.requests) == 1


class TestTimeouts:
    @pytest.mark.parametrize("where", ["client", "call"])
    def test_a_slow_answer_is_a_timeout(
        self, where: str, driver: Driver, server: Server, client: Client, twilio: Any
    ) -> None:
        server.fallback = json_answer(ROOM, delay=1.5)
        options = twilio.RequestOptions(timeout=0.2, max_retries=0) if where == "call" else None
        settings = client() if where == "call" else client(timeout=0.2, max_retries=0)
        start = time.monotonic()
        with pytest.raises(twilio.ApiTimeoutError):
            driver.call("rooms.fetch", RM, options=options, client=settings)
        assert time.monotonic() - start < 1.4

    def test_with_options_is_a_copy(self, driver: Driver, server: Server, client: Client, twilio: Any) -> None:
        server.script += [json_answer(ROOM, delay=0.8), json_answer(ROOM)]

        def use(opened: Any) -> Any:
            hasty = opened.with_options(timeout=0.2, max_retries=0)
            if driver.kind != "async":
                with pytest.raises(twilio.ApiTimeoutError):
                    hasty.rooms.fetch(RM)
                hasty.close()
                return opened.rooms.fetch(RM)

            async def both() -> Any:
                with pytest.raises(twilio.ApiTimeoutError):
                    await hasty.rooms.fetch(RM)
                await hasty.close()
                return await opened.rooms.fetch(RM)

            return both()

        assert driver.run(use, client()).sid == RM


class TestRedirects:
    def test_credentials_do_not_follow_to_another_host(self, driver: Driver, server: Server, client: Client) -> None:
        with Server("127.0.0.2") as other:
            other.fallback = json_answer(ROOM)
            server.script.append(Answer(status=302, headers={"Location": other.origin + "/elsewhere"}))
            assert driver.call("rooms.fetch", RM, client=client()).sid == RM
            (request,) = other.requests
            assert request.header("Authorization") is None
            assert request.header("Cookie") is None

    def test_credentials_stay_on_the_same_host(self, driver: Driver, server: Server, client: Client) -> None:
        server.script += [Answer(status=307, headers={"Location": "/v1/Rooms/other"}), json_answer(ROOM)]
        driver.call("rooms.fetch", RM, client=client())
        assert server.requests[1].target == "/v1/Rooms/other"
        assert server.requests[1].header("Authorization") == server.requests[0].header("Authorization")

    def test_a_post_is_not_replayed_to_another_host(
        self, driver: Driver, server: Server, client: Client, twilio: Any
    ) -> None:
        with Server("127.0.0.2") as other:
            server.script.append(Answer(status=307, headers={"Location": other.origin + "/elsewhere"}))
            with pytest.raises(twilio.TwilioVideoError):
                driver.call("rooms.create", unique_name="secret", client=client())
            assert other.requests == []

    def test_a_circle_of_redirects_ends(self, driver: Driver, server: Server, client: Client, twilio: Any) -> None:
        server.fallback = Answer(status=302, headers={"Location": "/v1/Rooms/again"})
        with pytest.raises(twilio.TwilioVideoError):
            driver.call("rooms.fetch", RM, client=client())
        assert len(server.requests) <= 40
