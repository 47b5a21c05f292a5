"""Files of resources: operations as constants, two classes of methods over them, and the types of their views."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from specloom.ir.api import Service
from specloom.languages.code import EMPTY, Code
from specloom.languages.imports import Import
from specloom.languages.python import layout as layout
from specloom.languages.python.expr import Atom, Expr, call, list_of, name, subscript
from specloom.languages.python.imports import header
from specloom.languages.python.text import docstring, string
from specloom.lower.claims import ServiceName
from specloom.lower.docs import prose
from specloom.lower.python.file import PythonFile
from specloom.lower.python.methods import Method, documentation, lower_methods, method_view, wrapper
from specloom.lower.python.operations import Constants
from specloom.lower.python.package import PythonPackage
from specloom.lower.python.properties import child, wrapper_signature
from specloom.lower.python.views import ChildView, ResourceView, ServiceView, WrapperView
from specloom.quick import dataclass

RUNTIME = ".._runtime"
PREFIXES = ("Raw", "AsyncRaw", "Streaming", "AsyncStreaming")
"""What the names of the typing-only classes begin with."""

RESOURCES = "resources"
"""What a pack omits that prints functions instead of classes."""
NO_DEPRECATION_REPORTS = Code("# pyright: reportDeprecated=false")


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """One of the two forms of a client: how its classes are called and what they are made from."""

    prefix: str
    base: str
    is_async: bool
    raw: str
    streaming: str


SYNC = Twin(prefix="", base="Resource", is_async=False, raw="Raw", streaming="Streaming")
ASYNC = Twin(prefix="Async", base="AsyncResource", is_async=True, raw="AsyncRaw", streaming="AsyncStreaming")
TWINS = (SYNC, ASYNC)
FORMS = {"": TWINS, "sync": (SYNC,), "async": (ASYNC,)}
"""The `form` of a rule in `target.toml`, and what its file is about."""


def lower_service(
    package: PythonPackage, path: tuple[int, ...], service: Service, twins: Sequence[Twin] = TWINS
) -> ServiceView:
    """The file of one resource, for `twins`. A pack that omits the classes of resources gets none of what only they
    need: the view is about functions, then."""
    here = package.service_name(path)
    classes = RESOURCES not in package.omits
    below = [package.names.services[(*path, index)] for index in range(len(service.children))] if classes else []
    operations = [package.api.operations[id] for id in service.operations]
    methods_of = (package.names.methods, package.names.streams)
    functions = {str(names[id]) for names in methods_of for id in service.operations if id in names}
    file = PythonFile({f"{prefix}{here.class_name}" for prefix in ("", "Async", *PREFIXES)} if classes else functions)
    members = functions | {str(inner.attribute) for inner in below}
    hints = package.hints(file, owned=frozenset(members))
    methods = lower_methods(package, operations, here.call, hints)
    constants = Constants(
        codecs=package.codecs(file), security=package.security, idempotency_header=package.idempotency_header
    )
    written = tuple(constant(constants, method) for method in methods)
    docs = [documentation(method) for method in methods]
    about = f"`client.{here.call}`" if here.call else "`client`"
    text = prose(service.docs) if path else ""
    text = text or (f"The operations of {about}." if methods else "The operations, in modules.")
    resources = tuple(
        ResourceView(
            name=Code(f"{twin.prefix}{here.class_name}"),
            client=_client_class(package, file, twin, functions, imported=bool(methods) and not classes),
            header=_class_header(file, here, twin) if classes else EMPTY,
            doc=docstring(text, 4),
            children=tuple(_child(file, inner, twin, hints_owned=members) for inner in below),
            methods=tuple(
                method_view(method, hints, doc, is_async=twin.is_async)
                for method, doc in zip(methods, docs, strict=True)
            ),
        )
        for twin in twins
    )
    wrappers = tuple(view for twin in twins for view in _wrappers(file, here, below, methods, twin)) if classes else ()
    if below:
        file.use(Import("functools", "cached_property"))
    exports = sorted(f"{twin.prefix}{here.class_name}" for twin in twins) if classes else sorted(functions)
    deprecated = any(method.operation.deprecation is not None for method in methods)
    return ServiceView(
        header=package.header,
        pragmas=NO_DEPRECATION_REPORTS if deprecated else EMPTY,
        doc=docstring(f"{about}: {text}" if classes else text, 0),
        imports=header(file.imports),
        exports=layout.assign(Code("__all__"), list_of(Atom(string(text)) for text in exports)),
        operations=written,
        resources=resources,
        wrappers=wrappers,
    )


def _class_header(file: PythonFile, here: ServiceName, twin: Twin) -> Code:
    base = file.use(Import(f"{RUNTIME}.resources", twin.base))
    return layout.class_header(Code(f"{twin.prefix}{here.class_name}"), [name(base)])


def _client_class(
    package: PythonPackage, file: PythonFile, twin: Twin, owned: Collection[str], *, imported: bool
) -> Code:
    """The class of the client, which a file of functions imports."""
    found = Code(f"{twin.prefix}{package.client}")
    return file.use(Import(".._client", found), owned, typing=True) if imported else found


def constant(constants: Constants, method: Method) -> Code:
    """`_LIST: PagedOperation[Room] = PagedOperation(...)`."""
    value = constants.operation(method.operation, method.spoken, method.sent, method.payloads, method.result)
    annotation = subscript(constants.name(method.result.kind.value), method.returned)
    return layout.field(method.constant, annotation, value, 0)


def _child(file: PythonFile, below: ServiceName, twin: Twin, *, hints_owned: set[str]) -> ChildView:
    class_name = Code(f"{twin.prefix}{below.class_name}")
    annotation = file.use(Import(f".{below.module}", class_name), hints_owned, typing=True)
    return child(below.attribute, class_name, annotation, f".{below.module}", Code("self._client"))


def _wrappers(
    file: PythonFile, here: ServiceName, below: Sequence[ServiceName], methods: Sequence[Method], twin: Twin
) -> list[WrapperView]:
    """The raw and the streaming view of one class. Streams have no streaming view: they are one."""
    if not methods and not below:
        return []
    resource = Code(f"{twin.prefix}{here.class_name}")
    raw = file.use(Import(RUNTIME, "raw", "_raw"), typing=True) if methods else Code("")
    streaming = "async_stream" if twin.is_async else "stream"
    views: list[WrapperView] = []
    for prefix, functions in (
        (twin.raw, [wrapper(method, is_async=twin.is_async) for method in methods]),
        (twin.streaming, [Code(streaming) for _ in methods]),
    ):
        assignments = [
            layout.assign(Code(f"self.{method.name}"), _wrapped(raw, function, method), 12)
            for method, function in zip(methods, functions, strict=True)
        ]
        for inner in below:
            class_name = file.use(Import(f".{inner.module}", f"{prefix}{inner.class_name}"), typing=True)
            assignments.append(layout.assign(Code(f"self.{inner.attribute}"), _nested(class_name, inner.attribute), 12))
        views.append(
            WrapperView(
                name=Code(f"{prefix}{here.class_name}"),
                signature=wrapper_signature(resource),
                assignments=tuple(assignments),
            )
        )
    return views


def _wrapped(raw: Code, function: Code, method: Method) -> Expr:
    """`_raw.page(resource.list)`."""
    return call(Code(f"{raw}.{function}"), name(Code(f"resource.{method.name}")))


def _nested(class_name: Code, attribute: Code) -> Expr:
    """`RawParts(resource.parts)`."""
    return call(class_name, name(Code(f"resource.{attribute}")))
