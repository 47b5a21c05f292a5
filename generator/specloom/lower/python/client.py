"""The file `_client.py`: the client, its asynchronous twin, and the types of their views."""

from __future__ import annotations

from collections.abc import Sequence

from specloom.languages.code import EMPTY, Code
from specloom.languages.imports import Import
from specloom.languages.python import layout as layout
from specloom.languages.python.expr import (
    FALSE,
    NONE,
    TRUE,
    Atom,
    Choice,
    Expr,
    Item,
    call,
    call_items,
    choice,
    dict_of,
    keyword,
    list_of,
    name,
    subscript,
    tuple_of,
)
from specloom.languages.python.imports import header
from specloom.languages.python.layout import Parameter
from specloom.languages.python.text import Section, docstring, literal, string
from specloom.lower.claims import ServiceName
from specloom.lower.client_arguments import ClientArgument
from specloom.lower.docs import described, prose
from specloom.lower.python.file import PythonFile
from specloom.lower.python.package import PythonPackage
from specloom.lower.python.properties import child, getter, wrapper_signature
from specloom.lower.python.root import Root, root_of
from specloom.lower.python.services import NO_DEPRECATION_REPORTS, RESOURCES, TWINS, Twin
from specloom.lower.python.views import ChildView, ClientClassView, ClientView, ViewView, WrapperView
from specloom.lower.python.webhooks import webhooks_class

_RUNTIME = "._runtime"
_RAW = "This client with methods that return an `ApiResponse` around their value."
_STREAMING = "This client with methods for `with`, that leave the body of the answer unread."
_TEXTS = {
    "base_url": "Where the API is, instead of the server that the package knows.",
    "environment": "Which of the servers to use, by name.",
    "timeout": "Seconds each step of a request may take, or a `Timeout`; None waits for ever.",
    "max_retries": "How often a failed request is sent again.",
    "headers": "Headers of every request.",
    "query": "Query parameters of every request.",
    "transport": "What sends requests, instead of the package's own transport.",
    "proxy": "URL of a proxy.",
    "verify": "Whether certificates are checked; the path of a bundle, or an SSL context.",
    "cert": "Path of a client certificate, or of it and its key.",
    "http2": "Whether HTTP/2 is offered.",
    "strict": "Whether a value of the wrong type in an answer raises `DecodeError`.",
    "validate": "Whether constraints of the document are checked before anything is sent.",
    "response_limit": "Most bytes that are read of an answer; None for no limit.",
    "before_request": "Called with each request before it is sent.",
    "after_response": "Called with each request and its answer.",
    "on_error": "Called with each request that failed and the error.",
    "user_agent": "Text to append to the `User-Agent` header.",
}


def lower_client(package: PythonPackage, arguments: Sequence[ClientArgument]) -> ClientView:
    """The clients."""
    names = {f"{prefix}{package.client}" for prefix in ("", "Async", "Raw", "AsyncRaw", "Streaming", "AsyncStreaming")}
    file = PythonFile(names)
    classes = RESOURCES not in package.omits
    children = package.api.root.children if classes else ()
    services = [package.names.services[(index,)] for index in range(len(children))]
    root = root_of(package, file, [service.attribute for service in services], with_methods=classes)
    operations = root.operations()
    clients = tuple(_client(package, file, arguments, services, root, twin) for twin in TWINS)
    wrappers = (
        tuple(view for twin in TWINS for view in _wrappers(package, file, services, root, twin)) if classes else ()
    )
    if services or package.api.webhooks:
        file.use(Import("functools", "cached_property"))
    exports = sorted((f"Async{package.client}", str(package.client)))
    return ClientView(
        header=package.header,
        doc=docstring("The client and its asynchronous twin.", 0),
        imports=header(file.imports),
        exports=layout.assign(Code("__all__"), list_of(Atom(string(text)) for text in exports)),
        pragmas=NO_DEPRECATION_REPORTS if root.deprecated else EMPTY,
        operations=operations,
        clients=clients,
        wrappers=wrappers,
    )


