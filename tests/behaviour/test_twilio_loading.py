"""When modules are loaded, and what other libraries see of the models once they are."""

from __future__ import annotations

import json
import subprocess
import sys
import typing
from pathlib import Path
from typing import Any

import msgspec
import pydantic
import pytest

from .conftest import GENERATED
from .drivers import KINDS

PACKAGE = GENERATED / "twilio_video"
ROOT = Path(__file__).parents[2]

CALLS = """
import asyncio, sys
sys.path[:0] = sys.argv[2:]
from tests.behaviour.server import Server, json_answer
import twilio_video as package

room = {"sid": "RM1", "status": "in-progress", "date_created": "2024-01-01T00:00:00Z", "links": {}, "new": 1}
later = {"Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT"}

async def calls(client, settled):
    await settled(client.rooms.create(unique_name="a", video_codecs=["VP8"]))
    try:
        await settled(client.rooms.fetch("b"))
    except package.NotFoundError:
        pass
    await settled(client.rooms.list(page_size=2))
    await settled(client.participants.update("RM1", "PA1", status="disconnected"))

async def at_once(value):
    return value

async def in_time(value):
    return await value

async def main(kind, origin):
    options = {"account_sid": "AC", "auth_token": "t", "base_url": origin}
    if kind == "async":
        client = package.AsyncTwilioVideo(**options)
        await client.warmup()
    else:
        if kind == "http.client":
            options["transport"] = package.HttpClientTransport()
        client = package.TwilioVideo(**options)
        client.warmup()
    before = set(sys.modules)
    await calls(client, in_time if kind == "async" else at_once)
    print(sorted(set(sys.modules) - before))

with Server() as server:
    server.script += [
        json_answer(room, 201),
        json_answer({"code": 20404, "message": "none"}, 404),
        json_answer({}, 503, headers=later),
        json_answer({"rooms": [room], "meta": {"next_page_url": None}}),
        json_answer({"sid": "PA1"}),
    ]
    asyncio.run(main(sys.argv[1], server.origin))
    assert len(server.requests) == 5, server.requests
"""

ALONE = """
import importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
import twilio_video.models, twilio_video.resources
names = [
    found.name
    for package in (twilio_video.models, twilio_video.resources)
    for found in pkgutil.iter_modules(package.__path__, package.__name__ + ".")
]
for name in names:
    for loaded in [loaded for loaded in sys.modules if loaded.startswith("twilio_video")]:
        del sys.modules[loaded]
    importlib.import_module(name)
print(len(names))
"""


def python(code: str, *arguments: object) -> str:
    """What a script prints in an interpreter of its own."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


@pytest.mark.parametrize("kind", KINDS)
def test_no_call_loads_a_module_after_warmup(kind: str) -> None:
    loaded: list[str] = json.loads(python(CALLS, kind, PACKAGE, ROOT).replace("'", '"'))
    # anyio, which is httpx2's, chooses its backend when the first connection is made.
    assert [name for name in loaded if not name.startswith("anyio.") and name not in ("queue", "_queue")] == []


def test_each_module_can_be_imported_first() -> None:
    assert int(python(ALONE, PACKAGE)) > 20


def models(twilio: Any) -> list[type[Any]]:
    """The model classes that the package exports."""
    found = (getattr(twilio.models, name) for name in dir(twilio.models))
    return [each for each in found if isinstance(each, type) and hasattr(each, "__dataclass_fields__")]


def test_annotations_of_every_model_can_be_resolved_after_warmup(twilio: Any) -> None:
    client = twilio.TwilioVideo(account_sid="AC", auth_token="t")
    with client:
        client.warmup()
    for model in models(twilio):
        hints = typing.get_type_hints(model)
        assert set(model.__dataclass_fields__) <= set(hints)
    assert typing.get_type_hints(twilio.Room)["status"] == twilio.models.RoomStatus | None


DATA = {"sid": "RM1", "status": "in-progress", "date_created": "2024-01-01T00:00:00Z", "links": {"recordings": "r"}}


def test_pydantic_reads_and_writes_models(twilio: Any) -> None:
    expected = twilio.Room.from_dict(DATA)
    adapter = pydantic.TypeAdapter(twilio.Room)
    found = adapter.validate_python(DATA)
    assert found == expected
    assert isinstance(found.links, twilio.models.RoomLinks)
    assert adapter.dump_python(expected, mode="json", exclude_none=True, exclude_defaults=True) == DATA
    with pytest.raises(pydantic.ValidationError):
        adapter.validate_python({"duration": "long"})


def test_msgspec_reads_and_writes_models(twilio: Any) -> None:
    expected = twilio.Room.from_dict(DATA)
    assert msgspec.convert(DATA, twilio.Room) == expected
    written = json.loads(msgspec.json.encode(expected))
    assert {name: value for name, value in written.items() if value and name != "links"} == {
        name: value for name, value in DATA.items() if name != "links"
    }
