"""Methods: the signature a caller sees, the text that explains it, and the call it makes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from specloom.ir.api import Api
from specloom.ir.contents import Encoding
from specloom.ir.operations import Operation
from specloom.ir.types import LiteralType, ScalarKind, ScalarType
from specloom.languages.code import EMPTY, Code
from specloom.languages.imports import Import
from specloom.languages.python import layout as layout
from specloom.languages.python.expr import (
    NONE,
    TRUE,
    Atom,
    Choice,
    Expr,
    Item,
    call_items,
    dict_of,
    keyword,
    name,
    subscript,
)
from specloom.languages.python.text import string
from specloom.lower.arguments import Argument, Payload, Place, arguments
from specloom.lower.claims import claim_arguments
from specloom.lower.python.attributes import with_unset
from specloom.lower.python.docs import method_doc
from specloom.lower.python.package import PythonPackage
from specloom.lower.python.types import Hints, either
from specloom.lower.python.views import MethodView
from specloom.lower.results import Result, ResultKind, result_of, stream_of
from specloom.lower.shapes import bare

_OWNED = ("self", "options")
_OPTIONS = Code("options")
_GIVEN = Code("_given")
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
class Named:
    """An argument with its identifier, annotation and default; `type` is the annotation without what says that it may
    be left out."""

    argument: Argument
    identifier: Code
    type: Expr
    annotation: Expr
    default: Expr | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """An operation as a method, before it is laid out for one of the two clients.

    `whole` is the argument that takes the body as one value beside the flattened ones. `returned` is what a call
    returns: the value, or an item of the pages or of the stream. `twin` is the other method of an operation that
    answers with a value or a stream; `streams` are the properties of the body that ask for the stream.
    """

    operation: Operation
    name: Code
    constant: Code
    spoken: Code
    payload: Payload | None
    result: Result
    arguments: tuple[Named, ...]
    whole: Named | None
    returned: Expr
    twin: Code
    streams: tuple[str, ...] = ()


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
    payload = package.payloads[operation.id]
    identifier, twin = package.names.methods[operation.id], package.names.streams.get(operation.id, EMPTY)
    found = arguments(package.api, operation, payload)
    switches: tuple[str, ...] = ()
    if twin and result.kind is ResultKind.STREAM:
        switches = tuple(a.name.wire for a in found if _is_switch(package.api, a))
        found = tuple(a for a in found if not _is_switch(package.api, a))
        identifier, twin = twin, identifier
    elif twin:
        off = LiteralType(value=False)
        found = tuple(replace(a, type=off) if _is_switch(package.api, a) else a for a in found)
    either_way = payload is not None and payload.model is not None and payload.whole is not None
    if switches:
        either_way = False
    owned = (*_OWNED, "body") if either_way else _OWNED
    names = claim_arguments(package.language, package.ledger, operation.id, found, owned)
    return Method(
        operation=operation,
        name=identifier,
        constant=Code(f"_{identifier.upper()}"),
        spoken=Code(f"{spoken}.{identifier}") if spoken else identifier,
        payload=payload,
        result=result,
        arguments=tuple(_named(hints, a, n, payload) for a, n in zip(found, names, strict=True)),
        whole=_named(hints, payload.whole, Code("body"), payload) if either_way and payload and payload.whole else None,
        returned=returned(hints, result),
        twin=twin,
        streams=switches,
    )


def _is_switch(api: Api, argument: Argument) -> bool:
    """True for the property `stream` of a body, which asks for a stream instead of a value."""
    found, _ = bare(api, argument.type)
    is_boolean = isinstance(found, ScalarType) and found.kind is ScalarKind.BOOLEAN
    return argument.place is Place.BODY and argument.name.wire == "stream" and is_boolean


def _named(hints: Hints, argument: Argument, identifier: Code, payload: Payload | None) -> Named:
    type_ = _annotation(hints, argument, payload)
    if argument.required:
        annotation = either(type_, NONE) if argument.nullable else type_
        return Named(argument=argument, identifier=identifier, type=type_, annotation=annotation, default=None)
    if not argument.nullable:
        return Named(argument=argument, identifier=identifier, type=type_, annotation=either(type_, NONE), default=NONE)
    annotation, default = with_unset(hints, type_)
    return Named(argument=argument, identifier=identifier, type=type_, annotation=annotation, default=default)


def _annotation(hints: Hints, argument: Argument, payload: Payload | None) -> Expr:
    content = payload.content if payload is not None and argument.whole else None
    if content is not None and content.encoding is Encoding.BYTES:
        return name(hints.named(Import(f"{hints.runtime}.uploads", "FileContent")))
    if content is not None and content.encoding is Encoding.TEXT:
        return name(hints.builtin("str"))
    if content is not None and content.item is not None:
        return subscript(hints.named(Import("collections.abc", "Iterable")), hints.argument(content.item))
    if argument.part is not None and argument.part.is_file:
        file = name(hints.named(Import(f"{hints.runtime}.uploads", "FileTypes")))
        return subscript(hints.named(Import("collections.abc", "Sequence")), file) if argument.part.many else file
    return hints.argument(argument.type)


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
    if method.operation.deprecation is not None:
        text = method.operation.deprecation.message or "The API deprecates this operation."
        deprecated = hints.file.use(Import(f"{hints.runtime}.compat", "deprecated"), hints.owned)
        decorators.append(layout.decorator(call_items(deprecated, [Item(Atom(string(text)))]), 4))
    overloads: list[Code] = []
    parameters = _parameters(method.arguments, hints)
    if method.whole is not None:
        overload = layout.decorator(name(hints.file.use(Import("typing", "overload"), hints.owned)), 4)
        for variant in (parameters, _parameters(_with_whole(method), hints)):
            written = layout.signature(method.name, variant, returns, 4, is_async=awaited, body=Code("..."))
            overloads.append(Code("\n    ".join([overload, *decorators, written])))
        parameters = _parameters(_merged(method, hints), hints)
    return MethodView(
        name=method.name,
        overloads=tuple(overloads),
        signature=Code("\n    ").join(
            [*decorators, layout.signature(method.name, parameters, returns, 4, is_async=awaited)]
        ),
        doc=doc,
        body=_call(method, client, awaited),
    )


def documentation(method: Method) -> Code:
    """The docstring of the method, the same for both clients."""
    named = [(n.identifier, n.argument) for n in method.arguments]
    note = ""
    if method.twin:
        is_stream = method.result.kind is ResultKind.STREAM
        note = f"The answer of `{method.twin}` as a stream." if is_stream else f"`{method.twin}` gives it as a stream."
    return method_doc(method.operation, named, method.result, note, either_way=method.whole is not None)


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


def _parameters(named: Collection[Named], hints: Hints) -> list[layout.Parameter]:
    positional = [n for n in named if n.argument.place is Place.PATH]
    rest = [n for n in named if n.argument.place is not Place.PATH]
    options = name(hints.named(Import(f"{hints.runtime}.options", "RequestOptions")))
    return [
        layout.Parameter(name=Code("self")),
        *(layout.Parameter(name=n.identifier, annotation=n.annotation) for n in positional),
        layout.Parameter(name=Code("*")),
        *(layout.Parameter(name=n.identifier, annotation=n.annotation, default=n.default) for n in rest),
        layout.Parameter(name=_OPTIONS, annotation=Choice((options, NONE)), default=NONE),
    ]


def _with_whole(method: Method) -> list[Named]:
    """The arguments when the body is given as one value."""
    assert method.whole is not None
    whole = Named(
        argument=method.whole.argument,
        identifier=method.whole.identifier,
        type=method.whole.type,
        annotation=method.whole.type,
        default=None,
    )
    return [*(n for n in method.arguments if n.argument.place is not Place.BODY), whole]


def _merged(method: Method, hints: Hints) -> list[Named]:
    """The arguments of the implementation behind the overloads: everything of the body may be left out."""
    merged: list[Named] = []
    for n in method.arguments:
        if n.argument.place is Place.BODY and n.default is None:
            n = Named(
                argument=n.argument, identifier=n.identifier, type=n.type, annotation=either(n.type, NONE), default=NONE
            )
        merged.append(n)
    assert method.whole is not None
    whole = method.whole
    merged.append(
        Named(
            argument=whole.argument,
            identifier=whole.identifier,
            type=whole.type,
            annotation=either(whole.type, NONE),
            default=NONE,
        )
    )
    return [*(n for n in merged if n.default is None), *(n for n in merged if n.default is not None)]


def _call(method: Method, client: Code, awaited: bool) -> Code:
    """`return self._client.call(_CREATE, options, body={...})`."""
    items = [Item(name(method.constant)), Item(name(_OPTIONS))]
    before: list[Code] = []
    for key in dict.fromkeys(_TABLES.values()):
        named = [n for n in method.arguments if _TABLES[n.argument.place] == key]
        entries: list[tuple[Code, Expr]] = [(string(wire), TRUE) for wire in method.streams if key == "body"]
        entries += [(string(n.argument.name.wire), name(n.identifier)) for n in named]
        if not entries:
            continue
        value: Expr = name(named[0].identifier) if named and named[0].argument.whole else dict_of(entries)
        if key == "body" and method.whole is not None:
            before.append(layout.assign(_GIVEN, value, 8))
            value = name(Code(f"{_GIVEN} if {method.whole.identifier} is None else {method.whole.identifier}"))
        items.append(keyword(Code(key), value))
    value = call_items(Code(f"{client}.{_VERBS[method.result.kind]}"), items)
    return Code("\n        ").join([*before, layout.returns(value, 8, awaited=awaited)])
