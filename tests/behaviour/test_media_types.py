"""A body that may be sent as several media types: the caller chooses, by an argument whose type tells what goes with
it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from .drivers import KINDS, Driver
from .features import driver as feature
from .features import folder
from .server import Answer, Received, Server
from .typechecking import TYPE_CHECKERS, Check, missed, script

URLENCODED = "application/x-www-form-urlencoded"


@pytest.fixture(params=KINDS)
def pets(request: pytest.FixtureRequest) -> Driver:
    """The SDK of the golden case."""
    return feature("media_types", "MediaTypes", request.param)


def sent(pets: Driver, server: Server, method: str, *args: Any, **kwargs: Any) -> Received:
    server.fallback = Answer(body=b'{"name":"Rex"}', headers={"Content-Type": "application/json"})
    pets.call(method, *args, client={"base_url": server.origin}, **kwargs)
    return server.requests[-1]


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (None, b'{"name":"Rex","born":"2024-01-02"}'),
        ("application/json", b'{"name":"Rex","born":"2024-01-02"}'),
        (URLENCODED, b"name=Rex&born=2024-01-02"),
        (
            "application/xml",
            b'<?xml version="1.0" encoding="UTF-8"?>\n<Pet><name>Rex</name><born>2024-01-02</born></Pet>',
        ),
    ],
)
def test_the_same_arguments_are_sent_as_what_is_chosen(
    pets: Driver, server: Server, content_type: str | None, body: bytes
) -> None:
    choice = {} if content_type is None else {"content_type": content_type}
    request = sent(pets, server, "pets.add", name="Rex", born=dt.date(2024, 1, 2), **choice)
    assert (request.header("Content-Type"), request.body) == (content_type or "application/json", body)
    pet = pets.package.Pet(name="Rex", born=dt.date(2024, 1, 2))
    assert sent(pets, server, "pets.add", body=pet, **choice).body == body


@pytest.mark.filterwarnings("ignore:The API deprecates")
def test_other_data_is_sent_as_its_media_type(pets: Driver, server: Server) -> None:
    request = sent(pets, server, "pets.add", photo=("a.png", b"PNG"), name="Rex", content_type="multipart/form-data")
    assert (request.header("Content-Type") or "").startswith("multipart/form-data; boundary=")
    assert b'name="photo"; filename="a.png"\r\n' in request.body
    request = sent(pets, server, "pets.add", body="Rex", content_type="text/plain")
    assert (request.header("Content-Type"), request.body) == ("text/plain", b"Rex")
    request = sent(pets, server, "pets.patch_photo", 1, title="x", body_content_type="application/merge-patch+json")
    assert (request.header("Content-Type"), json.loads(request.body)) == (
        "application/merge-patch+json",
        {"title": "x"},
    )
    request = sent(pets, server, "pets.patch_photo", 1, body=[{"op": "remove"}])
    assert (request.header("Content-Type"), json.loads(request.body)) == (
        "application/json-patch+json",
        [{"op": "remove"}],
    )


def test_a_range_takes_any_media_type_in_it(pets: Driver, server: Server) -> None:
    assert sent(pets, server, "pets.put_photo", 1, body=b"x").header("Content-Type") == "image/png"
    request = sent(pets, server, "pets.put_photo", 1, body=b"x", content_type="image/webp; q=1")
    assert (request.header("Content-Type"), request.body) == ("image/webp; q=1", b"x")


@pytest.mark.parametrize(
    ("method", "arguments", "message"),
    [
        ("pets.add", {"name": "x", "content_type": "application/pdf"}, "does not take 'application/pdf'; it takes app"),
        ("pets.put_photo", {"id": 1, "body": b"", "content_type": "text/plain"}, "does not take 'text/plain'"),
        ("pets.put_photo", {"id": 1, "body": b"", "content_type": "image/*"}, "does not take 'image/*'"),
        ("pets.put_photo", {"id": 1, "body": b"", "content_type": "image/x\r\nA: b"}, "does not take"),
        ("pets.add", {"name": "x", "body": {"name": "y"}}, "given whole, and in part by name"),
        ("pets.add", {"name": "x", "content_type": "text/plain"}, "text/plain is given whole, not by name"),
    ],
)
def test_what_does_not_go_together_is_refused_before_anything_is_sent(
    pets: Driver, server: Server, method: str, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(pets.package.InvalidArgumentError) as caught:
        pets.call(method, client={"base_url": server.origin}, **arguments)
    assert message in str(caught.value)
    assert server.requests == []


def test_the_surface_tells_how_each_is_passed() -> None:
    surface = json.loads((folder("media_types") / "surface.json").read_bytes())
    by_id = {operation["operationId"]: operation["body"] for operation in surface["operations"]}
    add = by_id["addPet"]
    assert add["media_types"] == [
        "application/json",
        URLENCODED,
        "application/xml",
        "multipart/form-data",
        "text/plain",
    ]
    assert (add["passed_as"], add["content_type"]) == ("either", "content_type")
    assert [(way["media_types"], way["passed_as"]) for way in add["alternatives"]] == [
        (["multipart/form-data"], "arguments"),
        (["text/plain"], "body"),
    ]
    assert [argument["name"] for argument in add["alternatives"][0]["arguments"]] == ["photo", "name"]
    assert by_id["putPhoto"]["media_types"] == ["image/png", "image/*"]
    assert by_id["patchPhoto"]["content_type"] == "body_content_type"


GOOD = """
from typing import assert_type
from media_types import ApiResponse, MediaTypes, Pet

with MediaTypes() as client:
    assert_type(client.pets.add(name="Rex"), Pet)
    client.pets.add(name="Rex", content_type="application/xml")
    client.pets.add(body=Pet(name="Rex"), content_type="application/x-www-form-urlencoded")
    client.pets.add(body={"name": "Rex"})
    client.pets.add(photo=b"", content_type="multipart/form-data")
    client.pets.add(body="Rex", content_type="text/plain")
    client.pets.put_photo(1, body=b"", content_type="image/webp")
    assert_type(client.with_raw_response.pets.add(photo=b"", content_type="multipart/form-data"), ApiResponse[Pet])
"""
BAD = {
    "a media type that is not described": 'client.pets.add(name="x", content_type="application/pdf")',
    "arguments of another media type": 'client.pets.add(name="x", content_type="multipart/form-data")',
    "a text for data": 'client.pets.add(body="x")',
    "nothing": "client.pets.add()",
    "the wrong ones in the raw view": 'client.with_raw_response.pets.add(photo=b"")',
}


@pytest.mark.parametrize("check", TYPE_CHECKERS)
def test_type_checkers_know_what_goes_with_a_media_type(check: Check, tmp_path: Path) -> None:
    packages = folder("media_types")
    good = check(script(GOOD, tmp_path), tmp_path, packages)
    assert good.returncode == 0, good.stdout
    assert missed(check, ["from media_types import MediaTypes", "client = MediaTypes()"], BAD, tmp_path, packages) == []
