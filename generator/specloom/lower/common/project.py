"""The package as a whole: its client, credentials, servers, and the texts around it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from specloom.ir.security import (
    ApiKeyScheme,
    HttpScheme,
    OAuthFlow,
    OAuthScheme,
    OpenIdScheme,
    SecurityScheme,
)
from specloom.ir.types import AnyType
from specloom.languages import prose as clean
from specloom.languages.code import EMPTY, Code
from specloom.languages.typed import Documentation
from specloom.lower.claims import walk
from specloom.lower.client_arguments import ClientArgument, servers_of
from specloom.lower.common.file import CommonFile
from specloom.lower.common.licenses import spdx
from specloom.lower.common.needs import needs_of_contents
from specloom.lower.common.package import CommonPackage
from specloom.lower.common.services import child_view, name_of
from specloom.lower.common.types import optional, scratch, type_view
from specloom.lower.common.wire import carried, content_view, requirements, server_view
from specloom.lower.credentials import used_schemes
from specloom.lower.docs import prose
from specloom.lower.events import Event, events_of
from specloom.lower.texts import code_span, paragraph, shortened
from specloom.lower.views import (
    CredentialView,
    EventView,
    ImportView,
    MethodView,
    OptionView,
    PackageView,
    SchemeView,
    SectionView,
    ServiceView,
    VariableView,
)


def lower_package(package: CommonPackage, services: Mapping[tuple[int, ...], ServiceView]) -> PackageView:
    """What the files say of which there is one. `services` are all of them by path, the client itself first."""
    api, language, options = package.api, package.typed, package.options
    file = CommonFile(package)
    events = tuple(_event(file, event) for event in events_of(api))
    title = api.name.wire or str(package.client)
    summary = clean.one_line(api.docs.summary or api.docs.body)
    introduction = shortened(summary) or f"A client of the {title}."
    text = optional(language)
    return PackageView(
        header=package.header,
        package=package.package,
        client=package.client,
        project=Code(code_free(package.distribution)),
        version=Code(package.version),
        title=paragraph(title),
        introduction=paragraph(introduction),
        doc=language.document(Documentation(name="", text=introduction), 0),
        title_text=_json(title),
        project_text=_json(package.distribution),
        version_text=_json(package.version),
        semantic_version_text=_json(package.semantic_version),
        description_text=_json(shortened(f"A client of the {title}.")),
        license_text=_json(spdx(api.license)),
        has_license=bool(spdx(api.license)),
        package_text=_json(str(package.package)),
        user_agent=language.string(f"{code_free(package.distribution)}/{package.version}"),
        imports=file.imports,
        uses=file.uses,
        servers=tuple(server_view(language, server, _variables(package), package.setters) for server in api.servers),
        environments=_environments(package),
        variables=_variable_views(package),
        schemes=tuple(_scheme(package, scheme) for scheme in used_schemes(api)),
        credentials=tuple(_credential(package, a) for a in package.arguments if a.credential is not None),
        security=requirements(language, package.security),
        idempotency_header=text(package.idempotency_header),
        date_time=text("" if options.date_time == "auto" else options.date_time),
        origins=tuple(language.string(origin) for origin in options.origins),
        error_code=_path(package, options.error_code or "code"),
        error_message=_path(package, options.error_message or "message"),
        needs_credentials=bool(api.operations)
        and all(op.security and all(one for one in op.security) for op in api.operations.values()),
        has_xml=package.has_xml,
        root=services[()],
        services=tuple(
            child_view(package, name_of(package, path), service) for path, service in walk(api.root) if path
        ),
        modules=tuple(_modules(package)),
        events=events,
        event_needs=needs_of_contents(content for event in events for content in event.contents),
        sections=tuple(_sections(package, services.values())),
        options=tuple(
            OptionView(name=language.string(name), value=language.literal(value), is_on=value is True)
            for name, value in options.pack.items()
        ),
    )


def code_free(text: str) -> str:
    """A configured name of a package, as it may stand in a header or a path: what is not in it usually is left out."""
    return "".join(char for char in text if char.isascii() and (char.isalnum() or char in "._-@/"))


def _json(text: str) -> Code:
    return Code(json.dumps(text))


def _path(package: CommonPackage, path: str) -> tuple[Code, ...]:
    return tuple(package.typed.string(part) for part in path.split("."))


def _environments(package: CommonPackage) -> tuple[Code, ...]:
    names = ("_".join(server.name.words) for server in package.api.servers)
    found = tuple(dict.fromkeys(package.typed.string(name) for name in names if name))
    return found if len(found) > 1 else ()


def _variables(package: CommonPackage) -> dict[str, Code]:
    return {a.variable: a.identifier for a in package.arguments if a.variable}


def _variable_views(package: CommonPackage) -> tuple[VariableView, ...]:
    """The variables that the client takes, each once, with all values that one of its servers allows."""
    found: dict[Code, VariableView] = {}
    for server in servers_of(package.api):
        for variable in server_view(package.typed, server, _variables(package), package.setters).variables:
            known = found.setdefault(variable.name, variable)
            values = (*known.values, *variable.values) if known.values and variable.values else ()
            found[variable.name] = replace(known, values=tuple(dict.fromkeys(values)))
    return tuple(found.values())


def _credential(package: CommonPackage, argument: ClientArgument) -> CredentialView:
    language, credential = package.typed, argument.credential
    assert credential is not None
    doc = Documentation(name=str(argument.identifier), text=argument.text)
    return CredentialView(
        name=argument.identifier,
        scheme=language.string(credential.scheme.id),
        part=language.string(credential.part),
        environment=optional(language)(argument.environment),
        setter=package.setters[str(argument.identifier)],
        variable=code_span(argument.environment),
        doc=language.document(doc, language.indent),
    )


def _scheme(package: CommonPackage, scheme: SecurityScheme) -> SchemeView:
    text = optional(package.typed)
    flows = scheme.flows if isinstance(scheme, OAuthScheme) else ()
    kind = _kind(scheme)
    mine = [a for a in package.arguments if a.credential is not None and a.credential.scheme.id == scheme.id]
    return SchemeView(
        id=package.typed.string(scheme.id),
        kind=package.typed.string(kind),
        name=text(scheme.parameter if isinstance(scheme, ApiKeyScheme) else ""),
        place=text(scheme.location.value if isinstance(scheme, ApiKeyScheme) else ""),
        scheme=text(scheme.scheme if isinstance(scheme, HttpScheme) else ""),
        token_url=text(_first(flow.token_url for flow in _best_first(flows))),
        refresh_url=text(_first(flow.refresh_url for flow in _best_first(flows))),
        setter=package.pair_setters.get(scheme.id, EMPTY),
        scopes=tuple(
            package.typed.string(name) for flow in flows if flow.kind == "clientCredentials" for name, _ in flow.scopes
        ),
        credentials=tuple(_credential(package, argument) for argument in mine),
        is_api_key=kind == "apiKey",
        is_basic=kind == "basic",
        is_bearer=kind in ("bearer", "openIdConnect"),
        is_http=kind == "http",
        is_oauth=kind == "oauth2",
        is_mutual_tls=kind == "mutualTLS",
    )


def _kind(scheme: SecurityScheme) -> str:
    match scheme:
        case ApiKeyScheme():
            return "apiKey"
        case HttpScheme(scheme="basic" | "bearer" as kind):
            return kind
        case HttpScheme():
            return "http"
        case OAuthScheme():
            return "oauth2"
        case OpenIdScheme():
            return "openIdConnect"
        case _:
            return "mutualTLS"


def _best_first(flows: Iterable[OAuthFlow]) -> list[OAuthFlow]:
    """The flow that the runtime can run by itself before the others."""
    return sorted(flows, key=lambda flow: flow.kind != "clientCredentials")


def _first(texts: Iterable[str]) -> str:
    return next((text for text in texts if text), "")


def _modules(package: CommonPackage) -> Iterator[ImportView]:
    for module in package.modules.modules:
        known = [package.names.types[id] for id in module.members]
        yield ImportView(
            module=package.names.types[module.top].module,
            types=tuple(one.name for one in known),
            codecs=tuple(one.codec for one in known),
        )


def _event(file: CommonFile, event: Event) -> EventView:
    language, contents = file.package.typed, event.contents
    return EventView(
        name=language.string(event.name),
        title=code_span(event.name),
        text=paragraph(shortened(clean.one_line(prose(event.webhook.docs)))),
        method=Code(event.webhook.method.upper() if event.webhook.method.isalpha() else "POST"),
        contents=tuple(content_view(file, content) for content in contents),
        type=type_view(file, contents[0].type) if contents else type_view(scratch(file), AnyType()),
        payload=language.either(tuple(dict.fromkeys(language.type(carried(c), file) for c in contents))),
    )


def _sections(package: CommonPackage, services: Iterable[ServiceView]) -> Iterator[SectionView]:
    texts = {name_of(package, path).class_name: service.docs for path, service in walk(package.api.root)}
    for service in services:
        if service.methods:
            yield SectionView(
                title=Code(f"`client.{service.spoken}`") if service.spoken else Code("`client`"),
                text=paragraph(prose(texts[service.name])),
                methods=service.methods,
                chosen=tuple(_chosen(service.methods)),
            )


def _chosen(methods: tuple[MethodView, ...]) -> list[MethodView]:
    """The methods that an example shows: one of each kind of result, in the order of the document."""
    found: dict[tuple[bool, bool, bool], MethodView] = {}
    for method in methods:
        if not method.is_deprecated:
            found.setdefault((method.is_pages, method.is_stream, method.params is None), method)
    return list(found.values()) or list(methods[:1])
