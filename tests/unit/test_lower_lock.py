"""Identifiers once given stay: what lowering leaves for the lock, and what it does with it on the next run."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from specloom.build import BuildOptions, build
from specloom.diagnostics import Report, SpecloomError
from specloom.languages.python.language import Python
from specloom.lower import FileRule, PackageOptions, Plan, lower
from specloom.lower.python.views import ModuleView, ServiceView
from specloom.render.packs import find_pack
from specloom.source import open_document


def planned(document: dict[str, Any], given: dict[str, str] | None = None) -> Plan:
    """The plan for a document, with what an earlier one left."""
    head = {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}}
    source = open_document(json.dumps({**head, **document}).encode())
    api = build(source.root, BuildOptions(), Report()).api
    return lower(api, Python(), find_pack("python_dataclass").target, PackageOptions(identifiers=given or {}))


def call(*parameters: dict[str, Any], body: dict[str, Any] | None = None) -> dict[str, Any]:
    """A document with one operation."""
    operation: dict[str, Any] = {
        "operationId": "updateThing",
        "tags": ["Things"],
        "parameters": list(parameters),
        "responses": {"204": {"description": "done"}},
    }
    if body is not None:
        operation["requestBody"] = {"content": {"application/json": {"schema": {"type": "object", "properties": body}}}}
    return {"paths": {"/things": {"post": operation}}}


def parameter(name: str, location: str) -> dict[str, Any]:
    """A parameter of type string."""
    return {"name": name, "in": location, "schema": {"type": "string"}}


def request(plan: Plan) -> str:
    """What the method sends."""
    (view,) = [file.view for file in plan.files if isinstance(file.view, ServiceView)]
    return str(view.resources[0].methods[0].body)


def fields(plan: Plan) -> dict[str, list[str]]:
    """The attributes of each model."""
    views = [file.view for file in plan.files if isinstance(file.view, ModuleView)]
    return {str(model.name): [str(field.name) for field in model.fields] for view in views for model in view.models}


def test_a_later_argument_does_not_rename_an_older_one() -> None:
    old = call(parameter("X-Mode", "header"), body={"userId": {"type": "string"}, "id": {"type": "string"}})
    first = planned(old)
    assert '"userId": user_id, "id": id' in request(first)
    new = call(
        parameter("id", "query"),
        parameter("user_id", "query"),
        parameter("x_mode", "query"),
        parameter("X-Mode", "header"),
        body={"userId": {"type": "string"}, "id": {"type": "string"}},
    )
    assert '"id": body_id' in request(planned(new))
    kept = request(planned(new, dict(first.notes)))
    assert '"userId": user_id, "id": id' in kept
    assert 'headers={"X-Mode": x_mode}' in kept
    assert '"id": query_id' in kept
    assert '"user_id": query_user_id' in kept
    assert '"x_mode": query_x_mode' in kept


def test_a_later_field_does_not_rename_an_older_one() -> None:
    def thing(*names: str) -> dict[str, Any]:
        properties = {name: {"type": "string"} for name in names}
        return {"paths": {}, "components": {"schemas": {"Thing": {"type": "object", "properties": properties}}}}

    first = planned(thing("userId", "class"))
    assert fields(first) == {"Thing": ["user_id", "class_"]}
    assert fields(planned(thing("user_id", "userId", "class"))) == {"Thing": ["user_id", "user_id_2", "class_"]}
    again = planned(thing("user_id", "userId", "class"), dict(first.notes))
    assert fields(again) == {"Thing": ["user_id_2", "user_id", "class_"]}
    assert dict(planned(thing("user_id", "userId", "class"), dict(again.notes)).notes) == dict(again.notes)


def test_a_later_schema_does_not_rename_an_older_class() -> None:
    def schemas(*names: str) -> dict[str, Any]:
        thing = {"type": "object", "properties": {"a": {"type": "string"}}}
        return {"paths": {}, "components": {"schemas": dict.fromkeys(names, thing)}}

    first = planned(schemas("None", "Thing"))
    assert sorted(fields(first)) == ["None_", "Thing"]
    assert {key: name for key, name in first.notes.items() if key.endswith(" class")} == {
        "#/components/schemas/None class": "None_"
    }
    again = planned(schemas("None_", "None", "Thing"), dict(first.notes))
    assert again.notes["#/components/schemas/None class"] == "None_"
    assert len(fields(again)) == 3


def test_a_stream_keeps_its_name() -> None:
    def chat(*more: str) -> dict[str, Any]:
        answers: dict[str, Any] = {"application/json": {"schema": {}}, "text/event-stream": {"schema": {}}}
        paths: dict[str, Any] = {}
        for name in (*more, "createChat"):
            content = answers if name == "createChat" else {}
            responses = {"200": {"description": "ok", "content": content}}
            paths[f"/{name}"] = {"post": {"operationId": name, "tags": ["Chat"], "responses": responses}}
        return {"paths": paths}

    def methods(plan: Plan) -> list[str]:
        (view,) = [file.view for file in plan.files if isinstance(file.view, ServiceView)]
        return [str(method.name) for method in view.resources[0].methods]

    first = planned(chat())
    assert methods(first) == ["create", "create_stream"]
    assert methods(planned(chat("createStream"), dict(first.notes)))[-2:] == ["create", "create_stream"]


def test_a_rule_about_nothing_known_ends_the_run() -> None:
    source = open_document(b'{"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "paths": {}}')
    api = build(source.root, BuildOptions(), Report()).api
    rule = FileRule(subject="planets", template="planet.jinja", path="planets.py")
    target = replace(find_pack("python_dataclass").target, files=(rule,))
    with pytest.raises(SpecloomError, match=r"file for 'planets' \(planet.jinja\)") as caught:
        lower(api, Python(), target, PackageOptions())
    assert caught.value.exit_code == 2