def _client(
    package: PythonPackage,
    file: PythonFile,
    arguments: Sequence[ClientArgument],
    services: Sequence[ServiceName],
    root: Root,
    twin: Twin,
) -> ClientClassView:
    owned = frozenset((*(str(service.attribute) for service in services), *(str(m.name) for m in root.methods)))
    module = "async_client" if twin.is_async else "sync_client"
    base = file.use(Import(f"{_RUNTIME}.{module}", "AsyncClient" if twin.is_async else "SyncClient"))
    parameters = [
        Parameter(name=Code("self")),
        Parameter(name=Code("*")),
        *_own_parameters(package, file, arguments, owned, twin),
        *_common_parameters(package, file, owned, twin),
    ]
    common = [str(parameter.name) for parameter in _common_parameters(package, file, owned, twin)]
    entries = [*((str(a.identifier), _text_of(package, a)) for a in arguments), *((key, _TEXTS[key]) for key in common)]
    text = described(prose(package.api.docs), "") or f"A client of {package.api.name.wire}."
    title = f"The {'asynchronous ' if twin.is_async else ''}client of the {package.api.name.wire}."
    return ClientClassView(
        name=Code(f"{twin.prefix}{package.client}"),
        header=layout.class_header(Code(f"{twin.prefix}{package.client}"), [name(base)]),
        doc=docstring(f"{title}\n\n{text}" if package.api.docs.body else title, 4),
        constructor=layout.signature(Code("__init__"), parameters, NONE, 4),
        constructor_doc=docstring(
            "Make a client. Nothing is sent before the first call.", 8, [Section(title="Args", entries=tuple(entries))]
        ),
        initialise=_initialise(file, arguments, common),
        resources=(
            *(_child(file, service, twin.prefix, owned) for service in services),
            *([_webhooks(package, file, owned)] if package.api.webhooks else []),
        ),
        views=_views(package, twin) if RESOURCES not in package.omits else (),
        methods=root.views(twin),
    )


def _own_parameters(
    package: PythonPackage, file: PythonFile, arguments: Sequence[ClientArgument], owned: frozenset[str], twin: Twin
) -> list[Parameter]:
    """Credentials and server variables."""
    found: list[Parameter] = []
    for argument in arguments:
        if argument.credential is not None:
            secret = Import(f"{_RUNTIME}.auth", "AsyncSecret" if twin.is_async else "Secret")
            type_: Expr = name(file.use(secret, owned, typing=True))
        else:
            type_ = name(file.builtin("str", owned))
        found.append(Parameter(name=argument.identifier, annotation=choice(type_, NONE), default=NONE))
    return found


def _common_parameters(package: PythonPackage, file: PythonFile, owned: frozenset[str], twin: Twin) -> list[Parameter]:
    """What every client can be told, as the base class takes it."""

    def runtime(module: str, wanted: str) -> Expr:
        return name(file.use(Import(f"{_RUNTIME}.{module}", wanted), owned, typing=True))

    text, boolean, number = (name(file.builtin(wanted, owned)) for wanted in ("str", "bool", "int"))
    real = name(file.builtin("float", owned))
    mapping = file.use(Import("collections.abc", "Mapping"), owned, typing=True)
    anything = name(file.use(Import("typing", "Any"), owned, typing=True))
    ssl = name(file.use(Import("ssl", "SSLContext"), owned, typing=True))
    pair = subscript(file.builtin("tuple", owned), text, text)
    hooks = runtime("settings", "Hooks")
    default_timeout = name(file.use(Import(f"{_RUNTIME}.options", "DEFAULT_TIMEOUT")))
    unset = name(file.use(Import(f"{_RUNTIME}.types", "UNSET")))
    transport = runtime("transport", "AsyncTransport" if twin.is_async else "Transport")
    nothing: Expr = tuple_of(())
    environments = [server for server in package.api.servers if server.name.words]
    table: list[tuple[str, Expr, Expr]] = [("base_url", choice(text, NONE), NONE)]
    if len(environments) > 1:
        table.append(("environment", choice(text, NONE), NONE))
    table += [
        ("timeout", choice(runtime("options", "Timeout"), real, NONE), default_timeout),
        ("max_retries", number, literal(package.options.pack.get("max_retries", 2))),
        ("headers", choice(subscript(mapping, text, text), NONE), NONE),
        ("query", choice(subscript(mapping, text, anything), NONE), NONE),
        ("transport", choice(transport, NONE), NONE),
        ("proxy", choice(text, NONE), NONE),
        ("verify", choice(boolean, text, ssl), TRUE),
        ("cert", choice(text, pair, NONE), NONE),
        ("http2", boolean, FALSE),
        ("strict", boolean, FALSE),
        ("validate", boolean, FALSE),
        ("response_limit", Choice((number, NONE, runtime("types", "Unset"))), unset),
        ("before_request", hooks, nothing),
        ("after_response", hooks, nothing),
        ("on_error", hooks, nothing),
        ("user_agent", text, literal("")),
    ]
    return [Parameter(name=Code(key), annotation=type_, default=default) for key, type_, default in table]


