"""All methods of a package in one list, for what describes it from outside: `surface.json`, `api.md`, the README."""

from __future__ import annotations

from specloom.ir.api import Service
from specloom.languages.code import Code
from specloom.languages.python.expr import flat
from specloom.lower.claims import ServiceName, walk
from specloom.lower.client_arguments import ClientArgument, client_arguments
from specloom.lower.python.api import CLIENT_ARGUMENTS
from specloom.lower.python.file import PythonFile
from specloom.lower.python.methods import Method, lower_methods
from specloom.lower.python.package import PythonPackage
from specloom.lower.python.types import Hints
from specloom.lower.results import ResultKind
from specloom.quick import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A resource with its methods."""

    service: Service
    name: ServiceName
    methods: tuple[Method, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The package as its user sees it. `hints` writes types under their plain names, whatever a file may call them."""

    package: PythonPackage
    arguments: tuple[ClientArgument, ...]
    resources: tuple[Resource, ...]
    hints: Hints


def catalogue_of(package: PythonPackage) -> Catalogue:
    """The catalogue of a package."""
    hints = package.hints(PythonFile(()))
    return Catalogue(
        package=package,
        arguments=client_arguments(package, CLIENT_ARGUMENTS),
        resources=tuple(
            _resource(package, path, service, hints)
            for path, service in walk(package.api.root)
            if path or service.operations
        ),
        hints=hints,
    )


def _resource(package: PythonPackage, path: tuple[int, ...], service: Service, hints: Hints) -> Resource:
    """A resource; the operations of the client itself are one without a name."""
    known = package.service_name(path)
    operations = [package.api.operations[id] for id in service.operations]
    return Resource(service=service, name=known, methods=tuple(lower_methods(package, operations, known.call, hints)))


def returns_of(method: Method) -> Code:
    """What the synchronous method returns, as text."""
    match method.result.kind:
        case ResultKind.VALUE:
            return flat(method.returned)
        case ResultKind.PAGES:
            return Code(f"Page[{flat(method.returned)}]")
        case ResultKind.STREAM:
            return Code(f"Stream[{flat(method.returned)}]")
