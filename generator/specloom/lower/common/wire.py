"""How requests and responses are written: parameters, parts, bodies, pages, servers, as views."""

from __future__ import annotations

from collections.abc import Mapping

from specloom.ir.contents import Content, Encoding, Header, Part, Response
from specloom.ir.operations import PathSlot
from specloom.ir.paging import CursorPages, LinkHeader, NextUrl, NumberedPages, OffsetPages, Pagination
from specloom.ir.parameters import Style
from specloom.ir.security import Requirement
from specloom.ir.servers import Server
from specloom.ir.types import AnyType, ArrayType, LiteralType, ScalarType, TypeExpr
from specloom.languages.code import EMPTY, Code
from specloom.languages.typed import Documentation, TypedLanguage
from specloom.lower.arguments import Place
from specloom.lower.common.file import CommonFile
from specloom.lower.common.types import BINARY, DOWNLOAD, TEXT, optional, scratch, type_view, xml_view
from specloom.lower.docs import prose
from specloom.lower.errors import error_class
from specloom.lower.shapes import model_of
from specloom.lower.surface import STYLES
from specloom.lower.views import (
    ArgumentView,
    ContentView,
    HeaderView,
    PagesView,
    PartView,
    RequirementView,
    ResponseView,
    SegmentView,
    ServerView,
    VariableView,
)

EXPLODED = frozenset((Style.FORM, Style.COOKIE, Style.DEEP_OBJECT))
"""Styles that explode where nothing is said."""

_STREAMS = frozenset((Encoding.EVENT_STREAM, Encoding.JSON_LINES, Encoding.JSON_SEQ))
_DEFAULT_STYLE = {Place.PATH: Style.SIMPLE, Place.HEADER: Style.SIMPLE}


def default_style(place: Place) -> Style:
    """The style of a place that says none (OpenAPI 3.2, section 4.12.2.1)."""
    return _DEFAULT_STYLE.get(place, Style.FORM)


def segments(
    language: TypedLanguage, path: tuple[str | PathSlot, ...], arguments: Mapping[str, ArgumentView]
) -> tuple[SegmentView, ...]:
    """The pieces of a path; `arguments` are the path parameters by their names on the wire."""
    return tuple(
        (
            SegmentView(text=EMPTY, parameter=language.string(part.name), argument=arguments.get(part.name))
            if isinstance(part, PathSlot)
            else SegmentView(text=language.string(part), parameter=EMPTY, argument=None)
        )
        for part in path
    )


def content_view(file: CommonFile, content: Content, *, given: bool = False, flat: bool = False) -> ContentView:
    """A content, as it is sent (`given`) or received. `flat`: its properties are arguments, so that its own type need
    not exist."""
    language = file.package.typed
    # Of a stream, items are read and written one by one: nothing else of its type is needed.
    whole = file if content.item is None and not flat else scratch(file)
    return ContentView(
        media_type=language.string(content.sent_as if given and content.sent_as else content.media_type),
        encoding=language.string(content.encoding.value),
        is_json=content.encoding is Encoding.JSON,
        is_form=content.encoding is Encoding.FORM,
        is_multipart=content.encoding is Encoding.MULTIPART,
        is_text=content.encoding is Encoding.TEXT,
        is_bytes=content.encoding is Encoding.BYTES,
        is_xml=content.encoding is Encoding.XML,
        is_stream=content.encoding in _STREAMS,
        type=type_view(whole, AnyType() if flat else carried(content, received=not given), given=given, named=False),
        item=type_view(file, content.item, given=given, named=False) if content.item is not None else None,
        parts=tuple(part_view(file, part, whole) for part in content.parts) if given else (),
        is_positional=content.positional,
        xml=xml_view(language, content.xml),
        names_root=content.xml is not None and model_of(file.package.api, content.type) is None,
    )


def carried(content: Content, *, received: bool = False) -> TypeExpr:
    """The type of a whole content, as a program holds it: bytes are that whatever their schema says, and so is text,
    but for numbers and flags that are received as text."""
    if content.encoding is Encoding.BYTES:
        return DOWNLOAD if received else BINARY
    if content.encoding is Encoding.TEXT:
        return content.type if received and isinstance(content.type, ScalarType | LiteralType) else TEXT
    return content.type


