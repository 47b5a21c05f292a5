"""Codecs of models: depth, threads, strictness, and what is compiled."""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle
import threading
import typing
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from specloom_templates.python_dataclass.runtime import codecs
from specloom_templates.python_dataclass.runtime.encoding import Writer, writer
from specloom_templates.python_dataclass.runtime.errors import DecodeError, InvalidArgumentError
from specloom_templates.python_dataclass.runtime.models import Model
from specloom_templates.python_dataclass.runtime.types import FieldSpec

from tests.runtime.python_dataclass.values_models import Level, Node, Room, Status, User

FULL: dict[str, Any] = {
    "sid": "RM1",
    "status": "in-progress",
    "dateCreated": "2024-03-05T09:00:00Z",
    "size": 2**60 + 1,
    "links": {"self": "/rooms/1"},
    "tags": ["a"],
}


def test_depth() -> None:
    data: dict[str, Any] = {"value": 0}
    for _ in range(300):
        data = {"next": data}
    assert Node.from_dict(data).to_dict() == data
    for _ in range(100_000):
        data = {"next": data}
    with pytest.raises(DecodeError, match="nested too deeply"):
        Node.from_dict(data)
    with pytest.raises(DecodeError, match="nested too deeply"):
        Node.from_dict(data, strict=True)
    node = Node()
    for _ in range(100_000):
        node = Node(next=node)
    with pytest.raises(InvalidArgumentError, match="nested too deeply"):
        node.to_dict()
    while node.next is not None:  # taken apart from the outside: the interpreter would recurse as well
        node = node.next
    while "next" in data:
        data = data["next"]


def test_a_surprise_at_each_level_costs_no_second_reading_of_what_is_below() -> None:
    data: dict[str, Any] = {"sid": "x"}
    for _ in range(60):
        data = {"value": "no number", "next": data, "children": "none", "byName": 1}
    assert Node.from_dict(data).to_dict() == data


def test_type_hints_work_after_use() -> None:
    Room.from_dict({})
    User.from_dict({})
    assert typing.get_type_hints(Room)["date_created"] == dt.datetime | None
    assert typing.get_type_hints(User)["price"] == Decimal | None
    assert typing.get_type_hints(User)["id"] == UUID | None


def test_threads_compile_once() -> None:
    class Fresh(Writer):
        __slots__ = ()
        built: typing.ClassVar[list[object]] = []

        def build(self, type_: Any) -> Any:
            self.built.append(type_)
            return super().build(type_)

    fresh = Fresh(request=False, seconds=False)
    room = Room.from_dict(FULL)
    start = threading.Barrier(8)
    results: list[Any] = []

    def run() -> None:
        start.wait()
        results.append(fresh.encode(room))

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [FULL] * 8
    assert fresh.built.count(Room) == 1


def test_no_text_of_a_document_is_compiled() -> None:
    class Odd(Model):
        __slots__ = ("value",)
        value: Any

        @staticmethod
        def _fields() -> tuple[FieldSpec, ...]:
            return (FieldSpec("value", "\"]\nraise SystemExit\n'''"),)

    assert Odd.from_dict({"\"]\nraise SystemExit\n'''": 1}).value == 1


STRICT: list[tuple[dict[str, Any], str]] = [
    ({}, r"^\$: expected the property 'sid', found an object"),
    (FULL | {"sid": None}, r"^\$\.sid: expected a string, found null"),
    (FULL | {"sid": 5}, r"^\$\.sid: expected a string, found the number 5"),
    (FULL | {"dateCreated": "yesterday"}, r"^\$\.dateCreated: expected an RFC 3339 date-time, found 'yesterday'"),
    (FULL | {"tags": ["a", 1]}, r"^\$\.tags\[1\]: expected a string, found the number 1"),
    (FULL | {"links": []}, r"^\$\.links: expected an object, found an array"),
    (FULL | {"status": 3}, r"^\$\.status: expected a value of Status, found the number 3"),
    (FULL | {"size": True}, r"^\$\.size: expected an integer, found true"),
]


@pytest.mark.parametrize(("data", "message"), STRICT, ids=[message for _, message in STRICT])
def test_strict(data: dict[str, Any], message: str) -> None:
    with pytest.raises(DecodeError, match=message):
        Room.from_dict(data, strict=True)
    Room.from_dict(data)


def test_strict_accepts_what_services_may_do() -> None:
    data = FULL | {"status": "new", "links": None, "more": 1, "size": 1.0}
    assert Room.from_dict(data, strict=True).status == "new"


def test_strict_names_odd_properties() -> None:
    with pytest.raises(DecodeError) as caught:
        codecs.decode(Node, {"byName": {"a b": {"value": "x"}}}, strict=True)
    assert caught.value.path == "$.byName['a b'].value"


@pytest.mark.parametrize("enum", [Status, Level])
def test_open_enums(enum: Any) -> None:
    known = next(iter(enum))
    new = enum("new") if enum is Status else enum(99)
    assert known.is_known
    assert not new.is_known
    assert new == new.value
    assert new == type(new)(new.value)
    assert hash(new) == hash(new.value)
    assert {new: 1}[new.value] == 1
    assert pickle.loads(pickle.dumps(new)) == new
    assert type(pickle.loads(pickle.dumps(new))) is enum
    assert pickle.loads(pickle.dumps(known)) is known
    assert copy.deepcopy(new) == new
    assert json.dumps([new]) == json.dumps([new.value])
    assert str(new) == str(new.value)
    assert new not in list(enum.__members__.values())
    assert codecs.decode(enum, new.value) == new
    assert writer().encode(new) == new.value
    assert writer().encode(new).__class__ in (str, int)
    with pytest.raises(ValueError, match="not a valid"):
        enum([])


@pytest.mark.parametrize("space", ["", " ", "\r\n\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32-be", None])
def test_json_in_every_encoding_and_with_space_around(encoding: str | None, space: str) -> None:
    text = f'{space}{{"a": ["é", 1]}}{space}'
    assert codecs.loads(text if encoding is None else text.encode(encoding)) == {"a": ["é", 1]}
    with pytest.raises(DecodeError, match="expected JSON"):
        codecs.loads(f"{text}x" if encoding is None else f"{text}x".encode(encoding))
