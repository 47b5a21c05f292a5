"""Findings on a document, where they are, and how they are shown."""

from __future__ import annotations

import json
from typing import Any

import pytest
from specloom.diagnostics import Severity
from specloom.source import Locator, lint, listing, open_document

INFO = {"title": "t", "version": "1"}


def findings(document: dict[str, Any]) -> list[tuple[str, str]]:
    """Code and pointer of all findings on a document, by schema and by rules."""
    source = open_document(json.dumps({"openapi": "3.1.0", "info": INFO, "paths": {}} | document).encode())
    found = [*source.report, *lint(source.root)]
    assert all(d.severity is Severity.WARNING for d in found)
    return [(d.code, d.origin.pointer) for d in found]


def operation(**members: Any) -> dict[str, Any]:
    """An operation that is fine but for `members`."""
    return {"responses": {"200": {"description": "d"}}} | members


def parameter(name: str, place: str = "query") -> dict[str, Any]:
    """A parameter that is fine."""
    return {"name": name, "in": place, "schema": {"type": "string"}, **({"required": True} if place == "path" else {})}


CASES: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({}, []),
    ({"info": {"title": "t"}}, [("invalid-document", "/info")]),
    (
        {"paths": {"/a": {"get": {"responses": {"200": {}}}}}},
        [("invalid-document", "/paths/~1a/get/responses/200")],
    ),
    ({"components": {"schemas": {"A": {"type": "strnig"}}}}, [("invalid-document", "/components/schemas/A/type")]),
    (
        {"paths": {"/a": {"get": operation(operationId="x")}, "/b": {"get": operation(operationId="x")}}},
        [("duplicate-operation-id", "/paths/~1b/get")],
    ),
    ({"paths": {"/{a}": {"get": operation()}}}, [("undeclared-path-parameter", "/paths/~1{a}/get")]),
    ({"paths": {"/{a}": {"parameters": [parameter("a", "path")], "get": operation()}}}, []),
    (
        {"paths": {"/a": {"get": operation(parameters=[parameter("a", "path")])}}},
        [("unused-path-parameter", "/paths/~1a/get/parameters/0")],
    ),
    (
        {"paths": {"/a": {"get": operation(parameters=[parameter("a"), parameter("a", "header"), parameter("a")])}}},
        [("duplicate-parameter", "/paths/~1a/get/parameters/2")],
    ),
    ({"security": [{"x": []}]}, [("undefined-security-scheme", "/security/0/x")]),
    (
        {
            "paths": {
                "/{a}": {"get": operation(parameters=[parameter("a", "path")])},
                "/{b}": {"get": operation(parameters=[parameter("b", "path")])},
            }
        },
        [("ambiguous-paths", "/paths/~1{b}/get")],
    ),
    ({"tags": [{"name": "a"}, {"name": "a"}]}, [("duplicate-tag", "/tags/1")]),
    ({"servers": [{"url": "https://{h}.example"}]}, [("undefined-server-variable", "/servers/0")]),
    (
        {"components": {"schemas": {"A": {"type": "integer", "default": "x"}}}},
        [("invalid-default", "/components/schemas/A/default")],
    ),
    ({"components": {"schemas": {"A": {"type": "number", "default": 1}}}}, []),
    ({"components": {"links": {"L": {"operationId": "a", "server": {"url": "https://e.com"}}}}}, []),
    (
        {"components": {"links": {"L": {"operationId": "a", "body": {"url": "https://e.com"}}}}},
        [("invalid-document", "/components/links/L/body")],
    ),
    (
        {"components": {"schemas": {"A": {"type": "integer", "default": True}}}},
        [("invalid-default", "/components/schemas/A/default")],
    ),
    (
        {"components": {"schemas": {"A": {"enum": [1, 2], "default": 3}}}},
        [("invalid-default", "/components/schemas/A/default")],
    ),
    (
        {"components": {"schemas": {"A": {"items": {"$ref": "#/components/schemas/B"}}}}},
        [("unresolved-reference", "/components/schemas/A/items")],
    ),
]


