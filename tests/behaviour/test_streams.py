"""Streams over real connections: the second method of an operation that also answers with a value, and whole events."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .drivers import KINDS, Driver, reach
from .features import driver as feature
from .server import Answer, Received, Server, json_answer

DELTAS = b'data: {"delta": "Hel"}\n\ndata: {"delta": "lo"}\n\ndata: [DONE]\n\ndata: {"delta": "never"}\n\n'


@pytest.fixture(params=KINDS)
def driver(request: pytest.FixtureRequest) -> Driver:
    """The SDK of the golden case."""
    return feature("streaming", "Streaming", request.param)


def chat(received: Received) -> Answer:
    """Answers as the request asks: with a stream, or with a value."""
    if json.loads(received.body).get("stream"):
        return Answer(body=DELTAS, headers={"Content-Type": "text/event-stream"})
    return json_answer({"text": "Hello"})


def items(driver: Driver, server: Server, method: str, **arguments: Any) -> list[Any]:
    """All items of a stream."""

    def use(client: Any) -> Any:
        stream = reach(client, method)(**arguments)
        if driver.kind != "async":
            with stream:
                return list(stream)

        async def gather() -> list[Any]:
            async with stream:
                return [item async for item in stream]

        return gather()

    found: list[Any] = driver.run(use, {"base_url": server.origin})
    return found


def test_a_value_and_a_stream_are_two_methods(driver: Driver, server: Server) -> None:
    server.fallback = chat
    piece, reply = driver.package.Piece, driver.package.Reply
    assert driver.call("chat.create", text="Hi", client={"base_url": server.origin}) == reply(text="Hello")
    assert items(driver, server, "chat.create_stream", text="Hi") == [piece(delta="Hel"), piece(delta="lo")]
    assert [(request.header("Accept"), json.loads(request.body)) for request in server.requests] == [
        ("application/json", {"text": "Hi"}),
        ("text/event-stream", {"text": "Hi", "stream": True}),
    ]


def test_json_lines_by_item_schema(driver: Driver, server: Server) -> None:
    server.fallback = Answer(body=b'{"delta":"a"}\n{"delta":"b"}\n', headers={"Content-Type": "application/jsonl"})
    assert [piece.delta for piece in items(driver, server, "ticks.list")] == ["a", "b"]
    assert server.requests[0].header("Accept") == "application/jsonl"


def test_an_item_schema_of_events_describes_the_whole_event(driver: Driver, server: Server) -> None:
    body = b'id: 7\nevent: tick\ndata: {"kept": "as text"}\n\nretry: 20\ndata: two\n\n'
    server.fallback = Answer(body=body, headers={"Content-Type": "text/event-stream"})
    first, second = items(driver, server, "events.watch")
    assert (first.id, first.event, first.data) == ("7", "tick", '{"kept": "as text"}')
    assert (second.data, second.retry) == ("two", 20)


def test_events_are_told_apart_by_name_and_their_data_is_typed(driver: Driver, server: Server) -> None:
    body = b'event: run.started\ndata: {"text": "go"}\n\nevent: run.done\ndata: [END]\n\n'
    server.fallback = Answer(body=body, headers={"Content-Type": "text/event-stream"})
    started, done = items(driver, server, "events.watch_runs")
    assert (started.event, started.data) == ("run.started", driver.package.Reply(text="go"))
    assert (done.event, done.data) == ("run.done", "[END]")
