"""What lowering decides, read from the text of a small package."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from specloom.build import BuildOptions, build
from specloom.diagnostics import Report
from specloom.languages.python.language import Python
from specloom.lower import PackageOptions, lower
from specloom.lower.modules import grouped
from specloom.lower.names import title_words
from specloom.render.emit import render
from specloom.render.packs import find_pack
from specloom.source import open_document


def emitted(paths: dict[str, Any], schemas: dict[str, Any], title: str = "Pet Shop API") -> dict[str, str]:
    """The files of a package, without its runtime, by path."""
    document = {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1.2"},
        "servers": [{"url": "https://example.com"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }
    source = open_document(json.dumps(document).encode())
    api = build(source.root, BuildOptions(), Report()).api
    language, pack = Python(), find_pack("python_dataclass")
    plan = lower(api, language, pack.target, PackageOptions())
    files = render(plan, pack)
    return {file.path: file.data.decode() for file in files if "/_runtime/" not in file.path}


def operation(**more: Any) -> dict[str, Any]:
    """An operation of the resource `pets`."""
    return {"tags": ["Pets"], "responses": {"204": {"description": "done"}}, **more}


def query(name: str, **more: Any) -> dict[str, Any]:
    """A query parameter of type string."""
    return {"name": name, "in": "query", "schema": {"type": "string"}, **more}


def json_body(schema: dict[str, Any], *, required: bool = True) -> dict[str, Any]:
    """A JSON request body."""
    return {"required": required, "content": {"application/json": {"schema": schema}}}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("twilio video api", "twilio video"),
        ("swagger petstore openapi 3 0", "petstore"),
        ("petstore open api", "petstore"),
        ("api", "api"),
        ("the shop service v2", "shop"),
        ("git hub s official open api spec octokit extension", "git hub"),
        ("netlify s api documentation", "netlify"),
        ("s", "s"),
    ],
)
def test_package_is_named_without_what_every_title_says(title: str, expected: str) -> None:
    assert title_words(title.split()) == tuple(expected.split())


def test_arguments_of_one_name_are_told_apart_by_place() -> None:
    paths = {
        "/pets/{id}": {
            "post": operation(
                operationId="updatePet",
                parameters=[
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
                    query("id"),
                    query("options"),
                ],
                requestBody=json_body({"type": "object", "properties": {"id": {"type": "integer"}}}),
            )
        }
    }
    text = emitted(paths, {})["pet_shop/resources/pets.py"]
    assert 'path={"id": id}' in text
    assert '"id": query_id' in text
    assert '"options": options_' in text
    assert 'body={"id": body_id}' in text


def test_required_arguments_come_before_optional_ones() -> None:
    paths = {"/pets": {"get": operation(operationId="listPets", parameters=[query("a"), query("b", required=True)])}}
    text = emitted(paths, {})["pet_shop/resources/pets.py"]
    assert text.index("b: str,") < text.index("a: str | None = None,")


def test_optional_nullable_argument_has_three_states() -> None:
    schema = {"type": "object", "properties": {"nick": {"type": ["string", "null"]}}}
    paths = {"/pets": {"post": operation(operationId="createPet", requestBody=json_body(schema))}}
    text = emitted(paths, {})["pet_shop/resources/pets.py"]
    assert "nick: str | None | Unset = UNSET" in text
    assert 'nullable=("nick",)' in text


def test_read_only_properties_are_no_arguments() -> None:
    schema = {"type": "object", "properties": {"id": {"type": "string", "readOnly": True}, "name": {"type": "string"}}}
    paths = {"/pets": {"post": operation(operationId="createPet", requestBody=json_body(schema))}}
    text = emitted(paths, {})["pet_shop/resources/pets.py"]
    assert 'body={"name": name}' in text


def test_body_that_is_also_returned_can_be_given_whole() -> None:
    pet = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
    reference = {"$ref": "#/components/schemas/Pet"}
    answer = {"200": {"description": "", "content": {"application/json": {"schema": reference}}}}
    paths = {"/pets": {"put": operation(operationId="replacePet", requestBody=json_body(reference), responses=answer)}}
    files = emitted(paths, {"Pet": pet})
    assert files["pet_shop/resources/pets.py"].count("@overload") == 4
    assert "body: Pet | PetDict," in files["pet_shop/resources/pets.py"]
    assert json.loads(files["surface.json"])["operations"][0]["body"]["passed_as"] == "either"


def test_annotations_avoid_names_that_members_own() -> None:
    schema = {"type": "array", "items": {"type": "string"}}
    answer = {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}
    paths = {"/pets": {"get": operation(operationId="listPets", responses=answer)}}
    model = {"type": "object", "properties": {"str": {"type": "string"}, "dt": {"type": "string", "format": "date"}}}
    files = emitted(paths, {"Odd": model})
    assert "-> builtins.list[str]" in files["pet_shop/resources/pets.py"]
    assert "str: builtins.str | None = None" in files["pet_shop/models/odd.py"]
    assert "dt: _dt.date | None = None" in files["pet_shop/models/odd.py"]


def test_models_called_like_the_runtime_keep_their_name() -> None:
    page = {"type": "object", "properties": {"model": {"$ref": "#/components/schemas/Model"}}}
    model = {"type": "object", "properties": {"a": {"type": "string"}}}
    files = emitted({}, {"Page": page, "Model": model})
    assert "class Model(_Model):" in files["pet_shop/models/model.py"]
    assert "class Page(Model):" in files["pet_shop/models/page.py"]
    assert "from .models.page import" not in files["pet_shop/__init__.py"]
    assert '"Page": "page"' in files["pet_shop/models/__init__.py"]


def test_surface_has_the_stable_keys() -> None:
    paths = {"/pets": {"get": operation(operationId="listPets", parameters=[query("Page Size")])}}
    surface = json.loads(emitted(paths, {})["surface.json"])
    assert list(surface) == ["format", "package", "client", "async_client", "credentials", "operations", "models"]
    assert surface["operations"][0]["arguments"] == [
        {"name": "page_size", "wire": "Page Size", "in": "query", "required": False, "type": "str"}
    ]


def test_every_file_compiles_and_paths_are_short() -> None:
    long = "x" * 300
    paths = {f"/{long}": {"get": {"operationId": long, "tags": [long], "responses": {"200": {"description": '"""\\'}}}}}
    files = emitted(paths, {long: {"type": "object", "properties": {long: {"type": "string"}}}})
    for path, text in files.items():
        assert len(path) < 120
        if path.endswith(".py"):
            compile(text, path, "exec")


