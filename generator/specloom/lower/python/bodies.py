"""Bodies as constants of the runtime: the media types that a body is sent as, and how its values are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from specloom.ir.contents import Content, Encoding, Part
from specloom.ir.parameters import Style
from specloom.ir.types import TypeExpr
from specloom.languages.code import Code
from specloom.languages.imports import Import
from specloom.languages.python.expr import FALSE, TRUE, Atom, Expr, Item, call, call_items, dict_of, keyword, tuple_of
from specloom.languages.python.text import string
from specloom.lower.constraints import demands
from specloom.lower.payloads import Payload
from specloom.lower.python.codecs import Codecs, literal_tuple
from specloom.lower.shapes import bare, model_of
from specloom.quick import dataclass

_CLASSES = {
    Encoding.JSON: ("JsonBody", "application/json"),
    Encoding.FORM: ("FormBody", "application/x-www-form-urlencoded"),
    Encoding.MULTIPART: ("MultipartBody", "multipart/form-data"),
    Encoding.TEXT: ("TextBody", "text/plain"),
    Encoding.BYTES: ("BytesBody", "application/octet-stream"),
    Encoding.XML: ("XmlBody", "application/xml"),
    Encoding.JSON_LINES: ("JsonLinesBody", "application/jsonl"),
    Encoding.JSON_SEQ: ("JsonLinesBody", "application/jsonl"),
    Encoding.EVENT_STREAM: ("TextBody", "text/event-stream"),
}
_STRUCTURED = ("JsonBody", "FormBody", "MultipartBody", "XmlBody")
EXPLODED = frozenset((Style.FORM, Style.COOKIE, Style.DEEP_OBJECT))
"""Styles whose `explode` is true where the document does not say (OpenAPI 3.2, section 4.12.2.3)."""


def bodies_of(codecs: Codecs, payloads: Sequence[Payload]) -> tuple[Expr, ...]:
    """`JsonBody(...)` and its kin for an operation, the usual one first.

    Media types whose bytes are the same share one.
    """
    written: dict[tuple[Code, tuple[Item, ...]], list[Content]] = {}
    seen: set[str] = set()
    for payload in payloads:
        for content in payload.contents:
            if content.media_type not in seen:
                seen.add(content.media_type)
                body = _Body(codecs=codecs, payload=payload, content=content)
                written.setdefault((body.class_name, tuple(body.items())), []).append(content)
    return tuple(
        call_items(
            codecs.file.use(Import(f"{codecs.runtime}.operations", class_name)),
            [*_media_types(contents, class_name), *items],
        )
        for (class_name, items), contents in written.items()
    )


def _media_types(contents: Sequence[Content], class_name: Code) -> list[Item]:
    """The media type where it is not the usual one of its class, and the others that may be chosen instead."""
    first = contents[0]
    main = first.sent_as or first.media_type
    others = tuple(content.media_type for content in contents if content.media_type != main)
    items = [Item(_text(main))] if main != dict(_CLASSES.values()).get(class_name) else []
    return [*items, keyword(Code("also"), literal_tuple(others))] if others else items


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """Writes the body for one media type, without naming it."""

    codecs: Codecs
    payload: Payload
    content: Content

    @property
    def class_name(self) -> Code:
        """The class of the runtime."""
        return Code(_CLASSES[self.content.encoding][0])

    @property
    def whole(self) -> bool:
        """Whether the body is one value."""
        return not self.payload.fields

    def items(self) -> Iterator[Item]:
        """The arguments of the class."""
        structured = self.class_name in _STRUCTURED
        yield from self._type()
        if self.class_name in ("JsonBody", "XmlBody") and not self.whole:
            yield from self._flat_fields()
        if self.class_name in ("FormBody", "MultipartBody"):
            yield from self._parts()
        if self.whole and structured:
            yield keyword(Code("whole"), TRUE)
            if any(argument.nullable for argument in self.payload.arguments):
                yield keyword(Code("nullable"), literal_tuple(("",)))
        if self.class_name == "XmlBody" and model_of(self.codecs.api, self.content.type) is None:
            xml = self.codecs.xml(self.content.xml)
            yield from [keyword(Code("xml"), xml)] if xml is not None else []
        if self.payload.required:
            yield keyword(Code("required"), TRUE)
        if structured and (table := self._constraints()):
            yield keyword(Code("constraints"), dict_of(table))

    def _type(self) -> Iterator[Item]:
        content, codecs = self.content, self.codecs
        if self.class_name == "XmlBody":
            yield keyword(Code("type"), codecs.reference(content.type))
        elif self.whole and (self.class_name in _STRUCTURED or self.class_name == "JsonLinesBody"):
            if content.item is not None:
                yield keyword(Code("type"), codecs.reference(content.item))
            elif not codecs.plain(content.type):
                yield keyword(Code("type"), codecs.reference(content.type))

    def _constraints(self) -> list[tuple[Code, Expr]]:
        """What is demanded of flattened properties by wire name, or of the body as a whole under the empty one."""
        if self.whole:
            whole = self.codecs.constraints(self.content.type, self.content.constraints)
            return [] if whole is None else [(string(""), whole)]
        found = [(f.name.wire, self.codecs.constraints(f.type, f.constraints)) for f in self.payload.fields]
        return [(string(wire), constraints) for wire, constraints in found if constraints is not None]

    def _flat_fields(self) -> Iterator[Item]:
        fields = self.payload.fields
        if self.class_name == "JsonBody":
            specs = [
                (string(f.name.wire), self.codecs.reference(f.type))
                for f in fields
                if not self.codecs.plain(f.type) or demands(self.codecs.api, f.type)
            ]
            yield from [keyword(Code("fields"), dict_of(specs))] if specs else []
        nullable = tuple(f.name.wire for f in fields if bare(self.codecs.api, f.type)[1])
        yield from [keyword(Code("nullable"), literal_tuple(nullable))] if nullable else []

    def _parts(self) -> Iterator[Item]:
        if self.content.positional:
            yield from self._positions()
            return
        types = {field.name.wire: field.type for field in self.payload.fields}
        known = {part.name: part for part in self.content.parts}
        found: list[tuple[Code, Expr]] = []
        for wire in dict.fromkeys([*types, *known]):
            spec = self._part(known.get(wire), types.get(wire))
            if spec is not None:
                found.append((string(wire), spec))
        yield from [keyword(Code("parts"), dict_of(found))] if found else []

    def _positions(self) -> Iterator[Item]:
        parts = self.content.parts
        plain = call(self._name("bodies", "Part"))
        prefix = [self._part(part, part.type) or plain for part in parts if not part.many]
        item = next((self._part(part, part.type) for part in parts if part.many), None)
        yield from [keyword(Code("prefix"), tuple_of(prefix))] if prefix else []
        yield from [keyword(Code("item"), item)] if item is not None else []

    def _part(self, part: Part | None, type_: TypeExpr | None) -> Expr | None:
        items: list[Item] = []
        expr = type_ if type_ is not None else part.type if part is not None else None
        is_xml = part is not None and part.encoding is Encoding.XML
        if expr is not None and (is_xml or not self.codecs.plain(expr) or demands(self.codecs.api, expr)):
            items.append(Item(self.codecs.reference(expr)))
        if part is not None:
            items += self._encoding(part)
        return call_items(self._name("bodies", "Part"), items) if items else None

    def _encoding(self, part: Part) -> Iterator[Item]:
        if part.content_type:
            yield keyword(Code("content_type"), _text(part.content_type))
        if part.style is not None:
            yield keyword(Code("style"), _text(part.style.value))
            if part.explode is not (part.style in EXPLODED):
                yield keyword(Code("explode"), TRUE if part.explode else FALSE)
        if part.allow_reserved:
            yield keyword(Code("allow_reserved"), TRUE)
        if part.is_file:
            yield keyword(Code("is_file"), TRUE)
        telling = [header for header in part.headers if not self.codecs.plain(header.type)]
        if telling:
            parameter = self._name("operations", "Parameter")
            table = dict_of((string(h.name.wire), call(parameter, self.codecs.reference(h.type))) for h in telling)
            yield keyword(Code("headers"), table)

    def _name(self, module: str, wanted: str) -> Code:
        return self.codecs.file.use(Import(f"{self.codecs.runtime}.{module}", wanted))


def _text(text: str) -> Atom:
    return Atom(string(text))
