"""How each property of a form or multipart body is written: the Encoding Object, decided (OpenAPI 3.2, section 4.15).

Decided after all declarations are finished, because it depends on what the type of a property turned out to be.
"""

from __future__ import annotations

from dataclasses import replace

from specloom.build import media
from specloom.build.session import Place
from specloom.build.shapes import Shapes
from specloom.ir.contents import Body, Content, Encoding, Part
from specloom.ir.parameters import Style
from specloom.ir.types import Access, AnyType, MapType, ScalarType, TupleType, TypeExpr
from specloom.quick import dataclass
from specloom.source.cursor import Cursor

_STYLES = {
    style.value: style
    for style in (
        Style.FORM,
        Style.SPACE_DELIMITED,
        Style.PIPE_DELIMITED,
        Style.TAB_DELIMITED,
        Style.DEEP_OBJECT,
    )
}
_OCTETS = "application/octet-stream"


def with_parts(body: Body, shapes: Shapes, place: Place) -> Body:
    """`body` with the parts of its forms; other contents are as they were."""
    return replace(body, contents=tuple(_with_parts(content, shapes, place) for content in body.contents))


def _with_parts(content: Content, shapes: Shapes, place: Place) -> Content:
    cursor = place.session.media.get((content.origin, content.media_type))
    if cursor is None or content.encoding not in (Encoding.FORM, Encoding.MULTIPART):
        return content
    builder = _Parts(multipart=content.encoding is Encoding.MULTIPART, shapes=shapes, place=place)
    parts = builder.named(content, cursor)
    if content.encoding is not Encoding.MULTIPART or parts:
        return replace(content, parts=tuple(parts))
    parts = builder.positional(content, cursor)
    return replace(content, parts=tuple(parts), positional=bool(parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """Makes the parts of one body."""

    multipart: bool
    shapes: Shapes
    place: Place

    def named(self, content: Content, cursor: Cursor) -> list[Part]:
        """One part for each property that a caller may send."""
        encodings = cursor.get("encoding")
        properties = self.place.problems.attempt(lambda: _properties(cursor), None)
        return [
            self.part(
                name,
                field.type,
                encodings.get(name) if encodings is not None else None,
                _media_of(properties.get(name)) if properties is not None else "",
            )
            for name, field in self.shapes.fields(content.type).items()
            if field.access is not Access.READ
        ]

    def positional(self, content: Content, cursor: Cursor) -> list[Part]:
        """Nameless parts of an array: `prefixEncoding` by position, then `itemEncoding` for all others (`many`)."""
        expression = self.shapes.plain(content.type)
        array = self.shapes.array(expression)
        first = expression.items if isinstance(expression, TupleType) else ()
        rest = expression.rest if isinstance(expression, TupleType) else array.item if array is not None else None
        prefix = cursor.get("prefixEncoding")
        encodings = [*prefix.elements()] if prefix is not None else []
        parts = [
            self.part("", item, encodings[position] if position < len(encodings) else None)
            for position, item in enumerate(first)
        ]
        if rest is not None:
            parts.append(replace(self.part("", rest, cursor.get("itemEncoding")), many=True))
        return parts

    def part(self, name: str, expression: TypeExpr, encoding: Cursor | None, described: str = "") -> Part:
        """One part; `described` is the media type that the schema itself speaks of."""
        style, explode, reserved = _style(encoding)
        array = self.shapes.array(expression)
        content_type = ""
        how = Encoding.TEXT
        if style is None:
            content_type = (encoding.text("contentType") if encoding is not None else "") or described
            how = self._encoding(array.item if array is not None else expression, content_type)
            if self.multipart and not content_type:
                content_type = {Encoding.BYTES: _OCTETS, Encoding.JSON: "application/json"}.get(how, "")
        is_file = self.multipart and how is Encoding.BYTES
        if content_type and not is_file:
            content_type = media.sent_as(content_type, how)
        return Part(
            name=name,
            type=expression,
            encoding=how,
            content_type=content_type,
            style=style,
            explode=explode,
            allow_reserved=reserved,
            is_file=is_file,
            many=array is not None,
            headers=self.place.session.headers.get(encoding.id, ()) if encoding is not None else (),
        )

    def _encoding(self, expression: TypeExpr, content_type: str) -> Encoding:
        """How one value is written inside the body: as its content type says, else by its type."""
        plain = self.shapes.plain(expression)
        scalar = plain if isinstance(plain, ScalarType) else None
        structured = (
            isinstance(plain, MapType | TupleType) or self.shapes.is_object(plain) or bool(self.shapes.array(plain))
        )
        if content_type:
            how = media.encoding(content_type.partition(",")[0], structured=structured)
            is_binary_text = how is Encoding.TEXT and scalar is not None and scalar.format == "binary"
            return Encoding.BYTES if is_binary_text else how
        if structured or (scalar is not None and scalar.format == "json"):
            return Encoding.JSON
        if (scalar is not None and scalar.format == "binary") or (self.multipart and isinstance(plain, AnyType)):
            return Encoding.BYTES
        return Encoding.TEXT


def _style(encoding: Cursor | None) -> tuple[Style | None, bool, bool]:
    """Style, explode and allowReserved; no style where the Encoding Object asks for none of the three."""
    if encoding is None or all(encoding.get(key) is None for key in ("style", "explode", "allowReserved")):
        return None, True, False
    style = _STYLES.get(encoding.text("style"), Style.FORM)
    explode = encoding.get("explode")
    exploded = style in (Style.FORM, Style.DEEP_OBJECT) if explode is None else explode.value is True
    return style, exploded, encoding.flag("allowReserved")


def _properties(cursor: Cursor) -> Cursor | None:
    """The Schema Objects of the properties that the schema of a body lists itself."""
    schema = cursor.get("schema")
    return schema.follow().get("properties") if schema is not None else None


def _media_of(schema: Cursor | None) -> str:
    """`contentMediaType` of a property, or of its items, whose text is not encoded."""
    items = schema.get("items") if schema is not None else None
    for candidate in (schema, items):
        if candidate is not None and candidate.text("contentMediaType") and not candidate.text("contentEncoding"):
            return candidate.text("contentMediaType")
    return ""
