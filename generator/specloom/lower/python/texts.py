"""What stands around the package: its README, `api.md`, and the file that builds it."""

from __future__ import annotations

from collections.abc import Sequence

from specloom.languages import prose as clean
from specloom.languages.code import EMPTY, Code
from specloom.languages.python import layout as layout
from specloom.languages.python.expr import Bracketed, call_items, flat, keyword
from specloom.languages.python.text import literal, string
from specloom.lower.arguments import Place
from specloom.lower.docs import facts, prose
from specloom.lower.events import Event, events_of
from specloom.lower.python.catalogue import Catalogue, Resource, returns_of
from specloom.lower.python.docs import limited
from specloom.lower.python.methods import Method
from specloom.lower.python.samples import example_call
from specloom.lower.python.signatures import Named
from specloom.lower.python.text_views import (
    EntryView,
    EventView,
    PackageView,
    ParameterView,
    SampleView,
    SectionView,
)
from specloom.lower.python.webhooks import payload_type
from specloom.lower.results import ResultKind
from specloom.lower.texts import code_span, paragraph, shortened, toml_string

_IMPORT = Code("import datetime as dt")
_ITEMS = {ResultKind.VALUE: EMPTY, ResultKind.PAGES: Code("item"), ResultKind.STREAM: Code("event")}


def lower_texts(catalogue: Catalogue) -> PackageView:
    """The texts around the package."""
    package, api = catalogue.package, catalogue.package.api
    methods = [method for resource in catalogue.resources for method in resource.methods]
    secrets = [keyword(a.identifier, literal("...")) for a in catalogue.arguments if a.credential is not None]
    title = api.name.wire or str(package.client)
    summary = clean.one_line(api.docs.summary or api.docs.body)
    return PackageView(
        header=package.header,
        package=package.package,
        client=package.client,
        title=paragraph(title),
        introduction=paragraph(shortened(summary) or f"A client of the {title}."),
        project=toml_string(package.distribution),
        version=toml_string(package.version),
        description=toml_string(shortened(f"A client of the {title}.")),
        opening=flat(call_items(package.client, secrets)),
        quick_start=_statements(catalogue, methods[:1], 4),
        asynchronous=_statements(catalogue, methods[:1], 8, is_async=True),
        environment=tuple(
            Code(f"{code_span(str(a.identifier))}: {code_span(a.environment)}")
            for a in catalogue.arguments
            if a.credential is not None and a.environment
        ),
        sections=tuple(_section(catalogue, resource, not n) for n, resource in enumerate(catalogue.resources)),
        events=tuple(_event(catalogue, event) for event in events_of(api)),
        models=tuple(known.name for known in package.names.types.values()),
    )


def _section(catalogue: Catalogue, resource: Resource, first: bool) -> SectionView:
    chosen = _chosen(resource.methods)
    body = _statements(catalogue, chosen, 0)
    loads = _IMPORT if "dt." in body else EMPTY
    return SectionView(
        title=Code(f"`client.{resource.name.call}`") if resource.name.call else Code("`client`"),
        first=first,
        text=paragraph(prose(resource.service.docs)),
        module=resource.name.module,
        loads=loads,
        example=Code(f"{loads}\n\n{body}") if loads else body,
        samples=tuple(_sample(catalogue, method) for method in chosen),
        entries=tuple(_entry(method) for method in resource.methods),
    )


def _sample(catalogue: Catalogue, method: Method) -> SampleView:
    value = example_call(catalogue.package, method)
    arguments = Code(str(value.flat)[len(value.head) + 1 : -1])
    return SampleView(name=method.name, arguments=arguments, item=_ITEMS[method.result.kind])


def _chosen(methods: Sequence[Method]) -> list[Method]:
    """The methods that an example shows: one of each kind of result, in the order of the document."""
    found: dict[tuple[ResultKind, bool], Method] = {}
    for method in methods:
        if method.operation.deprecation is None:
            found.setdefault((method.result.kind, method.operation.method == "GET"), method)
    return list(found.values()) or list(methods[:1])


def _statements(catalogue: Catalogue, methods: Sequence[Method], indent: int, *, is_async: bool = False) -> Code:
    pad = "\n" + " " * indent
    return Code(pad).join([_statement(catalogue, method, indent, is_async) for method in methods] or [Code("...")])


def _statement(catalogue: Catalogue, method: Method, indent: int, is_async: bool) -> Code:
    value = example_call(catalogue.package, method)
    if item := _ITEMS[method.result.kind]:
        pad = "\n" + " " * (indent + 4)
        return Code(f"{'async for' if is_async else 'for'} {item} in {flat(value)}:{pad}print({item})")
    if flat(method.returned) == "None":
        return layout.expression(value, indent, awaited=is_async)
    return _assigned(value, indent, is_async)


def _assigned(value: Bracketed, indent: int, is_async: bool) -> Code:
    if is_async:
        value = Bracketed(Code(f"await {value.head}"), value.brackets, value.items)
    return layout.assign(Code("result"), value, indent)


def _entry(method: Method) -> EntryView:
    required = [str(n.identifier) for n in method.arguments if n.default is None]
    documented = list(method.documented())
    optional = ["..."] if len(required) < len(documented) else []
    arguments = ", ".join([*required, *optional])
    return EntryView(
        name=method.name,
        arguments=Code(arguments),
        call=code_span(f"client.{method.spoken}({arguments})"),
        request=code_span(f"{method.operation.method} {method.operation.path_template}"),
        returns=code_span(returns_of(method)),
        summary=paragraph(shortened(clean.one_line(prose(method.operation.docs)))),
        parameters=tuple(_parameter(named, media_types) for named, media_types in documented),
    )


def _event(catalogue: Catalogue, event: Event) -> EventView:
    return EventView(
        name=code_span(event.name),
        payload=code_span(flat(payload_type(catalogue.hints, event))),
        text=paragraph(shortened(clean.one_line(prose(event.webhook.docs)))),
        literal=string(event.name),
    )


def _parameter(named: Named, media_types: Sequence[str]) -> ParameterView:
    argument = named.argument
    text = " ".join((prose(argument.docs), facts(argument.constraints, argument.default), limited(media_types)))
    place = argument.place.value if argument.whole else f"{argument.place.value} {argument.name.wire}"
    if argument.place is Place.MEDIA_TYPE:
        place = f"{Place.HEADER.value} {argument.name.wire}"
    return ParameterView(
        name=code_span(str(named.identifier)),
        type=code_span(flat(named.type)),
        place=code_span(place),
        required=Code("yes") if argument.required else EMPTY,
        text=paragraph(shortened(clean.one_line(text))),
    )
