"""A document in which every text is hostile."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from .marks import CANARY, twin

PAYLOADS = {
    "double quote": '"); CANARY(); ("',
    "single quote": "'); CANARY(); ('",
    "triple quotes": '"""\nCANARY()\n"""',
    "triple single quotes": "'''\nCANARY()\n'''",
    "backslash at the end": "CANARY\\",
    "backslash and quote": '\\"); CANARY()  # \\',
    "quotes at the end": 'CANARY"',
    "more quotes at the end": 'CANARY"""',
    "backslash before quotes": 'CANARY\\"""',
    "line feed": "\nCANARY()\n",
    "carriage return": "\rCANARY()\r",
    "both": "\r\nCANARY()\r\n",
    "next line": "\x85CANARY()\x85",
    "line separator": "\u2028CANARY()\u2028",
    "paragraph separator": "\u2029CANARY()\u2029",
    "vertical tab and form feed": "\x0bCANARY()\x0c",
    "file, group and record separator": "\x1cCANARY()\x1d\x1e",
    "end of a block comment": "*/ CANARY() /*",
    "end of markup": "--> <script>CANARY()</script> ]]>",
    "comment in a string": "// CANARY() # CANARY() -- CANARY()",
    "template literal": "`); CANARY(); (`",
    "interpolation": "${CANARY()} #{CANARY()} {CANARY()} $CANARY",
    "Jinja": "{{ CANARY() }}{% set CANARY %}{# CANARY #}",
    "format": "%s %(CANARY)s {0} {CANARY!r:>{width}}",
    "unicode escape": "\\u0022); CANARY(); (\\u0022",
    "HTML entity": "&quot;); CANARY(); (&quot; &#10;CANARY()",
    "NUL and escape": "\x00\x1b[31mCANARY\x07",
    "right to left": "\u202e\u2066CANARY\u2069\u202c",
    "zero width": "\u200bCANARY\ufeff",
    "lone surrogates": "\ud83dCANARY\ude00",
    "traversal": "../../CANARY",
    "encoded traversal": "%2e%2e%2fCANARY%00",
    "Windows path": "\\\\?\\CANARY\\CANARY",
    "TOML": 'CANARY"\n[project.scripts]\nCANARY = "CANARY:main',
    "JSON": '", "scripts": {"postinstall": "CANARY"}, "x": "',
    "Markdown link": "](javascript:CANARY()) ![CANARY](http://CANARY) <http://CANARY>",
    "Markdown fence": "```\n# CANARY\n~~~\n| CANARY |\n```sh\nCANARY\n",
    "HTML": "<img src=x onerror=CANARY()>",
    "shell": "CANARY; CANARY & $(CANARY) `CANARY` | CANARY",
    "pragma": "type: ignore CANARY\nnoqa: CANARY\ncoding: CANARY\ngo:embed CANARY\n@ts-nocheck CANARY",
    "directive": "\n//go:linkname CANARY\n/// <reference path=CANARY>\n# type: CANARY\n",
    "struct tag": '`json:"CANARY" CANARY:"x"`',
    "surrogate pair": "\U0001f600 CANARY \U0001f4a9",
    "not letters": "+-*=<>!@$%^&()CANARY+-*=<>!@$%^&()",
    "very long": "CANARY " + "e" * 300,
}
"""`CANARY` is replaced by the mark; a number follows the first one, so that no two texts are equal."""

_SURROGATES = re.compile("[\ud800-\udfff]")
Make = Callable[[str], str]


def marked(pattern: str, number: int | str) -> str:
    """A payload with the mark in it."""
    return pattern.replace("CANARY", f"{CANARY}_{number}", 1).replace("CANARY", CANARY)


def escaped(name: str) -> str:
    """A component name as a token of a JSON pointer inside a URI fragment."""
    return quote(_SURROGATES.sub("\ufffd", name.replace("~", "~0").replace("/", "~1")))


