"""Bodies of plain values: JSON, forms, and the vectors of parts."""

from __future__ import annotations

import base64
import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from specloom_templates.python_dataclass.runtime.bodies import (
    FormBody,
    JsonBody,
    MultipartBody,
    Part,
)
from specloom_templates.python_dataclass.runtime.body_writer import encode
from specloom_templates.python_dataclass.runtime.errors import InvalidArgumentError
from specloom_templates.python_dataclass.runtime.narrow import is_array, is_object
from specloom_templates.python_dataclass.runtime.types import (
    BASE64URL,
    BYTES,
    DATE_TIME,
    JSON_TEXT,
    UNSET,
    Type,
    list_of,
)

from tests.runtime.python_dataclass.values_bodies import NAIVE, WRITER, body, parts, text
from tests.runtime.python_dataclass.values_models import Status, User

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[2] / "wire" / "param_styles.json").read_text("utf-8"))


def given_value(value: Any) -> Any:
    """A value of a vector as a caller gives it."""
    if is_array(value):
        return [given_value(item) for item in value]
    if is_object(value):
        if "$bytes" in value:
            return base64.b64decode(value["$bytes"])
        if "$file" in value:
            file = value["$file"]
            return ("f", base64.b64decode(file["base64"]), file["contentType"], file["headers"])
        return {key: given_value(item) for key, item in value.items()}
    return value


def parts_of(row: dict[str, Any]) -> dict[str, Part]:
    """What the generator says of the parts of a vector."""
    out: dict[str, Part] = {}
    for name, schema in row["schema"]["properties"].items():
        encodings: dict[str, Any] = row["encoding"] or {}
        encoding: dict[str, Any] = encodings.get(name, {})
        declared: Type = {"base64url": BASE64URL, "base64": BYTES}.get(schema.get("contentEncoding", ""), Part().type)
        if schema.get("format") == "byte":
            declared = BYTES
        out[name] = Part(
            declared,
            content_type=encoding.get("contentType", ""),
            style=encoding.get("style", ""),
            explode=encoding.get("explode"),
        )
    return out


@pytest.mark.parametrize("row", VECTORS["encodings"], ids=lambda row: row["id"])
def test_vector(row: dict[str, Any]) -> None:
    value, described = given_value(row["value"]), parts_of(row)
    if row["mediaType"] == "application/x-www-form-urlencoded":
        for name, part in described.items():
            if part.content_type.startswith("image/"):
                described[name] = Part(part.type)
        found = text(FormBody(parts=described), value)
        if "compare" in row:
            assert dict(parse_qsl(found)) == dict(parse_qsl(row["expected"]))
        else:
            assert found == row["expected"]
        return
    received = parts(body(MultipartBody(parts=described), value))
    assert len(received) == len(row["expectedParts"])
    for sent, expected in zip(received, row["expectedParts"], strict=True):
        payload = sent.get_payload(decode=True)
        assert isinstance(payload, bytes)
        assert sent.get_param("name", header="content-disposition") == expected["name"]
        assert (sent.get_content_type() if "content-type" in sent else None) in expected["contentType"]
        for key, header in expected.get("headers", {}).items():
            assert sent[key] == header
        if "json" in expected:
            assert json.loads(payload) == expected["json"]
        else:
            assert payload == (expected["body"].encode() if "body" in expected else base64.b64decode(expected["bytes"]))


