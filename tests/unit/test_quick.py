"""Our dataclasses are those of the standard library, but for what makes them quick."""

from __future__ import annotations

import dataclasses
import pickle
from dataclasses import field
from typing import Any

import pytest
from specloom.quick import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    x: float
    y: float = 0
    label: str = field(default="", compare=False)
    secret: str = field(default="", repr=False)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    x: float
    y: float = 0
    label: str = field(default="", compare=False)
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Holder:
    value: object


@dataclass(slots=True)
class Open:
    values: list[Any] = field(default_factory=list[Any])


@dataclass(frozen=True, slots=True, eq=False)
class ByIdentity:
    value: int


@dataclass(frozen=True, slots=True)
class Own:
    value: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Own)

    def __hash__(self) -> int:
        return 7

    def __repr__(self) -> str:
        return "own"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"x": 1}, {"x": 1}),
        ({"x": 1}, {"x": 2}),
        ({"x": 1, "label": "a"}, {"x": 1, "label": "b"}),
        ({"x": 1, "secret": "a"}, {"x": 1, "secret": "b"}),
    ],
)
def test_equality_and_hashes_are_those_of_the_standard_library(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert (Point(**one) == Point(**other)) is (Standard(**one) == Standard(**other))
    assert (hash(Point(**one)) == hash(Point(**other))) is (hash(Standard(**one)) == hash(Standard(**other)))
    twin: object = Standard(**one)
    assert Point(**one) != twin
    assert repr(Point(**one)) == repr(Standard(**one)).replace("Standard", "Point")


def test_a_single_field_is_compared_as_in_a_tuple() -> None:
    nan = float("nan")
    assert Holder(nan) == Holder(nan)
    assert Holder(1) != Holder(2)


def test_what_is_not_frozen_has_no_hash() -> None:
    assert Open() == Open()
    with pytest.raises(TypeError, match="unhashable"):
        hash(Open())


def test_what_is_not_compared_is_itself() -> None:
    one = ByIdentity(1)
    assert one == one
    assert one != ByIdentity(1)
    assert hash(one) != hash(ByIdentity(1))


def test_methods_of_its_own_stay() -> None:
    assert (Own(1) == Own(2), hash(Own(1)), repr(Own(1))) == (True, 7, "own")


def test_it_is_a_dataclass_with_slots() -> None:
    point = Point(x=1, label="a")
    assert dataclasses.asdict(point) == {"x": 1, "y": 0, "label": "a", "secret": ""}
    assert dataclasses.replace(point, x=2) == Point(x=2)
    assert pickle.loads(pickle.dumps(point)).label == "a"
    assert not hasattr(point, "__dict__")
    match Holder(3):
        case Holder(value):
            assert value == 3


def test_a_record_that_holds_itself_can_be_shown() -> None:
    record = Open()
    record.values.append(record)
    assert repr(record) == "Open(values=[...])"