def source(pattern: str) -> bytes:
    """The hostile document as JSON."""
    return json.dumps(document(pattern)).encode()


def harmless(pattern: str) -> dict[str, Any]:
    """The same document with texts of the same words that do nothing."""
    return document(pattern, twin)


def document(pattern: str, make: Make = str) -> dict[str, Any]:
    """A small document that has a text with the mark, made from `pattern` and a number, in every text position."""
    numbers = itertools.count(1)

    def text() -> str:
        return make(marked(pattern, next(numbers)))

    def in_path() -> str:
        hostile = marked(pattern, next(numbers))
        return make("".join(c for c in hostile if c not in "{}?#/\\% \ud83d\ude00"))

    def ref(name: str) -> dict[str, str]:
        return {"$ref": f"#/components/schemas/{escaped(names[name])}"}

    kinds = "model", "enum", "tag", "union", "one", "two", "base", "child", "key", "basic", "oauth", "openid"
    names = {kind: text() for kind in kinds}
    slot = in_path()
    extensions = {
        "x-python-type": text(),
        "x-python-import": {"module": text(), "name": text()},
        "customTypePath": text(),
        "customBasePath": text(),
        "default_factory": text(),
        "x-go-type": text(),
        "x-go-type-import": {"path": text(), "name": text()},
        "x-go-name": text(),
        "x-ms-enum": {"name": text(), "values": [{"value": text(), "name": text(), "description": text()}]},
        "x-ms-kiota-info": {"languagesInformation": {"Python": {"dependencyInstallCommand": text()}}},
        "x-extra": text(),
    }
    described = {"description": text(), "title": text(), "example": text(), **extensions}
    schemas: dict[str, Any] = {
        names["model"]: {
            "type": "object",
            **described,
            "required": [text()],
            "properties": {
                text(): {"type": "string", "description": text(), "default": text(), "examples": [text()]},
                text(): {"type": "string", "format": text(), "deprecated": True, "xml": {"name": text()}},
                text(): {"type": "string", "enum": [text(), text()], "description": text()},
                text(): {"const": text()},
                text(): {"type": "array", "items": {"type": "object", "properties": {text(): {"type": "integer"}}}},
                text(): {"type": "integer", "minimum": text(), "maximum": text(), "multipleOf": text()},
                text(): {"type": "string", "maxLength": text(), "minLength": text(), "contentMediaType": text()},
                text(): {"type": "array", "items": {}, "maxItems": text(), "uniqueItems": text()},
                text(): {"type": text()},
                text(): {"type": [text(), "string"], "readOnly": text(), "nullable": text()},
                text(): ref("enum"),
                text(): ref("base"),
            },
            "additionalProperties": {"type": "string", "description": text()},
        },
        names["enum"]: {
            "type": "string",
            "enum": [text(), text()],
            "x-enum-varnames": [text(), text()],
            "x-enum-descriptions": [text(), text()],
            "x-enumNames": [text(), text()],
        },
        names["one"]: {
            "type": "object",
            "required": ["kind"],
            "properties": {"kind": {"const": text()}, text(): {"type": "string"}},
        },
        names["two"]: {"type": "object", "properties": {"kind": {"type": "string"}, text(): {"type": "string"}}},
        names["union"]: {
            "oneOf": [
                ref("one"),
                ref("two"),
                {"type": "object", "title": text(), "properties": {"kind": {"const": text()}}},
            ],
            "discriminator": {
                "propertyName": "kind",
                "mapping": {text(): ref("one")["$ref"], text(): ref("two")["$ref"]},
            },
            "description": text(),
        },
        names["base"]: {
            "type": "object",
            "required": [names["tag"]],
            "properties": {names["tag"]: {"type": "string"}},
            "discriminator": {"propertyName": names["tag"], "mapping": {text(): ref("child")["$ref"]}},
        },
        names["child"]: {"allOf": [ref("base"), {"type": "object", "properties": {text(): {"type": "string"}}}]},
    }
    scopes = {text(): text()}
    flows = {"tokenUrl": "https://example.com/" + in_path(), "scopes": scopes}
    callback: dict[str, Any] = {
        "post": {
            "description": text(),
            "requestBody": {
                "content": {"application/json": {"schema": {"type": "object", "properties": {text(): {}}}}}
            },
            "responses": {"200": {"description": text()}},
        }
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": text(),
            "version": text(),
            "description": text(),
            "summary": text(),
            "termsOfService": text(),
            "contact": {"name": text(), "email": text(), "url": text()},
            "license": {"name": text(), "url": text(), "identifier": text()},
            **extensions,
        },
        "externalDocs": {"url": text(), "description": text()},
        "servers": [
            {
                "url": "https://example.com/" + in_path() + "/{region}",
                "description": text(),
                "variables": {"region": {"default": in_path(), "enum": [in_path()], "description": text()}},
            },
            {"url": "https://{" + in_path() + "}.example.com", "description": text()},
        ],
        "tags": [
            {"name": names["tag"], "description": text(), "externalDocs": {"url": text(), "description": text()}},
            {"name": text(), "parent": text(), "kind": text(), "summary": text()},
        ],
        "security": [{names["key"]: []}, {names["oauth"]: list(scopes)}],
        "paths": {
            f"/{in_path()}/{{{slot}}}": {
                "summary": text(),
                "description": text(),
                "servers": [{"url": "https://example.com/" + in_path(), "description": text(), "name": text()}],
                "post": {
                    "operationId": text(),
                    "summary": text(),
                    "description": text(),
                    "tags": [names["tag"]],
                    "deprecated": True,
                    **extensions,
                    "parameters": [
                        {
                            "name": slot,
                            "in": "path",
                            "required": True,
                            "description": text(),
                            "schema": {"type": "string", "enum": [text(), text()]},
                        },
                        {
                            "name": text(),
                            "in": "query",
                            "schema": {"type": "string", "default": text()},
                            "style": text(),
                        },
                        {"name": text(), "in": "query", "example": text(), "schema": {"type": "array", "items": {}}},
                        {"name": text(), "in": "cookie", "description": text(), "schema": {"type": "string"}},
                        {"name": text(), "in": "header", "description": text(), "schema": {"type": "string"}},
                        {"name": text(), "in": text(), "schema": {"type": "string"}},
                    ],
                    "requestBody": {
                        "description": text(),
                        "content": {
                            "application/json": {"schema": ref("model"), "examples": {text(): {"value": text()}}},
                            "multipart/form-data": {
                                "schema": {"type": "object", "properties": {"part": {"type": "string"}}},
                                "encoding": {
                                    "part": {"contentType": text(), "headers": {text(): {"description": text()}}},
                                    text(): {"contentType": text()},
                                },
                            },
                        },
                    },
                    "responses": {
                        "200": {
                            "description": text(),
                            "headers": {"X-A": {"description": text(), "schema": {}}, text(): {"description": text()}},
                            "content": {"application/json": {"schema": ref("union")}, text(): {"schema": {}}},
                            "links": {text(): {"operationId": text(), "parameters": {text(): text()}}},
                        },
                        "404": {"description": text(), "content": {"application/json": {"schema": ref("enum")}}},
                        text(): {"description": text()},
                    },
                    "callbacks": {text(): {"{$request.body#/" + in_path() + "}": callback}},
                },
                text(): {"description": text()},
            }
        },
        "webhooks": {text(): callback},
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                names["key"]: {"type": "apiKey", "in": "query", "name": text(), "description": text()},
                names["basic"]: {"type": "http", "scheme": "basic", "description": text()},
                names["oauth"]: {"type": "oauth2", "flows": {"clientCredentials": flows}, "description": text()},
                names["openid"]: {"type": "openIdConnect", "openIdConnectUrl": text()},
                text(): {"type": text(), "scheme": text(), "bearerFormat": text(), "in": text()},
            },
        },
    }
