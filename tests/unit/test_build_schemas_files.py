"""Ids and names of a document in several files: as if it were one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from specloom.build import BuildOptions, build
from specloom.diagnostics import Report
from specloom.source import open_document

HEAD = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"


def names(folder: Path, files: Mapping[str, str]) -> dict[str, str]:
    """The names of the declarations of `openapi.yaml`, by id."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    api = build(open_document(folder / "openapi.yaml").root, BuildOptions(), Report()).api
    return {id: "".join(word.capitalize() for word in one.name.words) for id, one in api.declarations.items()}


def test_what_a_component_refers_to_is_that_component(tmp_path: Path) -> None:
    root = "paths: {}\ncomponents: {schemas: {Tree: {$ref: a.yaml}, Wood: {$ref: c.yaml}, Also: {$ref: c.yaml}}}\n"
    files = {
        "openapi.yaml": HEAD + root,
        "a.yaml": "{$ref: 'b.yaml#/x'}\n",
        "b.yaml": "x: {type: object, properties: {leaf: {type: object, properties: {up: {$ref: a.yaml}}}}}\n",
        "c.yaml": "{type: object, properties: {trees: {type: array, items: {$ref: 'b.yaml#/x'}}}}\n",
    }
    assert names(tmp_path, files) == {
        "#/components/schemas/Tree": "Tree",
        "#/components/schemas/Tree/properties/leaf": "TreeLeaf",
        "#/components/schemas/Wood": "Wood",
        "#/components/schemas/Also": "Also",
    }


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    answers = "{responses: {'200': {description: d, content: {application/json: {schema: {$ref: %s/pet.yaml}}}}}}"
    root = f"paths:\n  /a: {{get: {answers % 'v1'}}}\n  /b: {{get: {answers % 'v2'}}}\n"
    pet = "{type: object, properties: {name: {type: string}}}\n"
    files = {"openapi.yaml": HEAD + root, "v1/pet.yaml": pet, "v2/pet.yaml": pet}
    assert names(tmp_path, files) == {"v1/pet.yaml#": "Pet", "v2/pet.yaml#": "V2Pet"}


def test_children_in_other_files_extend_their_parent(tmp_path: Path) -> None:
    root = "paths: {}\ncomponents: {schemas: {Pet: {$ref: pet.yaml}, Cat: {$ref: cat.yaml}}}\n"
    files = {
        "openapi.yaml": HEAD + root,
        "pet.yaml": "{type: object, properties: {kind: {type: string}}, discriminator: {propertyName: kind}}\n",
        "cat.yaml": "allOf: [{$ref: pet.yaml}, {type: object, properties: {lives: {type: integer}}}]\n",
    }
    assert names(tmp_path, files) == {
        "#/components/schemas/Pet": "Pet",
        "#/components/schemas/Pet!base": "PetBase",
        "#/components/schemas/Cat": "Cat",
    }
