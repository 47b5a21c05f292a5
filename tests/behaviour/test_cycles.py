"""Components that refer to each other in circles, through models, unions, lists and maps."""

from __future__ import annotations

import importlib
import pkgutil
import sys
import typing
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import specloom
from specloom.config import Config, Target

SPEC = """
openapi: 3.1.0
info: {title: Circles, version: "1"}
servers: [{url: "https://circles.test"}]
paths:
  /people:
    put:
      operationId: putPerson
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Person"}}}}
      responses:
        "200": {description: "", content: {application/json: {schema: {$ref: "#/components/schemas/Person"}}}}
components:
  schemas:
    Person:
      type: object
      properties:
        name: {type: string}
        manager: {$ref: "#/components/schemas/Person"}
        team: {$ref: "#/components/schemas/Team"}
        pets: {type: array, items: {$ref: "#/components/schemas/Pet"}}
    Team:
      type: object
      properties:
        lead: {$ref: "#/components/schemas/Person"}
        parts: {type: object, additionalProperties: {$ref: "#/components/schemas/Team"}}
        office: {$ref: "#/components/schemas/Office"}
    Office:
      allOf:
        - $ref: "#/components/schemas/Place"
        - type: object
          properties:
            teams: {type: array, items: {$ref: "#/components/schemas/Team"}}
    Place:
      type: object
      properties:
        inside: {$ref: "#/components/schemas/Office"}
    Pet:
      oneOf: [{$ref: "#/components/schemas/Cat"}, {$ref: "#/components/schemas/Dog"}]
      discriminator: {propertyName: kind, mapping: {cat: "#/components/schemas/Cat", dog: "#/components/schemas/Dog"}}
    Cat:
      type: object
      required: [kind]
      properties: {kind: {type: string, const: cat}, owner: {$ref: "#/components/schemas/Person"}}
    Dog:
      type: object
      required: [kind]
      properties: {kind: {type: string, const: dog}, chases: {$ref: "#/components/schemas/Pet"}}
"""

PERSON: dict[str, Any] = {
    "name": "a",
    "manager": {"name": "b", "manager": {"name": "c"}},
    "team": {
        "lead": {"name": "d"},
        "parts": {"x": {"parts": {"y": {}}}},
        "office": {"teams": [{"lead": {"name": "e"}}], "inside": {"inside": {}}},
    },
    "pets": [{"kind": "cat", "owner": {"name": "f"}}, {"kind": "dog", "chases": {"kind": "cat"}}],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("circles")
    (root / "spec.yaml").write_text(SPEC)
    config = Config()
    api = replace(config.api, package="circles")
    target = Target(pack="python_dataclass")
    made = specloom.generate(
        config=replace(config, document=str(root / "spec.yaml"), path=None, api=api, targets=(target,))
    )
    for file in made.files:
        path = root / "out" / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    sys.path.insert(0, str(root / "out"))
    yield root / "out"
    sys.path.remove(str(root / "out"))
    forget()


def forget() -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "circles"]:
        del sys.modules[name]


@pytest.fixture
def models(folder: Path) -> Any:
    forget()
    return importlib.import_module("circles.models")


def test_any_module_may_be_imported_first(folder: Path) -> None:
    names = [found.name for found in pkgutil.iter_modules([str(folder / "circles" / "models")])]
    assert len(names) > 1
    for name in names:
        forget()
        importlib.import_module(f"circles.models.{name}")
        models = importlib.import_module("circles.models")
        assert models.Person.from_dict(PERSON).to_dict() == PERSON


def test_a_value_that_goes_round_the_circles(models: Any) -> None:
    person = models.Person.from_dict(PERSON, strict=True)
    assert type(person.manager.manager) is models.Person
    assert type(person.team.parts["x"].parts["y"]) is models.Team
    assert type(person.team.office.teams[0].lead) is models.Person
    assert type(person.team.office.inside.inside) is models.Office
    assert [type(pet) for pet in person.pets] == [models.Cat, models.Dog]
    assert type(person.pets[1].chases) is models.Cat
    assert person.to_dict() == PERSON
    assert models.Person.from_json(person.to_json()) == person


def test_their_annotations_can_be_resolved(models: Any) -> None:
    for model in (models.Person, models.Team, models.Office, models.Place, models.Cat, models.Dog):
        model.from_dict({})
        assert set(model.__dataclass_fields__) <= set(typing.get_type_hints(model))
    assert typing.get_type_hints(models.Place)["inside"] == models.Office | None
