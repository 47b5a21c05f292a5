"""Whether a request is the one that the document describes for the arguments that were given."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import unquote

from specloom.source.plain import is_array, is_object

from tests.behaviour.server import Received

from .bodies import body_differences
from .media import essence
from .operations import Content, Operation, Parameter
from .styles import NotSent, Pair, differs, from_pairs, from_text
from .values import BINARY
from .xml import Element, xml_differences

NO_ENCODING: Mapping[str, Any] = {}
BASE = "/base"
"""The path of the server's URL."""
_USUAL = frozenset(
    {"host", "accept", "accept-encoding", "connection", "user-agent", "content-type", "content-length"}
    | {"transfer-encoding", "cookie", "authorization", "te"}
    | {"accept-language", "sec-fetch-mode", "cache-control", "pragma"}
)
"""Headers that clients send by themselves; the last four, the fetch of Node: two of them with a conditional request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """What a client was given for a security scheme, and how it must arrive."""

    place: str
    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The arguments of a call: values of parameters, and the body with its media type; None for none."""

    operation: Operation
    parameters: tuple[tuple[Parameter, Any], ...]
    body: Any = None
    content: Content | None = None
    element: Element | None = None
    """What an XML body is."""
    media_type: str = ""
    """What the caller chooses of the media types of the body."""
    alternatives: tuple[tuple[Credential, ...], ...] = ((),)
    """The credentials that may be sent, those of an alternative together."""


def asks_for_stream(given: Given) -> Given:
    """The call as a method for streams makes it, where another returns values: the property `stream` is true."""
    return replace(given, body={**given.body, "stream": True}) if is_object(given.body) else given


def request_differences(given: Given, received: Received) -> Iterator[str]:
    """What is wrong with a request, one line each."""
    operation = given.operation
    if received.method != operation.method:
        yield f"the method {received.method}"
    target, _, query = received.target.partition("?")
    yield from _path(given, target)
    pairs: list[Pair] = [(name, value) for name, _, value in (p.partition("=") for p in query.split("&") if p)]
    cookies: list[Pair] = [
        (name, value)
        for name, _, value in (p.partition("=") for p in (received.header("Cookie") or "").split("; ") if p)
    ]
    places: dict[str, tuple[list[Pair], set[int]]] = {"query": (pairs, set()), "cookie": (cookies, set())}
    fixed = operation.path.partition("#")[0].partition("?")[2]
    names = {unquote(piece.partition("=")[0]) for piece in fixed.split("&")} if fixed else set[str]()
    places["query"][1].update(index for index, (name, _) in enumerate(pairs) if unquote(name) in names)
    yield from _credentials(given, received, places)
    for parameter, value in sorted(given.parameters, key=lambda one: one[0].place == "querystring"):
        if parameter.place == "path":
            continue
        try:
            yield from _parameter(parameter, value, received, places, query)
        except (NotSent, ValueError) as error:
            yield f"{parameter.place} {parameter.name}: {error}"
    for place, (found, used) in places.items():
        yield from (f"unexpected in the {place}: {pair}" for index, pair in enumerate(found) if index not in used)
    yield from _headers(given, received)
    yield from _body(given, received)


def _parameter(
    parameter: Parameter,
    value: Any,
    received: Received,
    places: Mapping[str, tuple[Sequence[Pair], set[int]]],
    query: str,
) -> Iterator[str]:
    where = f"{parameter.place} {parameter.name}"
    if parameter.place == "header":
        raw = received.header(parameter.name)
        if raw is None:
            raise NotSent("is not there")
        yield from (f"{where}: {line}" for line in differs(parameter, value, from_text(parameter, value, raw)))
    elif parameter.place == "querystring":
        pairs, used = places["query"]
        if used:
            query = "&".join("=".join(pair) for index, pair in enumerate(pairs) if index not in used)
        used.update(range(len(pairs)))
        content = Content(media_type=parameter.media_type, schema=parameter.schema, item=None, encoding={})
        form = essence(parameter.media_type) == "application/x-www-form-urlencoded"
        text = query if form else unquote(query)
        sent = Received(method="", target="", headers=(), body=text.encode())
        yield from (f"{where}: {line}" for line in body_differences(content, value, sent))
    else:
        pairs, used = places[parameter.place]
        yield from (f"{where}: {line}" for line in differs(parameter, value, from_pairs(parameter, value, pairs, used)))