def test_names_that_differ_only_in_case_are_files_and_classes_of_their_own() -> None:
    spelt = ("room", "Room", "ROOM")
    paths: dict[str, Any] = {
        f"/{name}": {method: {"operationId": f"get{name}", "tags": [f"{name}s"], "responses": {}}}
        for name, method in zip(spelt, ("get", "post", "get"), strict=True)
    }
    schemas: dict[str, Any] = {
        name: {"type": "object", "properties": {name: {}, name.swapcase(): {}}} for name in spelt
    }
    files = emitted(paths, schemas)
    assert len({path.casefold() for path in files}) == len(files)
    classes = re.findall(r"^class (\w+)\(Model\):", "\n".join(files.values()), re.MULTILINE)
    assert len(classes) == len({name.casefold() for name in classes}) == 3
    methods = re.findall(r"^    def (\w+)\(self, \*, options", "\n".join(files.values()), re.MULTILINE)
    assert len(set(methods)) == 3


@pytest.mark.parametrize("title", ["Pagination", "Page", "Request API"])
def test_a_client_is_not_called_like_what_the_runtime_offers(title: str) -> None:
    root = next(text for path, text in emitted({}, {}, title).items() if path.endswith("/__init__.py"))
    names = re.findall(r'^            "(\w+)": ', root, re.MULTILINE)
    assert f"{title.split()[0]}Client" in names
    assert len(names) == len(set(names))


