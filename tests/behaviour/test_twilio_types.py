"""The emitted package, and a user's script over it, as mypy --strict and pyright strict see them."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import GENERATED
from .typechecking import TYPE_CHECKERS, Check, missed, script

PACKAGE = GENERATED / "twilio_video"

GOOD = """
import asyncio
from typing import assert_type

import twilio_video
from twilio_video import ApiResponse, AsyncTwilioVideo, NotFoundError, Page, RequestOptions, Room, RoomType, TwilioVideo
from twilio_video.models import RoomStatus

with TwilioVideo(account_sid="AC", auth_token=lambda: "t") as client:
    room = client.rooms.create(unique_name="x", type="group", video_codecs=["VP8"])
    assert_type(room, Room)
    client.rooms.create(type=RoomType.GROUP)
    client.rooms.create(type=RoomType("new"))
    assert_type(room.sid, str | None)
    assert_type(room.status, RoomStatus | None)
    if room.status == RoomStatus.COMPLETED:
        print("over")
    assert_type(client.rooms.list(status="completed"), Page[Room])
    for item in client.rooms.list(status=RoomStatus.IN_PROGRESS, page_size=100):
        assert_type(item, Room)
    assert_type(client.with_raw_response.rooms.fetch("x"), ApiResponse[Room])
    assert_type(client.with_raw_response.rooms.fetch("x").value, Room)
    client.recording_rules.update("x", rules=[{"type": "include", "all": True}])
    client.recording_rules.update("x", rules="[]")
    client.compositions.create(room_sid="x", video_layout={"grid": {}})
    quick = client.with_options(timeout=5, max_retries=0)
    assert_type(quick, TwilioVideo)
    try:
        client.rooms.fetch("x", options=RequestOptions(timeout=1.5, headers={"a": "b"}))
    except NotFoundError as error:
        assert_type(error.status_code, int)
        print(error.code, error.message, error.request_id)


async def main() -> None:
    async with AsyncTwilioVideo() as client:
        async for item in client.rooms.list():
            assert_type(item, Room)
        page = await client.rooms.list()
        assert_type(page.items, list[Room])
        assert_type(await client.rooms.fetch("x"), Room)
        raw = await client.with_raw_response.rooms.fetch("x")
        assert_type(raw.value, Room)


asyncio.run(main())
print(twilio_video.Timeout(connect=5, read=60))
"""

BAD = {
    "a number for a text enum": "client.rooms.create(type=3)",
    "a misspelt enum value": 'client.rooms.create(type="grup")',
    "a value that this filter does not take": 'client.rooms.list(status="failed")',
    "a missing required argument": "client.compositions.create()",
    "a positional body argument": 'client.rooms.create("x")',
    "an unknown argument": 'client.rooms.create(colour="red")',
    "a naive string for a date": "client.rooms.list(date_created_after=5)",
    "the item of a page as a page": "client.rooms.list().sid",
    "a misspelt resource": "client.roms",
    "a misspelt model": "twilio_video.models.Rom",
    "a misspelt export": "twilio_video.TwilioVide",
    "an exhaustive match": (
        "def f(s: twilio_video.models.CompositionFormat) -> int:\n"
        "    match s:\n"
        "        case twilio_video.models.CompositionFormat.MP4: return 1\n"
        "        case twilio_video.models.CompositionFormat.WEBM: return 2\n"
    ),
}


@pytest.mark.parametrize("check", TYPE_CHECKERS)
def test_the_package_is_clean(check: Check, tmp_path: Path) -> None:
    result = check(PACKAGE / "twilio_video", tmp_path, PACKAGE)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("check", TYPE_CHECKERS)
def test_a_users_script_is_clean(check: Check, tmp_path: Path) -> None:
    result = check(script(GOOD, tmp_path), tmp_path, PACKAGE)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("check", TYPE_CHECKERS)
def test_each_mistake_is_found(check: Check, tmp_path: Path) -> None:
    opening = ["import twilio_video", "client = twilio_video.TwilioVideo()"]
    assert missed(check, opening, BAD, tmp_path, PACKAGE) == []
