"""Streams cut anywhere give the same items: lines, server-sent events, JSON Lines, JSON text sequences."""

from __future__ import annotations

import pytest
from specloom_templates.python_dataclass.runtime.framing import (
    Event,
    EventSplitter,
    JsonLinesSplitter,
    JsonSeqSplitter,
    LineSplitter,
)

EVENTS = [
    (b"data: a\n\n", [Event("a")]),
    (b"data: a\r\n\r\ndata: b\r\n\r\n", [Event("a"), Event("b")]),
    (b"data: a\r\rdata: b\r\r", [Event("a"), Event("b")]),
    (b"\xef\xbb\xbfdata: a\n\n", [Event("a")]),
    (b"data: 1\ndata: 2\ndata:3\n\n", [Event("1\n2\n3")]),
    (b": comment\n\ndata: a\n\n", [Event("a")]),
    (b"data:  two spaces\n\n", [Event(" two spaces")]),
    (b"data\n\n", [Event("")]),
    (b"event: add\ndata: a\n\ndata: b\n\n", [Event("a", event="add"), Event("b")]),
    (b"event: nothing\n\ndata: b\n\n", [Event("b")]),
    (b"id: 7\ndata: a\n\ndata: b\n\nid\ndata: c\n\n", [Event("a", id="7"), Event("b", id="7"), Event("c")]),
    (b"id: a\0b\ndata: a\n\n", [Event("a")]),
    (b"retry: 1500\ndata: a\n\nretry: soon\ndata: b\n\n", [Event("a", retry=1500), Event("b")]),
    (b"unknown: x\ndata: a\n\n", [Event("a")]),
    (b"data: a\n\ndata: unfinished\n", [Event("a")]),
    ("data: grüße ☃ \u2028 x\n\n".encode(), [Event("grüße ☃ \u2028 x")]),
    (b"data: \xff\n\n", [Event("\ufffd")]),
]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize(("stream", "expected"), EVENTS)
def test_events_do_not_depend_on_where_chunks_end(stream: bytes, expected: list[Event], size: int) -> None:
    splitter = EventSplitter()
    events = [e for i in range(0, len(stream), size) for e in splitter.feed(stream[i : i + size])]
    assert events + splitter.end() == expected


def test_an_event_is_given_at_once_when_its_blank_line_ends_in_cr() -> None:
    splitter = EventSplitter()
    assert splitter.feed(b"data: a\r\n\r") == [Event("a")]
    assert splitter.feed(b"\ndata: b\n\n") == [Event("b")]


@pytest.mark.parametrize("size", [1, 4, 100])
@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        (b'{"a":1}\n{"a":2}\n', ['{"a":1}', '{"a":2}']),
        (b'{"a":1}\r\n\r\n  \n{"a":2}', ['{"a":1}', '{"a":2}']),
        ('"é"\n"\u2028"\n'.encode(), ['"é"', '"\u2028"']),
        (b"", []),
    ],
)
def test_json_lines(stream: bytes, expected: list[str], size: int) -> None:
    splitter = JsonLinesSplitter()
    texts = [t for i in range(0, len(stream), size) for t in splitter.feed(stream[i : i + size])]
    assert texts + splitter.end() == expected


@pytest.mark.parametrize("size", [1, 4, 100])
@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        (b'\x1e{"a":1}\n\x1e[1,\n2]\n', ['{"a":1}', "[1,\n2]"]),
        (b"\x1e\x1e1\n", ["1"]),
        (b"garbage\x1e1\n", ["1"]),
        (b"", []),
    ],
)
def test_json_text_sequences(stream: bytes, expected: list[str], size: int) -> None:
    splitter = JsonSeqSplitter()
    texts = [t for i in range(0, len(stream), size) for t in splitter.feed(stream[i : i + size])]
    assert texts + splitter.end() == expected


def test_lines_keep_empty_ones_and_the_last_one_without_end() -> None:
    splitter = LineSplitter()
    assert splitter.feed(b"a\n\nb\r") == ["a", "", "b"]
    assert splitter.feed(b"\nc") == []
    assert splitter.end() == ["c"]
