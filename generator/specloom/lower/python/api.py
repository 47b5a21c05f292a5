"""The file `_api.py`: what the runtime has to know of the API beside its operations."""

from __future__ import annotations

from collections.abc import Sequence

from specloom.ir.parameters import Location
from specloom.ir.security import ApiKeyScheme, HttpScheme, OAuthFlow, OAuthScheme, OpenIdScheme, SecurityScheme
from specloom.languages.code import Code
from specloom.languages.imports import Import
from specloom.languages.python import layout as layout
from specloom.languages.python.expr import TRUE, Atom, Expr, call_items, dict_of, keyword, name, tuple_of
from specloom.languages.python.imports import header
from specloom.languages.python.text import docstring, literal, string
from specloom.lower.client_arguments import ClientArgument
from specloom.lower.credentials import credentials_of, used_schemes
from specloom.lower.python.codecs import literal_tuple
from specloom.lower.python.file import PythonFile
from specloom.lower.python.operations import security_of, server_of
from specloom.lower.python.package import PythonPackage
from specloom.lower.python.views import ApiView

_RUNTIME = "._runtime"


CLIENT_ARGUMENTS = (
    "self",
    "super",
    "base_url",
    "environment",
    "timeout",
    "max_retries",
    "headers",
    "query",
    "transport",
    "proxy",
    "verify",
    "cert",
    "http2",
    "strict",
    "validate",
    "response_limit",
    "before_request",
    "after_response",
    "on_error",
    "user_agent",
    "credentials",
    "variables",
)
"""The keyword arguments that every client has; others are claimed beside them."""


def lower_api(package: PythonPackage, arguments: Sequence[ClientArgument]) -> ApiView:
    """`API = ApiInfo(...)`, and the name of the package's errors."""
    file = PythonFile({"API", f"{package.client}Error"})
    codecs = package.codecs(file, ".", _RUNTIME)
    api = package.api
    credentials = {(a.credential.scheme.id, a.credential.part): a.identifier for a in arguments if a.credential}
    variables = {a.variable: a.identifier for a in arguments if a.variable}
    items: list[tuple[str, Expr]] = [("package", _text(package.package)), ("version", _text(package.version))]
    if api.servers:
        items.append(("servers", tuple_of(server_of(server, codecs, variables) for server in api.servers)))
    schemes = [(string(s.id), _scheme(file, s, credentials)) for s in used_schemes(api)]
    if schemes:
        items.append(("schemes", dict_of(schemes)))
    if package.security:
        items.append(("security", security_of(package.security)))
    table = [(string(a.identifier), _text(a.environment)) for a in arguments if a.credential]
    if table:
        items.append(("credentials", dict_of(table)))
    if api.operations and all(_needs_credentials(op.security) for op in api.operations.values()):
        items.append(("auth_required", TRUE))
    if package.options.date_time != "auto":
        items.append(("date_time", _text(package.options.date_time)))
    for key, path in (("error_code", package.options.error_code), ("error_message", package.options.error_message)):
        if path and path != key.removeprefix("error_"):
            items.append((key, literal_tuple(tuple(path.split(".")))))
    if package.options.origins:
        items.append(("origins", literal_tuple(package.options.origins)))
    if package.idempotency_header:
        items.append(("idempotency_header", _text(package.idempotency_header)))
    value = call_items(_use(file, "api", "ApiInfo"), (keyword(Code(key), value) for key, value in items))
    alias = file.use(Import("typing", "TypeAlias"))
    error = layout.alias(Code(f"{package.client}Error"), name(_use(file, "errors", "SdkError")), marker=alias)
    return ApiView(
        header=package.header,
        doc=docstring("What the client knows of the API as a whole.", 0),
        imports=header(file.imports),
        statement=layout.assign(Code("API"), value),
        error=error,
        error_doc=docstring("The base of every error that this package raises.", 0),
    )


def _needs_credentials(security: Sequence[Sequence[object]]) -> bool:
    return bool(security) and all(requirement for requirement in security)


def _use(file: PythonFile, module: str, wanted: str) -> Code:
    return file.use(Import(f"{_RUNTIME}.{module}", wanted))


def _scheme(file: PythonFile, scheme: SecurityScheme, named: dict[tuple[str, str], Code]) -> Expr:
    """`Basic(username="account_sid", password="auth_token")`."""
    parts = {c.part: _text(named[scheme.id, c.part]) for c in credentials_of(scheme) if (scheme.id, c.part) in named}
    items: list[tuple[str, Expr]] = list(parts.items())
    match scheme:
        case ApiKeyScheme():
            location = scheme.location.value if scheme.location is not Location.PATH else "header"
            items = [("name", _text(scheme.parameter)), ("location", _text(location)), *items]
            class_name = "ApiKey"
        case HttpScheme(scheme="basic"):
            class_name = "Basic"
        case HttpScheme(scheme="bearer") | OpenIdScheme():
            class_name = "Bearer"
        case HttpScheme():
            items = [("scheme", _text(scheme.scheme)), *items]
            class_name = "HttpAuth"
        case OAuthScheme():
            items += _oauth(scheme)
            class_name = "OAuth2"
        case _:
            class_name = "MutualTls"
    return call_items(_use(file, "api", class_name), (keyword(Code(key), value) for key, value in items))


def _oauth(scheme: OAuthScheme) -> list[tuple[str, Expr]]:
    """The URLs and scopes of the flow that the runtime can run by itself, else of the first that has them."""
    flows = sorted(scheme.flows, key=lambda flow: flow.kind != "clientCredentials")
    items: list[tuple[str, Expr]] = []
    token = next((flow.token_url for flow in flows if flow.token_url), "")
    refresh = next((flow.refresh_url for flow in flows if flow.refresh_url), "")
    if token:
        items.append(("token_url", _text(token)))
    if refresh and refresh != token:
        items.append(("refresh_url", _text(refresh)))
    if scopes := _scopes(flows):
        items.append(("scopes", literal(()) if not scopes else literal_tuple(scopes)))
    return items


def _scopes(flows: Sequence[OAuthFlow]) -> tuple[str, ...]:
    """The scopes of the client credentials flow: a token is asked for with all of them."""
    return next((tuple(s for s, _ in flow.scopes) for flow in flows if flow.kind == "clientCredentials"), ())


def _text(text: str) -> Atom:
    return Atom(string(text))
