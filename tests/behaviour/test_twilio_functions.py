"""The style `python_functions`, as its user sees it: functions that are given the client, their types, and what
`detailed` and `streamed` make of them. On the wire it is held to the vectors (tests/test_wire.py)."""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .typechecking import TYPE_CHECKERS, Check, missed, script

PACKAGE = Path(__file__).parents[2] / "generated" / "python_functions" / "twilio_video"
OPENING = """
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import assert_type

from twilio_video import ApiResponse, AsyncPage, AsyncTwilioVideo, Page, Room, TwilioVideo
from twilio_video import AsyncStreamedResponse, StreamedResponse
from twilio_video.answers import detailed, streamed
from twilio_video.api import participants, rooms
from twilio_video.async_api import rooms as async_rooms
"""
GOOD = OPENING + """

def use(client: TwilioVideo) -> None:
    assert_type(rooms.create(client, unique_name="DailyStandup", type="group"), Room)
    assert_type(list(rooms.list(client, status="completed")), list[Room])
    assert_type(detailed(rooms.fetch)(client, "RM1"), ApiResponse[Room])
    assert_type(detailed(rooms.list)(client), ApiResponse[Page[Room]])
    assert_type(streamed(rooms.fetch)(client, "RM1"), AbstractContextManager[StreamedResponse])
    participants.update(client.with_options(timeout=5), "RM1", "PA1", status="disconnected")


async def wait(client: AsyncTwilioVideo) -> None:
    assert_type(await async_rooms.create(client, unique_name="DailyStandup"), Room)
    assert_type([room async for room in async_rooms.list(client)], list[Room])
    assert_type(await detailed(async_rooms.fetch)(client, "RM1"), ApiResponse[Room])
    assert_type(await detailed(async_rooms.list)(client), ApiResponse[AsyncPage[Room]])
    assert_type(streamed(async_rooms.fetch)(client, "RM1"), AbstractAsyncContextManager[AsyncStreamedResponse])
"""
MISTAKES = {
    "no client": "rooms.create(unique_name='x')",
    "a client of the other form": "def a(c: AsyncTwilioVideo) -> None:\n    rooms.fetch(c, 'RM1')",
    "an argument that is not there": "def b(c: TwilioVideo) -> None:\n    rooms.create(c, unique='x')",
    "a detailed call without its argument": "def d(c: TwilioVideo) -> None:\n    detailed(rooms.fetch)(c)",
}


@pytest.mark.parametrize("check", TYPE_CHECKERS)
def test_a_users_script_is_clean(check: Check, tmp_path: Path) -> None:
    result = check(script(GOOD, tmp_path), tmp_path, PACKAGE)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("check", TYPE_CHECKERS)
def test_mistakes_are_found(check: Check, tmp_path: Path) -> None:
    assert missed(check, OPENING.split("\n"), MISTAKES, tmp_path, PACKAGE) == []


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The package, under its name for this test alone: other packs have one of the same name."""

    def loaded() -> list[str]:
        return [name for name in sys.modules if name.partition(".")[0] == "twilio_video"]

    before = {name: sys.modules.pop(name) for name in loaded()}
    monkeypatch.setattr(sys, "path", [str(PACKAGE), *sys.path])
    yield importlib.import_module("twilio_video")
    for name in loaded():
        del sys.modules[name]
    sys.modules.update(before)


def _client(package: Any, body: bytes) -> tuple[Any, Any]:
    testing = importlib.import_module("twilio_video.testing")
    answer = {"content": body, "content_type": "application/json"}
    sync, other = testing.RecordingTransport(), testing.AsyncRecordingTransport()
    for transport in (sync, other):
        for _ in range(2):
            transport.answer(**answer)
    given = {"account_sid": "AC1", "auth_token": "secret"}
    return package.TwilioVideo(**given, transport=sync), package.AsyncTwilioVideo(**given, transport=other)


def test_answers_in_detail_and_unread(package: Any) -> None:
    answers = importlib.import_module("twilio_video.answers")
    sync, other = (importlib.import_module(f"twilio_video.{name}.rooms") for name in ("api", "async_api"))
    client, async_client = _client(package, b'{"sid": "RM1"}')
    detail = answers.detailed(sync.fetch)(client, "RM1")
    assert (detail.value.sid, detail.status_code) == ("RM1", 200)
    with answers.streamed(sync.fetch)(client, "RM1") as answer:
        assert answer.read() == b'{"sid": "RM1"}'

    async def use() -> None:
        detail = await answers.detailed(other.fetch)(async_client, "RM1")
        assert detail.value.sid == "RM1"
        async with answers.streamed(other.fetch)(async_client, "RM1") as answer:
            assert await answer.read() == b'{"sid": "RM1"}'

    asyncio.run(use())


def test_functions_are_what_they_are_called(package: Any) -> None:
    api = importlib.import_module("twilio_video.api.rooms")
    answers = importlib.import_module("twilio_video.answers")
    assert api.__all__ == ["create", "fetch", "list", "update"]
    assert answers.detailed(api.create).__name__ == "create"
    assert not hasattr(package.TwilioVideo, "rooms")
