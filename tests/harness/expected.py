"""Whether a request that arrived is the one a case expects.

Compared byte for byte: the path, each pair of the query, named headers, raw bodies. Left open by the specifications,
and so not compared: the order of query pairs, form pairs and parts of different names, how a form or a JSON text writes
what may be written in several ways, the boundary of a multipart body.
"""

from __future__ import annotations

import base64
import email.parser
import email.policy
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

from specloom.source.plain import is_array, is_object

from tests.behaviour.server import Received

from .values import differences

BODIES = ("json", "form", "text", "base64", "parts", "xml")
KEYS = frozenset({*BODIES, "request", "open", "headers", "server", "after", "before"})
MEDIA_TYPES = {"form": r"application/x-www-form-urlencoded(;.*)?", "parts": r"multipart/form-data;.*"}


def check(expected: Any, found: Received, previous: Received | None, hosts: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with a request, one line each. `hosts` has the `Host` of each server by its name in cases."""
    entry: dict[str, Any] = expected if is_object(expected) else {"request": expected}
    unknown = entry.keys() - KEYS
    assert not unknown, f"unknown keys of a request: {sorted(unknown)}"
    wanted: Any = entry["request"]
    alternatives: list[str] = wanted if is_array(wanted) else [wanted]
    line = f"{found.method} {found.target}"
    if _normal(line) not in map(_normal, alternatives):
        yield f"sent {line}, expected {' or '.join(alternatives)}"
    host = hosts[entry.get("server", "origin")]
    if found.header("Host") != host:
        yield f"sent to {found.header('Host')}, expected {host}"
    headers: dict[str, Any] = dict(entry.get("headers", {}))
    yield from _headers(headers, found)
    yield from _body(entry, found, {name.lower() for name in headers})
    if previous is not None:
        waited = found.at - previous.at
        if not float(entry.get("after", 0)) <= waited <= float(entry.get("before", 60)):
            yield f"sent {waited:.2f} s after the request before it"


def _normal(line: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Method and path, and the pairs of the query sorted by name: their order among names is open."""
    start, mark, query = line.partition("?")
    pairs = [(pair.partition("=")[0], pair) for pair in query.split("&")]
    return start + mark, tuple(sorted(pairs, key=lambda pair: pair[0]))


def _headers(expected: Mapping[str, Any], found: Received) -> Iterator[str]:
    for name, value in expected.items():
        sent = [text for key, text in found.headers if key.lower() == name.lower()]
        wanted: list[Any] = value if is_array(value) else [] if value is None else [value]
        for difference in differences(wanted, sent, name):
            yield f"header {difference}"


def _body(entry: Mapping[str, Any], found: Received, named: set[str]) -> Iterator[str]:
    kind = next((kind for kind in BODIES if kind in entry), None)
    content_type = found.header("Content-Type")
    if kind is None:
        if found.body:
            yield f"a body was sent: {found.body[:300]!r}"
        if content_type is not None:
            yield f"Content-Type {content_type} without a body"
        return
    if "content-type" not in named:
        essence = (content_type or "").partition(";")[0]
        if kind == "json" and not essence.endswith("json"):
            yield f"Content-Type {content_type} of a JSON body"
        if kind in MEDIA_TYPES:
            yield from differences({"$matches": MEDIA_TYPES[kind]}, content_type, "Content-Type")
    yield from _READERS[kind](entry[kind], found)


def _json(expected: Any, found: Received) -> Iterator[str]:
    try:
        yield from differences(expected, json.loads(found.body, parse_float=Decimal))
    except ValueError:
        yield f"body {found.body[:300]!r}, expected JSON"


def _form(expected: Any, found: Received) -> Iterator[str]:
    """Decoded pairs, those of one name in their order; a value that is JSON is compared as such."""
    if _pairs(expected) != _pairs(found.body.decode()):
        yield f"form {found.body.decode()}, expected {expected}"


def _pairs(form: str) -> list[tuple[str, Any]]:
    pairs = parse_qsl(form, keep_blank_values=True)
    return sorted(((name, _structure(text)) for name, text in pairs), key=lambda pair: pair[0])


def _structure(text: str) -> Any:
    return json.loads(text) if text[:1] in ("{", "[") else text


def _text(expected: Any, found: Received) -> Iterator[str]:
    if found.body != expected.encode():
        yield f"body {found.body!r}, expected {expected.encode()!r}"


def _base64(expected: Any, found: Received) -> Iterator[str]:
    if found.body != base64.b64decode(expected):
        yield f"body {base64.b64encode(found.body).decode()} in base64, expected {expected}"


def _xml(expected: Any, found: Received) -> Iterator[str]:
    """Compared in canonical form, whatever the prefixes of namespaces and the space around texts are."""
    try:
        sent, wanted = map(_canonical, (found.body.decode(), expected))
    except ET.ParseError as error:
        yield f"body {found.body[:300]!r} is not XML: {error}"
        return
    if sent != wanted:
        yield f"XML {sent}, expected {wanted}"


def _canonical(text: str) -> str:
    return ET.canonicalize(text, strip_text=True, rewrite_prefixes=True)


def _parts(expected: Sequence[Mapping[str, Any]], found: Received) -> Iterator[str]:
    start = f"Content-Type: {found.header('Content-Type')}\r\n\r\n".encode()
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(start + found.body)
    sent = [_part(part) for part in message.iter_parts()] if message.is_multipart() else []
    names = [part["name"] for part in sent]
    if sorted(names) != sorted(part["name"] for part in expected):
        yield f"parts {', '.join(names)}, expected {', '.join(part['name'] for part in expected)}"
        return
    for wanted, part in zip(_by_name(expected), _by_name(sent), strict=True):
        for key, value in wanted.items():
            place = f"part {wanted['name']}, {key}"
            if key == "json":
                yield from differences(value, json.loads(part["data"], parse_float=Decimal), place)
            elif key == "text":
                yield from differences(value, part["data"].decode("utf-8", "replace"), place)
            elif key == "base64":
                yield from differences(value, base64.b64encode(part["data"]).decode(), place)
            elif key == "headers":
                for name, text in value.items():
                    yield from differences(text, part["headers"].get(name.lower()), f"{place} {name}")
            else:
                yield from differences(value, part[key], place)


def _part(message: Any) -> dict[str, Any]:
    kind = message.get("Content-Type")
    return {
        "name": message.get_param("name", header="content-disposition"),
        "filename": message.get_filename(),
        "type": None if kind is None else str(kind),
        "headers": {name.lower(): str(value) for name, value in message.items()},
        "data": message.get_payload(decode=True),
    }


def _by_name(parts: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(parts, key=lambda part: str(part["name"]))


_READERS = {"json": _json, "form": _form, "text": _text, "base64": _base64, "parts": _parts, "xml": _xml}
