"""Bodies of other kinds than JSON: the parts of multipart and text in its charset."""

from __future__ import annotations

import pytest

from .drivers import KINDS, Driver
from .features import driver as feature
from .server import Answer, Received, Server


@pytest.fixture(params=KINDS)
def parts(request: pytest.FixtureRequest) -> Driver:
    """The SDK of `documents/multipart_parts.yaml`."""
    return feature("multipart_parts", "MultipartParts", request.param)


@pytest.fixture(params=KINDS)
def texts(request: pytest.FixtureRequest) -> Driver:
    """The SDK of `documents/text_answers.yaml`."""
    return feature("text_answers", "TextAnswers", request.param)


def received_parts(received: Received) -> list[tuple[str | None, str | None, bytes]]:
    """The disposition, the media type and the content of each part."""
    _, boundary = (received.header("Content-Type") or "").split("boundary=")
    first, *pieces, last = received.body.split(b"--" + boundary.encode())
    assert (first, last) == (b"", b"--\r\n")
    found: list[tuple[str | None, str | None, bytes]] = []
    for piece in pieces:
        head, _, content = piece.removeprefix(b"\r\n").removesuffix(b"\r\n").partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n") if line)
        found.append((headers.get("Content-Disposition"), headers.get("Content-Type"), content))
    return found


def test_each_part_is_written_as_its_encoding_says(parts: Driver, server: Server) -> None:
    server.fallback = Answer(status=204)
    order = parts.package.SalesOrder(id=7)
    parts.call(
        "parts.send_named",
        addresses=[{"city": "X"}, {"city": "Y"}],
        note="a",
        order=order,
        codes=["p", "q"],
        image=("cat.gif", b"GIF"),
        client={"base_url": server.origin},
    )
    disposition = 'form-data; name="{}"'.format
    assert received_parts(server.requests[0]) == [
        (disposition("addresses"), "application/json", b'{"city":"X"}'),
        (disposition("addresses"), "application/json", b'{"city":"Y"}'),
        (disposition("note"), "application/json", b'"a"'),
        (
            disposition("order"),
            "application/xml",
            b'<?xml version="1.0" encoding="UTF-8"?>\n<sales_order><id>7</id></sales_order>',
        ),
        (disposition("codes"), None, b"p|q"),
        (disposition("image") + '; filename="cat.gif"', "image/gif", b"GIF"),
    ]


def test_an_array_is_nameless_parts_by_position(parts: Driver, server: Server) -> None:
    server.fallback = Answer(status=204)
    orders = [parts.package.SalesOrder(id=number) for number in (1, 2)]
    body = ({"city": "X"}, b"PNG", *orders)
    parts.call("parts.send_mixed", body=body, client={"base_url": server.origin})
    assert (server.requests[0].header("Content-Type") or "").startswith("multipart/mixed; boundary=")
    written = b'<?xml version="1.0" encoding="UTF-8"?>\n<sales_order><id>%d</id></sales_order>'
    assert received_parts(server.requests[0]) == [
        (None, "application/json", b'{"city":"X"}'),
        (None, "image/png", b"PNG"),
        (None, "application/xml", written % 1),
        (None, "application/xml", written % 2),
    ]


@pytest.mark.parametrize(
    ("charset", "encoded"),
    [
        ("", "é".encode()),
        ("; charset=ISO-8859-1", b"\xe9"),
        ('; Charset="utf-16-le"', b"\xe9\0"),
        ("; charset=?", b"\xc3\xa9"),
    ],
)
def test_text_is_read_in_its_charset(texts: Driver, server: Server, charset: str, encoded: bytes) -> None:
    server.fallback = Answer(body=encoded, headers={"Content-Type": f"text/plain{charset}"})
    assert texts.call("texts.get_plain", client={"base_url": server.origin}) == "é"


def test_what_is_text_is_a_str_and_what_is_a_file_is_bytes(texts: Driver, server: Server) -> None:
    client = {"base_url": server.origin}
    server.fallback = Answer(body=b"a: 1\n", headers={"Content-Type": "application/yaml"})
    assert texts.call("texts.get_yaml", client=client) == "a: 1\n"
    server.fallback = Answer(body=b"started", headers={"Content-Type": "text/plain"})
    assert texts.call("texts.get_log", client=client) == "started"
    assert texts.call("texts.get_raw", client=client) == b"started"
