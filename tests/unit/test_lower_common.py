"""The lowering that languages share, seen through a small language: what a pack is given to print."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from specloom import generate
from specloom.ir.api import Api
from specloom.languages.typed import TypedLanguage
from specloom.lower import FileRule, PackageOptions, Target, lower
from specloom.lower.plan import Owned, Plan
from specloom.lower.views import MethodView, ModuleView, PackageView, ServiceView

from tests.golden_cases import CASES
from tests.sketch import sketch

ROOT = Path(__file__).parents[2]
LANGUAGE: TypedLanguage = sketch({}, {})
RULES = tuple(
    FileRule(subject=subject, template="x", path=path)
    for subject, path in (
        ("package", "{package}/index.sk"),
        ("module", "{package}/models/{module}.sk"),
        ("service", "{package}/resources/{module}.sk"),
        ("surface", "surface.json"),
        ("webhooks", "{package}/webhooks.sk"),
    )
)


def _target(owned: Owned | None = None) -> Target:
    return Target(name="sketch", language="sketch", summary="", files=RULES, owned=owned or Owned())


def _plan(document: str | bytes, owned: Owned | None = None, given: Mapping[str, str] | None = None) -> Plan:
    return lower(_api(document), LANGUAGE, _target(owned), PackageOptions(identifiers=given or {}))


def _api(document: str | bytes) -> Api:
    return generate(document).api


@pytest.fixture(scope="module")
def twilio() -> Plan:
    return _plan(str(ROOT / "spec" / "twilio_video_v1.yaml"))


def _package(plan: Plan) -> PackageView:
    return next(view for file in plan.files if isinstance(view := file.view, PackageView))


def _methods(plan: Plan) -> dict[str, MethodView]:
    views = [file.view for file in plan.files]
    return {str(m.spoken): m for view in views if isinstance(view, ServiceView) for m in view.methods}


def _modules(plan: Plan) -> dict[str, ModuleView]:
    return {str(view.name): view for file in plan.files if isinstance(view := file.view, ModuleView)}


@pytest.mark.parametrize("document", sorted(CASES.glob("*/spec.*")), ids=lambda path: path.parent.name)
def test_every_golden_document_can_be_lowered(document: Path) -> None:
    for file in _plan(str(document)).files:
        assert file.view


def test_a_method_has_path_parameters_first_and_the_rest_in_one_type(twilio: Plan) -> None:
    create, fetch = _methods(twilio)["rooms.create"], _methods(twilio)["rooms.fetch"]
    assert create.positional == ()
    assert create.params is not None
    assert create.params.name == "CreateRoomParams"
    assert create.params.is_optional
    assert {str(a.name) for a in create.params.arguments} >= {"uniqueName", "videoCodecs"}
    assert create.body is not None
    assert create.body.is_flat
    assert (str(create.body.content.encoding), str(create.method)) == ('"form"', '"POST"')
    assert [str(a.name) for a in fetch.positional] == ["roomSid"]
    assert fetch.params is None
    assert [str(s.text or s.parameter) for s in fetch.path] == ['"/Rooms/"', '"RoomSid"']
    assert (fetch.is_value, str(fetch.result)) == (True, "Room")


def test_pages_are_decided(twilio: Plan) -> None:
    rooms = _methods(twilio)["rooms.list"]
    assert rooms.is_pages
    assert rooms.pages is not None
    assert rooms.pages.is_next_url
    assert [str(part) for part in rooms.pages.next] == ['"meta"', '"next_page_url"']
    assert str(rooms.pages.item.codec) == "roomCodec"


def test_a_package_names_its_credentials_and_their_variables(twilio: Plan) -> None:
    view = _package(twilio)
    assert [(str(c.name), str(c.part)) for c in view.credentials] == [
        ("accountSid", '"username"'),
        ("authToken", '"password"'),
    ]
    assert [str(s.kind) for s in view.schemes] == ['"basic"']
    assert [str(child.attribute) for child in view.root.children]


def test_a_module_imports_what_it_names(twilio: Plan) -> None:
    for name, module in _modules(twilio).items():
        assert all(str(one.module) != name for one in module.imports)
    room = _modules(twilio)["room"]
    type_ = next(enum for enum in room.enums if enum.name == "RoomType")
    assert {str(member.name): str(member.value) for member in type_.members}["RoomTypeGo"] == '"go"'


PART = b"""
openapi: 3.1.0
info: {title: Logs, version: 1.0.0}
paths:
  /logs:
    post:
      operationId: addLog
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, properties: {log: {type: string}}}
            encoding: {log: {headers: {X-Kind: {schema: {type: string, enum: [plain, rich]}}}}}
      responses: {"204": {description: Done}}
