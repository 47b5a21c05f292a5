"""Parameters: every row of the vectors, and what the specification leaves to good sense."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from specloom_templates.python_dataclass.runtime import params
from specloom_templates.python_dataclass.runtime.encoding import writer
from specloom_templates.python_dataclass.runtime.errors import InvalidArgumentError
from specloom_templates.python_dataclass.runtime.params import Parameter
from specloom_templates.python_dataclass.runtime.types import DATE_TIME, JSON_TEXT, list_of

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[2] / "wire" / "param_styles.json").read_text("utf-8"))
WRITER = writer(request=True)


def encode(row: dict[str, Any]) -> str | None:
    spec = Parameter(
        style=row["style"] or "",
        explode=row["explode"],
        allow_reserved=row["allowReserved"],
        media_type=row.get("content", ""),
    )
    match row["location"]:
        case "path":
            return params.path_segment(row["name"], row["value"], spec, WRITER, whole=False)
        case "query":
            return params.query(row["name"], row["value"], spec, WRITER)
        case "querystring":
            return params.querystring(row["name"], row["value"], spec, WRITER)
        case "header":
            return params.header(row["name"], row["value"], spec, WRITER)
        case _:
            return params.cookie(row["name"], row["value"], spec, WRITER)


@pytest.mark.parametrize("row", VECTORS["rows"], ids=lambda row: row["id"])
def test_vector(row: dict[str, Any]) -> None:
    assert encode(row) in row.get("expectedAny", [row["expected"]])


def test_there_are_enough_vectors() -> None:
    assert len(VECTORS["rows"]) > 300


@pytest.mark.parametrize("value", ["", ".", ".."])
def test_a_segment_that_changes_the_path_is_refused(value: str) -> None:
    with pytest.raises(InvalidArgumentError, match=r"RoomSid: .*path"):
        params.path_segment("RoomSid", value, None, WRITER)
    assert params.path_segment("RoomSid", value, None, WRITER, whole=False) == value


def test_reserved_characters_of_a_segment_are_encoded() -> None:
    assert params.path_segment("RoomSid", "a/b?c#d e%", None, WRITER) == "a%2Fb%3Fc%23d%20e%25"


def test_slashes_of_a_segment_are_encoded_with_allow_reserved_too() -> None:
    spec = Parameter(allow_reserved=True)
    assert params.path_segment("p", "a/b?c#d;e", spec, WRITER) == "a%2Fb%3Fc%23d;e"


@given(st.text(min_size=1).filter(lambda text: text not in (".", "..")))
def test_a_segment_decodes_to_what_was_given(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    segment = params.path_segment("p", text, None, WRITER)
    assert unquote(segment) == text
    assert not set(segment) & set("/?#&= ")


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8"))))
def test_an_exploded_object_decodes_to_what_was_given(value: dict[str, str]) -> None:
    fragment = params.query("q", value, None, WRITER)
    pairs = [pair.split("=") for pair in fragment.split("&")] if fragment else []
    assert {unquote(key): unquote(item) for key, item in pairs} == value


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\nb", "a\0b"])
def test_a_header_cannot_start_another(value: str) -> None:
    with pytest.raises(InvalidArgumentError, match="X-Name"):
        params.header("X-Name", value, None, WRITER)


def test_a_raw_cookie_cannot_end_its_pair() -> None:
    with pytest.raises(InvalidArgumentError, match="c"):
        params.cookie("c", "a; b=1", Parameter(style="cookie"), WRITER)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, "q=true"),
        (False, "q=false"),
        (7, "q=7"),
        (1.5, "q=1.5"),
        ("", "q="),
        (None, ""),
        ([], ""),
        (dt.datetime(2024, 3, 1, 2, tzinfo=dt.timezone(dt.timedelta(hours=2))), "q=2024-03-01T00%3A00%3A00Z"),
        (dt.date(2024, 3, 1), "q=2024-03-01"),
        ([True, None, 2], "q=true&q=2"),
        (b"\x00\xff", "q=AP8%3D"),
    ],
)
def test_values_are_written_by_what_they_are(value: object, expected: str) -> None:
    assert params.query("q", value, None, WRITER) == expected


def test_a_naive_datetime_is_refused_with_the_name_of_the_argument() -> None:
    with pytest.raises(InvalidArgumentError, match=r"^DateCreatedAfter: .*time zone"):
        params.query("DateCreatedAfter", dt.datetime(2024, 3, 1), Parameter(DATE_TIME), WRITER)


def test_instants_can_be_cut_to_seconds() -> None:
    instant = dt.datetime(2024, 3, 1, 1, 2, 3, 456, tzinfo=dt.UTC)
    assert params.query("q", instant, None, WRITER) == "q=2024-03-01T01%3A02%3A03.000456Z"
    assert params.query("q", instant, None, writer(request=True, date_time="seconds")) == "q=2024-03-01T01%3A02%3A03Z"


def test_deep_objects_nest_and_index_arrays() -> None:
    value = {"a": {"b": 1, "c": [{"d": True}, "x"]}, "none": None}
    fragment = params.query("f", value, Parameter(style="deepObject"), WRITER)
    assert unquote(fragment) == "f[a][b]=1&f[a][c][0][d]=true&f[a][c][1]=x"


def test_an_array_in_an_exploded_object_is_repeated() -> None:
    value = {"tags": ["a", "b"], "none": None, "size": 1, "empty": []}
    assert params.query("q", value, None, WRITER) == "tags=a&tags=b&size=1"
    assert unquote(params.query("q", value, Parameter(explode=False), WRITER)) == 'q=tags,["a","b"],size,1,empty,[]'


@pytest.mark.parametrize(("value", "expected"), [([], ""), ({}, ""), ("", ""), (["a", "b"], "a,b"), (None, None)])
def test_a_header_that_was_given_is_sent_though_it_is_empty(value: object, expected: str | None) -> None:
    assert params.header("X-List", value, None, WRITER) == expected


def test_json_text_is_one_value_even_if_it_is_an_empty_list() -> None:
    assert unquote(params.query("q", [{"a": 1}], Parameter(JSON_TEXT), WRITER)) == 'q=[{"a":1}]'
    assert unquote(params.query("q", [], Parameter(JSON_TEXT), WRITER)) == "q=[]"
    assert unquote(params.query("q", "[1, 2]", Parameter(JSON_TEXT), WRITER)) == "q=[1, 2]"


def test_a_hash_never_ends_a_query() -> None:
    assert params.query("q", "a#b&c", Parameter(allow_reserved=True), WRITER) == "q=a%23b&c"


def test_the_place_inside_a_value_is_named() -> None:
    with pytest.raises(InvalidArgumentError, match=r"^q\[1\]: .*time zone"):
        params.query(
            "q",
            [dt.datetime(2024, 1, 1, tzinfo=dt.UTC), dt.datetime(2024, 1, 1)],
            Parameter(list_of(DATE_TIME)),
            WRITER,
        )
