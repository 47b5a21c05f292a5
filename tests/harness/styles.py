"""The rows of tests/wire/param_styles.json, which are the specification's own, as a document and cases for it.

Rows that several editions of the specification share are one case, named for the first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from specloom.source.plain import is_array, is_object

ROWS = Path(__file__).parents[1] / "wire" / "param_styles.json"
DIVIDED = ("id", "source", "section", "status", "note")
"""What of a row says where it comes from."""


def styles() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """An OpenAPI 3.2 document with an operation for each case, and the cases as `cases.json` has them."""
    data = json.loads(ROWS.read_text(encoding="utf-8"))
    found = [*map(_parameter, _distinct(data["rows"])), *map(_body, data["encodings"])]
    document = {
        "openapi": "3.2.0",
        "info": {"title": "Styles", "version": "1.0"},
        "servers": [{"url": "https://styles.example.com"}],
        "paths": {
            path: {method: {**operation, "responses": {"204": {"description": "Nothing."}}}}
            for path, method, operation, _ in found
        },
    }
    return document, [case for *_, case in found]


def _distinct(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for row in rows:
        key = json.dumps({name: value for name, value in row.items() if name not in DIVIDED})
        if key not in seen:
            seen.add(key)
            yield row


def _parameter(row: dict[str, Any]) -> tuple[str, str, dict[str, Any], dict[str, Any]]:
    place, name, id_ = row["location"], row["name"], row["id"]
    parameter: dict[str, Any] = {"name": name, "in": place, "required": place == "path"}
    if row.get("content"):
        parameter["content"] = {row["content"]: {"schema": _schema(row["value"])}}
    else:
        parameter |= {"style": row["style"], "explode": row["explode"], "schema": _schema(row["value"])}
        if row["allowReserved"]:
            parameter["allowReserved"] = True
    path = f"/{id_}/x{{{name}}}" if place == "path" else f"/{id_}"
    case: dict[str, Any] = {"id": id_, "call": id_, "args": {f"{place}:{name}": row["value"]}}
    case["sent"] = _sent(place, name, f"GET /{id_}", row.get("expectedAny", [row["expected"]]))
    return path, "get", {"operationId": id_, "parameters": [parameter]}, case


def _sent(place: str, name: str, start: str, texts: list[str]) -> dict[str, Any]:
    match place:
        case "path":
            return {"request": [f"{start}/x{text}" for text in texts]}
        case "header" | "cookie":
            return {"request": start, "headers": {"Cookie" if place == "cookie" else name: {"$oneOf": texts}}}
        case _:
            return {"request": [f"{start}?{text}" if text else start for text in texts]}


def _body(row: dict[str, Any]) -> tuple[str, str, dict[str, Any], dict[str, Any]]:
    id_, media_type = row["id"], row["mediaType"]
    media: dict[str, Any] = {"schema": row["schema"]}
    if row["encoding"]:
        media["encoding"] = row["encoding"]
    operation = {"operationId": id_, "requestBody": {"required": True, "content": {media_type: media}}}
    sent: dict[str, Any] = {"request": f"POST /{id_}"}
    if "expectedParts" in row:
        sent["parts"] = [_part(part) for part in row["expectedParts"]]
    else:
        sent["form"] = row["expected"]
    body = {name: _named(value) for name, value in row["value"].items()}
    return f"/{id_}", "post", operation, {"id": id_, "call": id_, "body": body, "sent": sent}


def _named(value: Any) -> Any:
    """A file of a row, with a name: the rows have none."""
    return {"$file": {"filename": "file", **value["$file"]}} if is_object(value) and "$file" in value else value


def _part(part: dict[str, Any]) -> dict[str, Any]:
    keys = {"body": "text", "bytes": "base64", "json": "json", "headers": "headers"}
    kept = {keys[key]: value for key, value in part.items() if key in keys}
    return {"name": part["name"], "type": {"$oneOf": part["contentType"]}, **kept}


def _schema(value: Any) -> dict[str, Any]:
    """The schema that a value is an instance of, properties named."""
    if is_object(value):
        return {"type": "object", "properties": {name: _schema(item) for name, item in value.items()}}
    if is_array(value):
        return {"type": "array", "items": _schema(value[0]) if value else {"type": "string"}}
    kinds = {bool: "boolean", int: "integer", float: "number", str: "string"}
    return {"type": ["string", "null"]} if value is None else {"type": kinds[type(value)]}