def _initialise(file: PythonFile, arguments: Sequence[ClientArgument], common: Sequence[str]) -> Code:
    """`super().__init__(API, credentials={...}, base_url=base_url, ...)`."""
    items = [Item(name(file.use(Import("._api", "API"))))]
    credentials = [(string(a.identifier), name(a.identifier)) for a in arguments if a.credential is not None]
    variables = [(string(a.variable), name(a.identifier)) for a in arguments if a.variable]
    if credentials:
        items.append(keyword(Code("credentials"), dict_of(credentials)))
    if variables:
        items.append(keyword(Code("variables"), dict_of(variables)))
    items += [keyword(Code(key), name(Code(key))) for key in common]
    return layout.expression(call_items(Code("super().__init__"), items), 8)


def _text_of(package: PythonPackage, argument: ClientArgument) -> str:
    if argument.credential is None:
        return described(argument.text, f"Replaces `{{{argument.variable}}}` in the server's URL.")
    function = "A text, or a function that returns one."
    variable = (
        f"Read from the environment variable `{argument.environment}` when not given." if argument.environment else ""
    )
    return f"{function} {variable}".strip()


def _views(package: PythonPackage, twin: Twin) -> tuple[ViewView, ...]:
    return (
        _view(Code("with_raw_response"), Code(f"{twin.raw}{package.client}"), "raw", _RAW),
        _view(Code("with_streaming_response"), Code(f"{twin.streaming}{package.client}"), "streaming", _STREAMING),
    )


def _view(attribute: Code, class_name: Code, mode: str, text: str) -> ViewView:
    return ViewView(
        signature=getter(attribute, class_name),
        doc=docstring(text, 8),
        statement=layout.field(Code("view"), name(class_name), call(Code("self._view"), literal(mode)), 8),
    )


def _child(file: PythonFile, service: ServiceName, prefix: str, owned: frozenset[str]) -> ChildView:
    class_name = Code(f"{prefix}{service.class_name}")
    module = f".resources.{service.module}"
    annotation = file.use(Import(module, class_name), owned, typing=True)
    return child(service.attribute, class_name, annotation, module, Code("self"))


def _webhooks(package: PythonPackage, file: PythonFile, owned: frozenset[str]) -> ChildView:
    class_name = webhooks_class(package)
    annotation = file.use(Import("._webhooks", class_name), owned, typing=True)
    return child(Code("webhooks"), class_name, annotation, "._webhooks", Code("strict=self._settings.strict"))


def _wrappers(
    package: PythonPackage, file: PythonFile, services: Sequence[ServiceName], root: Root, twin: Twin
) -> list[WrapperView]:
    views: list[WrapperView] = []
    for prefix in (twin.raw, twin.streaming):
        assignments = root.wrapped(twin, prefix)
        for service in services:
            wanted = Import(f".resources.{service.module}", f"{prefix}{service.class_name}")
            value = call(file.use(wanted, typing=True), name(Code(f"resource.{service.attribute}")))
            assignments.append(layout.assign(Code(f"self.{service.attribute}"), value, 12))
        views.append(
            WrapperView(
                name=Code(f"{prefix}{package.client}"),
                signature=wrapper_signature(Code(f"{twin.prefix}{package.client}")),
                assignments=tuple(assignments) or (Code("pass"),),
            )
        )
    return views
