"""Bodies of requests read back by their media type (OpenAPI 3.2, sections 4.14 and 4.15)."""

from __future__ import annotations

import base64
import email.parser
import email.policy
import json
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import quote, unquote

from specloom.source.plain import is_array, is_object

from tests.behaviour.server import Received
from tests.harness.values import differences

from .media import Kind, kind_of
from .operations import Content, Parameter
from .styles import NotSent, Pair, differs, exact, from_pairs, same_text


def body_differences(content: Content, given: Any, received: Received) -> Iterator[str]:
    """What of a body that arrived is not the value that was given, one line each."""
    kind = kind_of(content)
    try:
        yield from _READERS[kind](content, given, received)
    except (ValueError, NotSent) as error:
        yield f"the body {received.body[:200]!r} is no {kind.value}: {error}"


def _json(content: Content, given: Any, received: Received) -> Iterator[str]:
    yield from differences(exact(given), json.loads(received.body, parse_float=Decimal), "body")


def _lines(content: Content, given: Any, received: Received) -> Iterator[str]:
    texts = received.body.decode().replace("\x1e", "\n").split("\n")
    yield from differences(
        exact(given), [json.loads(text, parse_float=Decimal) for text in texts if text.strip()], "body"
    )


def _text(content: Content, given: Any, received: Received) -> Iterator[str]:
    if not same_text(given, received.body.decode()):
        yield f"body {received.body!r}, expected {given!r}"


def _bytes(content: Content, given: Any, received: Received) -> Iterator[str]:
    if received.body != base64.b64decode(given["$bytes"]):
        yield f"body {received.body!r}, expected {given!r}"


def _form(content: Content, given: Any, received: Received) -> Iterator[str]:
    pairs = [_pair(piece) for piece in received.body.decode("ascii").split("&") if piece]
    used: set[int] = set()
    for name, value in given.items():
        if (parameter := styled(content, name)) is not None:
            yield from (
                f"body.{name}: {line}" for line in differs(parameter, value, from_pairs(parameter, value, pairs, used))
            )
            continue
        found = [index for index, (key, _) in enumerate(pairs) if unquote(key) == name]
        used.update(found)
        wanted = value if is_array(value) else [value]
        yield from _each(name, wanted, [unquote(pairs[index][1]) for index in found])
    yield from (f"unexpected in the form: {pair}" for index, pair in enumerate(pairs) if index not in used)


def styled(content: Content, name: str) -> Parameter | None:
    """The parameter that a property is written like, where its encoding has a style; else None."""
    encoding: dict[str, Any] = content.encoding.get(name) or {}
    if "style" not in encoding and "explode" not in encoding:
        return None
    style = encoding.get("style", "form")
    explode = encoding.get("explode", style == "form")
    return Parameter(name=name, place="query", required=True, style=style, explode=explode, schema=None)


def _pair(piece: str) -> Pair:
    """A pair of a form; `+` is a space there."""
    name, _, value = piece.replace("+", "%20").partition("=")
    return name, value


def _each(name: str, wanted: list[Any], found: list[str]) -> Iterator[str]:
    """Values of one name, each as text, or as JSON where it has members."""
    if len(wanted) != len(found):
        yield f"body.{name}: {found}, expected {wanted}"
        return
    for value, text in zip(wanted, found, strict=True):
        if isinstance(value, list | dict):
            yield from differences(exact(value), json.loads(text, parse_float=Decimal), f"body.{name}")
        elif not same_text(value, text):
            yield f"body.{name}: {text!r}, expected {value!r}"


def _multipart(content: Content, given: Any, received: Received) -> Iterator[str]:
    start = f"Content-Type: {received.header('Content-Type')}\r\n\r\n".encode()
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(start + received.body)
    found: dict[str, list[Any]] = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        found.setdefault(str(name), []).append(part)
    for name, value in given.items():
        encoding: dict[str, Any] = content.encoding.get(name) or {}
        if (parameter := styled(content, name)) is not None:
            pairs = [
                (quote(key), quote(part.get_payload(decode=True), safe=","))
                for key, parts in found.items()
                for part in parts
            ]
            used: set[int] = set()
            yield from (
                f"body.{name}: {line}" for line in differs(parameter, value, from_pairs(parameter, value, pairs, used))
            )
            for key in {unquote(pairs[index][0]) for index in used}:
                del found[key]
            continue
        wanted = value if is_array(value) else [value]
        sent = found.pop(name, [])
        if len(sent) != len(wanted):
            yield f"body.{name}: {len(sent)} parts, expected {len(wanted)}"
            continue
        for one, part in zip(wanted, sent, strict=True):
            yield from (f"body.{name}: {line}" for line in _part(one, part, str(encoding.get("contentType", ""))))
    yield from (f"unexpected part {name}" for name in found)


def _part(given: Any, part: Any, declared: str) -> Iterator[str]:
    data: bytes = part.get_payload(decode=True)
    if declared and part.get_content_type() not in declared and "*" not in declared:
        yield f"Content-Type {part.get_content_type()}, expected {declared}"
    if is_object(given) and "$file" in given:
        file = given["$file"]
        if data != base64.b64decode(file["base64"]):
            yield f"{data!r}, expected {file}"
        if part.get_filename() != file["filename"]:
            yield f"the file name {part.get_filename()!r}, expected {file['filename']!r}"
    elif isinstance(given, list | dict):
        yield from differences(exact(given), json.loads(data, parse_float=Decimal), "part")
        if not part.get_content_type().endswith("json"):
            yield f"Content-Type {part.get_content_type()} of JSON"
    elif not same_text(given, data.decode()):
        yield f"{data!r}, expected {given!r}"


_READERS: Mapping[Kind, Callable[[Content, Any, Received], Iterator[str]]] = {
    Kind.JSON: _json,
    Kind.LINES: _lines,
    Kind.TEXT: _text,
    Kind.BYTES: _bytes,
    Kind.FORM: _form,
    Kind.MULTIPART: _multipart,
}
