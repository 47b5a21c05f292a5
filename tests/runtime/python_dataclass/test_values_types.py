"""Scalars, containers, unions: what is read from JSON, and that it is written back as it was."""

from __future__ import annotations

import datetime as dt
import decimal
import re
import uuid
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from specloom_templates.python_dataclass.runtime import dates
from specloom_templates.python_dataclass.runtime.codecs import decode, decode_json, dumps, loads, writer
from specloom_templates.python_dataclass.runtime.encoding import to_json_value
from specloom_templates.python_dataclass.runtime.errors import DecodeError, InvalidArgumentError
from specloom_templates.python_dataclass.runtime.types import (
    ANY,
    BASE64URL,
    BOOLEAN,
    BYTES,
    DATE,
    DATE_TIME,
    DECIMAL,
    DECIMAL_NUMBER,
    DURATION,
    INTEGER,
    JSON_TEXT,
    NULL,
    NUMBER,
    STRING,
    TIME,
    UNSET,
    UUID,
    Codec,
    first_match,
    list_of,
    literal,
    map_of,
    nullable,
    one_of,
    shaped,
    tagged,
    tuple_of,
    variant,
)

from tests.runtime.python_dataclass.values_models import Links, Node, Room, Status

UTC = dt.UTC
PLUS_TWO = dt.timezone(dt.timedelta(hours=2))
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2015-07-30T20:00:00Z", dt.datetime(2015, 7, 30, 20, tzinfo=UTC)),
        ("2015-07-30t20:00:00z", dt.datetime(2015, 7, 30, 20, tzinfo=UTC)),
        ("2015-07-30 20:00:00+02:00", dt.datetime(2015, 7, 30, 20, tzinfo=PLUS_TWO)),
        ("2015-07-30T20:00:00-00:00", dt.datetime(2015, 7, 30, 20, tzinfo=UTC)),
        ("2015-07-30T20:00:00.1Z", dt.datetime(2015, 7, 30, 20, 0, 0, 100_000, tzinfo=UTC)),
        ("2015-07-30t20:00:00.123456789z", dt.datetime(2015, 7, 30, 20, 0, 0, 123_456, tzinfo=UTC)),
        ("1990-12-31T23:59:60Z", dt.datetime(1991, 1, 1, tzinfo=UTC)),
        ("1990-12-31T15:59:60.5-08:00", dt.datetime(1991, 1, 1, tzinfo=UTC)),
    ],
)
def test_date_times(text: str, expected: dt.datetime) -> None:
    found = decode(DATE_TIME, text)
    assert found == expected
    assert found.utcoffset() == expected.utcoffset() or "60" in text
    assert decode(DATE_TIME, text, strict=True) == expected


@pytest.mark.parametrize(
    "text",
    ["", "2015-07-30", "2015-07-30T20:00:00", "2015-13-01T00:00:00Z", "9999-12-31T23:59:60Z", "yesterday", "20:00:00Z"],
)
def test_no_date_times(text: str) -> None:
    assert decode(DATE_TIME, text) == text
    with pytest.raises(DecodeError, match="expected an RFC 3339 date-time"):
        decode(DATE_TIME, text, strict=True)


@given(st.datetimes(min_value=dt.datetime(2, 1, 1), max_value=dt.datetime(9998, 1, 1), timezones=st.timezones()))
def test_every_instant_survives(instant: dt.datetime) -> None:
    text = dates.format_date_time(instant)
    assert text.endswith("Z")
    assert decode(DATE_TIME, text, strict=True) == instant.astimezone(UTC)
    cut = dates.format_in_seconds(instant)
    assert decode(DATE_TIME, cut) == instant.astimezone(UTC).replace(microsecond=0)


@given(st.timedeltas())
def test_every_duration_survives(value: dt.timedelta) -> None:
    assert dates.parse_duration(dates.format_duration(value)) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PT0S", dt.timedelta(0)),
        ("P1W", dt.timedelta(weeks=1)),
        ("P1DT2H3M4.5S", dt.timedelta(days=1, hours=2, minutes=3, seconds=4.5)),
        ("-PT1M", dt.timedelta(minutes=-1)),
        ("P0Y0M1D", dt.timedelta(days=1)),
        ("PT1,25S", dt.timedelta(seconds=1.25)),
    ],
)
def test_durations(text: str, expected: dt.timedelta) -> None:
    assert decode(DURATION, text, strict=True) == expected


@pytest.mark.parametrize("text", ["P", "PT", "P1M", "P1Y2D", "1D", "PT1", "P1DT", "P999999999999D", ""])
def test_durations_without_a_fixed_length_stay_text(text: str) -> None:
    assert decode(DURATION, text) == text


