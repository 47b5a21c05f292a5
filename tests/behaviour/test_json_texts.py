"""Texts that hold JSON: typed by `contentSchema`, in models and in the data of server-sent events."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from .drivers import KINDS, Driver, reach
from .features import driver as feature
from .features import package
from .server import Answer, Server, json_answer

TEXTS = package("json_texts")
EVENTS = (
    b"event: addString\ndata: This data is formatted\ndata: across two lines\nretry: 5\n\n"
    b"event: addInt64\ndata: 1234.5678\nunknownField: this is ignored\n\n"
    b': This is a comment\nevent: addJson\ndata: {"foo": 42}\n\n'
)


def test_events_are_typed_by_their_kind(server: Server) -> None:
    server.fallback = Answer(body=EVENTS, headers={"Content-Type": "text/event-stream"})
    with TEXTS.JsonTexts(base_url=server.origin) as client, client.entries.watch() as stream:
        first, second, third = stream
    assert (first.event, first.data, first.retry) == ("addString", "This data is formatted\nacross two lines", 5)
    assert (second.event, second.data) == ("addInt64", "1234.5678")
    assert (third.event, third.data) == ("addJson", TEXTS.Foo(foo=42))


@pytest.mark.parametrize("kind", KINDS)
def test_a_structure_is_sent_as_a_text_and_read_from_it(kind: str, server: Server) -> None:
    driver: Driver = feature("json_texts", "JsonTexts", kind)
    sent: dict[str, Any] = {}

    def echo(client: Any) -> Any:
        return reach(client, "entries.create")(**sent)

    server.fallback = lambda received: json_answer(json.loads(received.body))
    foo = TEXTS.Foo(foo=1, at=dt.date(2024, 2, 29))
    sent.update(one=foo, many=[{"foo": 2}], any={"a": [1]})
    entry = driver.run(echo, {"base_url": server.origin})
    assert json.loads(server.requests[-1].body) == {
        "one": '{"foo":1,"at":"2024-02-29"}',
        "many": '[{"foo":2}]',
        "any": '{"a":[1]}',
    }
    assert (entry.one, entry.many, entry.any) == (foo, [TEXTS.Foo(foo=2)], '{"a":[1]}')
    sent.update(one='{"foo": 3}', many=None)
    entry = driver.run(echo, {"base_url": server.origin})
    assert json.loads(server.requests[-1].body) == {"one": '{"foo": 3}', "many": None, "any": '{"a":[1]}'}
    assert (entry.one, entry.many) == (TEXTS.Foo(foo=3), None)


def test_a_text_that_is_no_json_stays_but_for_strict_readers() -> None:
    data = {"one": "not JSON"}
    assert TEXTS.Entry.from_dict(data).one == "not JSON"
    assert TEXTS.Entry.from_dict(data).to_dict() == data
    with pytest.raises(TEXTS.DecodeError, match="one: expected a text that is JSON"):
        TEXTS.Entry.from_dict(data, strict=True)
    with pytest.raises(TEXTS.DecodeError, match=r"one\.foo"):
        TEXTS.Entry.from_dict({"one": '{"foo": "x"}'}, strict=True)
