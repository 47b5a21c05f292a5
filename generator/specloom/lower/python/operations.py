"""Operations as constants of the runtime: where a request goes, how its values are written, what comes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from specloom.ir.operations import Operation, PathSlot
from specloom.ir.paging import CursorPages, LinkHeader, NextUrl, NumberedPages, OffsetPages, Pagination
from specloom.ir.parameters import Parameter, Style
from specloom.ir.security import Requirement
from specloom.ir.servers import Server
from specloom.ir.types import ArrayType, MapType, TupleType, TypeExpr
from specloom.languages.code import Code
from specloom.languages.imports import Import
from specloom.languages.python.expr import (
    FALSE,
    TRUE,
    Atom,
    Expr,
    Item,
    call,
    call_items,
    dict_of,
    keyword,
    tuple_of,
)
from specloom.languages.python.text import literal, string
from specloom.lower.arguments import Argument, Place
from specloom.lower.constraints import demands
from specloom.lower.payloads import Payload
from specloom.lower.python.bodies import EXPLODED, bodies_of
from specloom.lower.python.codecs import Codecs, literal_tuple
from specloom.lower.results import Result, ResultKind
from specloom.lower.shapes import bare
from specloom.quick import dataclass

_DEFAULT_STYLE = {Place.PATH: Style.SIMPLE, Place.HEADER: Style.SIMPLE}
_TABLES = {
    "query": (Place.QUERY, Place.QUERYSTRING),
    "headers": (Place.HEADER,),
    "cookies": (Place.COOKIE,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Constants:
    """Writes the constants of one file. `security` and `idempotency_header` are the API's own, which are not
    repeated."""

    codecs: Codecs
    security: tuple[Requirement, ...]
    idempotency_header: str

    def operation(
        self,
        operation: Operation,
        spoken: Code,
        arguments: Iterable[Argument],
        payloads: Sequence[Payload],
        result: Result,
    ) -> Expr:
        """`Operation(id=..., ...)`, or the class for pages or streams. `spoken` is how a user calls it."""
        given = tuple(arguments)
        items: list[tuple[str, Expr]] = [
            ("id", _text(operation.id)),
            ("call", _text(spoken)),
            ("method", _text(operation.method)),
            ("path", self._path(operation, given)),
        ]
        for key, places in _TABLES.items():
            table = {a.name.wire: self._parameter(a) for a in given if a.place in places}
            if found := [(string(wire), spec) for wire, spec in table.items() if spec is not None]:
                items.append((key, dict_of(found)))
        items += [("querystring", _text(a.name.wire)) for a in given if a.place is Place.QUERYSTRING]
        first, *others = bodies_of(self.codecs, payloads) or (None,)
        if first is not None:
            items.append(("body", first))
        if others:
            items.append(("alternatives", tuple_of(others)))
        if responses := self._responses(operation):
            items.append(("responses", dict_of(responses)))
        if operation.security != self.security:
            items.append(("security", security_of(operation.security)))
        if operation.servers:
            items.append(("servers", tuple_of(self._server(server) for server in operation.servers)))
        if operation.idempotent:
            items.append(("idempotent", TRUE))
        if operation.idempotency_header and operation.idempotency_header != self.idempotency_header:
            items.append(("idempotency_header", _text(operation.idempotency_header)))
        items += self._result(operation, result)
        return call_items(self.name(result.kind.value), (keyword(Code(key), value) for key, value in items))

    def name(self, wanted: str) -> Code:
        """A name of the runtime's module of operations."""
        return self.codecs.file.use(Import(f"{self.codecs.runtime}.operations", wanted))

    def _result(self, operation: Operation, result: Result) -> list[tuple[str, Expr]]:
        if result.kind is ResultKind.PAGES and operation.pagination is not None:
            pages = operation.pagination
            return [("pages", self._pages(pages)), ("item", self.codecs.lazy(pages.item)), *_accept(result)]
        if result.kind is ResultKind.STREAM and result.item is not None:
            flags = _flags(whole_event=result.whole_event, json_data=result.json_data)
            return [("item", self.codecs.lazy(result.item)), *flags, *_accept(result)]
        return _accept(result)

    def _path(self, operation: Operation, arguments: tuple[Argument, ...]) -> Expr:
        specs = {a.name.wire: self._parameter(a) for a in arguments if a.place is Place.PATH}
        parts: list[Expr] = []
        for part in operation.path:
            if isinstance(part, PathSlot):
                spec = specs.get(part.name)
                parts.append(call(self.name("Slot"), _text(part.name), *([spec] if spec is not None else [])))
            else:
                parts.append(_text(part))
        return tuple_of(parts)

    def _parameter(self, argument: Argument) -> Expr | None:
        """`Parameter(...)`, or None where all of it is the default of its place."""
        parameter = argument.parameter
        if parameter is None:
            return None
        items: list[Item] = []
        if not self.codecs.plain(argument.type) or demands(self.codecs.api, argument.type):
            items.append(Item(self.codecs.of(argument.type)))
        if parameter.media_type:
            items.append(keyword(Code("media_type"), _text(parameter.media_type)))
        else:
            items += self._style(parameter, argument)
        if parameter.allow_reserved:
            items.append(keyword(Code("allow_reserved"), TRUE))
        constraints = self.codecs.constraints(parameter.type, parameter.constraints)
        if constraints is not None:
            items.append(keyword(Code("constraints"), constraints))
        return call_items(self.name("Parameter"), items) if items else None

    def _style(self, parameter: Parameter, argument: Argument) -> list[Item]:
        items: list[Item] = []
        if parameter.style is not _DEFAULT_STYLE.get(argument.place, Style.FORM):
            items.append(keyword(Code("style"), _text(parameter.style.value)))
        matters = parameter.style is not Style.DEEP_OBJECT and self._has_parts(argument.type)
        if matters and parameter.explode is not (parameter.style in EXPLODED):
            items.append(keyword(Code("explode"), TRUE if parameter.explode else FALSE))
        return items

    def _has_parts(self, expr: TypeExpr) -> bool:
        """Whether values of this type may be arrays or objects, so that `explode` means something."""
        found, _ = bare(self.codecs.api, expr)
        return not self.codecs.is_scalar(found) or isinstance(found, ArrayType | MapType | TupleType)

    def _responses(self, operation: Operation) -> list[tuple[Code, Expr]]:
        found: list[tuple[Code, Expr]] = []
        for response in operation.responses:
            if not response.contents and not response.status.startswith("2"):
                continue
            types = dict_of(
                (string(content.media_type), self.codecs.received(content)) for content in response.contents
            )
            found.append((string(response.status), types))
        return found

    def _pages(self, pages: Pagination) -> Expr:
        items: list[tuple[str, Expr]] = [("items", literal_tuple(pages.items))]
        match pages:
            case NextUrl(next=next_):
                items.append(("next", literal_tuple(next_)))
            case LinkHeader():
                pass
            case CursorPages():
                items += [("parameter", _text(pages.parameter)), ("next", literal_tuple(pages.next))]
                items += _flags(last_item=pages.last_item)
            case OffsetPages():
                items.append(("parameter", _text(pages.parameter)))
                items += [("limit", _text(pages.limit))] if pages.limit else []
                items += _paths(total=pages.total)
            case NumberedPages():
                items.append(("parameter", _text(pages.parameter)))
                items += [("first", literal(pages.first))] if pages.first != 1 else []
                items += [("size", _text(pages.size))] if pages.size else []
                items += _paths(total_pages=pages.total_pages, total=pages.total)
        if isinstance(pages, CursorPages | OffsetPages | NumberedPages):
            items += [*_paths(more=pages.more), *_flags(in_body=pages.in_body)]
        return call_items(self.name(type(pages).__name__), (keyword(Code(key), value) for key, value in items))

    def _server(self, server: Server) -> Expr:
        return server_of(server, self.codecs)


