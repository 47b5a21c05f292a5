"""One shape for all versions, and origins that stay those of the text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from specloom.source import Cursor, SourceOptions, open_document

OPTIONS = SourceOptions(validate=False)


def opened(document: dict[str, Any]) -> Cursor:
    """The root of a document given as data."""
    return open_document(json.dumps(document).encode(), options=OPTIONS).root


def at(root: Cursor, *keys: str | int) -> Cursor:
    """The cursor below `root`."""
    for key in keys:
        root = root.child(key)
    return root


def schema(written: dict[str, Any], version: str = "3.0.3") -> Any:
    """A component schema after normalisation."""
    return at(
        opened({"openapi": version, "components": {"schemas": {"X": written}}}), "components", "schemas", "X"
    ).value


NULL = {"type": "null"}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": False}, {"type": "string"}),
        ({"type": "string", "enum": ["a"], "nullable": True}, {"type": ["string", "null"], "enum": ["a", None]}),
        ({"type": "string", "enum": [None], "nullable": True}, {"type": ["string", "null"], "enum": [None]}),
        ({"$ref": "#/a", "nullable": True}, {"anyOf": [{"$ref": "#/a"}, NULL]}),
        (
            {"allOf": [{"$ref": "#/a"}], "nullable": True, "description": "d"},
            {"description": "d", "anyOf": [{"allOf": [{"$ref": "#/a"}]}, NULL]},
        ),
        ({"oneOf": [{"$ref": "#/a"}], "nullable": True}, {"oneOf": [{"$ref": "#/a"}, NULL]}),
        ({"anyOf": [NULL], "nullable": True}, {"anyOf": [NULL]}),
        ({"properties": {}, "nullable": True}, {"properties": {}, "type": ["object", "null"]}),
        ({"nullable": True}, {}),
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ({"maximum": 1, "exclusiveMaximum": False}, {"maximum": 1}),
        (
            {"$ref": "#/a", "type": "object", "description": "d", "x-a": 1},
            {"$ref": "#/a", "description": "d", "x-a": 1},
        ),
        (
            {"properties": {"nullable": {"nullable": True, "type": "string"}}},
            {"properties": {"nullable": {"type": ["string", "null"]}}},
        ),
        ({"example": {"nullable": True, "type": "x"}}, {"example": {"nullable": True, "type": "x"}}),
        ({"enum": [{"nullable": True, "type": "x"}]}, {"enum": [{"nullable": True, "type": "x"}]}),
    ],
)
def test_schemas_of_3_0(written: dict[str, Any], expected: dict[str, Any]) -> None:
    assert schema(written) == expected


def test_3_1_keeps_siblings_and_honours_a_stray_nullable() -> None:
    assert schema({"$ref": "#/a", "type": "object"}, "3.1.0") == {"$ref": "#/a", "type": "object"}
    assert schema({"type": "string", "nullable": True}, "3.1.0") == {"type": ["string", "null"]}


def test_the_origin_below_a_wrapped_schema_is_that_of_the_text() -> None:
    inner = {"allOf": [{"properties": {"p": {"type": "string", "nullable": True}}}], "nullable": True}
    root = opened(
        {"openapi": "3.0.3", "components": {"schemas": {"X": inner, "Y": {"$ref": "#/components/schemas/X/allOf/0"}}}}
    )
    place = at(root, "components", "schemas", "X", "anyOf", 0, "allOf", 0, "properties", "p")
    assert place.value == {"type": ["string", "null"]}
    assert place.origin.pointer == "/components/schemas/X/allOf/0/properties/p"
    assert at(root, "components", "schemas", "Y").follow().id == "#/components/schemas/X/anyOf/0/allOf/0"
    assert root.resolver.resolve(root, "#/components/schemas/X").pointer == "/components/schemas/X"


def swagger(**members: Any) -> Cursor:
    """The root of a 2.0 document."""
    return opened({"swagger": "2.0", "info": {"title": "t", "version": "1"}, "paths": {}, **members})


def test_servers_of_2_0() -> None:
    assert swagger(host="a.example", basePath="/v1/", schemes=["http", "https"]).value["servers"] == [
        {"url": "https://a.example/v1"},
        {"url": "http://a.example/v1"},
    ]
    assert swagger(basePath="/v1").value["servers"] == [{"url": "/v1"}]
    assert swagger(host="a.example").value["servers"] == [{"url": "https://a.example"}]
    assert "servers" not in swagger(basePath="/").value


def test_security_definitions_of_2_0() -> None:
    root = swagger(
        securityDefinitions={
            "b": {"type": "basic"},
            "k": {"type": "apiKey", "in": "header", "name": "K"},
            "o": {"type": "oauth2", "flow": "application", "tokenUrl": "https://t", "scopes": {"s": "d"}},
        }
    )
    assert at(root, "components", "securitySchemes").value == {
        "b": {"type": "http", "scheme": "basic"},
        "k": {"type": "apiKey", "in": "header", "name": "K"},
        "o": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://t", "scopes": {"s": "d"}}}},
    }
    assert at(root, "components", "securitySchemes", "b").origin.pointer == "/securityDefinitions/b"


def test_definitions_move_and_old_references_find_them() -> None:
    root = swagger(
        definitions={
            "A": {"properties": {"b": {"$ref": "#/definitions/B"}}},
            "B": {"type": "string", "x-nullable": True},
        }
    )
    place = at(root, "components", "schemas", "A", "properties", "b")
    assert place.origin.pointer == "/definitions/A/properties/b"
    assert place.follow().pointer == "/components/schemas/B"
    assert place.follow().value == {"type": ["string", "null"]}


@pytest.mark.parametrize(
    ("location", "form", "style", "explode"),
    [
        ("query", None, "form", False),
        ("query", "csv", "form", False),
        ("query", "multi", "form", True),
        ("query", "ssv", "spaceDelimited", False),
        ("query", "tsv", "tabDelimited", False),
        ("query", "pipes", "pipeDelimited", False),
        ("path", None, "simple", False),
        ("header", "csv", "simple", False),
        ("header", "pipes", "pipeDelimited", False),
    ],
)
def test_collection_formats(location: str, form: str | None, style: str, explode: bool) -> None:
    parameter: dict[str, Any] = {
        "name": "p",
        "in": location,
        "type": "array",
        "items": {"type": "string"},
        "minItems": 1,
    }
    if form:
        parameter["collectionFormat"] = form
    root = swagger(paths={"/a": {"get": {"parameters": [parameter]}}})
    assert at(root, "paths", "/a", "get", "parameters", 0).value == {
        "name": "p",
        "in": location,
        "schema": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        "style": style,
        "explode": explode,
    }
    items = at(root, "paths", "/a", "get", "parameters", 0, "schema", "items")
    assert items.origin.pointer == "/paths/~1a/get/parameters/0/items"


def test_a_body_parameter_becomes_the_request_body() -> None:
    body = {
        "name": "b",
        "in": "body",
        "required": True,
        "description": "d",
        "schema": {"properties": {"p": {"type": "string"}}},
    }
    query = {"name": "q", "in": "query", "type": "string"}
    root = swagger(
        consumes=["text/x"], paths={"/a": {"post": {"consumes": ["a/b", "c/d"], "parameters": [body, query]}}}
    )
    operation = at(root, "paths", "/a", "post")
    assert [p["name"] for p in operation.value["parameters"]] == ["q"]
    assert at(operation, "parameters", 0).origin.pointer == "/paths/~1a/post/parameters/1"
    request = at(operation, "requestBody")
    assert (request.value["required"], request.value["description"], list(request.value["content"])) == (
        True,
        "d",
        ["a/b", "c/d"],
    )
    assert request.origin.pointer == "/paths/~1a/post/parameters/0"
    place = at(request, "content", "a/b", "schema", "properties", "p")
    assert place.origin.pointer == "/paths/~1a/post/parameters/0/schema/properties/p"
    assert at(request, "content", "c/d", "schema").follow().id == at(request, "content", "a/b", "schema").id


def test_shared_parameters_of_2_0() -> None:
    shared: dict[str, dict[str, Any]] = {
        "Body": {"name": "b", "in": "body", "schema": {"type": "object", "properties": {"p": {"type": "string"}}}},
        "Field": {"name": "f", "in": "formData", "type": "string", "required": True},
        "Query": {"name": "q", "in": "query", "type": "integer"},
    }
    paths = {
        "/a": {"post": {"parameters": [{"$ref": "#/parameters/Query"}, {"$ref": "#/parameters/Body"}]}},
        "/b": {
            "parameters": [{"$ref": "#/parameters/Field"}],
            "post": {},
            "put": {"parameters": [shared["Field"] | {"type": "number"}]},
        },
    }
    root = swagger(parameters=shared, paths=paths)
    assert list(root.value["components"]["parameters"]) == ["Query"]
    assert at(root, "paths", "/a", "post", "parameters", 0).follow().value["schema"] == {"type": "integer"}
    body = at(root, "paths", "/a", "post", "requestBody", "content", "application/json", "schema").follow()
    assert body.value["properties"] == {"p": {"type": "string"}}
    assert body.origin.pointer == "/parameters/Body/schema"
    form = "application/x-www-form-urlencoded"
    inherited = at(root, "paths", "/b", "post", "requestBody", "content", form, "schema").value
    assert inherited == {"type": "object", "properties": {"f": {"type": "string"}}, "required": ["f"]}
    overridden = at(root, "paths", "/b", "put", "requestBody", "content", form, "schema").value
    assert overridden["properties"] == {"f": {"type": "number"}}


def test_a_file_makes_the_form_multipart() -> None:
    fields = [
        {"name": "file", "in": "formData", "type": "file", "required": True, "description": "d"},
        {"name": "tags", "in": "formData", "type": "array", "items": {"type": "string"}, "collectionFormat": "multi"},
    ]
    root = swagger(paths={"/a": {"post": {"consumes": ["application/x-www-form-urlencoded"], "parameters": fields}}})
    request = at(root, "paths", "/a", "post", "requestBody")
    assert request.value == {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "file": {"type": "string", "format": "binary", "description": "d"},
                        "tags": {"type": "array", "items": {"type": "string"}},
                    },
                    "required": ["file"],
                },
                "encoding": {"tags": {"style": "form", "explode": True}},
            }
        },
    }
    field = at(request, "content", "multipart/form-data", "schema", "properties", "tags", "items")
    assert field.origin.pointer == "/paths/~1a/post/parameters/1/items"


def test_responses_of_2_0() -> None:
    root = swagger(
        produces=["application/xml"],
        responses={"Shared": {"description": "s", "schema": {"type": "string"}}},
        paths={
            "/a": {
                "get": {
                    "responses": {
                        "200": {
                            "description": "d",
                            "schema": {"type": "object", "discriminator": "kind"},
                            "examples": {"application/xml": "<a/>"},
                            "headers": {"H": {"type": "integer", "description": "h"}},
                        },
                        "404": {"$ref": "#/responses/Shared"},
                        "204": {"description": "none"},
                    }
                },
                "put": {"produces": ["text/csv"], "responses": {"404": {"$ref": "#/responses/Shared"}}},
                "post": {"produces": [], "responses": {"200": {"description": "f", "schema": {"type": "file"}}}},
            }
        },
    )
    get = at(root, "paths", "/a", "get", "responses")
    assert get.value["200"] == {
        "description": "d",
        "headers": {"H": {"description": "h", "schema": {"type": "integer"}}},
        "content": {
            "application/xml": {
                "schema": {"type": "object", "discriminator": {"propertyName": "kind"}},
                "example": "<a/>",
            }
        },
    }
    assert get.value["204"] == {"description": "none"}
    assert (
        at(get, "200", "content", "application/xml", "schema").origin.pointer == "/paths/~1a/get/responses/200/schema"
    )
    shared = at(get, "404").follow()
    assert shared.value["content"] == {"application/xml": {"schema": {"type": "string"}}}
    csv = at(root, "paths", "/a", "put", "responses", "404")
    assert at(csv, "content", "text/csv", "schema").follow().value == {"type": "string"}
    file = at(root, "paths", "/a", "post", "responses", "200", "content")
    assert file.value == {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}


@pytest.mark.parametrize("path", ["/a b", "/a\r\n\tb", "/a%20b", "/a#b", "/~a\x00%25", "/\x1fé"])
def test_what_several_media_types_of_2_0_share_is_found_below_any_path(path: str) -> None:
    schema = {"type": "object", "properties": {"p": {"type": "string"}}}
    form = [{"name": "f", "in": "formData", "type": "string"}]
    paths: dict[str, Any] = {
        path: {
            "post": {
                "consumes": ["application/json", "text/json"],
                "parameters": [{"name": "b", "in": "body", "schema": schema}],
                "responses": {"200": {"description": "d", "schema": schema}},
            },
            "put": {
                "consumes": ["multipart/form-data", "application/x-www-form-urlencoded"],
                "parameters": form,
                "responses": {},
            },
        }
    }
    root = swagger(produces=["application/json", "application/xml"], paths=paths)
    post = at(root, "paths", path, "post")
    for content in (at(post, "requestBody", "content"), at(post, "responses", "200", "content")):
        first, second = [entry.child("schema") for _, entry in content.items()]
        assert second.follow().id == first.id
    first, second = [
        entry.child("schema") for _, entry in at(root, "paths", path, "put", "requestBody", "content").items()
    ]
    assert second.follow().id == first.id
