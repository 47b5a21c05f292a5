"""The `__init__.py` files: names that load the file they stand in when they are first used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from specloom.ir.types import Alias, Model, Union
from specloom.languages.code import EMPTY, Code
from specloom.languages.imports import Import, Imports
from specloom.languages.python import layout as layout
from specloom.languages.python.expr import Atom, call, dict_of, list_of, name
from specloom.languages.python.imports import header, import_block
from specloom.languages.python.text import docstring, string
from specloom.lower.docs import prose
from specloom.lower.python.package import PythonPackage
from specloom.lower.python.views import ExportsView
from specloom.lower.python.webhooks import webhooks_class
from specloom.quick import dataclass

RUNTIME_NAMES: Mapping[str, tuple[str, ...]] = {
    "encoding": ("to_json_value",),
    "errors": (
        "ApiConnectionError",
        "ApiStatusError",
        "ApiTimeoutError",
        "BadRequestError",
        "ConfigurationError",
        "ConflictError",
        "DecodeError",
        "ForbiddenError",
        "InvalidArgumentError",
        "NotFoundError",
        "PaginationError",
        "RateLimitError",
        "ResponseTooLargeError",
        "ServerError",
        "TooManyRedirectsError",
        "UnauthorizedError",
        "UnprocessableEntityError",
    ),
    "http_client_transport": ("HttpClientTransport",),
    "httpx_transport": ("AsyncHttpxTransport", "HttpxTransport"),
    "options": ("RequestOptions", "Timeout"),
    "paging": ("AsyncPage", "AsyncPager", "Page"),
    "raw": ("ApiResponse", "AsyncStreamedResponse", "StreamedResponse"),
    "streams": ("AsyncStream", "Stream"),
    "transport": ("AsyncResponse", "AsyncTransport", "Request", "Response", "Transport"),
    "types": ("UNSET", "Unset"),
    "validation": ("ConstraintError",),
}
"""What the package root offers of the runtime, by module."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A name and the file that has it (empty: the name is a file itself). `public`: it is listed in `__all__`; `lazy`:
    it exists at run time."""

    name: str
    module: str
    public: bool = True
    lazy: bool = True


def root_exports(package: PythonPackage) -> ExportsView:
    """The package itself: clients, errors, options, and every model whose name nothing of the runtime has."""
    client = str(package.client)
    found = [
        Export(name=client, module="_client"),
        Export(name=f"Async{client}", module="_client"),
        Export(name=f"{client}Error", module="_api"),
        Export(name="models", module="", public=False),
        *(Export(name=wanted, module=f"_runtime.{m}") for m, names in RUNTIME_NAMES.items() for wanted in names),
    ]
    if package.api.webhooks:
        found.append(Export(name=str(webhooks_class(package)), module="_webhooks"))
        found.append(Export(name="SignatureError", module="_runtime.webhooks"))
    taken = {export.name for export in found}
    models = [export for export in _model_exports(package) if export.public and export.name not in taken]
    found += [Export(name=export.name, module=f"models.{export.module}") for export in models]
    text = prose(package.api.docs) or f"A client of the {package.api.name.wire}."
    version = layout.assign(Code("__version__"), Atom(string(package.version)))
    return _view(package, found, text, "._runtime.lazy", version)


def model_exports(package: PythonPackage) -> ExportsView:
    """The package of models."""
    return _view(package, _model_exports(package), "The models: what the API receives and returns.", ".._runtime.lazy")


def resource_exports(package: PythonPackage) -> ExportsView:
    """The package of resources."""
    found = [
        Export(name=f"{prefix}{service.class_name}", module=str(service.module))
        for service in package.names.services.values()
        for prefix in ("", "Async")
    ]
    return _view(package, found, "The resources: operations in groups, as a client offers them.", ".._runtime.lazy")


def _model_exports(package: PythonPackage) -> list[Export]:
    found: list[Export] = []
    for module in package.modules.modules:
        for id in module.members:
            known = package.names.types[id]
            file = str(known.module)
            declaration = package.api.declarations[id]
            found.append(Export(name=str(known.name), module=file))
            if known.codec != known.name:
                found.append(Export(name=str(known.codec), module=file, public=False))
            if known.companion:
                typing_only = isinstance(declaration, Model | Union | Alias)
                found.append(
                    Export(name=str(known.companion), module=file, public=not typing_only, lazy=not typing_only)
                )
    return found


def _view(
    package: PythonPackage, exports: Iterable[Export], text: str, lazy: str, version: Code = EMPTY
) -> ExportsView:
    found = sorted(exports, key=lambda export: export.name)
    imports = {Import(f".{export.module}", export.name, "" if export.public else export.name) for export in found}
    table = dict_of((string(export.name), Atom(string(export.module))) for export in found if export.lazy)
    attach = call(Code("attach"), name(Code("__name__")), table)
    return ExportsView(
        header=package.header,
        doc=docstring(text, 0),
        imports=header(Imports(frozenset({Import("typing", "TYPE_CHECKING")}), frozenset(imports))),
        exports=layout.assign(Code("__all__"), list_of(Atom(string(export.name)) for export in found if export.public)),
        version=version,
        lazy_import=import_block([Import(lazy, "attach")], indent=4),
        attach=layout.assign(Code("__getattr__, __dir__"), attach, 4),
    )