@pytest.mark.parametrize(("document", "expected"), CASES)
def test_findings(document: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert findings(document) == expected


def test_the_schema_of_each_version_is_used() -> None:
    for version in ("3.0.3", "3.2.0"):
        found = open_document(json.dumps({"openapi": version, "info": {"title": "t"}, "paths": {}}).encode()).report
        assert [(d.code, d.origin.pointer) for d in found] == [("invalid-document", "/info")]
    found = open_document(b'{"swagger": "2.0", "info": {"title": "t", "version": "1"}}').report
    assert ["paths" in d.message for d in found] == [True]


def of_3_2(**components: Any) -> set[str]:
    """Where the schema of 3.2 finds a fault in these components."""
    text = json.dumps({"openapi": "3.2.0", "info": INFO, "components": components})
    return {d.origin.pointer for d in open_document(text.encode()).report}


def test_a_property_is_not_refused_for_what_is_wrong_inside_it() -> None:
    flows: dict[str, Any] = {"implicit": {"authorizationUrl": "https://e.com", "scopes": {}, "odd": 1}}
    scheme: dict[str, Any] = {"type": "oauth2", "flows": flows, "oauth2MetadataUrl": "https://e.com"}
    text = json.dumps({"openapi": "3.2.0", "info": INFO, "components": {"securitySchemes": {"S": scheme}}})
    (found,) = open_document(text.encode()).report
    assert found.origin.pointer == "/components/securitySchemes/S/flows/implicit/odd"
    assert found.message == "'odd' is not allowed here"


def test_example_and_examples_exclude_each_other() -> None:
    both = {"name": "a", "in": "query", "schema": {}, "example": 1, "examples": {"b": {"value": 1}}}
    text = json.dumps({"openapi": "3.1.0", "info": INFO, "components": {"parameters": {"A": both}}})
    assert {d.origin.pointer for d in open_document(text.encode()).report} == {"/components/parameters/A"}


def test_the_name_of_a_header_is_a_token() -> None:
    assert of_3_2(parameters={"A": parameter("a b")}) == set()
    assert of_3_2(parameters={"A": parameter("a b", "header")}) == {"/components/parameters/A/name"}
    response: dict[str, Any] = {"headers": {"X-Good": {"schema": {}}, "Bad=Name": {"schema": {}}}}
    assert of_3_2(responses={"A": response}) == {"/components/responses/A/headers"}


def test_node_type_replaces_the_older_words_for_it() -> None:
    assert of_3_2(schemas={"A": {"xml": {"nodeType": "attribute"}}, "B": {"xml": {"attribute": True}}}) == set()
    old_and_new = {"properties": {"a": {"xml": {"nodeType": "element", "wrapped": True}}}}
    assert of_3_2(schemas={"A": old_and_new}) == {"/components/schemas/A/properties/a/xml/wrapped"}


def test_the_likeliest_alternative_explains_an_error() -> None:
    text = {
        "swagger": "2.0",
        "info": INFO,
        "paths": {"/a": {"get": operation(parameters=[{"name": "n", "in": "query", "type": "strnig"}])}},
    }
    found = list(open_document(json.dumps(text).encode()).report)
    assert [d.origin.pointer for d in found] == ["/paths/~1a/get/parameters/0/type"]
    assert "strnig" in found[0].message


YAML = b"""openapi: 3.1.0
# comment
paths:
  /a:
    get:
      tags: [x, "y"]
      parameters:
      - name: p
        in: query
  200: {k: v}
"""


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ("", (1, 1)),
        ("/openapi", (1, 1)),
        ("/paths/~1a/get", (5, 5)),
        ("/paths/~1a/get/tags/1", (6, 17)),
        ("/paths/~1a/get/parameters/0", (8, 9)),
        ("/paths/~1a/get/parameters/0/in", (9, 9)),
        ("/paths/200/k", (10, 9)),
        ("/paths/~1a/get/requestBody/content", (5, 5)),
        ("/nothing", (1, 1)),
    ],
)
def test_positions_in_yaml(pointer: str, place: tuple[int, int]) -> None:
    assert Locator(YAML).position(pointer) == place


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ("", (2, 1)),
        ("/a", (2, 3)),
        ("/a/1", (3, 2)),
        ("/a/1/é~1", (3, 3)),
        ("/b", (4, 2)),
        ("/b/c/d", (4, 2)),
        ("/a/7", (2, 3)),
    ],
)
def test_positions_in_json(pointer: str, place: tuple[int, int]) -> None:
    text = '\n{ "a": [1.5,\n\t{"é/" : "\\u00e9"}] ,\n "b":null}'.encode()
    assert Locator(text).position(pointer) == place


def test_positions_in_text_that_cannot_be_read_do_not_fail() -> None:
    assert Locator(b'{"a": [').position("/a/0") == (1, 2)
    assert Locator(b"a: 1\nb: [").position("/b/0") == (2, 1)
    assert Locator(b"").position("/b/0") == (1, 1)


def test_listing_shows_the_line_with_a_caret() -> None:
    assert listing(YAML, 5, 5) == "5 |     get:\n  |     ^"
    assert listing(YAML, 99, 1) == ""


def test_listing_clips_long_lines_and_hides_control_characters() -> None:
    text = ("x" * 500 + "HERE" + "y" * 500 + "\n").encode()
    lines = listing(text, 1, 501).split("\n")
    assert all(len(line) < 120 for line in lines)
    assert lines[0][lines[1].index("^") :].startswith("HERE")
    shown = listing("a\x1b[31m\u202e\tb".encode(), 1, 1).split("\n")[0]
    assert shown == "1 | a\ufffd[31m\ufffd b"
