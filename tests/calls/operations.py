"""The operations of a document, of whatever version, in one small shape. Only what a call needs is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .source import Node, Source, Unreadable
from .swagger2 import form_of, parameter_of, scheme_of

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
FORM = "application/x-www-form-urlencoded"
_NO_FIELDS: tuple[object, ...] = (
    {"type": "object", "additionalProperties": False},
    {"type": "object", "properties": {}, "additionalProperties": False},
)
"""Schemas of forms in which nothing can be sent."""
IGNORED_HEADERS = frozenset({"accept", "content-type", "authorization", "content-length", "transfer-encoding"})
"""Header parameters that the specification says are ignored (3.x, Parameter Object, `name`), and those that frame a
message, which are no caller's (RFC 9112, section 6)."""
PLACES = frozenset({"path", "query", "querystring", "header", "cookie"})
_EXPLODED = frozenset({"form", "cookie"})
_STYLES = {"query": "form", "cookie": "form"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter; `media_type` where it is written as content."""

    name: str
    place: str
    required: bool
    style: str
    explode: bool
    schema: Node | None
    media_type: str = ""
    shares: bool = False
    """Whether there are other expressions in its segment of the path, so that its end must be told."""

    @property
    def is_json(self) -> bool:
        """Whether it is written as JSON."""
        return self.media_type.partition(";")[0].strip().endswith(("/json", "+json"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One media type of a body. `item`: the schema of each item of a stream."""

    media_type: str
    schema: Node | None
    item: Node | None
    encoding: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What is declared for a status, a range of them or `default`."""

    status: str
    contents: tuple[Content, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation. `security`: alternatives, each the schemes that are needed together; None for none declared."""

    method: str
    path: str
    parameters: tuple[Parameter, ...]
    required_body: bool
    bodies: tuple[Content, ...]
    responses: tuple[Response, ...]
    security: tuple[tuple[str, ...], ...] | None

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


class Description:
    """A document: its version, its operations, its security schemes, its component schemas."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.root = source.root
        version = self.root.object.get("openapi") or self.root.object.get("swagger") or ""
        self.version = str(version)[:3]
        self.old = self.version == "2.0"

    def operations(self) -> Iterator[Operation | tuple[str, str, str]]:
        """Every operation; method, path and why for one that cannot be read."""
        paths = self.root.get("paths")
        for path, found in () if paths is None else paths.items():
            if path.startswith("x-"):
                continue
            try:
                item = self.source.follow(found)
            except Unreadable as error:
                yield ("*", path, str(error))
                continue
            for method, node in self._methods(item):
                try:
                    yield self._operation(method, path, item, self.source.follow(node))
                except Unreadable as error:
                    yield (method, path, str(error))

    def schemes(self) -> dict[str, tuple[str, str, str] | None]:
        """The security schemes by name; None for one that puts nothing into requests, or cannot be read."""
        components = self.root if self.old else self.root.get("components")
        found = components and components.get("securityDefinitions" if self.old else "securitySchemes")
        return dict(self._schemes(found)) if found else {}

    def _schemes(self, found: Node) -> Iterator[tuple[str, tuple[str, str, str] | None]]:
        for name, node in found.items():
            try:
                yield name, scheme_of(self.source.follow(node).object)
            except Unreadable:
                yield name, None

    def components(self) -> Iterator[tuple[str, Node]]:
        """The schemas of the document that have a name."""
        components = self.root if self.old else self.root.get("components")
        schemas = components and components.get("definitions" if self.old else "schemas")
        yield from schemas.items() if schemas else ()

    def _methods(self, item: Node) -> Iterator[tuple[str, Node]]:
        for method in METHODS:
            if (node := item.get(method)) is not None and node.object and (method != "query" or self.version >= "3.2"):
                yield method.upper(), node
        more = item.get("additionalOperations") if self.version >= "3.2" else None
        yield from more.items() if more else ()

    def _operation(self, method: str, path: str, item: Node, node: Node) -> Operation:
        raw: dict[tuple[str, str], Node] = {}
        for holder in (item, node):
            listed = holder.get("parameters")
            for element in listed.elements() if listed else ():
                parameter = self.source.follow(element)
                raw[str(parameter.object.get("in")), str(parameter.object.get("name"))] = parameter
        required, bodies = self._old_body(node, raw) if self.old else self._body(node)
        segments = [re.findall(r"\{([^{}]*)\}", segment) for segment in path.split("/")]
        shared = {name for names in segments if len(names) > 1 for name in names}
        named = dict.fromkeys(re.findall(r"\{([^{}]*)\}", path))
        security = node.object.get("security", self.root.object.get("security"))
        return Operation(
            method=method,
            path=path,
            parameters=(*self._parameters(raw.values(), named, shared), *map(_undescribed, named)),
            required_body=required,
            bodies=bodies,
            responses=tuple(self._responses(node)),
            security=None if security is None else tuple(tuple(one) for one in security),
        )

    def _parameters(self, nodes: Iterable[Node], named: dict[str, None], shared: set[str]) -> Iterator[Parameter]:
        """The parameters of an operation. Of those in the path what `named` has, which loses them."""
        for node in nodes:
            place, name = str(node.object.get("in")), str(node.object.get("name"))
            if place not in PLACES or (place == "header" and not _is_sent_header(name)):
                continue
            if place == "path" and name not in named:
                continue  # it has no place to go to
            if place == "path":
                del named[name]
            schema, explode, media_type = node.get("schema"), node.object.get("explode"), ""
            style = str(node.object.get("style") or _STYLES.get(place, "simple"))
            if self.old:
                schema, style, explode = parameter_of(node)
            elif (content := node.get("content")) is not None:
                media_type, media = next(content.items())
                media = self.source.follow(media)
                schema = media.get("schema") or media.get("itemSchema")
            yield Parameter(
                name=name,
                place=place,
                required=node.object.get("required") is True or place == "path",
                style=style,
                explode=style in _EXPLODED if explode is None else bool(explode),
                schema=schema,
                media_type=media_type,
                shares=name in shared,
            )

    def _body(self, node: Node) -> tuple[bool, tuple[Content, ...]]:
        given = node.get("requestBody")
        if given is None:
            return False, ()
        body = self.source.follow(given)
        required, contents = body.object.get("required") is True, tuple(self._contents(body))
        empty = [c.media_type == FORM and c.schema is not None and c.schema.object in _NO_FIELDS for c in contents]
        return (False, ()) if not required and all(empty) else (required, contents)

    def _old_body(self, node: Node, raw: Mapping[tuple[str, str], Node]) -> tuple[bool, tuple[Content, ...]]:
        consumes = self._listed(node, "consumes")
        for (place, _), parameter in raw.items():
            if place == "body":
                schema = parameter.get("schema")
                contents = [Content(media_type=m, schema=schema, item=None, encoding={}) for m in consumes]
                return parameter.object.get("required") is True, tuple(contents)
        fields = [parameter for (place, _), parameter in raw.items() if place == "formData"]
        if not fields:
            return False, ()
        schema, encoding, files = form_of(fields)
        forms = [m for m in consumes if "form" in m] or ["multipart/form-data" if files else FORM]
        contents = [Content(media_type=m, schema=schema, item=None, encoding=encoding) for m in forms]
        return bool(schema.object.get("required")), tuple(contents)

    def _responses(self, node: Node) -> Iterator[Response]:
        responses = node.get("responses")
        for status, found in self.source.follow(responses).items() if responses else ():
            if status.startswith("x-"):
                continue
            response = self.source.follow(found)
            contents = tuple(self._contents(response))
            if self.old:
                schema = response.get("schema")
                produced = self._listed(node, "produces") if schema else []
                contents = tuple(Content(media_type=m, schema=schema, item=None, encoding={}) for m in produced)
            yield Response(status=status, contents=contents)

    def _contents(self, holder: Node) -> Iterator[Content]:
        content = holder.get("content")
        for media_type, found in content.items() if content else ():
            media = self.source.follow(found)
            encoding: dict[str, Any] = media.object.get("encoding") or {}
            yield Content(
                media_type=media_type, schema=media.get("schema"), item=media.get("itemSchema"), encoding=encoding
            )

    def _listed(self, node: Node, key: str) -> list[str]:
        return node.object.get(key) or self.root.object.get(key) or ["application/json"]


def _is_sent_header(name: str) -> bool:
    """Whether a header parameter can be sent, and is not ignored."""
    return name.lower() not in IGNORED_HEADERS and re.fullmatch(r"[\w!#$%&'*+.^`|~-]+", name, re.ASCII) is not None


def _undescribed(name: str) -> Parameter:
    """The parameter for an expression of a path that the document forgets to describe."""
    return Parameter(name=name, place="path", required=True, style="simple", explode=False, schema=None)
