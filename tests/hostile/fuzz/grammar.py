"""What may stand where in an OpenAPI document, of any version: which texts are free, and which are words of the
specification.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Role(Enum):
    """What a string is."""

    TEXT = "text"  # prose
    NAME = "name"  # means the same wherever it occurs
    VALUE = "value"  # data, and names of its members
    WORD = "word"  # of the specification: something else there is an error
    SLOT = "slot"  # a name that may stand in a path
    URL = "url"
    POINTER = "pointer"  # a reference, or a name


@dataclass(frozen=True, slots=True)
class Map:
    """An object whose names are free: each is a `key`, and its value an `item`."""

    item: Shape
    key: Role = Role.NAME


@dataclass(frozen=True, slots=True)
class Many:
    """One, or an array."""

    item: Shape


Shape = Role | Map | Many | str
"""A string is the name of a kind in `KINDS`."""

TEXT, NAME, VALUE, WORD, SLOT, URL, POINTER = Role
_CONTENT = Map("media", WORD)
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_DESCRIBED: Mapping[str, Shape] = {"title": TEXT, "summary": TEXT, "description": TEXT, "$ref": POINTER}
_SCHEMAS = (
    *("items", "prefixItems", "allOf", "oneOf", "anyOf", "not", "additionalProperties", "unevaluatedProperties", "if"),
    *("then", "else", "contains", "propertyNames", "contentSchema", "additionalItems", "unevaluatedItems"),
)
_NAMED_SCHEMAS = ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas")
_VALUES = ("default", "example", "examples", "enum", "const", "required", "dependentRequired")
_WORDS = (
    *("type", "in", "style", "explode", "allowReserved", "allowEmptyValue", "collectionFormat", "deprecated"),
    *("readOnly", "writeOnly", "nullable", "uniqueItems", "contentEncoding", "contentMediaType", "contentType"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "minItems"),
    *("maxItems", "minProperties", "maxProperties", "scheme", "flow", "attribute", "wrapped", "nodeType"),
)
_SCHEMA: Mapping[str, Shape] = {
    **_DESCRIBED,
    **dict.fromkeys(_SCHEMAS, Many("schema")),
    **dict.fromkeys(_NAMED_SCHEMAS, Map("schema")),
    **dict.fromkeys(_VALUES, VALUE),
    **dict.fromkeys(_WORDS, WORD),
    "pattern": TEXT,
    "format": TEXT,
    "discriminator": "discriminator",
    "xml": "xml",
    "externalDocs": "links to prose",
}
KINDS: Mapping[str, Mapping[str, Shape]] = {
    "document": {
        "info": "information",
        "servers": Many("server"),
        "paths": Map("path", URL),
        "webhooks": Map("path"),
        "components": "components",
        "tags": Many("tag"),
        "security": Many(Map(VALUE)),
        "externalDocs": "links to prose",
        "consumes": WORD,
        "produces": WORD,
        "definitions": Map("schema"),
        "parameters": Map("parameter"),
        "responses": Map("response"),
        "securityDefinitions": Map("scheme"),
    },
    "information": {**_DESCRIBED, "version": TEXT, "contact": "links to prose", "license": "links to prose"},
    "links to prose": {"name": TEXT, "url": TEXT, "email": TEXT, "identifier": TEXT, "description": TEXT},
    "server": {**_DESCRIBED, "url": URL, "name": NAME, "variables": Map("variable", SLOT)},
    "variable": {**_DESCRIBED, "default": SLOT, "enum": SLOT},
    "components": {
        "schemas": Map("schema"),
        "parameters": Map("parameter"),
        "headers": Map("parameter"),
        "responses": Map("response"),
        "requestBodies": Map("body"),
        "examples": Map("example"),
        "securitySchemes": Map("scheme"),
        "links": Map("link"),
        "callbacks": Map(Map("path", WORD)),
        "pathItems": Map("path"),
        "mediaTypes": Map("media"),
    },
    "path": {
        **_DESCRIBED,
        **dict.fromkeys(_METHODS, "operation"),
        "additionalOperations": Map("operation", WORD),
        "servers": Many("server"),
        "parameters": Many("parameter"),
    },
    "operation": {
        **_DESCRIBED,
        "tags": NAME,
        "operationId": NAME,
        "deprecated": WORD,
        "consumes": WORD,
        "produces": WORD,
        "externalDocs": "links to prose",
        "parameters": Many("parameter"),
        "requestBody": "body",
        "responses": Map("response", WORD),
        "callbacks": Map(Map("path", WORD)),
        "security": Many(Map(VALUE)),
        "servers": Many("server"),
    },
    "parameter": {
        **_SCHEMA,
        "name": SLOT,
        "required": WORD,
        "schema": "schema",
        "content": _CONTENT,
        "examples": Map("example"),
    },
    "body": {**_DESCRIBED, "content": _CONTENT, "required": WORD},
    "media": {
        "schema": "schema",
        "itemSchema": "schema",
        "example": VALUE,
        "examples": Map("example"),
        "encoding": Map("encoding"),
        "prefixEncoding": Many("encoding"),
        "itemEncoding": "encoding",
    },
    "encoding": {**dict.fromkeys(_WORDS, WORD), "headers": Map("parameter")},
    "response": {
        **_DESCRIBED,
        "headers": Map("parameter"),
        "content": _CONTENT,
        "links": Map("link"),
        "schema": "schema",
        "examples": VALUE,
    },
    "example": {**_DESCRIBED, "value": VALUE, "dataValue": VALUE, "serializedValue": TEXT, "externalValue": TEXT},
    "link": {
        **_DESCRIBED,
        "operationRef": POINTER,
        "operationId": NAME,
        "parameters": VALUE,
        "requestBody": VALUE,
        "server": "server",
    },
    "tag": {**_DESCRIBED, "name": NAME, "parent": NAME, "kind": TEXT, "externalDocs": "links to prose"},
    "scheme": {
        **_DESCRIBED,
        **dict.fromkeys(_WORDS, WORD),
        "name": NAME,
        "bearerFormat": TEXT,
        "flows": Map("flow", WORD),
        "openIdConnectUrl": URL,
        "authorizationUrl": URL,
        "tokenUrl": URL,
        "scopes": Map(TEXT, VALUE),
    },
    "flow": {"authorizationUrl": URL, "tokenUrl": URL, "refreshUrl": URL, "scopes": Map(TEXT, VALUE)},
    "schema": _SCHEMA,
    "discriminator": {"propertyName": NAME, "mapping": Map(POINTER, VALUE), "defaultMapping": POINTER},
    "xml": {"name": NAME, "prefix": NAME, "namespace": TEXT, "attribute": WORD, "wrapped": WORD},
}
"""Kinds of objects by their fields. A field that is not named here is an extension: its strings are replaced, the names
in it stay."""
