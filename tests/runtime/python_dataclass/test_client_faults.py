"""Retries, time-outs and redirects of both clients over both transports, against faults on a real connection."""

# Lambdas stand for calls on either client, so their parameters have no one type; some tests look inside.
# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false, reportPrivateUsage=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from typing import Any

import pytest
from specloom_templates.python_dataclass.runtime import errors
from specloom_templates.python_dataclass.runtime.options import RequestOptions, Timeout

from tests.behaviour.server import Answer, Server, json_answer

from .client_api import CREATE, FETCH, KEYED, KINDS, run

BASIC = "Basic " + base64.b64encode(b"AC1:hunter2").decode()
AGAIN = {"Retry-After": "0"}


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def call(kind: str, server: Server, op: Any, options: RequestOptions | None = None, **arguments: Any) -> Any:
    client = arguments.pop("client", {})
    return run(kind, f"{server.origin}/v1", lambda opened: opened.call(op, options, **arguments), **client)


class TestRetries:
    @pytest.mark.parametrize(
        "fault",
        [
            Answer(close="before"),
            Answer(close="after"),
            json_answer({"a": 1}, cut_after=3),
            json_answer({}, 500, headers=AGAIN),
        ],
        ids=["reset", "closed", "cut", "500"],
    )
    def test_a_get_survives(self, fault: Answer, kind: str, server: Server) -> None:
        server.script.append(fault)
        server.fallback = json_answer({"a": 1})
        assert call(kind, server, FETCH, path={"id": "1"}) == {"a": 1}

    @pytest.mark.parametrize(
        "fault",
        [
            Answer(close="after"),
            json_answer({"a": 1}, cut_after=3),
            json_answer({}, 500, headers=AGAIN),
            json_answer({}, delay=0.8),
        ],
        ids=["closed", "cut", "500", "slow"],
    )
    def test_a_post_is_not_sent_twice(self, fault: Answer, kind: str, server: Server) -> None:
        server.script.append(fault)
        with pytest.raises(errors.SdkError):
            call(kind, server, CREATE, RequestOptions(timeout=0.3), body={})
        assert len(server.requests) == 1

    def test_429_is_retried_for_a_post(self, kind: str, server: Server) -> None:
        server.script.append(json_answer({}, 429, headers=AGAIN))
        call(kind, server, CREATE, body={"Name": "a"})
        assert [request.body for request in server.requests] == [b"Name=a"] * 2

    def test_a_post_is_retried_on_the_callers_word(self, kind: str, server: Server) -> None:
        server.script.append(json_answer({}, 500, headers=AGAIN))
        call(kind, server, CREATE, RequestOptions(idempotent=True), body={})
        assert len(server.requests) == 2

    def test_an_idempotency_key_makes_it_safe(self, kind: str, server: Server) -> None:
        server.script.append(json_answer({}, 500, headers=AGAIN))
        call(kind, server, KEYED, RequestOptions(idempotency_key="k1"), body={"a": 1})
        assert [request.header("Idempotency-Key") for request in server.requests] == ["k1", "k1"]

    def test_an_idempotency_key_that_cannot_be_sent_is_refused(self, kind: str, server: Server) -> None:
        with pytest.raises(errors.InvalidArgumentError, match="idempotency"):
            call(kind, server, CREATE, RequestOptions(idempotency_key="k1"), body={})
        assert server.requests == []

    def test_a_get_is_not_retried_where_the_caller_says_no(self, kind: str, server: Server) -> None:
        server.script.append(json_answer({}, 500, headers=AGAIN))
        with pytest.raises(errors.ServerError):
            call(kind, server, FETCH, RequestOptions(idempotent=False), path={"id": "1"})

    def test_a_refused_connection_is_tried_again_for_any_method(self, kind: str) -> None:
        with Server() as gone:
            origin = gone.origin
        seen: list[str] = []
        with pytest.raises(errors.ApiConnectionError) as caught:
            run(
                kind,
                origin,
                lambda opened: opened.call(CREATE, body={}),
                before_request=lambda request: seen.append(request.method),
                max_retries=1,
            )
        assert seen == ["POST", "POST"]
        assert caught.value.sent is False
        assert not isinstance(caught.value, errors.ApiTimeoutError)

    def test_a_slow_answer_is_a_timeout(self, kind: str, server: Server) -> None:
        server.fallback = json_answer({}, delay=3.0)
        start = time.monotonic()
        with pytest.raises(errors.ApiTimeoutError) as caught:
            call(kind, server, FETCH, RequestOptions(timeout=Timeout(5, read=0.2), max_retries=0), path={"id": "1"})
        assert time.monotonic() - start < 2.8
        assert caught.value.sent is True


class TestRedirects:
    def test_credentials_do_not_follow_to_another_host(self, kind: str, server: Server) -> None:
        with Server("127.0.0.2") as other:
            other.script.append(Answer(status=302, headers={"Location": "/further"}))
            server.script.append(Answer(status=302, headers={"Location": f"{other.origin}/x?y=1"}))
            call(kind, server, FETCH, RequestOptions(headers={"X-Token": "t", "X-Other": "o"}), path={"id": "1"})
            assert [request.target for request in other.requests] == ["/x?y=1", "/further"]
            for request in other.requests:
                assert request.header("Authorization") is None
                assert request.header("X-Token") is None
                assert request.header("X-Other") == "o"
        assert server.requests[0].header("Authorization") == BASIC

    def test_a_circle_ends(self, kind: str, server: Server) -> None:
        server.fallback = Answer(status=302, headers={"Location": "/v1/again"})
        with pytest.raises(errors.TooManyRedirectsError):
            call(kind, server, FETCH, path={"id": "1"})
        assert len(server.requests) == 11

    def test_a_post_is_not_replayed(self, kind: str, server: Server) -> None:
        server.fallback = Answer(status=307, headers={"Location": "/v1/elsewhere"})
        with pytest.raises(errors.ApiStatusError) as caught:
            call(kind, server, CREATE, body={})
        assert caught.value.status_code == 307
        assert len(server.requests) == 1
