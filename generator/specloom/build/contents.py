"""Bodies and responses: media types and their types, best first (OpenAPI 3.2, sections 4.13 to 4.17)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from specloom.build import media
from specloom.build.context import Role
from specloom.build.parameters import content_schema
from specloom.build.session import Place
from specloom.build.texts import described
from specloom.build.words import split
from specloom.diagnostics import Unsupported
from specloom.ir.contents import Body, Content, Encoding, Header, Response
from specloom.ir.names import NO_DOCS, Name
from specloom.ir.types import NO_CONSTRAINTS, AnyType, ArrayType, ScalarKind, ScalarType, TypeExpr, XmlHints
from specloom.source.cursor import Cursor
from specloom.source.plain import is_object

BINARY = ScalarType(kind=ScalarKind.STRING, format="binary")
TEXT = ScalarType(kind=ScalarKind.STRING)
_UNREAD = (Encoding.TEXT, Encoding.BYTES)
"""Encodings in which data with members is a text or bytes."""
_EMPTY: Mapping[str, object] = {"type": "object", "additionalProperties": False}
_NO_FIELDS: tuple[Mapping[str, object], ...] = (_EMPTY, {**_EMPTY, "properties": {}})
"""Schemas that only the empty object fits."""
_CONTAINERS = ("object", "array")
_STATUS = re.compile(r"[1-5](\d\d|XX)")
_STRUCTURED = frozenset(
    {"$ref", "properties", "items", "additionalProperties", "allOf", "oneOf", "anyOf", "prefixItems"}
)


def build_body(operation: Cursor, place: Place) -> Body | None:
    """The Request Body Object of an operation, None when it has none, it cannot be understood, or nothing can be sent
    in it: an optional form without properties."""
    written = operation.get("requestBody")
    cursor = place.problems.attempt(written.follow, None) if written is not None else None
    if cursor is None or (not cursor.flag("required") and _is_empty_form(cursor, place)):
        return None
    contents = build_contents(cursor, place, Role.REQUEST, "request", request=True)
    if not contents:
        place.problems.warn("empty-content", cursor.origin, "the request body lists no media type; it is left out")
        return None
    return Body(required=cursor.flag("required"), contents=contents, docs=described(cursor), origin=cursor.origin)


def _is_empty_form(body: Cursor, place: Place) -> bool:
    """Whether a body can only be a form without a field."""
    content = body.get("content")
    listed = [*content.items()] if content is not None else []
    if len(listed) != 1 or listed[0][0] != "application/x-www-form-urlencoded":
        return False
    found = place.problems.attempt(listed[0][1].follow, None)
    schema = found.get("schema") if found is not None else None
    return schema is not None and schema.value in _NO_FIELDS


def build_responses(operation: Cursor, place: Place) -> tuple[Response, ...]:
    """The responses of an operation in the order of the document."""
    written = operation.get("responses")
    holder = place.problems.attempt(written.follow, None) if written is not None else None
    if holder is None:
        return ()
    return tuple(_responses(holder, place))


def _responses(holder: Cursor, place: Place) -> Iterator[Response]:
    for key, written in holder.items():
        if key.startswith("x-"):
            continue
        status = key if key == "default" else key.upper()
        if status != "default" and not _STATUS.fullmatch(status):
            place.problems.warn(
                "invalid-status", written.origin, f"{key!r} is no status code, range or `default`; it is ignored"
            )
            continue
        cursor = place.problems.attempt(written.follow, None)
        if cursor is None:
            yield Response(status=status, contents=(), docs=NO_DOCS, origin=written.origin)
            continue
        suffix = ("response",) if status.startswith("2") else (status.lower(), "response")
        error = status[0] in "45d"
        yield Response(
            status=status,
            contents=build_contents(cursor, place, Role.RESPONSE, *suffix, request=False, error=error),
            headers=build_headers(cursor, place, request=False),
            docs=described(written) if written.text("description") else described(cursor),
            origin=cursor.origin,
        )


def build_contents(
    cursor: Cursor, place: Place, role: Role, *suffix: str, request: bool, error: bool = False
) -> tuple[Content, ...]:
    """The media types below `content`, best first.

    Something is lost only where none of them is one whose data can be read: another form of the same data is a choice.
    An `error` whose data is described under the type of a file only (2.0's `produces` holds for all responses) is JSON,
    too: that is how servers that send files answer. A schema that is written out for several media types is one type.
    An answer whose data can be had in a notation that is read is not asked for in one that is not.
    """
    holder = cursor.get("content")
    built: list[Content] = []
    opaque: list[tuple[str, Cursor]] = []
    read: list[object] = []
    unread: list[tuple[Content, object]] = []
    schemas: list[Cursor] = []
    for media_type, written in holder.items() if holder is not None else ():
        found = place.problems.attempt(written.follow, None)
        if found is None:
            continue
        schema = found.get("schema")
        same = next((known for known in schemas if schema is not None and known.value == schema.value), schema)
        schemas.extend([schema] if schema is not None and same is schema else [])
        content = _content(media_type, found, same, place, role, suffix, request=request)
        built.append(content)
        structured = schema is not None and _is_structured(schema, place)
        if content.encoding is Encoding.BYTES and structured:
            opaque.append((media_type, found))
        if schema is not None and content.encoding not in (_UNREAD if structured else (Encoding.BYTES,)):
            read.append(schema.value)
        elif schema is not None and (structured or _is_text(schema, place)):
            unread.append((content, schema.value))
    if opaque and len(opaque) == len(built):
        media_type, found = opaque[0]
        if error:
            schema = found.get("schema")
            built.append(_content("application/json", found, schema, place, role, suffix, request=request))
        else:
            message = f"how {media_type!r} is written is not known; the body is raw bytes"
            place.problems.lose(Unsupported("unsupported-media-type", cursor.origin, message).diagnostic())
    others = [content for content, value in unread if value in read]
    if others and not request and not error:
        built = [content for content in built if content not in others]
        listed = ", ".join(content.media_type for content in others)
        message = f"the same data as {listed} is not asked for: it is read as {built[0].media_type}"
        hint = "a header `Accept` of the call asks for it, and the raw response has its bytes"
        place.problems.note("media-type-not-asked-for", cursor.origin, message, hint)
    return tuple(sorted(built, key=lambda content: media.rank(content.media_type, content.encoding)))


def _content(
    media_type: str,
    cursor: Cursor,
    schema: Cursor | None,
    place: Place,
    role: Role,
    suffix: tuple[str, ...],
    *,
    request: bool,
) -> Content:
    item_schema = cursor.get("itemSchema")
    structured = schema is not None and _is_structured(schema, place)
    text = schema is not None and not structured and _is_text(schema, place)
    encoding = media.encoding(media_type, structured=structured, text=text)
    context = place.context(role, *suffix, request=request)
    expression = place.session.schemas.expression
    value: TypeExpr
    item: TypeExpr | None = None
    if encoding is Encoding.BYTES:
        value = BINARY
    elif encoding is Encoding.TEXT:
        value = expression(schema, context) if schema is not None and not structured else TEXT
        value = TEXT if value in (AnyType(), BINARY) else value
    elif item_schema is not None:
        item = expression(item_schema, place.context(Role.ITEM, *suffix, "item", request=request))
        value = ArrayType(item=item)
    else:
        value = expression(schema, context) if schema is not None else AnyType()
        encoding = Encoding.BYTES if value == BINARY and encoding is Encoding.JSON else encoding  # a file is no JSON
    if encoding in media.STREAMS and item is None:
        item = value.item if isinstance(value, ArrayType) else value
    origin = cursor.origin
    sent_as = ""
    if request:
        media_type = media.first_of(media_type)
        sent_as = media.sent_as(media_type, encoding)
    place.session.media[origin, media_type] = cursor
    if encoding is Encoding.MULTIPART:
        for part in _part_encodings(cursor):
            place.session.headers[part.id] = build_headers(part, place, request=request)
    xml: XmlHints | None = None
    if encoding is Encoding.XML and schema is not None:
        resolved = place.problems.attempt(schema.follow, None)
        xml = place.session.schemas.xml(resolved) if resolved is not None else None
    return Content(
        media_type=media_type,
        sent_as="" if sent_as == media_type else sent_as,
        encoding=encoding,
        type=value,
        item=item,
        constraints=place.session.schemas.constraints(schema) if schema is not None else NO_CONSTRAINTS,
        xml=xml,
        origin=origin,
    )


def _part_encodings(media_type: Cursor) -> Iterator[Cursor]:
    """The Encoding Objects of a multipart body, by name and by position."""
    named, prefix, item = (media_type.get(key) for key in ("encoding", "prefixEncoding", "itemEncoding"))
    if named is not None:
        yield from (encoding for _, encoding in named.items())
    if prefix is not None:
        yield from prefix.elements()
    if item is not None:
        yield item


def _is_structured(schema: Cursor, place: Place) -> bool:
    """True when the schema describes an object, an array or a choice of such, not one text."""
    resolved = place.problems.attempt(schema.follow, None)
    value: Any = resolved.value if resolved is not None else None
    if not isinstance(value, dict):
        return False
    members = cast("dict[str, Any]", value)
    kind: Any = members.get("type")
    if kind is None:
        return not _STRUCTURED.isdisjoint(members)
    return kind in _CONTAINERS or (isinstance(kind, list) and any(name in kind for name in _CONTAINERS))


def _is_text(schema: Cursor, place: Place) -> bool:
    """True when the schema describes a text, number or boolean, and not a file."""
    resolved = place.problems.attempt(schema.follow, None)
    value: Any = resolved.value if resolved is not None else None
    if not is_object(value) or value.get("format") == "binary" or "contentMediaType" in value:
        return False
    return value.get("type") in ("string", "integer", "number", "boolean")


def build_headers(cursor: Cursor, place: Place, *, request: bool) -> tuple[Header, ...]:
    """The Header Objects below `headers`; `Content-Type` is ignored, as the specification wants."""
    holder = cursor.get("headers")
    built: list[Header] = []
    for name, written in holder.items() if holder is not None else ():
        found = place.problems.attempt(written.follow, None)
        if found is None or name.lower() == "content-type":
            continue
        leaf = split(name)
        schema = (content_schema(found) or ("", found.get("schema")))[1]
        context = place.context(Role.HEADER, *leaf, "header", request=request, leaf=leaf)
        built.append(
            Header(
                name=Name(wire=name, words=leaf, rule="the header's name"),
                type=place.session.schemas.expression(schema, context) if schema is not None else TEXT,
                required=found.flag("required"),
                docs=described(found),
                origin=found.origin,
            )
        )
    return tuple(built)