def test_what_exists_for_type_checkers_only_is_no_export() -> None:
    pet = {"type": "object", "properties": {"kind": {"$ref": "#/components/schemas/Kind"}}}
    kind = {"oneOf": [{"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}, {"type": "integer"}]}
    reference = {"$ref": "#/components/schemas/Pet"}
    paths = {"/pets": {"post": operation(requestBody=json_body({"type": "array", "items": reference}))}}
    for text in emitted(paths, {"Pet": pet, "Kind": kind}).values():
        exports = re.search(r"^__all__ = \[(.*?)\]", text, re.MULTILINE | re.DOTALL)
        assert not re.search(r"Dict|Input", exports.group(1) if exports else "")


def test_nothing_is_imported_beside_the_form_that_an_argument_takes() -> None:
    kind = {"oneOf": [{"$ref": "#/components/schemas/Pet"}, {"type": "integer"}]}
    body = json_body({"type": "object", "properties": {"kind": {"$ref": "#/components/schemas/Kind"}}})
    files = emitted({"/pets": {"post": operation(requestBody=body)}}, {"Pet": {"type": "object"}, "Kind": kind})
    assert "from ..models.kind import KindInput\n" in files["pet_shop/resources/pets.py"]


@pytest.mark.parametrize("title", ["Calendar API", "Test", "Tests", "Email"])
def test_a_package_hides_no_module_of_the_standard_library(title: str) -> None:
    folder = f"{title.split()[0].lower()}_client/"
    assert f"{folder}__init__.py" in emitted({}, {}, title)


def test_a_literal_beyond_64_bits_is_just_an_integer() -> None:
    schema = {"type": "object", "properties": {"big": {"const": 2**63}, "most": {"const": 2**63 - 1}}}
    text = emitted({}, {"Pet": schema})["pet_shop/models/pet.py"]
    assert "    big: int | None = None\n" in text
    assert f"    most: Literal[{2**63 - 1}] | None = None\n" in text


def test_an_alias_of_what_is_not_evaluated_yet_is_not_evaluated_either() -> None:
    reference = [{"$ref": f"#/components/schemas/{name}"} for name in ("Cat", "Dog")]
    inner: dict[str, Any] = {
        "oneOf": [{"type": "object", "properties": {"a": {}}}, {"type": "object", "properties": {"b": {}}}]
    }
    schemas: dict[str, Any] = {
        "Cat": {"type": "object"},
        "Dog": {"type": "object"},
        "Pet": {"oneOf": [*reference, inner]},
    }
    files = emitted({}, {**schemas, "Owner": {"oneOf": [{"$ref": "#/components/schemas/Pet"}, {"type": "string"}]}})
    assert 'Pet: TypeAlias = "dict[str, Any] | PetVariant"' in files["pet_shop/models/pet.py"]
    assert 'Owner: TypeAlias = "' in files["pet_shop/models/owner.py"]


def test_what_stands_in_something_that_is_not_emitted_has_a_file() -> None:
    pet = {"Pet": {"type": "object", "properties": {"kind": {"type": "string", "enum": ["cat", "dog"]}}}}
    source = open_document(json.dumps({"openapi": "3.1.0", "components": {"schemas": pet}}).encode())
    api = build(source.root, BuildOptions(), Report()).api
    kind = next(id for id, declaration in api.declarations.items() if declaration.owner)
    assert grouped(api, [kind], {}).of[kind].top == kind
    assert grouped(api, api.declarations, {}).of[kind].top == "#/components/schemas/Pet"


def test_a_tag_of_several_variants_is_one_entry_whose_shape_decides() -> None:
    def variant(kind: str, required: str) -> dict[str, Any]:
        properties = {"type": {"type": "string", "enum": [kind]}, required: {"type": "string"}}
        return {"type": "object", "required": ["type", required], "properties": properties}

    schemas = {"Sent": variant("message", "to"), "Got": variant("message", "by"), "Call": variant("call", "id")}
    choice = {"oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in schemas]}
    text = emitted({}, {**schemas, "Item": {**choice, "discriminator": {"propertyName": "type"}}})
    codec = "".join(text["pet_shop/models/item.py"].partition("tagged(")[2].split())
    assert codec.startswith('"type",{"message":shaped(variant(Sent,')
    assert codec.count('"message":') == 1
    assert codec.endswith('"call":Call,},)')


def test_a_component_called_any_is_optional_like_others() -> None:
    pet = {"type": "object", "properties": {"kind": {"$ref": "#/components/schemas/Any"}, "free": {}}}
    text = emitted({}, {"Any": {"oneOf": [{"type": "string"}, {"type": "integer"}]}, "Pet": pet})
    assert "    kind: _Any | None = None\n" in text["pet_shop/models/pet.py"]
    assert "    free: Any = None\n" in text["pet_shop/models/pet.py"]
