"""Bodies: JSON, forms, multipart, bytes, text and JSON Lines."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import email
import email.policy
import io
import json
from collections.abc import AsyncIterator, Iterable, Iterator
from decimal import Decimal
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from specloom_templates.python_dataclass.runtime.bodies import (
    BodySpec,
    BytesBody,
    EncodedBody,
    FormBody,
    JsonBody,
    JsonLinesBody,
    MultipartBody,
    Part,
    TextBody,
)
from specloom_templates.python_dataclass.runtime.body_writer import encode
from specloom_templates.python_dataclass.runtime.encoding import writer
from specloom_templates.python_dataclass.runtime.errors import InvalidArgumentError
from specloom_templates.python_dataclass.runtime.narrow import is_array, is_object
from specloom_templates.python_dataclass.runtime.types import (
    BASE64URL,
    BINARY,
    BYTES,
    DATE_TIME,
    JSON_TEXT,
    STRING,
    UNSET,
    Type,
    list_of,
)

from tests.runtime.python_dataclass.values_models import Room, Status, User

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[2] / "wire" / "param_styles.json").read_text("utf-8"))
WRITER = writer(request=True)
NAIVE = dt.datetime(2024, 1, 1)


def body(spec: BodySpec, value: object, **keywords: Any) -> EncodedBody:
    found = encode(spec, value, WRITER, **keywords)
    assert found is not None
    return found


def content(found: EncodedBody) -> bytes:
    if isinstance(found.content, bytes):
        return found.content
    assert isinstance(found.content, Iterable)
    return b"".join(found.content)


def text(spec: BodySpec, value: object, **keywords: Any) -> str:
    return content(body(spec, value, **keywords)).decode()


def parts(found: EncodedBody) -> list[EmailMessage]:
    head = f"Content-Type: {found.content_type}\r\n\r\n".encode()
    message = email.message_from_bytes(head + content(found), policy=email.policy.HTTP)
    assert isinstance(message, EmailMessage)
    return list(message.iter_parts())  # type: ignore[arg-type]


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
        encoding: dict[str, Any] = (row["encoding"] or {}).get(name, {})
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

    def test_whole(self) -> None:
        user = User(name="a", password="p")
        assert text(JsonBody(type=User, whole=True), user) == '{"name":"a","password":"p"}'
        assert text(JsonBody(), user) == '{"name":"a","password":"p"}'
        assert text(JsonBody(type=list_of(User), whole=True), [{"rules": {}}]) == '[{"rules":"{}"}]'
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


class TestMultipart:
    def test_the_bytes(self) -> None:
        found = body(MultipartBody(), {"a": 1, "file": ("x.txt", b"hi", "text/x", {"X-N": 5})}, boundary="B")
        assert found.content_type == "multipart/form-data; boundary=B"
        assert content(found) == (
            b'--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
            b'--B\r\nContent-Disposition: form-data; name="file"; filename="x.txt"\r\n'
            b"Content-Type: text/x\r\nX-N: 5\r\n\r\nhi\r\n--B--\r\n"
        )
        assert found.length == len(content(found))

    def test_sources(self, tmp_path: Path) -> None:
        path = tmp_path / "a.png"
        path.write_bytes(b"\x89PNG" * 50_000)
        with path.open("rb") as file:
            file.seek(4)
            value = {
                "path": path,
                "file": file,
                "bytes": b"x",
                "memory": io.BytesIO(b"y"),
                "many": [b"1", ("n.bin", b"2")],
            }
            found = body(MultipartBody(parts={"text": Part(BINARY, is_file=True)}), value | {"text": "é"})
            received: dict[Any, list[Any]] = {}
            for part in parts(found):
                payload = part.get_payload(decode=True)
                received.setdefault(part.get_param("name", header="content-disposition"), []).append(
                    (part.get_filename(), part.get_content_type(), payload)
                )
            png = path.read_bytes()
            assert received == {
                "path": [("a.png", "image/png", png)],
                "file": [("a.png", "image/png", png[4:])],
                "bytes": [("bytes", "application/octet-stream", b"x")],
                "memory": [("memory", "application/octet-stream", b"y")],
                "many": [("many", "application/octet-stream", b"1"), ("n.bin", "application/octet-stream", b"2")],
                "text": [("text", "application/octet-stream", "é".encode())],
            }
            assert found.replayable
            assert content(found) == content(found)
            assert found.length == len(content(found))

    def test_a_pipe_can_be_sent_once(self) -> None:
        class Pipe(io.RawIOBase):
            def __init__(self) -> None:
                self.left = [b"a", b"b"]

            def read(self, size: int = -1) -> bytes:
                return self.left.pop(0) if self.left else b""

        found = body(MultipartBody(), {"f": Pipe()})
        assert (found.length, found.replayable) == (None, False)
        assert b"\r\n\r\nab\r\n" in content(found)
        with pytest.raises(InvalidArgumentError, match="only once"):
            content(found)

    @pytest.mark.parametrize("name", ['a"b', "a\r\nX: 1", "é"])
    def test_names_cannot_leave_their_quotes(self, name: str) -> None:
        found = content(body(MultipartBody(), {name: (name, b"x")}, boundary="B")).decode()
        escaped = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
        assert f'name="{escaped}"; filename="{escaped}"\r\n' in found

    def test_headers_cannot_start_others(self) -> None:
        for bad in [("f", b"", "a\r\nb"), ("f", b"", "a/b", {"X": "1\r\n2"}), ("f", b"", "a/b", {"X\r\n": "1"})]:
            with pytest.raises(InvalidArgumentError, match=r"^file"):
                encode(MultipartBody(), {"file": bad}, WRITER)

    def test_boundaries_differ(self) -> None:
        assert body(MultipartBody(), {"a": 1}).content_type != body(MultipartBody(), {"a": 1}).content_type

    def test_the_declared_type_wins_unless_it_leaves_a_choice(self) -> None:
        spec = MultipartBody(parts={"f": Part(content_type="image/png, image/jpeg"), "g": Part(content_type="audio/*")})
        found = parts(body(spec, {"f": ("x.jpeg", b""), "g": ("x.txt", b"")}))
        assert [part.get_content_type() for part in found] == ["image/jpeg", "application/octet-stream"]

    def test_a_missing_file(self) -> None:
        with pytest.raises(InvalidArgumentError, match=r"^f: cannot read '/no/such': No such file"):
            encode(MultipartBody(), {"f": Path("/no/such")}, WRITER)


class TestStreams:
    def test_bytes(self, tmp_path: Path) -> None:
        (tmp_path / "x").write_bytes(b"abc")
        for value in (
            b"abc",
            bytearray(b"abc"),
            "abc",
            io.BytesIO(b"abc"),
            tmp_path / "x",
            [b"a", b"bc"],
            iter([b"abc"]),
        ):
            found = body(BytesBody("image/png"), value)
            assert content(found) == b"abc"
            assert found.content_type == "image/png"
            assert found.replayable == (not isinstance(value, Iterator) or isinstance(value, io.BytesIO))
        assert encode(BytesBody(), None, WRITER) is None
        with pytest.raises(InvalidArgumentError, match="expected bytes, a path, a file object"):
            encode(BytesBody(), 5, WRITER)

    def test_text_files_are_refused(self) -> None:
        with pytest.raises(InvalidArgumentError, match="binary mode"):
            content(body(BytesBody(), io.StringIO("x")))

    def test_text(self) -> None:
        assert text(TextBody(), "é") == "é"
        assert text(TextBody(), True) == "true"
        assert text(TextBody(type=STRING), dt.date(2024, 1, 1)) == "2024-01-01"

    def test_json_lines(self) -> None:
        spec = JsonLinesBody(type=Room)
        rooms = [Room(sid="a"), {"sid": "b", "dateCreated": dt.datetime(2024, 1, 1, tzinfo=dt.UTC)}]
        expected = b'{"sid":"a"}\n{"sid":"b","dateCreated":"2024-01-01T00:00:00Z"}\n'
        assert content(body(spec, rooms)) == expected
        assert content(body(spec, iter(rooms))) == expected
        assert not body(spec, iter(rooms)).replayable
        with pytest.raises(InvalidArgumentError, match="expected an iterable"):
            encode(spec, "x", WRITER)

    def test_asynchronous_sources(self) -> None:
        async def source() -> AsyncIterator[Any]:
            yield Room(sid="a")

        async def run() -> list[bytes]:
            found = body(JsonLinesBody(type=Room), source())
            assert not found.replayable
            return [piece async for piece in found.content]  # type: ignore[union-attr]

        assert asyncio.run(run()) == [b'{"sid":"a"}\n']
