"""`surface.json`: the public surface as data. Its keys are stable; tools are built on them."""

from __future__ import annotations

from collections.abc import Iterator

from specloom.ir.types import Access, Model
from specloom.languages.code import Code
from specloom.languages.python.expr import flat
from specloom.lower.arguments import Place
from specloom.lower.errors import error_class
from specloom.lower.events import Event, events_of
from specloom.lower.payloads import passed_as
from specloom.lower.python.attributes import attribute
from specloom.lower.python.catalogue import Catalogue, Resource, returns_of
from specloom.lower.python.methods import Method
from specloom.lower.python.signatures import Named
from specloom.lower.python.views import DataView
from specloom.lower.python.webhooks import payload_type
from specloom.lower.results import ResultKind
from specloom.lower.surface import FORMAT, pagination_entry, surface_text

_IN = {Place.MEDIA_TYPE: Place.HEADER.value}


def lower_surface(catalogue: Catalogue) -> DataView:
    """The surface as JSON text."""
    package = catalogue.package
    surface: dict[str, object] = {
        "format": FORMAT,
        "package": str(package.package),
        "client": str(package.client),
        "async_client": f"Async{package.client}",
        "credentials": [
            {"name": str(a.identifier), "scheme": a.credential.scheme.id, "part": a.credential.part}
            for a in catalogue.arguments
            if a.credential is not None
        ],
        "operations": [entry for resource in catalogue.resources for entry in _operations(resource)],
        "models": list(_models(catalogue)),
    }
    if variables := [{"name": str(a.identifier), "wire": a.variable} for a in catalogue.arguments if a.variable]:
        surface["variables"] = variables
    if events := events_of(package.api):
        surface["webhooks"] = [_event(catalogue, event) for event in events]
    return DataView(text=Code(surface_text(surface)))


def _operations(resource: Resource) -> Iterator[dict[str, object]]:
    """One entry an operation; one that answers with a value or a stream names the method for the stream in it."""
    last: dict[str, object] = {}
    for method in resource.methods:
        if method.twin and method.result.kind is ResultKind.STREAM:
            last["streaming"] = {"item": str(flat(method.returned)), "call": str(method.spoken)}
            continue
        if last:
            yield last
        last = _operation(method, resource.name.module)
    if last:
        yield last


def _operation(method: Method, module: Code) -> dict[str, object]:
    operation = method.operation
    return {
        "operationId": operation.operation_id,
        "pointer": operation.pointer,
        "method": operation.method,
        "path": operation.path_template,
        "tags": list(operation.tags),
        "call": str(method.spoken),
        "module": str(module),
        "deprecated": operation.deprecation is not None,
        "arguments": [_argument(named) for named in method.arguments],
        "body": _body(method) if method.payloads else None,
        "returns": str(returns_of(method)),
        "errors": {
            response.status: error_class(response.status)
            for response in operation.responses
            if response.status[:1] in ("4", "5")
        },
        "pagination": pagination_entry(operation.pagination),
        "streaming": {"item": str(flat(method.returned))} if method.result.kind is ResultKind.STREAM else None,
    }


def _body(method: Method) -> dict[str, object]:
    """The media types of a body and how the best one is passed; where another is passed otherwise, that too."""
    usual = method.payloads[0].contents
    media_types = [content.media_type for way in method.payloads for content in way.contents]
    body: dict[str, object] = {
        "media_types": list(dict.fromkeys(media_types)),
        "passed_as": passed_as(method.payloads).value,
    }
    choices = [one for one in method.arguments if one.argument.place is Place.MEDIA_TYPE]
    if choices:
        body["content_type"] = str(choices[0].identifier)
    others = [(way, given) for way, given in zip(method.payloads, method.ways, strict=True) if way.contents != usual]
    if others:
        body["alternatives"] = [
            {
                "media_types": [content.media_type for content in way.contents],
                "passed_as": passed_as([way]).value,
                "arguments": [_argument(named) for named in given if named.argument.place is Place.BODY],
            }
            for way, given in others
        ]
    return body


def _event(catalogue: Catalogue, event: Event) -> dict[str, object]:
    return {
        "event": event.name,
        "pointer": str(event.webhook.origin),
        "method": event.webhook.method,
        "operation": event.webhook.operation or None,
        "type": str(flat(payload_type(catalogue.hints, event))),
    }


def _argument(named: Named) -> dict[str, object]:
    return {
        "name": str(named.identifier),
        "wire": named.argument.name.wire,
        "in": _IN.get(named.argument.place, named.argument.place.value),
        "required": named.argument.required,
        "type": str(flat(named.type)),
    }


def _models(catalogue: Catalogue) -> Iterator[dict[str, object]]:
    package = catalogue.package
    for id, known in package.names.types.items():
        model = package.api.declarations[id]
        if isinstance(model, Model):
            sent = id in package.api.sent
            yield {
                "name": str(known.name),
                "module": f"{package.package}.models",
                "pointer": str(model.origin),
                "sent": sent,
                "fields": [
                    {
                        "name": str(identifier),
                        "wire": field.name.wire,
                        "required": field.required and not (sent and field.access is Access.READ),
                        "type": str(flat(attribute(catalogue.hints, field, sent=sent)[0])),
                    }
                    for field, identifier in package.names.fields[id]
                ],
            }
