"""Methods: the signature a caller sees, the text that explains it, and the call it makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from specloom.ir.contents import Encoding
from specloom.ir.operations import Operation
from specloom.ir.types import LiteralType
from specloom.languages.code import EMPTY, Code
from specloom.languages.imports import Import
from specloom.languages.python import layout as layout
from specloom.languages.python.expr import (
    NONE,
    TRUE,
    Atom,
    Bracketed,
    Expr,
    Item,
    call_items,
    dict_of,
    flat,
    keyword,
    name,
    subscript,
)
from specloom.languages.python.text import string
from specloom.lower.arguments import Argument, Place
from specloom.lower.calls import Call, call_of, key_of, only_for
from specloom.lower.claims import claim_arguments
from specloom.lower.payloads import Payload
from specloom.lower.python.docs import method_doc
from specloom.lower.python.package import PythonPackage
from specloom.lower.python.signatures import Named, is_open, merged, named, parameters
from specloom.lower.python.types import Hints, either
from specloom.lower.python.views import MethodView, WayView
from specloom.lower.results import Result, ResultKind, result_of, stream_of
from specloom.quick import dataclass

_OWNED = ("self", "options")
_OPTIONS = Code("options")
_BODY = Code("body")
_CLIENT = Code("self._client")
_TABLES = {
    Place.PATH: "path",
    Place.QUERY: "query",
    Place.QUERYSTRING: "query",
    Place.HEADER: "headers",
    Place.COOKIE: "cookies",
    Place.BODY: "body",
}
_VERBS = {ResultKind.VALUE: "call", ResultKind.PAGES: "page", ResultKind.STREAM: "stream"}
_WRAPPERS = {ResultKind.VALUE: "call", ResultKind.PAGES: "page", ResultKind.STREAM: "call"}
_ASYNC_WRAPPERS = {ResultKind.VALUE: "async_call", ResultKind.PAGES: "async_page", ResultKind.STREAM: "async_events"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """An operation as a method, before it is laid out for one of the two clients.

    `ways` are the ways to call it, the usual one first: an overload each where there are several. `returned` is what a
    call returns: the value, or an item of the pages or of the stream. `twin` is the other method of an operation that
    answers with a value or a stream; `switches` are the properties of the body that ask for the stream.
    """

    operation: Operation
    name: Code
    constant: Code
    spoken: Code
    payloads: tuple[Payload, ...]
    result: Result
    ways: tuple[tuple[Named, ...], ...]
    returned: Expr
    twin: Code
    switches: tuple[str, ...]

    @property
    def arguments(self) -> tuple[Named, ...]:
        """Those of the usual way."""
        return self.ways[0]

    @property
    def sent(self) -> tuple[Argument, ...]:
        """What is sent beside the body: the same in every way to call it."""
        return tuple(one.argument for one in self.arguments if one.argument.place is not Place.BODY)

    def documented(self) -> Iterator[tuple[Named, tuple[str, ...]]]:
        """Every argument once, with the media types that it is limited to."""
        ways = [[one.argument for one in way] for way in self.ways]
        seen: set[Code] = set()
        for one in (one for way in self.ways for one in way):
            if one.identifier not in seen:
                seen.add(one.identifier)
                yield one, only_for(ways, one.argument)


def lower_methods(package: PythonPackage, operations: Iterable[Operation], spoken: Code, hints: Hints) -> list[Method]:
    """The methods for operations: one each, and a second one where the answer is a value or a stream.

    They hold everything that does not depend on the client. `spoken` is the resource they belong to, empty for the
    client itself.
    """
    found: list[Method] = []
    for operation in operations:
        found.append(_method(package, operation, spoken, hints, result_of(package.api, operation)))
        streamed = stream_of(package.api, operation)
        if streamed is not None:
            found.append(_method(package, operation, spoken, hints, streamed))
    return found


def _method(package: PythonPackage, operation: Operation, spoken: Code, hints: Hints, result: Result) -> Method:
    payloads = package.payloads[operation.id]
    identifier, twin = package.names.methods[operation.id], package.names.streams.get(operation.id, EMPTY)
    if twin and result.kind is ResultKind.STREAM:
        identifier, twin = twin, identifier
    call = call_of(package.api, operation, payloads, result, is_twin=bool(twin))
    names = _identifiers(package, operation.id, call)
    return Method(
        operation=operation,
        name=identifier,
        constant=Code(f"_{identifier.upper()}"),
        spoken=Code(f"{spoken}.{identifier}") if spoken else identifier,
        payloads=payloads,
        result=result,
        ways=tuple(tuple(named(hints, a, names[key_of(a)]) for a in way) for way in call.ways),
        returned=returned(hints, result),
        twin=twin,
        switches=call.switches,
    )


def _identifiers(package: PythonPackage, operation: str, call: Call) -> dict[tuple[Place, str], Code]:
    """The identifiers of the arguments of all ways. A body that is given whole beside others is always `body`."""
    found = call.arguments
    mixed = any(argument.whole for argument in found) and any(
        argument.place is Place.BODY and not argument.whole for argument in found
    )
    claiming = [argument for argument in found if not (mixed and argument.whole)]
    owned = (*_OWNED, *package.owned_arguments, *([str(_BODY)] if mixed else []))
    names = claim_arguments(package.language, package.ledger, operation, claiming, owned)
    identifiers = dict.fromkeys((key_of(argument) for argument in found), _BODY)
    identifiers.update((key_of(argument), name) for argument, name in zip(claiming, names, strict=True))
    return identifiers


def returned(hints: Hints, result: Result) -> Expr:
    """The value, or an item of the pages or of the stream."""
    if result.item is not None:
        return hints.value(result.item)
    found: list[Expr] = []
    for content in result.contents:
        if content.encoding is Encoding.BYTES:
            found.append(name(hints.builtin("bytes")))
        elif content.encoding is Encoding.TEXT and not isinstance(content.type, LiteralType):
            found.append(name(hints.builtin("str")))
        else:
            found.append(hints.value(content.type))
    return either(*found, *([NONE] if result.empty or not found else []))


def method_view(method: Method, hints: Hints, doc: Code, *, is_async: bool, client: Code = _CLIENT) -> MethodView:
    """The method of one client, for printing. `client` is what sends the request, seen from the method."""
    kind = method.result.kind
    awaited = is_async and kind is ResultKind.VALUE
    returns = _return_type(method, hints, is_async)
    decorators: list[Code] = []
    deprecated = EMPTY
    if method.operation.deprecation is not None:
        text = method.operation.deprecation.message or "The API deprecates this operation."
        function = hints.file.use(Import(f"{hints.runtime}.compat", "deprecated"), hints.owned)
        marked = call_items(function, [Item(Atom(string(text)))])
        decorators.append(layout.decorator(marked, 4))
        deprecated = Code(f"@{marked.flat}")
    overloads: list[Code] = []
    ways: list[WayView] = []
    overload = EMPTY
    if len(method.ways) > 1:
        overload = hints.file.use(Import("typing", "overload"), hints.owned)
        marker = layout.decorator(name(overload), 4)
        for way in sorted(method.ways, key=is_open):
            given = parameters(hints, way)
            written = layout.signature(method.name, given, returns, 4, is_async=awaited, body=Code("..."))
            overloads.append(Code("\n    ".join([marker, *decorators, written])))
            ways.append(WayView(parameters=_flat(given)))
    behind = merged(hints, method.ways)
    given = parameters(hints, behind)
    call = _call(method, behind)
    signature = layout.signature(method.name, given, returns, 4, is_async=awaited)
    sent = Bracketed(Code(f"{client}.{call.head}"), call.brackets, call.items)
    return MethodView(
        name=method.name,
        overloads=tuple(overloads),
        signature=Code("\n    ").join([*decorators, signature]),
        doc=doc,
        body=layout.returns(sent, 8, awaited=awaited),
        parameters=_flat(given),
        ways=tuple(ways),
        returns=flat(returns),
        overload=overload,
        deprecated=deprecated,
        call=call.flat,
        asynchronous=awaited,
    )


def _flat(given: Sequence[layout.Parameter]) -> tuple[Code, ...]:
    """Parameters without `self`, each on one line."""
    return tuple(layout.flat_parameter(one) for one in given[1:])


def documentation(method: Method) -> Code:
    """The docstring of the method, the same for both clients."""
    note = ""
    if method.twin:
        is_stream = method.result.kind is ResultKind.STREAM
        note = f"The answer of `{method.twin}` as a stream." if is_stream else f"`{method.twin}` gives it as a stream."
    named = [(one.identifier, one.argument, media_types) for one, media_types in method.documented()]
    return method_doc(method.operation, named, method.result, note)


def wrapper(method: Method, *, is_async: bool) -> Code:
    """The function of the runtime's `raw` that gives the type of the method in the raw view."""
    return Code((_ASYNC_WRAPPERS if is_async else _WRAPPERS)[method.result.kind])


