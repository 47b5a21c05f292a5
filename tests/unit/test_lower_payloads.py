"""The ways to pass a body: media types with the same data are one, whatever the names of their types."""

from __future__ import annotations

from typing import Any

import pytest
from specloom.lower.payloads import PassedAs, Payload, passed_as, payloads

from tests.unit.documents import built

TEXT = {"type": "string"}
FILE = {"type": "string", "format": "binary"}
NODE = {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Node"}, "tag": {"enum": ["a", "b"]}}}


def thing(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def ways(content: dict[str, Any], *, returned: bool = False) -> tuple[Payload, ...]:
    answer = {"content": {"application/json": {"schema": next(iter(content.values()))}}} if returned else {}
    operation = {
        "operationId": "put",
        "requestBody": {"content": {media: {"schema": schema} for media, schema in content.items()}},
        "responses": {"200": {"description": "done", **answer}},
    }
    document = {
        "paths": {"/x": {"put": operation}},
        "components": {"schemas": {"Node": NODE, "Twin": {**NODE, "description": "The same."}, "Pet": thing(a=TEXT)}},
    }
    found = built(document)
    assert (found.coverage, found.codes) == ((), ())
    return payloads(found.api, found.only, frozenset({"#/components/schemas/Pet"} if returned else ()))


@pytest.mark.parametrize(
    ("content", "groups"),
    [
        ({"application/json": thing(a=TEXT), "application/xml": thing(a=TEXT)}, 1),
        ({"application/json": thing(a=TEXT), "multipart/form-data": thing(a=TEXT, b=TEXT)}, 2),
        ({"application/json": thing(a=TEXT), "multipart/form-data": thing(a=FILE)}, 2),
        ({"application/json": thing(a=thing(b=TEXT)), "multipart/form-data": thing(a=thing(b=TEXT))}, 1),
        ({"application/json": thing(a=thing(b=TEXT)), "multipart/form-data": thing(a=thing(b=FILE))}, 2),
        ({"application/json": NODE, "application/x-www-form-urlencoded": {"$ref": "#/components/schemas/Twin"}}, 1),
        ({"application/json": thing(a=TEXT), "application/octet-stream": FILE}, 2),
        ({"image/png": FILE, "image/jpeg": FILE}, 1),
        ({"application/json": TEXT, "text/plain": TEXT}, 1),
        ({"application/json": {"type": "integer"}, "text/plain": TEXT}, 2),
        ({"application/json": {"type": "array", "items": TEXT}, "application/jsonl": {"type": "array"}}, 2),
        ({"application/json": {"type": "array", "items": TEXT}, "text/xml": {"type": "array", "items": TEXT}}, 1),
    ],
)
def test_media_types_with_the_same_data_are_one_way(content: dict[str, Any], groups: int) -> None:
    found = ways(content)
    assert len(found) == groups
    assert sorted(one.media_type for way in found for one in way.contents) == sorted(content)
    choices = [way.arguments[-1] for way in found]
    assert [choice.media_types for choice in choices] == [tuple(c.media_type for c in way.contents) for way in found]
    assert [choice.required for choice in choices] == [False] + [True] * (groups - 1)
    default = choices[0].default
    assert default is not None
    assert default.value == found[0].content.media_type


def test_a_single_media_type_leaves_no_choice() -> None:
    (way,) = ways({"application/json": thing(a=TEXT)})
    assert [argument.name.wire for argument in way.arguments] == ["a"]
    assert passed_as([way]) is PassedAs.ARGUMENTS


def test_a_range_leaves_the_choice_of_any_in_it() -> None:
    (way,) = ways({"*/*": thing(a=TEXT)})
    choice = way.arguments[-1]
    assert choice.media_types == ("*/*",)
    assert choice.open
    assert choice.default is not None
    assert choice.default.value == "application/json"


def test_what_an_operation_answers_with_is_taken_whole_in_every_media_type() -> None:
    pet = {"$ref": "#/components/schemas/Pet"}
    flat, whole = ways({"application/json": pet, "application/xml": pet}, returned=True)
    assert flat.contents == whole.contents
    assert passed_as((flat, whole)) is PassedAs.EITHER
    assert [argument.whole for argument in whole.arguments] == [True, False]
