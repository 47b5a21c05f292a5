"""Files of resources."""

from __future__ import annotations

from specloom.ir.api import Service
from specloom.languages.code import EMPTY, Code
from specloom.languages.typed import Documentation
from specloom.lower.claims import ServiceName
from specloom.lower.common.file import CommonFile
from specloom.lower.common.methods import method_view, spoken
from specloom.lower.common.needs import needs_of
from specloom.lower.common.package import CommonPackage
from specloom.lower.docs import prose
from specloom.lower.views import ChildView, ServiceView


def lower_service(package: CommonPackage, path: tuple[int, ...], service: Service) -> ServiceView:
    """The file of one resource; of the client itself for the path `()`."""
    file = CommonFile(package)
    known = name_of(package, path)
    operations = [package.api.operations[id] for id in service.operations]
    methods = tuple(method_view(file, method) for method in spoken(file, operations, known.call))
    return ServiceView(
        header=package.header,
        package=package.package,
        client=package.client,
        name=known.class_name,
        module=known.module,
        attribute=known.attribute,
        spoken=known.call,
        doc=_doc(package, known, service, 0),
        imports=file.imports,
        uses=file.uses,
        needs=needs_of(methods),
        children=children(package, path, service),
        methods=methods,
    )


def name_of(package: CommonPackage, path: tuple[int, ...]) -> ServiceName:
    """What a service is called; the client offers the operations of the root under its own name."""
    if path:
        return package.names.services[path]
    return ServiceName(attribute=EMPTY, class_name=package.client, module=EMPTY, call=EMPTY)


def children(package: CommonPackage, path: tuple[int, ...], service: Service) -> tuple[ChildView, ...]:
    """The resources that a resource offers."""
    found: list[ChildView] = []
    for index, child in enumerate(service.children):
        known = package.names.services[(*path, index)]
        found.append(child_view(package, known, child))
    return tuple(found)


def child_view(package: CommonPackage, known: ServiceName, service: Service) -> ChildView:
    """A resource as something that is offered."""
    return ChildView(
        attribute=known.attribute,
        class_name=known.class_name,
        module=known.module,
        doc=_doc(package, known, service, package.typed.indent),
    )


def _doc(package: CommonPackage, known: ServiceName, service: Service, indent: int) -> Code:
    text = prose(service.docs) or (f"The operations of `client.{known.call}`." if known.call else "")
    return package.typed.document(Documentation(name=str(known.class_name), text=text), indent)
