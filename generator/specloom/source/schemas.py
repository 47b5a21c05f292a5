"""Schema Objects of Swagger 2.0 and OpenAPI 3.0 in the vocabulary of 3.1 and later, which is JSON Schema 2020-12.

Null is written in one of three ways only, whatever the document wrote (`nullable`, `x-nullable`, `type: [...,
"null"]`):

* a schema with `type`: `type: [T, "null"]`, and `null` among the values of its `enum`;
* a schema with `oneOf` or `anyOf` and no `type`: `{"type": "null"}` as the last alternative;
* a `$ref`, or a schema with `allOf`: `anyOf: [X, {"type": "null"}]`, where X is what stood there before, and
  annotations (description, default, readOnly, `x-`, ...) stay outside.

Strictly, `nullable` has no effect beside `$ref` or without `type` (OpenAPI 3.0.4, section 4.7.24.1); what its author
means is never in doubt, and reading more values than were promised is harmless, so it is honoured.
"""

from __future__ import annotations

from typing import Any

from specloom.source.plain import is_array, is_object

Schema = dict[str, Any]

ANNOTATIONS = frozenset(
    {
        "title",
        "description",
        "deprecated",
        "readOnly",
        "writeOnly",
        "default",
        "example",
        "examples",
        "externalDocs",
        "xml",
    }
)
_DATED = frozenset(("$ref", "nullable", "exclusiveMinimum", "exclusiveMaximum"))
"""Words that mean something else, or nothing, in the vocabulary of 3.1."""
_NULL: Schema = {"type": "null"}
_OBJECT_KEYWORDS = ("properties", "additionalProperties", "required")


def modernise(schema: Schema, version: str) -> str:
    """Rewrites one schema in place, without its subschemas. Returns the pointer suffix to which its content was moved,
    or `""`.

    `version` is that of the document (`2.0`, `3.0`, `3.1`, `3.2`). Later versions are mended too, as documents still
    write `nullable` there.
    """
    if version == "2.0":
        _from_swagger(schema)
    elif _DATED.isdisjoint(schema):
        return ""
    if "$ref" in schema and version in ("2.0", "3.0"):
        _drop_siblings(schema)
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(schema.get(exclusive), bool) and schema.pop(exclusive) and bound in schema:
            schema[exclusive] = schema.pop(bound)
    if "nullable" in schema and isinstance(schema["nullable"], bool):
        return _allow_null(schema) if schema.pop("nullable") else ""
    return ""


def _from_swagger(schema: Schema) -> None:
    """The words that only Swagger 2.0 has."""
    if isinstance(schema.get("x-nullable"), bool):
        schema["nullable"] = schema.pop("x-nullable")
    if isinstance(schema.get("discriminator"), str):
        schema["discriminator"] = {"propertyName": schema["discriminator"]}
    if schema.get("type") == "file":
        schema["type"] = "string"
        schema["format"] = "binary"


def _drop_siblings(schema: Schema) -> None:
    """Beside `$ref` only annotations and `nullable` count; assertions are ignored (OpenAPI 3.0.4, section 4.7.23)."""
    if len(schema) == 1 or not isinstance(schema["$ref"], str):
        return
    for key in [
        k for k in schema if k != "$ref" and k != "nullable" and k not in ANNOTATIONS and not k.startswith("x-")
    ]:
        del schema[key]


def _allow_null(schema: Schema) -> str:
    if "$ref" in schema or "allOf" in schema:
        inner = {k: v for k, v in schema.items() if k not in ANNOTATIONS and not k.startswith("x-")}
        for key in inner:
            del schema[key]
        schema["anyOf"] = [inner, dict(_NULL)]
        return "/anyOf/0"
    if "type" not in schema:
        _infer_type(schema)
    kinds = schema.get("type")
    if isinstance(kinds, str):
        schema["type"] = [kinds, "null"] if kinds != "null" else kinds
    elif is_array(kinds) and "null" not in kinds:
        schema["type"] = [*kinds, "null"]
    values = schema.get("enum")
    if is_array(values) and None not in values:
        values.append(None)
    for word in ("oneOf", "anyOf"):
        alternatives = schema.get(word)
        if is_array(alternatives) and not any(_is_null(item) for item in alternatives):
            alternatives.append(dict(_NULL))
    return ""


def _is_null(item: Any) -> bool:
    return is_object(item) and (item.get("type") == "null" or item.get("nullable") is True)


def _infer_type(schema: Schema) -> None:
    """A schema that describes an object or an array without saying so gets its type, so that null can join it."""
    if "oneOf" in schema or "anyOf" in schema:
        return
    if any(word in schema for word in _OBJECT_KEYWORDS):
        schema["type"] = "object"
    elif "items" in schema:
        schema["type"] = "array"
