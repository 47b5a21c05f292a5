"""Reading and writing a page of 100 Twilio rooms, beside pydantic v2 on the same classes.

Run `python tests/benchmarks/bench_codecs.py` from the root of the repository. The candidates run in turns, so that a
busy machine slows them all alike; figures are medians in microseconds a room, and their ratio (below 1: faster than
pydantic).
"""

from __future__ import annotations

import datetime as dt
import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pydantic

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "templates"))

from specloom_templates.python_dataclass.runtime.enums import OpenStrEnum
from specloom_templates.python_dataclass.runtime.models import Model
from specloom_templates.python_dataclass.runtime.types import (
    BOOLEAN,
    DATE_TIME,
    INTEGER,
    STRING,
    FieldSpec,
    Type,
    list_of,
)

ROOMS = 100
ROUNDS = 60


class Status(OpenStrEnum):
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    FAILED = "failed"


class Kind(OpenStrEnum):
    GO = "go"
    PEER_TO_PEER = "peer-to-peer"
    GROUP = "group"
    GROUP_SMALL = "group-small"


@dataclass(slots=True, kw_only=True, init=False, repr=False, eq=False)
class Links(Model):
    participants: str | None = None
    recordings: str | None = None
    recording_rules: str | None = None

    @staticmethod
    def _fields() -> tuple[FieldSpec, ...]:
        return FieldSpec("participants"), FieldSpec("recordings"), FieldSpec("recording_rules")


@dataclass(slots=True, kw_only=True, init=False, repr=False, eq=False)
class Room(Model):
    sid: str | None = None
    status: Status | None = None
    date_created: dt.datetime | None = None
    date_updated: dt.datetime | None = None
    account_sid: str | None = None
    unique_name: str | None = None
    type: Kind | None = None
    max_participants: int | None = None
    max_participant_duration: int | None = None
    max_concurrent_published_tracks: int | None = None
    end_time: dt.datetime | None = None
    duration: int | None = None
    record_participants_on_connect: bool | None = None
    video_codecs: list[str] | None = None
    media_region: str | None = None
    audio_only: bool | None = None
    empty_room_timeout: int | None = None
    unused_room_timeout: int | None = None
    url: str | None = None
    links: Links | None = None

    @staticmethod
    def _fields() -> tuple[FieldSpec, ...]:
        special: dict[str, Type] = {
            "status": Status,
            "type": Kind,
            "date_created": DATE_TIME,
            "date_updated": DATE_TIME,
            "end_time": DATE_TIME,
            "max_participants": INTEGER,
            "max_participant_duration": INTEGER,
            "max_concurrent_published_tracks": INTEGER,
            "duration": INTEGER,
            "record_participants_on_connect": BOOLEAN,
            "audio_only": BOOLEAN,
            "empty_room_timeout": INTEGER,
            "unused_room_timeout": INTEGER,
            "video_codecs": list_of(STRING),
            "links": Links,
        }
        names = list(Room.__annotations__)
        return tuple(FieldSpec(name, type=special[name]) if name in special else FieldSpec(name) for name in names)


@dataclass(slots=True, kw_only=True, init=False, repr=False, eq=False)
class Page(Model):
    rooms: list[Room] | None = None

    @staticmethod
    def _fields() -> tuple[FieldSpec, ...]:
        return (FieldSpec("rooms", type=list_of(Room)),)


class PydanticLinks(pydantic.BaseModel):
    participants: str | None = None
    recordings: str | None = None
    recording_rules: str | None = None


class PydanticFields(pydantic.BaseModel):
    sid: str | None = None
    date_created: dt.datetime | None = None
    date_updated: dt.datetime | None = None
    account_sid: str | None = None
    unique_name: str | None = None
    max_participants: int | None = None
    max_participant_duration: int | None = None
    max_concurrent_published_tracks: int | None = None
    end_time: dt.datetime | None = None
    duration: int | None = None
    record_participants_on_connect: bool | None = None
    video_codecs: list[str] | None = None
    media_region: str | None = None
    audio_only: bool | None = None
    empty_room_timeout: int | None = None
    unused_room_timeout: int | None = None
    url: str | None = None
    links: PydanticLinks | None = None


class PydanticRoom(PydanticFields):
    """Enums that stay open, as ours do."""

    status: Status | str | None = None
    type: Kind | str | None = None


class PydanticPage(pydantic.BaseModel):
    rooms: list[PydanticRoom] | None = None


class StrictEnumRoom(PydanticFields):
    """The closed enums that pydantic is fastest with."""

    status: Status | None = None
    type: Kind | None = None


class StrictEnumPage(pydantic.BaseModel):
    rooms: list[StrictEnumRoom] | None = None


def measure(candidates: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Median time of each candidate in microseconds a room; all take turns."""
    times: dict[str, list[float]] = {name: [] for name in candidates}
    for run in candidates.values():
        run()
    for _ in range(ROUNDS):
        for name, run in candidates.items():
            gc.collect()
            start = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) / ROOMS * 1e6 for name, values in times.items()}


def main() -> None:
    """Print one line an operation: ours, pydantic's, and ours over pydantic's."""
    room: dict[str, Any] = json.loads(
        (ROOT / "tests" / "data" / "twilio" / "samples" / "fetchRoom.200.json").read_text()
    )
    room |= {"end_time": "2024-03-05T10:00:00Z", "duration": 3600}
    data: dict[str, Any] = {"rooms": [room] * ROOMS}
    text = json.dumps(data)
    data = json.loads(text)
    ours, theirs = Page.from_dict(data), StrictEnumPage.model_validate(data)
    assert ours.to_dict() == data
    figures = measure(
        {
            "loads": lambda: json.loads(text),
            "dumps": lambda: json.dumps(data, separators=(",", ":"), ensure_ascii=False),
            "from_dict": lambda: Page.from_dict(data),
            "model_validate": lambda: StrictEnumPage.model_validate(data),
            "model_validate, open enums": lambda: PydanticPage.model_validate(data),
            "from_json": lambda: Page.from_json(text),
            "model_validate_json": lambda: StrictEnumPage.model_validate_json(text),
            "to_dict": ours.to_dict,
            "model_dump": lambda: theirs.model_dump(mode="json"),
            "to_json": ours.to_json,
            "model_dump_json": theirs.model_dump_json,
        }
    )
    print(f"bare json: loads {figures['loads']:.2f}, dumps {figures['dumps']:.2f} µs a room")
    for own, peer in (
        ("from_dict", "model_validate"),
        ("from_dict", "model_validate, open enums"),
        ("from_json", "model_validate_json"),
        ("to_dict", "model_dump"),
        ("to_json", "model_dump_json"),
    ):
        ratio = figures[own] / figures[peer]
        print(f"{own:10} {figures[own]:6.2f} µs   {peer:28} {figures[peer]:6.2f} µs   ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
