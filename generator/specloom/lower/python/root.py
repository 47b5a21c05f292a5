"""Operations that belong to no resource: methods of the client itself."""

from __future__ import annotations

from collections.abc import Sequence

from specloom.languages.code import Code
from specloom.languages.imports import Import
from specloom.languages.python import layout as layout
from specloom.languages.python.expr import call, name
from specloom.lower.python.file import PythonFile
from specloom.lower.python.methods import Method, documentation, lower_methods, method_view, wrapper
from specloom.lower.python.operations import Constants
from specloom.lower.python.package import PythonPackage
from specloom.lower.python.services import Twin, constant
from specloom.lower.python.types import Hints
from specloom.lower.python.views import MethodView
from specloom.quick import dataclass

_RUNTIME = "._runtime"


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """The methods of the client, and how its file annotates them."""

    package: PythonPackage
    file: PythonFile
    hints: Hints
    methods: tuple[Method, ...]

    @property
    def deprecated(self) -> bool:
        """Whether any of the operations is."""
        return any(method.operation.deprecation is not None for method in self.methods)

    def operations(self) -> tuple[Code, ...]:
        """The constants that the methods send."""
        package = self.package
        codecs = package.codecs(self.file, ".", _RUNTIME)
        constants = Constants(codecs=codecs, security=package.security, idempotency_header=package.idempotency_header)
        return tuple(constant(constants, method) for method in self.methods)

    def views(self, twin: Twin) -> tuple[MethodView, ...]:
        """The methods of one client."""
        return tuple(
            method_view(method, self.hints, documentation(method), is_async=twin.is_async, client=Code("self"))
            for method in self.methods
        )

    def wrapped(self, twin: Twin, prefix: str) -> list[Code]:
        """The statements that type the methods in the view whose class begins with `prefix`."""
        if not self.methods:
            return []
        raw = self.file.use(Import(_RUNTIME, "raw", "_raw"), typing=True)
        streaming = Code("async_stream" if twin.is_async else "stream")
        return [
            layout.assign(
                Code(f"self.{method.name}"),
                call(
                    Code(f"{raw}.{wrapper(method, is_async=twin.is_async) if prefix == twin.raw else streaming}"),
                    name(Code(f"resource.{method.name}")),
                ),
                12,
            )
            for method in self.methods
        ]


def root_of(package: PythonPackage, file: PythonFile, attributes: Sequence[Code], *, with_methods: bool = True) -> Root:
    """The operations of the root service; `attributes` are the client's resources. Without methods, they stand in a
    file of their own (`lower_service`)."""
    operations = [package.api.operations[id] for id in package.api.root.operations] if with_methods else []
    members = {str(package.names.methods[operation.id]) for operation in operations}
    members |= {str(package.names.streams[op.id]) for op in operations if op.id in package.names.streams}
    owned = frozenset((*members, *attributes))
    hints = package.hints(file, owned=owned, models=".models", runtime=_RUNTIME)
    return Root(
        package=package,
        file=file,
        hints=hints,
        methods=tuple(lower_methods(package, operations, Code(""), hints)),
    )