"""


def test_the_type_of_a_header_of_a_part_is_declared() -> None:
    log = next(iter(_methods(_plan(PART)).values())).arguments[0]
    assert log.part is not None
    kind = str(log.part.headers[0].type.text)
    assert kind in {str(enum.name) for module in _modules(_plan(PART)).values() for enum in module.enums}


UNION = b"""
openapi: 3.1.0
info: {title: Pets, version: 1.0.0}
paths:
  /pets:
    post:
      operationId: addPet
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
      responses: {"204": {description: Done}}
components:
  schemas:
    Pet:
      oneOf: [{$ref: "#/components/schemas/Dog"}, {type: string}]
    Dog:
      type: object
      required: [bark]
      properties:
        bark: {type: boolean}
        class: {type: [string, "null"]}
"""


def test_a_model_knows_its_unions_and_a_variant_its_wrapper() -> None:
    modules = _modules(_plan(UNION))
    union = modules["pet"].unions[0]
    assert [(str(v.wrapper), v.is_model) for v in union.variants] == [("", True), ("PetString", False)]
    dog = modules["dog"].models[0]
    assert [str(name) for name in dog.unions] == ["Pet"]
    assert [(str(f.name), str(f.slot)) for f in dog.fields] == [("bark", "boolean"), ("class_", "text??")]


def test_what_a_runtime_owns_is_given_to_nobody() -> None:
    plan = _plan(UNION, Owned(types=("Dog",), models=("bark",)))
    model = next(m for module in _modules(plan).values() for m in module.models)
    assert (str(model.name), str(model.fields[0].name)) == ("Dog_", "bark_")


def test_names_that_are_not_plain_are_kept() -> None:
    plan = _plan(UNION, Owned(types=("Dog",)))
    assert plan.notes["#/components/schemas/Dog class"] == "Dog_"
    again = _plan(UNION, Owned(), plan.notes)
    assert {str(m.name) for module in _modules(again).values() for m in module.models} == {"Dog_"}


PETS = b"""
openapi: 3.1.0
info: {title: Zoo, version: 1.0.0}
tags: [{name: Pets}]
paths:
  /pets/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      tags: [Pets]
      operationId: getPet
      parameters:
        - {name: id, in: query, schema: {type: integer, maximum: 9}}
        - {name: sort, in: query, explode: false, schema: {type: string}}
        - {name: tags, in: query, explode: false, schema: {type: array, items: {type: string}}}
      responses: {"200": {$ref: "#/components/responses/Pets"}}
    put:
      tags: [Pets]
      operationId: putPet
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Pets"}}}}
      responses: {"200": {$ref: "#/components/responses/Pets"}}
    post:
      tags: [Pets]
      operationId: updatePet
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, properties: {photo: {type: string, format: binary}, note: {type: string}}}
            encoding: {photo: {contentType: image/png}}
      responses: {"200": {description: A photo, content: {image/png: {}}}}