@pytest.mark.parametrize(
    ("type_", "wire", "value"),
    [
        (STRING, "é\u2028", "é\u2028"),
        (INTEGER, 2**70, 2**70),
        (NUMBER, 1.5, 1.5),
        (BOOLEAN, True, True),
        (NULL, None, None),
        (DATE, "2024-02-29", dt.date(2024, 2, 29)),
        (TIME, "10:00:00Z", dt.time(10, tzinfo=UTC)),
        (TIME, "10:00:00.500000", dt.time(10, 0, 0, 500_000)),
        (TIME, "10:00:00+02:00", dt.time(10, tzinfo=PLUS_TWO)),
        (UUID, "12345678-1234-5678-1234-567812345678", uuid.UUID("12345678-1234-5678-1234-567812345678")),
        (DECIMAL, "1.10", decimal.Decimal("1.10")),
        (BYTES, "AP+/", b"\x00\xff\xbf"),
        (BASE64URL, "AP-_", b"\x00\xff\xbf"),
        (JSON_TEXT, '{"a":1}', '{"a":1}'),
        (ANY, {"a": [None, 1.5]}, {"a": [None, 1.5]}),
        (list_of(DATE), ["2024-01-01", "2024-01-02"], [dt.date(2024, 1, 1), dt.date(2024, 1, 2)]),
        (map_of(DATE), {"a b": "2024-01-01"}, {"a b": dt.date(2024, 1, 1)}),
        (tuple_of(DATE, STRING), ["2024-01-01", "x", 3], (dt.date(2024, 1, 1), "x", 3)),
        (tuple_of(STRING, rest=DATE), ["x", "2024-01-01"], ("x", dt.date(2024, 1, 1))),
        (tuple_of(STRING, STRING), ["x"], ("x",)),
        (literal("a", 1), "a", "a"),
        (nullable(DATE), None, None),
        (list_of(nullable(DATE)), [None, "2024-01-01"], [None, dt.date(2024, 1, 1)]),
        (Status, "completed", Status.COMPLETED),
        (list_of(lambda: Status), ["completed", "new"], [Status.COMPLETED, Status("new")]),
        (lambda: Links, {"self": "x"}, Links(self_="x")),
    ],
    ids=lambda value: re.sub(r" at 0x\w+", "", repr(value)),
)
def test_read_and_write(type_: Any, wire: Any, value: Any) -> None:
    found = decode(type_, wire)
    assert found == value
    assert type(found) is type(value)
    assert decode(type_, wire, strict=True) == value
    assert writer().encode(value, type_) == wire
    assert loads(dumps(writer().encode(value, type_))) == wire


@settings(max_examples=50, deadline=None)
@given(JSON_VALUES)
def test_nothing_makes_lenient_reading_fail(value: Any) -> None:
    for scalar in (STRING, INTEGER, NUMBER, BOOLEAN, DATE_TIME, DATE, TIME, DURATION, UUID, DECIMAL, BYTES, BASE64URL):
        decode(scalar, value)
    for type_ in (
        Status,
        Room,
        list_of(DATE),
        map_of(Room),
        tuple_of(DATE, Room),
        one_of(DATE, Room),
        shaped(Room, Links),
    ):
        decode(type_, value)
    decode(tagged("t", {"a": Room}), value)


@settings(max_examples=50, deadline=None)
@given(JSON_VALUES)
def test_any_survives(value: Any) -> None:
    assert decode(ANY, value) is value
    assert writer().encode(value) == value
    assert loads(dumps(writer().encode(value))) == value


def test_an_integer_may_be_written_with_a_fraction_of_zero() -> None:
    assert decode(INTEGER, 1.0).__class__ is int
    assert decode(INTEGER, 1.5) == 1.5
    assert decode_json(INTEGER, "9007199254740993") == 9007199254740993


@pytest.mark.parametrize("text", ["1.10", "12345678901234567890.1234567890123", "-1e-30", "7"])
def test_decimals_from_text_are_exact(text: str) -> None:
    assert decode_json(DECIMAL_NUMBER, text) == decimal.Decimal(text)
    assert decode_json(list_of(DECIMAL), f"[{text}]") == [decimal.Decimal(text)]
    assert dumps(writer().encode({"a": [decimal.Decimal(text)], "b": [True, None, "é", 1.5]})) == (
        f'{{"a":[{decimal.Decimal(text)}],"b":[true,null,"é",1.5]}}'
    )


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), decimal.Decimal("NaN"), object(), {1, object()}, b"".__class__]
)
def test_what_json_has_no_form_for_is_refused(value: Any) -> None:
    with pytest.raises(InvalidArgumentError, match=r"^a\[0\]"):
        writer().encode({"a": [value]})


@pytest.mark.parametrize("held", [[], [decimal.Decimal("1.5")]], ids=["plain", "with a decimal"])
def test_a_text_has_no_cycles_either(held: list[Any]) -> None:
    held.append(held)
    with pytest.raises(InvalidArgumentError, match="nested too deeply"):
        dumps(held)


def test_cycles_are_refused() -> None:
    ring: list[Any] = []
    ring.append(ring)
    with pytest.raises(InvalidArgumentError, match="nested too deeply"):
        writer().encode(ring)


