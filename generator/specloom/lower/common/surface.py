"""`surface.json` of a package: names and types in the target language."""

from __future__ import annotations

from collections.abc import Iterator

from specloom.ir.types import Model
from specloom.languages.code import Code
from specloom.lower.claims import walk
from specloom.lower.client_arguments import ClientArgument
from specloom.lower.common.declarations import field_slot, is_given, is_optional
from specloom.lower.common.file import CommonFile
from specloom.lower.common.methods import Spoken, argument_type, result_type, spoken
from specloom.lower.common.package import CommonPackage
from specloom.lower.common.services import name_of
from specloom.lower.errors import error_class
from specloom.lower.events import Event, events_of
from specloom.lower.results import ResultKind
from specloom.lower.surface import FORMAT, pagination_entry, surface_text
from specloom.lower.views import DataView


def lower_surface(package: CommonPackage) -> DataView:
    """The surface as JSON text."""
    file = CommonFile(package)
    surface: dict[str, object] = {
        "format": FORMAT,
        "package": str(package.package),
        "client": str(package.client),
        "credentials": [
            {"name": _given_by(package, a), "scheme": a.credential.scheme.id, "part": a.credential.part}
            for a in package.arguments
            if a.credential is not None
        ],
        **_variables(package),
        "operations": list(_operations(file)),
        "models": list(_models(file)),
    }
    if events := events_of(package.api):
        surface["webhooks"] = [_event(file, event) for event in events]
    return DataView(text=Code(surface_text(surface)))


def _variables(package: CommonPackage) -> dict[str, object]:
    found = [{"name": _given_by(package, a), "wire": a.variable} for a in package.arguments if a.variable]
    return {"variables": found} if found else {}


def _given_by(package: CommonPackage, argument: ClientArgument) -> str:
    """What a client is given an argument by: its name, or a function, which may take all parts of a scheme."""
    if not package.typed.option_functions:
        return str(argument.identifier)
    scheme = argument.credential.scheme.id if argument.credential is not None else ""
    return str(package.pair_setters.get(scheme) or package.setters[str(argument.identifier)])


def _operations(file: CommonFile) -> Iterator[dict[str, object]]:
    """One entry an operation; one that answers with a value or a stream names the method for the stream in it."""
    package = file.package
    for path, service in walk(package.api.root):
        operations = [package.api.operations[id] for id in service.operations]
        last: dict[str, object] = {}
        for method in spoken(file, operations, name_of(package, path).call):
            if method.second:
                last["streaming"] = {"item": str(result_type(file, method.result)), "call": str(method.call)}
                last["stream_params"] = _params(package, method)
                continue
            if last:
                yield last
            last = _operation(file, method)
        if last:
            yield last


def _operation(file: CommonFile, method: Spoken) -> dict[str, object]:
    operation, result = method.operation, method.result
    body = operation.body
    return {
        "operationId": operation.operation_id,
        "pointer": operation.pointer,
        "method": operation.method,
        "path": operation.path_template,
        "tags": list(operation.tags),
        "call": str(method.call),
        "deprecated": operation.deprecation is not None,
        "params": _params(file.package, method),
        "arguments": [
            {
                "name": str(name),
                "wire": argument.name.wire,
                "in": argument.place.value,
                "required": argument.required,
                "type": str(argument_type(file, argument)),
            }
            for argument, name in method.arguments
        ],
        "body": (
            None
            if body is None
            else {
                "media_types": [content.media_type for content in method.payloads[0].contents],
                "passed_as": "body" if method.payloads[0].model is None else "arguments",
            }
        ),
        "returns": str(result_type(file, result)),
        "errors": {
            response.status: error_class(response.status, file.package.typed.status_error)
            for response in operation.responses
            if response.status[:1] in ("4", "5")
        },
        "pagination": pagination_entry(operation.pagination),
        "streaming": {"item": str(result_type(file, result))} if result.kind is ResultKind.STREAM else None,
    }


def _params(package: CommonPackage, method: Spoken) -> str | None:
    """The type of what holds the arguments outside of the path."""
    rest = any(argument.place.value != "path" for argument, _ in method.arguments)
    return str(package.params[method.operation.id, method.second]) if rest else None


def _event(file: CommonFile, event: Event) -> dict[str, object]:
    return {
        "event": event.name,
        "pointer": str(event.webhook.origin),
        "method": event.webhook.method,
        "operation": event.webhook.operation or None,
        "type": str(file.package.typed.either([file.package.typed.type(c.type, file) for c in event.contents])),
    }


def _models(file: CommonFile) -> Iterator[dict[str, object]]:
    package = file.package
    for id, known in package.names.types.items():
        model = package.api.declarations[id]
        if isinstance(model, Model):
            sent, given = id in package.api.sent, is_given(package, model)
            yield {
                "name": str(known.name),
                "module": str(known.module),
                "pointer": str(model.origin),
                "sent": sent,
                "fields": [
                    {
                        "name": str(name),
                        "wire": field.name.wire,
                        "required": not is_optional(field, sent=sent),
                        "type": str(field_slot(file, field, sent=sent, given=given)),
                    }
                    for field, name in package.names.fields[id]
                ],
            }
