"""Models: reading, writing, equality, copies, and what survives."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import json
import pickle
from collections import OrderedDict
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest
from specloom_templates.python_dataclass.runtime.encoding import writer
from specloom_templates.python_dataclass.runtime.errors import DecodeError, InvalidArgumentError
from specloom_templates.python_dataclass.runtime.types import UNSET

from tests.runtime.python_dataclass.values_models import BigRoom, Links, Node, Room, Status, User

FULL: dict[str, Any] = {
    "sid": "RM1",
    "status": "in-progress",
    "dateCreated": "2024-03-05T09:00:00Z",
    "size": 2**60 + 1,
    "links": {"self": "/rooms/1"},
    "tags": ["a"],
}


ODD: list[Any] = [None, 1, 1.5, "x", True, [], [1], {}, {"a": 1}, [[{}]]]


def test_a_full_object_is_read_and_written() -> None:
    room = Room.from_dict(FULL)
    assert room == Room(
        sid="RM1",
        status=Status.IN_PROGRESS,
        date_created=dt.datetime(2024, 3, 5, 9, tzinfo=dt.UTC),
        size=2**60 + 1,
        links=Links(self_="/rooms/1"),
        tags=["a"],
    )
    assert room.to_dict() == FULL
    assert Room.from_json(json.dumps(FULL).encode()).to_json() == json.dumps(FULL, separators=(",", ":"))


@pytest.mark.parametrize("data", [{}, dict.fromkeys(FULL)], ids=["absent", "null"])
def test_absent_and_null_read_as_none(data: dict[str, Any]) -> None:
    room = Room.from_dict(data)
    assert [getattr(room, field.name) for field in dataclasses.fields(room)][1:] == [None] * 6
    assert room.to_dict() == {}


@pytest.mark.parametrize("name", sorted(FULL))
@pytest.mark.parametrize("value", ODD, ids=repr)
def test_a_value_of_the_wrong_type_survives(name: str, value: Any) -> None:
    room = Room.from_dict(FULL | {name: value})
    written = room.to_dict()
    if value is None:
        assert name not in written
    elif name == "links" and value == {}:
        assert room.links == Links()
    else:
        assert written[name] == value
    assert room.to_dict() == written


@pytest.mark.parametrize("missing", sorted(FULL))
def test_each_property_may_be_missing(missing: str) -> None:
    data = {key: value for key, value in FULL.items() if key != missing}
    assert Room.from_dict(data).to_dict() == data
    assert Room.from_dict(data | {"more": 1}).to_dict() == data | {"more": 1}


def test_unknown_properties_survive() -> None:
    room = Room.from_dict(FULL | {"large_room": {"x": [1]}, "n": None})
    assert room.additional_properties == {"large_room": {"x": [1]}, "n": None}
    assert room.to_dict() == FULL | {"large_room": {"x": [1]}, "n": None}


def test_typed_extras() -> None:
    user = User.from_dict({"name": "a", "seen": "2024-01-01T00:00:00Z", "odd": 5})
    assert user.additional_properties == {"seen": dt.datetime(2024, 1, 1, tzinfo=dt.UTC), "odd": 5}
    assert user.to_dict() == {"name": "a", "seen": "2024-01-01T00:00:00Z", "odd": 5}


def test_declared_properties_win_over_extras_of_the_same_name() -> None:
    assert Links(self_="a", additional_properties={"self": "b", "c": 1}).to_dict() == {"self": "a", "c": 1}


def test_reading_does_not_share_lists_with_its_source() -> None:
    data = copy.deepcopy(FULL)
    room = Room.from_dict(data)
    assert room.tags is not None
    room.tags.append("b")
    assert data == FULL


def test_other_mappings_are_objects_too() -> None:
    assert Room.from_dict(MappingProxyType(FULL)) == Room.from_dict(OrderedDict(FULL)) == Room.from_dict(FULL)


@pytest.mark.parametrize("data", [None, 1, "x", [], [{}]], ids=repr)
def test_what_is_no_object_is_no_model(data: Any) -> None:
    with pytest.raises(DecodeError, match=r"^\$: expected an object, found "):
        Room.from_dict(data)


@pytest.mark.parametrize(
    "text", ["", "{", '{"a":}', "nope", b"\xff\xfe\xfa", "[" * 100_000, '{"n": ' + "9" * 5000 + "}"]
)
def test_text_that_is_no_json_is_a_decode_error(text: str | bytes) -> None:
    with pytest.raises(DecodeError, match=r"^\$: expected JSON, found"):
        Room.from_json(text)


def test_three_states() -> None:
    assert User(name=None).to_dict() == {"name": None}
    assert User(name="a", nick=None).to_dict() == {"name": "a", "nick": None}
    assert User(name="a", nick="b").to_dict() == {"name": "a", "nick": "b"}
    assert User.from_dict({"name": "a"}).nick is UNSET
    assert User.from_dict({"name": "a", "nick": None}).nick is None
    assert not User(name="a").nick


def test_access() -> None:
    identifier = UUID("12345678-1234-5678-1234-567812345678")
    user = User.from_dict({"name": "a", "id": str(identifier), "password": "p"})
    assert (user.id, user.password) == (identifier, "p")
    assert user.to_dict() == {"name": "a", "id": str(identifier), "password": "p"}
    assert writer(request=True).encode(user) == {"name": "a", "password": "p"}
    assert writer(request=True).encode({"id": "x", "name": "b"}, User) == {"name": "b"}


def test_special_types_by_declaration() -> None:
    user = User(name="a", price=Decimal("1.10"), rules=[{"type": "all"}], key=b"\xfb\xff", token=b"\xfb\xff")
    assert user.to_json() == (
        '{"name":"a","price":1.10,"rules":"[{\\"type\\":\\"all\\"}]","key":"+/8=","token":"-_8="}'
    )
    assert User.from_json(user.to_json()).price == Decimal("1.10")


@pytest.mark.parametrize(
    "digits", ["0.1", "12345678901234567890.123456789", "1e-30", "-0.000", "3", "100000000000000000000"]
)
def test_decimals_are_exact(digits: str) -> None:
    user = User.from_json(f'{{"name":"a","price":{digits}}}')
    assert user.price == Decimal(digits)
    assert Decimal(json.loads(user.to_json(), parse_float=str, parse_int=str)["price"]) == Decimal(digits)


def test_a_dict_is_written_by_the_fields_of_the_model_it_stands_for() -> None:
    data = {"name": "a", "rules": [1], "token": b"\xfb", "nick": None, "price": UNSET, "more": Status.COMPLETED}
    assert writer().encode(data, User) == {
        "name": "a",
        "rules": "[1]",
        "token": "-w==",
        "nick": None,
        "more": "completed",
    }


def test_a_naive_datetime_is_refused_where_it_is() -> None:
    room = Room(sid="a", date_created=dt.datetime(2024, 1, 1))
    with pytest.raises(InvalidArgumentError, match=r"^date_created: a datetime needs a time zone"):
        room.to_dict()
    with pytest.raises(InvalidArgumentError, match=r"^rooms\[1\]\.date_created: a datetime"):
        writer().encode({"rooms": [Room(sid="b"), room]})


def test_seconds() -> None:
    room = Room(sid="a", date_created=dt.datetime(2024, 1, 1, 0, 0, 0, 120_000, tzinfo=dt.UTC))
    assert room.to_dict()["dateCreated"] == "2024-01-01T00:00:00.120000Z"
    assert writer(date_time="seconds").encode(room)["dateCreated"] == "2024-01-01T00:00:00Z"


def test_equality_and_repr() -> None:
    room = Room.from_dict({"sid": "a"})
    assert room == Room(sid="a")
    assert room != Room(sid="a", additional_properties={"x": 1})
    assert room != BigRoom(sid="a")
    assert room != {"sid": "a"}
    assert repr(room) == "Room(sid='a', status=None, date_created=None, size=None, links=None, tags=None)"
    assert repr(Links(additional_properties={"x": 1})) == "Links(self_=None, additional_properties={'x': 1})"
    with pytest.raises(TypeError, match="unhashable"):
        hash(room)


@pytest.mark.parametrize("value", [Room.from_dict(FULL | {"x": [1]}), User(name=None), BigRoom(sid="a", seats=3)])
def test_copies(value: Any) -> None:
    assert pickle.loads(pickle.dumps(value)) == value
    assert copy.copy(value) == value
    deep = copy.deepcopy(value)
    assert deep == value
    assert deep is not value


def test_unset_survives_copies() -> None:
    assert pickle.loads(pickle.dumps(UNSET)) is UNSET
    assert copy.deepcopy(User(name="a")).nick is UNSET
    assert repr(UNSET) == "UNSET"


def test_dataclass_tools() -> None:
    room = Room.from_dict(FULL)
    assert [field.name for field in dataclasses.fields(BigRoom)][-2:] == ["seats", "anything"]
    assert dataclasses.asdict(room)["links"]["self_"] == "/rooms/1"
    assert dataclasses.replace(room, sid="RM2") == Room.from_dict(FULL | {"sid": "RM2"})


def test_inheritance() -> None:
    room = BigRoom.from_dict(FULL | {"seats": 4.0, "anything": {"a": [1]}})
    assert (room.sid, room.seats, room.status, room.anything) == ("RM1", 4, Status.IN_PROGRESS, {"a": [1]})
    assert room.to_dict() == FULL | {"seats": 4, "anything": {"a": [1]}}
    assert writer().encode({"room": room}) == {"room": room.to_dict()}


def test_recursion() -> None:
    data: dict[str, Any] = {
        "value": 1,
        "next": {"value": 2},
        "children": [{"value": 3, "children": []}],
        "byName": {"x": {"value": 4}},
    }
    node = Node.from_dict(data)
    assert node.children is not None
    assert node.by_name is not None
    assert (node.children[0].value, node.by_name["x"].value) == (3, 4)
    assert node.to_dict() == data
