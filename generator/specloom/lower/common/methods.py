"""Operations as methods: what a caller gives, what comes back, and all that the runtime has to know of the request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from specloom.ir.api import Api
from specloom.ir.contents import Content, Encoding, Part
from specloom.ir.operations import Operation
from specloom.ir.parameters import Location, Parameter, Style
from specloom.ir.types import Access, ArrayType, Enum, LiteralType, Ref, ScalarType, SubsetType, TypeExpr
from specloom.languages import prose as clean
from specloom.languages.code import EMPTY, Code
from specloom.languages.scope import Case
from specloom.languages.typed import Documentation, Slot
from specloom.lower.arguments import Argument, Place
from specloom.lower.calls import call_of
from specloom.lower.claims import claim_arguments
from specloom.lower.common.declarations import field_view
from specloom.lower.common.file import CommonFile
from specloom.lower.common.package import CommonPackage
from specloom.lower.common.texts import method_documentation
from specloom.lower.common.types import BINARY, constraints_view, optional, scratch, type_view
from specloom.lower.common.wire import (
    EXPLODED,
    carried,
    content_view,
    default_style,
    pages_view,
    part_type,
    part_view,
    requirements,
    response_view,
    segments,
    server_view,
)
from specloom.lower.docs import described, facts, prose
from specloom.lower.payloads import PassedAs, Payload, passed_as
from specloom.lower.results import Result, ResultKind, result_of, stream_of
from specloom.lower.samples import sample, sample_of
from specloom.lower.shapes import bare
from specloom.lower.texts import code_span, paragraph, shortened
from specloom.lower.views import ArgumentView, BodyView, MethodView, ParamsView
from specloom.quick import dataclass

_BODY = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """An operation as one method: the identifier, its arguments with theirs, and its result."""

    operation: Operation
    name: Code
    call: Code
    payloads: tuple[Payload, ...]
    result: Result
    arguments: tuple[tuple[Argument, Code], ...]
    second: bool
    twin: Code
    switches: tuple[str, ...]


def spoken(file: CommonFile, operations: Iterable[Operation], resource: Code) -> Iterator[Spoken]:
    """One method for each operation, and a second one for those that answer with a value or a stream."""
    package = file.package
    for operation in (_with_files(package.api, one) for one in operations):
        yield _spoken(file, operation, resource, result_of(package.api, operation), second=False)
        streamed = stream_of(package.api, operation)
        if streamed is not None:
            yield _spoken(file, operation, resource, streamed, second=True)


def _with_files(api: Api, operation: Operation) -> Operation:
    """The operation with every answer that is binary as a whole as bytes, also where its media type is JSON."""

    def read(content: Content) -> Content:
        is_file = content.encoding is Encoding.JSON and bare(api, content.type)[0] == BINARY
        return replace(content, encoding=Encoding.BYTES, type=BINARY) if is_file else content

    responses = tuple(replace(one, contents=tuple(map(read, one.contents))) for one in operation.responses)
    return operation if responses == operation.responses else replace(operation, responses=responses)


def _spoken(file: CommonFile, operation: Operation, resource: Code, result: Result, *, second: bool) -> Spoken:
    package = file.package
    payloads = package.payloads[operation.id]
    name, twin = package.names.methods[operation.id], package.names.streams.get(operation.id, EMPTY)
    if second:
        name, twin = twin, name
    ways = call_of(package.api, operation, payloads[:1], result, is_twin=bool(twin))
    found = tuple(argument for argument in ways.arguments if argument.place is not Place.MEDIA_TYPE)
    names = _claimed(package, operation.id, found)
    return Spoken(
        operation=operation,
        name=name,
        call=Code(f"{resource}.{name}") if resource else name,
        payloads=payloads,
        result=result,
        arguments=tuple(zip(found, names, strict=True)),
        second=second,
        twin=twin,
        switches=ways.switches,
    )


def _claimed(package: CommonPackage, operation: str, found: tuple[Argument, ...]) -> tuple[Code, ...]:
    """The names of arguments. Those outside of the path are fields of a type of their own, so that they need not differ
    from path parameters."""
    path = [a for a in found if a.place is Place.PATH]
    rest = [a for a in found if a.place is not Place.PATH]
    body = Code(package.typed.spell((_BODY,), Case.ATTRIBUTE))
    language, ledger = package.language, package.ledger
    positional = claim_arguments(language, ledger, operation, path, package.owned.arguments)
    others = claim_arguments(language, ledger, operation, rest, (body,), Case.ATTRIBUTE)
    return (*positional, *(body if a.whole else name for a, name in zip(rest, others, strict=True)))


def method_view(file: CommonFile, method: Spoken) -> MethodView:
    """A method, for printing."""
    package, language, operation, result = file.package, file.package.typed, method.operation, method.result
    text = optional(language)
    views = tuple(_argument(file, argument, name) for argument, name in method.arguments)
    rest = tuple(view for view in views if not view.in_path)
    returned = result_type(file, result)
    is_value = result.kind is ResultKind.VALUE
    return MethodView(
        name=method.name,
        constant=package.constants[operation.id, method.second],
        spoken=method.call,
        id=language.string(operation.id),
        doc=language.document(method_documentation(method, language), language.method_indent),
        request=code_span(f"{operation.method} {operation.path_template}"),
        summary=paragraph(shortened(clean.one_line(prose(operation.docs)))),
        returns=code_span(str(returned)),
        method=language.string(operation.method),
        path=segments(language, operation.path, _by_wire(method, views)),
        template=language.string(operation.path_template),
        positional=tuple(view for view in views if view.in_path),
        params=_params(file, method, rest),
        arguments=views,
        query=tuple(view for view in views if view.in_query),
        querystring=tuple(view for view in views if view.in_querystring),
        headers=tuple(view for view in views if view.in_header),
        cookies=tuple(view for view in views if view.in_cookie),
        body=_body(file, method),
        responses=tuple(response_view(file, response) for response in operation.responses),
        result=returned,
        result_codec=language.codec(result.item, file) if result.item is not None else EMPTY,
        is_value=is_value,
        is_pages=result.kind is ResultKind.PAGES,
        is_stream=result.kind is ResultKind.STREAM,
        is_empty=is_value and not result.contents,
        may_be_empty=result.empty,
        is_binary=is_value and bool(result.contents) and all(c.encoding is Encoding.BYTES for c in result.contents),
        pages=(
            pages_view(file, operation.pagination)
            if operation.pagination is not None and result.kind is ResultKind.PAGES
            else None
        ),
        is_whole_event=result.whole_event,
        is_json_data=result.json_data,
        accept=text(result.accept),
        security=requirements(language, operation.security) if operation.security != package.security else None,
        servers=tuple(server_view(language, server, {}, {}) for server in operation.servers),
        is_idempotent=operation.idempotent,
        idempotency_header=text(operation.idempotency_header),
        is_deprecated=operation.deprecation is not None,
        twin=method.twin,
        switches=tuple(language.string(wire) for wire in method.switches),
    )


def _by_wire(method: Spoken, views: tuple[ArgumentView, ...]) -> dict[str, ArgumentView]:
    """The path parameters by their names on the wire."""
    pairs = zip(method.arguments, views, strict=True)
    return {argument.name.wire: view for (argument, _), view in pairs if argument.place is Place.PATH}


def result_type(file: CommonFile, result: Result) -> Code:
    """The type of the value, or of an item of the pages or of the stream."""
    language = file.package.typed
    if result.item is not None:
        return language.type(result.item, file)
    return language.either(
        tuple(dict.fromkeys(language.type(carried(c, received=True), file) for c in result.contents))
    )


def _params(file: CommonFile, method: Spoken, views: tuple[ArgumentView, ...]) -> ParamsView | None:
    if not views:
        return None
    name = file.package.params[method.operation.id, method.second]
    text = f"The arguments of `{method.call}`."
    return ParamsView(
        name=name,
        doc=file.package.typed.document(Documentation(name=str(name), text=text), 0),
        arguments=views,
        is_optional=not any(view.is_required for view in views),
    )


def given_type(argument: Argument) -> TypeExpr:
    """The type of what a caller gives: a file, and a body of bytes or text, are that whatever their schema says."""
    if argument.content is not None:
        return carried(argument.content)
    if argument.part is not None and argument.part.is_file:
        return part_type(argument.part)
    return argument.type


def argument_type(file: CommonFile, argument: Argument) -> Code:
    """The type of what a caller gives, without what says that it may be left out."""
    return file.package.typed.argument(given_type(argument), file)


def _argument(file: CommonFile, argument: Argument, name: Code) -> ArgumentView:
    language, parameter, part = file.package.typed, argument.parameter, argument.part
    text = optional(language)
    expr = given_type(argument)
    item = argument.content.item if argument.content is not None else None
    type_ = type_view(file if item is None else scratch(file), expr, given=True)
    style = parameter.style if parameter is not None and not parameter.media_type else None
    deprecated = argument.deprecation.message if argument.deprecation is not None else None
    said = described(prose(argument.docs), facts(argument.constraints, argument.default))
    ordered = _is_one_text(parameter) if parameter is not None else part is not None and _is_one_value(part)
    slot = Slot(optional=not argument.required, nullable=argument.nullable, sent=True, ordered=ordered)
    return ArgumentView(
        name=name,
        wire=language.string(argument.name.wire),
        type=type_,
        item=type_view(file, item, given=True) if item is not None else None,
        slot=language.slot(type_.text, expr, slot, file),
        doc=language.document(Documentation(name=str(name), text=said, deprecated=deprecated), language.indent),
        place=language.string(argument.place.value),
        in_path=argument.place is Place.PATH,
        in_query=argument.place is Place.QUERY,
        in_querystring=argument.place is Place.QUERYSTRING,
        in_header=argument.place is Place.HEADER,
        in_cookie=argument.place is Place.COOKIE,
        in_body=argument.place is Place.BODY,
        is_whole=argument.whole,
        is_required=argument.required,
        is_nullable=argument.nullable,
        style=text(style.value if style is not None else ""),
        default_style=style is default_style(argument.place),
        is_exploded=parameter is not None and parameter.explode,
        default_explode=parameter is None or _has_default_explode(file, parameter),
        allows_reserved=parameter is not None and parameter.allow_reserved,
        media_type=text(parameter.media_type if parameter is not None else ""),
        is_file=part is not None and part.is_file,
        part=part_view(file, part, scratch(file)) if part is not None else None,
        constraints=constraints_view(file, argument.type, argument.constraints),
        sample=language.value(ArrayType(item=item) if item is not None else expr, _sample(file, argument), slot, file),
        type_text=code_span(str(type_.text)),
        place_text=Code(argument.place.value),
    )


def _sample(file: CommonFile, argument: Argument) -> object:
    """A value for an example; of a stream, its items."""
    item = argument.content.item if argument.content is not None else None
    return sample(file.package.api, argument) if item is None else [sample_of(file.package.api, item, "item")]


def _is_one_text(parameter: Parameter) -> bool:
    """Whether the members of an object stand in one text: in a query, each may be a parameter of its own."""
    if parameter.location is not Location.QUERY or parameter.media_type:
        return parameter.location is not Location.QUERY
    return not parameter.explode and parameter.style is not Style.DEEP_OBJECT


def _is_one_value(part: Part) -> bool:
    """The same of a property of a form."""
    return part.style not in (None, Style.DEEP_OBJECT) and not part.explode


def _has_default_explode(file: CommonFile, parameter: Parameter) -> bool:
    """True where `explode` is that of the style, or there is nothing to take apart."""
    if parameter.style is Style.DEEP_OBJECT or parameter.explode is (parameter.style in EXPLODED):
        return True
    found, _ = bare(file.package.api, parameter.type)
    is_enum = isinstance(found, Ref) and isinstance(file.declaration(found.id), Enum)
    return is_enum or isinstance(found, ScalarType | LiteralType | SubsetType)


def _body(file: CommonFile, method: Spoken) -> BodyView | None:
    if not method.payloads:
        return None
    first, *others = method.payloads[0].contents
    return replace(_body_as(file, method, first), others=tuple(_body_as(file, method, content) for content in others))


def _body_as(file: CommonFile, method: Spoken, content: Content) -> BodyView:
    """The body in one of the media types that carry the same data."""
    payload = method.payloads[0]
    either = passed_as(method.payloads) is PassedAs.EITHER
    fields = file.package.names.fields.get(payload.model.id, ()) if either and payload.model is not None else ()
    parts = {part.name: part for part in content.parts}
    return BodyView(
        content=content_view(
            file, content, given=True, flat=payload.model is not None and content.encoding is not Encoding.XML
        ),
        others=(),
        is_flat=payload.model is not None,
        is_either=either,
        is_required=payload.required,
        properties=tuple(
            _argument(file, replace(argument, part=parts.get(argument.name.wire)), name)
            for argument, name in method.arguments
            if argument.place is Place.BODY and not argument.whole
        ),
        read_only=tuple(
            field_view(file, field, name, sent=True, given=True, named=False)
            for field, name in fields
            if field.access is Access.READ
        ),
        constraints=(
            constraints_view(file, payload.content.type, payload.content.constraints) if payload.model is None else None
        ),
    )