def _path(given: Given, target: str) -> Iterator[str]:
    values = {parameter.name: (parameter, value) for parameter, value in given.parameters if parameter.place == "path"}
    path = given.operation.path.partition("#")[0].partition("?")[0]
    names: list[str] = []
    pattern = ""
    for index, piece in enumerate(re.split(r"\{([^{}]*)\}", path)):
        if index % 2 and piece in values:
            names.append(piece)
            pattern += "([^/?]*?)"
        else:
            pattern += re.escape(_normal(f"{{{piece}}}" if index % 2 else piece))
    match = re.fullmatch(re.escape(BASE) + pattern, _normal(target))
    if match is None:
        yield f"the path {target}, expected one of {BASE}{path}"
        return
    for name, raw in zip(names, match.groups(), strict=True):
        parameter, value = values[name]
        try:
            yield from (f"path {name}: {line}" for line in differs(parameter, value, from_text(parameter, value, raw)))
        except (NotSent, ValueError) as error:
            yield f"path {name}: {error}"


def _normal(text: str) -> str:
    """A path with `%xx` for all that need not stand as it is, whatever was written (RFC 3986, section 6.2.2)."""
    escaped = re.sub(r"%([0-9A-Fa-f]{2})", lambda found: _byte(int(found[1], 16)), text)
    return re.sub(
        r"[^\w.~%/$&+,:;=@!*()'-]",
        lambda found: "".join(map("%{:02X}".format, found[0].encode())),
        escaped,
        flags=re.ASCII,
    )


def _byte(value: int) -> str:
    return chr(value) if re.match(r"[\w.~-]", chr(value), re.ASCII) else f"%{value:02X}"


def _credentials(
    given: Given, received: Received, places: Mapping[str, tuple[Sequence[Pair], set[int]]]
) -> Iterator[str]:
    possible = {credential for alternative in given.alternatives for credential in alternative}
    found = {credential for credential in possible if _is_sent(credential, received, places)}
    if found not in [set(alternative) for alternative in given.alternatives]:
        yield f"credentials {sorted(c.name for c in found)} do not suit the security requirements"


def _is_sent(credential: Credential, received: Received, places: Mapping[str, tuple[Sequence[Pair], set[int]]]) -> bool:
    if credential.place == "header":
        return _spelt(received.header(credential.name) or "") == _spelt(credential.value)
    pairs, used = places[credential.place]
    found = {
        i
        for i, (name, value) in enumerate(pairs)
        if (unquote(name), unquote(value)) == (credential.name, credential.value)
    }
    used.update(found)
    return bool(found)


def _spelt(value: str) -> str:
    """A credential with its scheme, the case of which means nothing, in lower case (RFC 9110, section 11.1)."""
    word, space, rest = value.partition(" ")
    return f"{word.lower()} {rest}" if space else value


def _headers(given: Given, received: Received) -> Iterator[str]:
    known = {parameter.name.lower() for parameter, _ in given.parameters if parameter.place == "header"}
    known |= {c.name.lower() for alternative in given.alternatives for c in alternative if c.place == "header"}
    for name, value in received.headers:
        if name.lower() not in known | _USUAL:
            yield f"unexpected header {name}: {value}"
    if received.header("Authorization") and "authorization" not in known:
        yield "an Authorization header that no scheme asks for"


def _body(given: Given, received: Received) -> Iterator[str]:
    content_type = received.header("Content-Type")
    if given.content is None:
        if received.body or content_type:
            yield f"a body that was not given: {content_type} {received.body[:200]!r}"
        return
    if received.method in ("GET", "HEAD") and not (given.body or received.body or content_type):
        return  # such a request has no body that means anything (RFC 9110, section 9.3.1): least of all an empty one
    if not covers(given.content.media_type, content_type or ""):
        yield f"Content-Type {content_type}, expected {given.content.media_type}"
        return
    if given.element is not None:
        yield from xml_differences(given.element, received.body)
    else:
        yield from body_differences(given.content, given.body, received)


def covers(declared: str, sent: str) -> bool:
    """Whether a media type is the declared one, or in the declared range."""
    wanted, found = essence(declared), essence(sent)
    return fnmatchcase(found, wanted)


def _content_type(encoding: Any) -> str:
    """The first of the media types that a part may have; empty for a range."""
    first = str(encoding.get("contentType", "") if is_object(encoding) else "").partition(",")[0].strip()
    return "" if "*" in first else first


def as_given(value: Any, content_type: str = "", encoding: Mapping[str, Any] = NO_ENCODING) -> Any:
    """A value as the harness takes it: texts that stand for bytes become files, of the type that `encoding` wants."""
    if is_object(value):
        return {name: as_given(item, _content_type(encoding.get(name))) for name, item in value.items()}
    if is_array(value):
        return [as_given(item, content_type) for item in value]
    if isinstance(value, str) and value.startswith(BINARY):
        content_type = content_type or "application/octet-stream"
        data = base64.b64encode(value.encode()).decode()
        return {"$file": {"filename": "a file.bin", "contentType": content_type, "base64": data}}
    return value
