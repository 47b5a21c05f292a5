"""What OpenAPI 2.0 says otherwise: parameters that are schemas, forms made of parameters, security definitions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .source import Node

_STYLES = {"csv": "form", "multi": "form", "ssv": "spaceDelimited", "pipes": "pipeDelimited", "tsv": "tabDelimited"}
_OF_PARAMETERS = frozenset({"name", "in", "required", "collectionFormat", "allowEmptyValue", "description"})


def parameter_of(node: Node) -> tuple[Node, str, bool]:
    """The schema of a parameter that is one itself, its style, and whether it is exploded."""
    parameter = node.object
    schema = {name: value for name, value in parameter.items() if name not in _OF_PARAMETERS}
    if schema.get("type") == "file":
        schema |= {"type": "string", "format": "binary"}
    written = parameter.get("collectionFormat", "csv")
    style = "simple" if parameter.get("in") in ("path", "header") else _STYLES.get(written, "form")
    return Node(file=node.file, value=schema, key=f"{node.key}/schema"), style, written == "multi"


def form_of(fields: Sequence[Node]) -> tuple[Node, dict[str, Any], bool]:
    """The schema of a form, how its properties are encoded, and whether there is a file among them."""
    properties: dict[str, Any] = {}
    encoding: dict[str, Any] = {}
    for field in fields:
        schema, style, explode = parameter_of(field)
        properties[field.object["name"]] = schema.value
        if schema.object.get("type") == "array":
            encoding[field.object["name"]] = {"style": style, "explode": explode}
    required = [field.object["name"] for field in fields if field.object.get("required") is True]
    form = {"type": "object", "properties": properties, "required": required}
    files = any(field.object.get("type") == "file" for field in fields)
    return Node(file=fields[0].file, value=form, key=f"{fields[0].key}/form"), encoding, files


def scheme_of(scheme: dict[str, Any]) -> tuple[str, str, str] | None:
    """Where a security scheme, of 2.0 or 3.x, puts its credential: place, name, the word before it."""
    match scheme.get("type"), str(scheme.get("scheme", "")).lower():
        case "apiKey", _:
            return str(scheme.get("in")), str(scheme.get("name")), ""
        case "basic", _:
            return "header", "Authorization", "basic"
        case "http", word:
            return "header", "Authorization", word
        case ("oauth2" | "openIdConnect"), _:
            return "header", "Authorization", "bearer"
        case _:
            return None