def server_of(server: Server, codecs: Codecs, arguments: Mapping[str, Code] | None = None) -> Expr:
    """`Server(...)`. `arguments` are the client's keywords for its variables."""
    items = [Item(_text(server.url))]
    if server.name.words:
        items.append(keyword(Code("name"), _text("_".join(server.name.words))))
    variables: list[Expr] = []
    for variable in server.variables:
        parts = [Item(_text(variable.name.wire)), Item(_text(variable.default))]
        claimed = (arguments or {}).get(variable.name.wire)
        if claimed is not None and claimed != variable.name.wire:
            parts.append(keyword(Code("argument"), _text(claimed)))
        if variable.values:
            parts.append(keyword(Code("values"), literal_tuple(variable.values)))
        variables.append(call_items(codecs.file.use(Import(f"{codecs.runtime}.api", "ServerVariable")), parts))
    if variables:
        items.append(keyword(Code("variables"), tuple_of(variables)))
    return call_items(codecs.file.use(Import(f"{codecs.runtime}.api", "Server")), items)


def security_of(requirements: tuple[Requirement, ...]) -> Expr:
    """Alternatives of schemes that are needed together."""
    return tuple_of(tuple_of(_text(use.scheme) for use in requirement) for requirement in requirements)


def _accept(result: Result) -> list[tuple[str, Expr]]:
    return [("accept", _text(result.accept))] if result.accept else []


def _text(text: str) -> Atom:
    return Atom(string(text))


def _paths(**paths: tuple[str, ...] | None) -> list[tuple[str, Expr]]:
    return [(key, literal_tuple(path)) for key, path in paths.items() if path is not None]


def _flags(**flags: bool) -> list[tuple[str, Expr]]:
    return [(key, TRUE) for key, flag in flags.items() if flag]
