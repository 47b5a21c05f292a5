"""Bodies of files and streams: multipart, bytes, text and JSON Lines."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from specloom_templates.python_dataclass.runtime.bodies import (
    BytesBody,
    EncodedBody,
    JsonLinesBody,
    MultipartBody,
    Part,
    TextBody,
)
from specloom_templates.python_dataclass.runtime.body_writer import encode
from specloom_templates.python_dataclass.runtime.errors import InvalidArgumentError
from specloom_templates.python_dataclass.runtime.types import (
    BINARY,
    STRING,
)

from tests.runtime.python_dataclass.values_bodies import WRITER, body, content, parts, text
from tests.runtime.python_dataclass.values_models import Room


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

    @pytest.mark.parametrize(
        ("part", "expected"),
        [
            (Part(style="deepObject"), {"o[a]": "1", "o[b][0]": "x", "o[b][1]": "y", "o[c][d]": "true"}),
            (Part(style="form"), {"a": "1", "b": "y", "c": '{"d":true}'}),
            (Part(explode=False), {"o": 'a,1,b,["x","y"],c,{"d":true}'}),
        ],
    )
    def test_a_style_names_the_parts_as_it_would_the_pairs_of_a_query(
        self, part: Part, expected: dict[str, str]
    ) -> None:
        value = {"o": {"a": 1, "b": ["x", "y"], "c": {"d": True}, "none": None}}
        found = parts(body(MultipartBody(parts={"o": part}), value))
        assert {p.get_param("name", header="content-disposition"): p.get_payload() for p in found} == expected

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

    def test_an_asynchronous_source_in_a_multipart_body(self) -> None:
        async def source() -> AsyncIterator[bytes]:
            yield b"a"
            yield b"b"

        async def run() -> bytes:
            members = {"note": "x", "file": ("f.txt", source(), "text/plain"), "more": io.BytesIO(b"c")}
            found = body(MultipartBody(), members, boundary="B")
            assert (found.length, found.replayable) == (None, False)
            return b"".join([piece async for piece in found.content])  # type: ignore[union-attr]

        whole = EncodedBody(asyncio.run(run()), "multipart/form-data; boundary=B")
        note, file, more = parts(whole)
        assert note.get_payload() == "x"
        assert (file.get_filename(), file.get_content_type(), file.get_payload()) == ("f.txt", "text/plain", "ab")
        assert more.get_payload(decode=True) == b"c"