def _return_type(method: Method, hints: Hints, is_async: bool) -> Expr:
    match method.result.kind:
        case ResultKind.VALUE:
            return method.returned
        case ResultKind.PAGES:
            wanted = Import(f"{hints.runtime}.paging", "AsyncPager" if is_async else "Page")
        case ResultKind.STREAM:
            wanted = Import(f"{hints.runtime}.streams", "AsyncStream" if is_async else "Stream")
    return subscript(hints.named(wanted), method.returned)


def _call(method: Method, behind: Sequence[Named]) -> Bracketed:
    """`call(_CREATE, options, body={...})`, which a client is asked for."""
    items = [Item(name(method.constant)), Item(name(_OPTIONS))]
    for key in dict.fromkeys(_TABLES.values()):
        found = [one for one in behind if _TABLES.get(one.argument.place) == key and not one.argument.whole]
        entries: list[tuple[Code, Expr]] = [(string(wire), TRUE) for wire in method.switches if key == "body"]
        entries += [(string(one.argument.name.wire), name(one.identifier)) for one in found]
        if entries:
            items.append(keyword(Code(key), dict_of(entries)))
    is_flat = any(one.argument.place is Place.BODY and not one.argument.whole for one in behind)
    for one in behind:
        if one.argument.whole:
            items.append(keyword(Code("whole" if is_flat else "body"), name(one.identifier)))
        elif one.argument.place is Place.MEDIA_TYPE:
            items.append(keyword(Code("content_type"), name(one.identifier)))
    return call_items(Code(_VERBS[method.result.kind]), items)
