"""A document in which every text is hostile, and the proof that none of it leaves its literal or comment."""

from __future__ import annotations

import ast
import io
import itertools
import json
import tokenize
from collections import Counter
from typing import Any

PAYLOADS = {
    "double quote": '"); evil(); ("',
    "single quote": "'); evil(); ('",
    "triple quotes": '"""\nevil()\n"""',
    "triple single quotes": "'''\nevil()\n'''",
    "backslash at the end": "evil\\",
    "backslash and quote": '\\"); evil()  # \\',
    "line feed": "a\nevil()\nb",
    "carriage return": "a\revil()\rb",
    "both": "a\r\nevil()\r\nb",
    "next line": "a\x85evil()\x85b",
    "line separator": "a\u2028evil()\u2028b",
    "paragraph separator": "a\u2029evil()\u2029b",
    "vertical tab and form feed": "a\x0bevil()\x0cb",
    "comment ends": "*/ evil() /* --> <script>evil()</script> ]]>",
    "template": "{{ evil() }}{% set x = 1 %}{# evil #}",
    "format": "{evil()} {0} %s %(evil)s ${evil} #{evil}",
    "nul and escape": "a\x00\x1b[31mevil",
    "right to left": "a\u202eevil\u2066",
    "traversal": "../../evil",
    "windows": "..\\..\\evil:stream",
    "keyword": "class",
    "dunder": "__class__",
    "self": "self",
    "toml": 'x"\n[project.scripts]\nevil = "evil:main',
    "markdown": "](javascript:evil()) ``` \n# evil <img src=x onerror=evil()>",
    "very long": "e" * 300,
    "surrogate pair": "\U0001f600 evil \U0001f4a9",
    "not letters": "+-*/=<>!@#$%^&()",
    "empty": "",
}


def document(payload: str) -> dict[str, Any]:
    """A small document that has `payload` and a number of its own in every text position."""
    numbers = itertools.count(1)

    def text() -> str:
        return f"{payload}{next(numbers)}"

    def in_path() -> str:
        return "".join(c for c in payload if c not in "{}?#/") + str(next(numbers))

    names = {key: text() for key in ("model", "enum", "scheme", "tag", "union", "variant", "basic")}
    described = {"description": text(), "title": text(), "example": text(), "x-extra": text()}
    path_parameter = text().replace("{", "").replace("}", "").replace("/", "").replace("?", "").replace("#", "")
    schemas: dict[str, Any] = {
        names["model"]: {
            "type": "object",
            **described,
            "required": [text()],
            "properties": {
                text(): {"type": "string", "description": text(), "default": text(), "pattern": text()},
                text(): {"type": "string", "format": text(), "deprecated": True},
                text(): {"type": "string", "enum": [text(), text()], "description": text()},
                text(): {"const": text()},
                text(): {"type": "array", "items": {"type": "object", "properties": {text(): {"type": "integer"}}}},
                text(): {"$ref": f"#/components/schemas/{escaped(names['enum'])}"},
            },
        },
        names["enum"]: {
            "type": "string",
            "enum": [text(), text()],
            "x-enum-varnames": [text(), text()],
            "x-enum-descriptions": [text(), text()],
        },
        names["variant"]: {
            "type": "object",
            "required": ["kind"],
            "properties": {"kind": {"const": text()}, text(): {"type": "string"}},
        },
        names["union"]: {
            "oneOf": [
                {"$ref": f"#/components/schemas/{escaped(names['variant'])}"},
                {"type": "object", "title": text(), "properties": {"kind": {"const": text()}}},
            ],
            "description": text(),
        },
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
            "license": {"name": text(), "url": text()},
        },
        "externalDocs": {"url": text(), "description": text()},
        "servers": [
            {
                "url": "https://example.com/" + in_path() + "/{region}",
                "description": text(),
                "variables": {"region": {"default": in_path(), "enum": [in_path()], "description": text()}},
            }
        ],
        "tags": [{"name": names["tag"], "description": text()}],
        "security": [{names["scheme"]: []}],
        "paths": {
            f"/{in_path()}/{{{path_parameter}}}": {
                "summary": text(),
                "description": text(),
                "post": {
                    "operationId": text(),
                    "summary": text(),
                    "description": text(),
                    "tags": [names["tag"]],
                    "deprecated": True,
                    "parameters": [
                        {
                            "name": path_parameter,
                            "in": "path",
                            "required": True,
                            "description": text(),
                            "schema": {"type": "string", "enum": [text(), text()]},
                        },
                        {"name": text(), "in": "query", "schema": {"type": "string", "default": text()}},
                        {"name": text(), "in": "cookie", "description": text(), "schema": {"type": "string"}},
                    ],
                    "requestBody": {
                        "description": text(),
                        "content": {
                            "application/json": {
                                "schema": {"$ref": f"#/components/schemas/{escaped(names['model'])}"},
                                "examples": {text(): {"value": text(), "summary": text()}},
                            }
                        },
                    },
                    "responses": {
                        "200": {
                            "description": text(),
                            "headers": {"X-A": {"description": text(), "schema": {"type": "string"}}},
                            "content": {
                                "application/json": {
                                    "schema": {"$ref": f"#/components/schemas/{escaped(names['union'])}"}
                                }
                            },
                        },
                        "404": {"description": text()},
                    },
                },
            }
        },
        "webhooks": {
            text(): {
                "post": {
                    "description": text(),
                    "requestBody": {
                        "content": {
                            "application/json": {
                                "schema": {"type": "object", "properties": {text(): {"type": "string"}}}
                            }
                        }
                    },
                    "responses": {"200": {"description": text()}},
                }
            }
        },
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                names["scheme"]: {"type": "apiKey", "in": "query", "name": text(), "description": text()},
                names["basic"]: {"type": "http", "scheme": "basic", "description": text()},
            },
        },
    }


def escaped(name: str) -> str:
    """A component name as a token of a JSON pointer inside a URI fragment."""
    from urllib.parse import quote

    return quote(name.replace("~", "~0").replace("/", "~1"))


def source(payload: str) -> bytes:
    """The document as JSON."""
    return json.dumps(document(payload)).encode()


def shape(code: str) -> Counter[str]:
    """How many nodes of each kind the syntax tree has: a text that leaves its literal adds some.

    Imports are left out (they are grouped by name), and so are docstrings (a text that is all white space gives none).
    """
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [s for s in node.body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))]
    return Counter(
        type(n).__name__ for n in ast.walk(tree) if not isinstance(n, ast.Import | ast.ImportFrom | ast.alias)
    )


def tokens_outside_literals(code: str) -> set[str]:
    """Every token that is code: neither a string, a comment nor layout."""
    quiet = {tokenize.STRING, tokenize.COMMENT, tokenize.NEWLINE, tokenize.NL, tokenize.INDENT, tokenize.DEDENT}
    return {t.string for t in tokenize.generate_tokens(io.StringIO(code).readline) if t.type not in quiet}
