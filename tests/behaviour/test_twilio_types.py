"""The emitted package, and a user's script over it, as mypy --strict and pyright strict see them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import GENERATED

PACKAGE = GENERATED / "twilio_video"

Check = Callable[[Path, Path], subprocess.CompletedProcess[str]]

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


def environment() -> dict[str, str]:
    return {**os.environ, "MYPYPATH": str(PACKAGE), "PYTHONPATH": str(PACKAGE)}


def mypy(path: Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    arguments = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--no-error-summary",
        "--cache-dir",
        str(cwd / "cache"),
        str(path),
    ]
    return subprocess.run(arguments, cwd=cwd, env=environment(), capture_output=True, text=True, check=False)


def pyright(path: Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    config = {
        "typeCheckingMode": "strict",
        "extraPaths": [str(PACKAGE)],
        "pythonVersion": "3.11",
        "include": [str(path)],
    }
    (cwd / "pyrightconfig.json").write_text(json.dumps(config))
    arguments = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "-p", str(cwd)]
    return subprocess.run(arguments, cwd=cwd, env=environment(), capture_output=True, text=True, check=False)


@pytest.mark.parametrize("check", [mypy, pyright], ids=["mypy", "pyright"])
def test_the_package_is_clean(check: Check, tmp_path: Path) -> None:
    result = check(PACKAGE / "twilio_video", tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("check", [mypy, pyright], ids=["mypy", "pyright"])
def test_a_users_script_is_clean(check: Check, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(GOOD)
    result = check(script, tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("check", [mypy, pyright], ids=["mypy", "pyright"])
def test_each_mistake_is_found(check: Check, tmp_path: Path) -> None:
    """One script, one mistake a block: every block must have an error of its own."""
    lines = ["import twilio_video", "client = twilio_video.TwilioVideo()"]
    spans: dict[str, range] = {}
    for what, mistake in BAD.items():
        block = mistake.rstrip("\n").split("\n")
        spans[what] = range(len(lines) + 1, len(lines) + len(block) + 1)
        lines += block
    script = tmp_path / "script.py"
    script.write_text("\n".join(lines) + "\n")
    result = check(script, tmp_path)
    found = {int(number) for number in re.findall(r"script\.py:(\d+)(?::\d+)?(?: -|:) error", result.stdout)}
    missed = [what for what, span in spans.items() if not found.intersection(span)]
    assert not missed, result.stdout