components:
  schemas:
    Pets:
      type: object
      properties:
        id: {type: string, readOnly: true}
        kind: {$ref: "#/components/schemas/Kind"}
    Kind:
      oneOf: [{$ref: "#/components/schemas/Cat"}, {$ref: "#/components/schemas/Dog"}]
      discriminator: {propertyName: kind_name, mapping: {cat: Cat, dog: Dog}}
    Cat:
      type: object
      required: [kind_name]
      properties: {kind_name: {type: string}}
      additionalProperties: {type: integer}
    Dog: {type: object, required: [kind_name], properties: {kind_name: {type: string}}}
  responses:
    Pets: {description: A pet, content: {application/json: {schema: {$ref: "#/components/schemas/Pets"}}}}
"""


def test_names_differ_only_where_they_meet() -> None:
    plan = _plan(PETS)
    get = _methods(plan)["pets.get"]
    assert [str(a.name) for a in get.arguments] == ["id", "id", "sort", "tags"]
    services = [view for file in plan.files if isinstance(view := file.view, ServiceView)]
    assert [str(service.name) for service in services] == ["PetsResource"]


def test_an_argument_says_how_it_is_written() -> None:
    methods = _methods(_plan(PETS))
    limit, sort, tags = methods["pets.get"].arguments[1:]
    assert limit.constraints is not None
    assert [(str(one.name), str(one.value)) for one in limit.constraints.assertions] == [("maximum", "9")]
    assert (sort.default_explode, tags.default_explode, tags.is_exploded) == (True, False, False)
    photo, note = methods["pets.update"].arguments[1:]
    assert photo.part is not None
    assert (str(photo.part.content_type), photo.part.default_explode, str(photo.type.text)) == (
        '"image/png"',
        True,
        "Upload",
    )
    assert note.part is None or not note.part.content_type


def test_a_body_that_is_also_answered_names_what_is_not_sent() -> None:
    body = _methods(_plan(PETS))["pets.put"].body
    assert body is not None
    assert (body.is_flat, body.is_either, body.content.is_json) == (True, True, True)
    assert [str(field.name) for field in body.read_only] == ["id"]


def test_a_union_names_its_tag_and_a_model_the_type_of_any_property() -> None:
    modules = _modules(_plan(PETS))
    union = modules["kind"].unions[0]
    assert (str(union.tag), str(union.tag_name), union.is_tagged, union.tells_shape) == (
        '"kind_name"',
        "kindName",
        True,
        False,
    )
    cat = next(m for m in modules["cat"].models if m.name == "Cat")
    assert str(cat.any_property) == "integer | text"


@pytest.mark.parametrize(
    ("version", "semantic"),
    [
        ("2.0", "2.0.0"),
        ("v3", "3.0.0"),
        ("1.2.3.4", "1.2.3"),
        ("01.002.3", "1.2.3"),
        ("1.0.0-beta.01", "1.0.0-beta.1"),
        ("1.0rc1", "1.0.0-rc1"),
        ("1.0.0+build.5", "1.0.0"),
        ("1.0.0-a..b", "1.0.0-a.b"),
        ("2024-01-01", "0.1.0"),
        ("1.0\n2", "0.1.0"),
        ("\u0661.0", "0.1.0"),
        ("", "0.1.0"),
    ],
)
def test_a_version_is_three_numbers_where_that_is_asked_for(version: str, semantic: str) -> None:
    document = {"openapi": "3.1.0", "info": {"title": "Zoo", "version": version}, "paths": {}}
    view = _package(_plan(json.dumps(document).encode()))
    assert str(view.semantic_version_text) == f'"{semantic}"'


def test_types_of_the_headers_of_parts_have_names() -> None:
    kind = {"type": "string", "enum": ["a", "b"]}
    form = {
        "schema": {"type": "object", "properties": {"log": {"type": "string"}}},
        "encoding": {"log": {"headers": {"X-Kind": {"schema": kind}}}},
    }
    content = {"content": {"multipart/form-data": form}}
    post = {"operationId": "post", "requestBody": content, "responses": {"200": {"description": "d", **content}}}
    document = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/a": {"post": post}}}
    plan = _plan(json.dumps(document).encode())
    assert [file.make() for file in plan.files] != []