def test_values_are_written_by_what_they_are() -> None:
    value = {
        Status.COMPLETED: {1},
        1: (dt.timedelta(hours=1), dt.time(1)),
        False: iter(["a", b"\xff"]),
        "m": Links(self_="x"),
        "d": dt.date(2024, 1, 1),
        "f": frozenset(["a"]),
        "u": uuid.UUID(int=1),
        "gone": UNSET,
    }
    assert writer().encode(value) == {
        "completed": [1],
        "1": ["PT1H", "01:00:00"],
        "false": ["a", "/w=="],
        "m": {"self": "x"},
        "d": "2024-01-01",
        "f": ["a"],
        "u": "00000000-0000-0000-0000-000000000001",
    }
    with pytest.raises(InvalidArgumentError, match=r"^\[0\]: UNSET stands for"):
        writer().encode([UNSET])


def test_items_of_the_wrong_type_stay_raw() -> None:
    assert decode(list_of(DATE), ["2024-01-01", "x", 1]) == [dt.date(2024, 1, 1), "x", 1]
    assert decode(map_of(DATE), {"a": [1]}) == {"a": [1]}
    assert decode(list_of(STRING), "x") == "x"


def test_a_recursive_type() -> None:
    tree: Codec = one_of(STRING, DATE_TIME, list_of(lambda: tree), map_of(lambda: tree))
    data = {"a": ["x", [["y"]], {"b": "z"}]}
    assert decode(tree, data) == data
    assert decode(tree, data, strict=True) == data
    assert writer().encode(data, tree) == data


PETS = tagged("kind", {"room": lambda: Room, "node": lambda: Node, 1: Links})


def test_tagged() -> None:
    assert decode(PETS, {"kind": "room", "sid": "a"}) == Room(sid="a", additional_properties={"kind": "room"})
    assert type(decode(PETS, {"kind": 1})) is Links
    assert decode(PETS, {"kind": True}) == {"kind": True}
    others: list[Any] = [{"kind": "fish"}, {}, {"kind": []}, "x", None, 3]
    for raw in others:
        assert decode(PETS, raw) == raw
    with pytest.raises(DecodeError, match=r"^\$\.kind: expected one of 'room', 'node', .*, found 'fish'"):
        decode(PETS, {"kind": "fish"}, strict=True)
    assert writer().encode({"kind": "room", "dateCreated": dt.datetime(2024, 1, 1, tzinfo=UTC)}, PETS) == {
        "kind": "room",
        "dateCreated": "2024-01-01T00:00:00Z",
    }


def test_one_of_by_kind() -> None:
    type_ = one_of(INTEGER, BOOLEAN, list_of(DATE), Links, DATE_TIME, STRING)
    assert decode(type_, 1.0) == 1
    assert decode(type_, True) is True
    assert decode(type_, ["2024-01-01"]) == [dt.date(2024, 1, 1)]
    assert decode(type_, {"self": 5}) == Links.from_dict({"self": 5})
    assert decode(type_, "2024-01-01T00:00:00Z") == dt.datetime(2024, 1, 1, tzinfo=UTC)
    assert decode(type_, "x") == "x"
    assert decode(type_, 1.5) == 1.5
    assert writer().encode(decimal.Decimal("1.5"), one_of(DECIMAL, BOOLEAN)) == "1.5"
    with pytest.raises(DecodeError, match=r"expected one of 6 variants, found the number 1\.5"):
        decode(type_, 1.5, strict=True)


def test_shaped() -> None:
    type_ = shaped(
        variant(Room, consts={"type": ["room"]}, required=["sid"], properties=["sid", "type"]),
        variant(Links, required=["self"], properties=["self"]),
        variant(Node, properties=["value", "next"]),
        STRING,
    )
    assert type(decode(type_, {"type": "room", "sid": "a"})) is Room
    assert type(decode(type_, {"self": "a"})) is Links
    assert type(decode(type_, {"value": 1})) is Node
    assert decode(type_, "x") == "x"
    assert decode(type_, [1]) == [1]


def test_first_match() -> None:
    type_ = first_match(Room, Node)
    assert type(decode(type_, {"sid": "a"})) is Room
    assert type(decode(type_, {"value": 1})) is Node
    raw = {"sid": 5, "value": "x"}
    assert decode(type_, raw) == raw


def test_any_result_has_a_public_form_as_json_data() -> None:
    room = Room.from_dict({"sid": "RM1"})
    assert to_json_value([room, None, Status.COMPLETED, b"\x00", dt.date(2024, 1, 2)]) == [
        room.to_dict(),
        None,
        "completed",
        "AA==",
        "2024-01-02",
    ]
    assert to_json_value({"price": decimal.Decimal("1.10")}) == {"price": decimal.Decimal("1.10")}
    with pytest.raises(InvalidArgumentError, match="object"):
        to_json_value(object())