def part_view(file: CommonFile, part: Part, types: CommonFile) -> PartView:
    """A property of a form or multipart body; its type is written into `types`."""
    language = file.package.typed
    text = optional(language)
    return PartView(
        name=language.string(part.name),
        type=type_view(types, part_type(part), given=True, named=False),
        encoding=language.string(part.encoding.value),
        is_xml=part.encoding is Encoding.XML,
        content_type=text(part.content_type),
        style=text(part.style.value if part.style is not None else ""),
        is_exploded=part.explode,
        default_explode=part.style is None or part.explode is (part.style in EXPLODED),
        allows_reserved=part.allow_reserved,
        is_file=part.is_file,
        is_many=part.many,
        headers=tuple(_header(file, header) for header in part.headers),
    )


def part_type(part: Part) -> TypeExpr:
    """The type of what a part carries: a file is bytes."""
    if not part.is_file:
        return part.type
    return ArrayType(item=BINARY) if part.many else BINARY


def _header(file: CommonFile, header: Header) -> HeaderView:
    name = file.package.typed.string(header.name.wire)
    return HeaderView(name=name, type=type_view(file, header.type, named=False))


def response_view(file: CommonFile, response: Response) -> ResponseView:
    """A response of an operation."""
    is_error = response.status[:1] in ("4", "5")
    return ResponseView(
        status=file.package.typed.string(response.status),
        contents=tuple(content_view(file, content) for content in response.contents),
        error=Code(error_class(response.status, file.package.typed.status_error)) if is_error else EMPTY,
    )


def pages_view(file: CommonFile, pages: Pagination) -> PagesView:
    """How an operation is paged."""
    language = file.package.typed
    text = optional(language)

    def path(name: str) -> tuple[Code, ...]:
        return tuple(language.string(part) for part in getattr(pages, name, None) or ())

    return PagesView(
        style=language.string(STYLES[type(pages)]),
        item=type_view(file, pages.item),
        items=path("items"),
        next=path("next"),
        parameter=text(getattr(pages, "parameter", "")),
        limit=text(getattr(pages, "limit", "")),
        size=text(getattr(pages, "size", "")),
        first=getattr(pages, "first", 1),
        more=path("more"),
        total=path("total"),
        total_pages=path("total_pages"),
        has_more=getattr(pages, "more", None) is not None,
        has_total=getattr(pages, "total", None) is not None,
        has_total_pages=getattr(pages, "total_pages", None) is not None,
        is_next_url=isinstance(pages, NextUrl),
        is_link_header=isinstance(pages, LinkHeader),
        is_cursor=isinstance(pages, CursorPages),
        is_offset=isinstance(pages, OffsetPages),
        is_numbered=isinstance(pages, NumberedPages),
        in_last_item=getattr(pages, "last_item", False),
        in_body=getattr(pages, "in_body", False),
    )


def requirements(language: TypedLanguage, security: tuple[Requirement, ...]) -> tuple[RequirementView, ...]:
    """Alternatives of schemes that are needed together."""
    return tuple(RequirementView(schemes=tuple(language.string(use.scheme) for use in one)) for one in security)


def server_view(
    language: TypedLanguage, server: Server, arguments: Mapping[str, Code], setters: Mapping[str, Code]
) -> ServerView:
    """A server; `arguments` are the client's names for its variables, `setters` of functions that give them."""
    text = optional(language)
    return ServerView(
        url=language.string(server.url),
        name=text("_".join(server.name.words)),
        variables=tuple(
            VariableView(
                name=arguments.get(variable.name.wire, EMPTY),
                setter=setters.get(str(arguments.get(variable.name.wire, "")), EMPTY),
                wire=language.string(variable.name.wire),
                default=language.string(variable.default),
                values=tuple(language.string(value) for value in variable.values),
                doc=language.document(
                    Documentation(
                        name=str(arguments.get(variable.name.wire, variable.name.wire)), text=prose(variable.docs)
                    ),
                    language.indent,
                ),
            )
            for variable in server.variables
        ),
    )