class TestJson:
    def test_flattened(self) -> None:
        spec = JsonBody(fields={"rules": JSON_TEXT}, nullable=("nick",))
        value = {"a": None, "b": UNSET, "nick": None, "rules": [1], "s": Status.COMPLETED, "é": Decimal("1.10")}
        assert text(spec, value) == '{"nick":null,"rules":"[1]","s":"completed","é":1.10}'
        assert body(spec, value).content_type == "application/json"

    def test_nothing_given(self) -> None:
        assert encode(JsonBody(), {"a": None, "b": UNSET}, WRITER) is None
        assert encode(JsonBody(whole=True), UNSET, WRITER) is None
        assert encode(JsonBody(whole=True), None, WRITER) is None
        assert text(JsonBody(required=True), {"a": None}) == "{}"
        assert text(JsonBody(whole=True, required=True), None) == "null"

    def test_an_empty_body_is_sent_on_demand(self) -> None:
        assert text(JsonBody(), {"a": None}, extra={}) == "{}"
        assert text(JsonBody(whole=True), None, extra={}) == "{}"
        assert body(FormBody(), {}, extra={}).content == b""
        assert body(FormBody(whole=True), {}).content == b""
        assert encode(FormBody(whole=True), None, WRITER) is None

    def test_whole(self) -> None:
        user = User(name="a", password="p")
        assert text(JsonBody(type=User, whole=True), user) == '{"name":"a","password":"p"}'
        assert text(JsonBody(), user) == '{"name":"a","password":"p"}'
        users: list[dict[str, Any]] = [{"rules": {}}]
        assert text(JsonBody(type=list_of(User), whole=True), users) == '[{"rules":"{}"}]'
        assert text(JsonBody(whole=True), []) == "[]"

    def test_extra_is_merged_over_the_top(self) -> None:
        assert text(JsonBody(), {"a": 1, "b": {"c": 1}}, extra={"b": None, "d": 2}) == '{"a":1,"b":null,"d":2}'
        assert text(JsonBody(whole=True), {"a": 1}, extra={"d": 2}) == '{"a":1,"d":2}'
        with pytest.raises(InvalidArgumentError, match=r"options\.body"):
            encode(JsonBody(whole=True), [1], WRITER, extra={"d": 2})

    def test_faults_name_the_argument(self) -> None:
        with pytest.raises(InvalidArgumentError, match=r"^start\[0\]\.at: a datetime needs"):
            encode(JsonBody(), {"start": [{"at": NAIVE}]}, WRITER)
        with pytest.raises(InvalidArgumentError, match=r"^x: .*nan"):
            encode(JsonBody(), {"x": float("nan")}, WRITER)


class TestForm:
    SPEC = FormBody(parts={"Rules": Part(JSON_TEXT), "At": Part(DATE_TIME)}, required=True)

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (
                {"Name": "every room", "Url": "https://e.com/?x=1&y=2"},
                "Name=every+room&Url=https%3A%2F%2Fe.com%2F%3Fx%3D1%26y%3D2",
            ),
            (
                {"Codecs": ["VP8", Status.COMPLETED], "On": False, "N": 14400},
                "Codecs=VP8&Codecs=completed&On=false&N=14400",
            ),
            ({"Rules": [{"all": True}]}, "Rules=%5B%7B%22all%22%3Atrue%7D%5D"),
            ({"Rules": '[{"all": true}]'}, "Rules=%5B%7B%22all%22%3A+true%7D%5D"),
            ({"Rules": []}, "Rules=%5B%5D"),
            ({"Codecs": []}, ""),
            ({"Name": "", "A": None, "B": UNSET}, "Name="),
            ({"At": dt.datetime(2024, 3, 1, tzinfo=dt.UTC)}, "At=2024-03-01T00%3A00%3A00Z"),
            ({}, ""),
        ],
    )
    def test_values(self, value: dict[str, Any], expected: str) -> None:
        assert text(self.SPEC, value) == expected

    def test_nothing_given(self) -> None:
        assert encode(FormBody(), {"A": None}, WRITER) is None

    def test_a_model_is_a_form(self) -> None:
        assert (
            text(FormBody(whole=True), User(name="a b", rules=[1], password="p")) == "name=a+b&password=p&rules=%5B1%5D"
        )

    def test_anything_else_is_not(self) -> None:
        with pytest.raises(InvalidArgumentError, match="a mapping or a model, not of a list"):
            encode(FormBody(whole=True), [1], WRITER)

    def test_a_style_is_that_of_a_query(self) -> None:
        spec = FormBody(parts={"a": Part(style="deepObject"), "b": Part(explode=False)})
        assert text(spec, {"a": {"x": "1 2"}, "b": [1, 2]}) == "a%5Bx%5D=1%202&b=1,2"

    @given(st.dictionaries(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8"))))
    def test_every_form_survives(self, value: dict[str, str]) -> None:
        found = text(FormBody(required=True), value)
        assert dict(parse_qsl(found, keep_blank_values=True)) == value
