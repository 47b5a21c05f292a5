"""What a `$ref` may mean, and what it must not reach."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from specloom.diagnostics import SpecloomError, Unsupported
from specloom.source import Cursor, Limits, Source, SourceOptions, open_document

OPTIONS = SourceOptions(validate=False)


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Writes files and returns the path of the first."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder / next(iter(files))


def opened(folder: Path, files: Mapping[str, str], options: SourceOptions = OPTIONS) -> Source:
    """The source of the first of `files`."""
    return open_document(write(folder, files), options=options)


def resolve(source: Source, reference: str) -> Cursor:
    """What `reference` means at the root."""
    return source.root.resolver.resolve(source.root, reference)


def failure(source: Source, reference: str) -> Unsupported:
    """Why `reference` cannot be followed at the root."""
    with pytest.raises(Unsupported) as caught:
        resolve(source, reference)
    return caught.value


ROOT = "openapi: 3.0.3\ncomponents: {schemas: {A: {type: string}}}\n"


@pytest.mark.parametrize(
    ("reference", "identifier"),
    [
        ("#", "#"),
        ("", "#"),
        ("#/components/schemas/A", "#/components/schemas/A"),
        ("main.yaml#/components/schemas/A", "#/components/schemas/A"),
        ("./sub/../main.yaml#/components/schemas/A", "#/components/schemas/A"),
        ("sub/b.json", "sub/b.json#"),
        ("sub/b.json#/x~1y", "sub/b.json#/x~1y"),
        ("sub/b.json#/x%2Fy", "sub/b.json#/x~1y"),
        ("sub/b.json#/t~0u/0/k", "sub/b.json#/t~0u/0/k"),
        ("sub/b.json#/%C3%A9%20e", "sub/b.json#/é e"),
        ("sub/b.json#/a%25b", "sub/b.json#/a%b"),
        ("sub/b.json#/c%20d", "sub/b.json#/c%20d"),
        ("sub%2Fb.json#/t~0u", "sub/b.json#/t~0u"),
        ("c%20d.yaml#/k", "c d.yaml#/k"),
    ],
)
def test_references_across_files_and_escapes(tmp_path: Path, reference: str, identifier: str) -> None:
    data: dict[str, Any] = {"x/y": {}, "t~u": [{"k": 1}], "é e": 1, "a%b": 2, "c%20d": 3}
    if reference.endswith("x%2Fy"):
        identifier = "sub/b.json#/x/y"
        data = {"x": {"y": 1}}
    source = opened(tmp_path, {"main.yaml": ROOT, "sub/b.json": json.dumps(data), "c d.yaml": "k: 1"})
    assert resolve(source, reference).id == identifier


def test_a_reference_starts_from_the_file_it_stands_in(tmp_path: Path) -> None:
    files = {
        "main.yaml": "openapi: 3.0.3\npaths: {/a: {$ref: paths/a.yaml}}\n",
        "paths/a.yaml": "get: {responses: {'200': {content: {a/b: {schema: {$ref: ../schemas/x.json#/X}}}}}}",
        "schemas/x.json": '{"X": {"properties": {"me": {"$ref": "#/X"}, "y": {"$ref": "y.yaml"}}}}',
        "schemas/y.yaml": "type: string\nnullable: true\n",
    }
    source = opened(tmp_path, files)
    operation = source.root.child("paths").child("/a").follow().child("get")
    schema = operation.child("responses").child("200").child("content").child("a/b").child("schema").follow()
    assert schema.id == "schemas/x.json#/X"
    assert schema.child("properties").child("me").follow().id == schema.id
    leaf = schema.child("properties").child("y").follow()
    assert (leaf.id, leaf.value) == ("schemas/y.yaml#", {"type": ["string", "null"]})
    assert [str(path.relative_to(tmp_path)) for path, _ in source.files] == [
        "main.yaml",
        "paths/a.yaml",
        "schemas/x.json",
        "schemas/y.yaml",
    ]


def test_fragments_of_a_2_0_document_are_read_in_its_words(tmp_path: Path) -> None:
    files = {
        "main.yaml": "swagger: '2.0'\nproduces: [text/csv]\nconsumes: [a/b]\npaths: {/a: {$ref: a.yaml}}\n",
        "a.yaml": """
post:
  parameters:
  - $ref: p.yaml#/query
  - $ref: p.yaml#/body
  responses:
    200: {description: d, schema: {type: integer, x-nullable: true}}
""",
        "p.yaml": """
query: {name: q, in: query, type: array, items: {type: string}, collectionFormat: multi}
body: {name: b, in: body, schema: {type: string, x-nullable: true}}
""",
    }
    operation = opened(tmp_path, files).root.child("paths").child("/a").follow().child("post")
    assert operation.value["responses"]["200"]["content"] == {"text/csv": {"schema": {"type": ["integer", "null"]}}}
    assert len(operation.value["parameters"]) == 1
    assert operation.child("parameters").child(0).follow().value["explode"] is True
    body = operation.child("requestBody").child("content").child("a/b").child("schema").follow()
    assert (body.id, body.value) == ("p.yaml#/body/schema", {"type": ["string", "null"]})


def test_a_whole_document_keeps_its_own_version(tmp_path: Path) -> None:
    files = {"main.yaml": "openapi: 3.1.0\n", "old.yaml": "swagger: '2.0'\ndefinitions: {A: {type: file}}\n"}
    place = resolve(opened(tmp_path, files), "old.yaml#/definitions/A")
    assert place.id == "old.yaml#/components/schemas/A"
    assert (place.value, place.document.version) == ({"type": "string", "format": "binary"}, "2.0")
    assert str(place.origin) == "old.yaml#/definitions/A"


def test_cycles_between_files_and_of_references(tmp_path: Path) -> None:
    files = {"main.yaml": "openapi: 3.1.0\nx: {$ref: b.yaml#/y}\n", "b.yaml": "y: {$ref: main.yaml#/x}\n"}
    with pytest.raises(Unsupported) as caught:
        opened(tmp_path, files).root.child("x").follow()
    assert caught.value.code == "circular-reference"


def test_a_broken_reference_says_what_was_meant(tmp_path: Path) -> None:
    source = opened(tmp_path, {"main.yaml": ROOT + "paths: {/a: {$ref: '#/components/schemas/a'}}"})
    place = source.root.child("paths").child("/a")
    with pytest.raises(Unsupported) as caught:
        place.follow()
    error = caught.value
    assert (error.code, str(error.origin)) == ("unresolved-reference", "#/paths/~1a")
    assert error.hint == "did you mean #/components/schemas/A?"
    assert failure(source, "missing.yaml").code == "unresolved-reference"
    assert failure(source, "#/components/schemas/A/type/x").code == "unresolved-reference"
    assert failure(source, "ftp://example.com/x").code == "unresolved-reference"


def test_an_unreadable_file_is_the_problem_of_the_reference(tmp_path: Path) -> None:
    source = opened(tmp_path, {"main.yaml": ROOT, "bad.yaml": "a: [", "folder/x.yaml": ""})
    assert failure(source, "bad.yaml").code == "invalid-yaml"
    assert failure(source, "folder").code == "unreadable-document"
    assert failure(source, "folder/x.yaml").code == "empty-document"


@pytest.mark.parametrize(
    "reference", ["../secret.yaml", "sub/../../secret.yaml", "%2e%2e/secret.yaml", "link.yaml", "linked/secret.yaml"]
)
def test_no_reference_leaves_the_folder(tmp_path: Path, reference: str) -> None:
    write(tmp_path, {"secret.yaml": "k: 1"})
    main = write(tmp_path / "api", {"main.yaml": ROOT})
    os.symlink(tmp_path / "secret.yaml", tmp_path / "api" / "link.yaml")
    os.symlink(tmp_path, tmp_path / "api" / "linked")
    assert failure(open_document(main, options=OPTIONS), reference).code == "refused-reference"
    allowed = open_document(main, options=SourceOptions(validate=False, allow_folders=(tmp_path,)))
    assert resolve(allowed, reference).value == {"k": 1}


def test_absolute_paths_and_file_urls_are_confined_too(tmp_path: Path) -> None:
    secret = write(tmp_path, {"secret.yaml": "k: 1"})
    source = opened(tmp_path / "api", {"main.yaml": ROOT, "b.yaml": "k: 2"})
    assert failure(source, str(secret)).code == "refused-reference"
    assert failure(source, secret.as_uri()).code == "refused-reference"
    assert resolve(source, (tmp_path / "api" / "b.yaml").as_uri()).value == {"k": 2}


@pytest.mark.parametrize(
    "reference",
    [
        "//host/share/x.yaml",
        "\\\\host\\share\\x.yaml",
        "/\\host/x.yaml",
        "%5C%5Chost/x.yaml",
        "\\\\?\\C:\\x.yaml",
        "file://host/share/x.yaml",
        "file:////host/share/x.yaml",
        "file:%2F%2Fhost/x.yaml",
    ],
)
def test_paths_to_other_hosts_are_refused_before_anything_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reference: str
) -> None:
    source = opened(tmp_path, {"main.yaml": ROOT})
    asked: list[object] = []
    for module, name in ((os.path, "exists"), (os, "stat"), (os, "lstat"), (os, "readlink")):
        monkeypatch.setattr(module, name, asked.append)
    code = failure(source, reference).code
    monkeypatch.undo()
    assert (code, asked) == ("refused-reference", [])


@pytest.mark.parametrize(
    "reference", ["data:,k", "jar:file:/x!/y", "javascript:1", "x\0.yaml", "%00", "sub/%2e%2e/%2e%2e/%2e%2e/etc/passwd"]
)
def test_odd_references_are_refused(tmp_path: Path, reference: str) -> None:
    source = opened(tmp_path / "api", {"main.yaml": ROOT})
    assert failure(source, reference).code in {"unresolved-reference", "refused-reference", "unreadable-document"}


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    """A pipe would never end, a device would never stop."""
    source = opened(tmp_path, {"main.yaml": ROOT})
    os.mkfifo(tmp_path / "pipe.yaml")
    assert failure(source, "pipe.yaml").code == "unreadable-document"
    zero = open_document(tmp_path / "main.yaml", options=SourceOptions(validate=False, allow_folders=(Path("/dev"),)))
    assert failure(zero, "/dev/zero").code == "unreadable-document"


def test_remote_references_are_refused_unless_allowed(tmp_path: Path) -> None:
    source = opened(tmp_path, {"main.yaml": ROOT})
    error = failure(source, "https://example.com/x.yaml")
    assert error.code == "refused-reference"
    assert "--allow-origin https://example.com" in error.hint


def test_bytes_have_no_folder_unless_one_is_given(tmp_path: Path) -> None:
    write(tmp_path, {"b.yaml": "k: 1"})
    assert failure(open_document(ROOT.encode(), options=OPTIONS), "b.yaml").code == "unresolved-reference"
    based = open_document(ROOT.encode(), options=SourceOptions(validate=False, base=tmp_path))
    assert resolve(based, "b.yaml").value == {"k": 1}


IDENTIFIED: dict[str, Any] = {
    "openapi": "3.1.0",
    "components": {
        "schemas": {
            "Tree": {
                "$id": "https://example.com/tree",
                "$dynamicAnchor": "node",
                "properties": {"children": {"items": {"$dynamicRef": "#node"}}, "leaf": {"$ref": "#/$defs/Leaf"}},
                "$defs": {"Leaf": {"$anchor": "leaf", "type": "string"}},
            },
            "Strict": {
                "$id": "https://example.com/strict",
                "$dynamicAnchor": "node",
                "$ref": "tree",
                "x": {"$ref": "tree#leaf"},
            },
            "properties": {"properties": {"$id": {"type": "string"}}},
        }
    },
}


def test_identifiers_and_anchors() -> None:
    root = open_document(json.dumps(IDENTIFIED).encode(), options=OPTIONS).root
    schemas = root.child("components").child("schemas")
    strict = schemas.child("Strict")
    assert strict.follow().id == "#/components/schemas/Tree"
    assert strict.child("x").follow().id == "#/components/schemas/Tree/$defs/Leaf"
    assert schemas.child("Tree").child("properties").child("leaf").follow().id == "#/components/schemas/Tree/$defs/Leaf"
    assert root.resolver.resolve(root, "https://example.com/tree#leaf").value["type"] == "string"
    assert root.resolver.resolve(root, "#/components/schemas/Tree").id == "#/components/schemas/Tree"


def test_dynamic_references_take_the_outermost_anchor() -> None:
    source = open_document(json.dumps(IDENTIFIED).encode(), options=OPTIONS)
    schemas = source.root.child("components").child("schemas")
    tree, strict = schemas.child("Tree"), schemas.child("Strict")
    item = tree.child("properties").child("children").child("items")
    references = source.references
    assert references.resolve_dynamic(item, "#node", [strict, tree]).id == strict.id
    assert references.resolve_dynamic(item, "#node", [tree]).id == tree.id


def test_self_gives_the_base_of_references(tmp_path: Path) -> None:
    files = {
        "main.yaml": "openapi: 3.2.0\n$self: https://example.com/api/openapi.yaml\n",
        "schemas/a.yaml": "k: 1",
    }
    source = opened(tmp_path, files)
    assert resolve(source, "https://example.com/api/schemas/a.yaml").id == "schemas/a.yaml#"
    assert resolve(source, "schemas/a.yaml").id == "schemas/a.yaml#"
    assert resolve(source, "https://example.com/api/openapi.yaml#/openapi").id == "#/openapi"


def test_the_hash_depends_on_content_only(tmp_path: Path) -> None:
    files = {"main.yaml": ROOT, "b.yaml": "k: 1"}
    hashes: list[str] = []
    for folder, texts in (("x", files), ("y", files), ("z", files | {"b.yaml": "k: 2"})):
        source = opened(tmp_path / folder, texts)
        resolve(source, "b.yaml")
        hashes.append(source.inputs_hash)
    assert hashes[0] == hashes[1] != hashes[2]


@pytest.mark.parametrize("text", ["a: 1", "openapi: 4.0.0", "swagger: '1.2'", "[]", "text", "openapi: [3]"])
def test_what_is_no_openapi_document_is_refused(text: str) -> None:
    with pytest.raises(SpecloomError) as caught:
        open_document(text.encode())
    assert caught.value.diagnostics[0].code == "unknown-version"


def test_missing_and_too_large_documents(tmp_path: Path) -> None:
    with pytest.raises(SpecloomError, match="no file"):
        open_document(tmp_path / "missing.yaml")
    with pytest.raises(SpecloomError) as caught:
        open_document(ROOT.encode(), options=SourceOptions(limits=Limits(size=10)))
    assert caught.value.diagnostics[0].code == "too-large"
    files = {"main.yaml": ROOT, "b.yaml": "k: " + "x" * 5000}
    source = opened(tmp_path, files, SourceOptions(validate=False, limits=Limits(total_size=1000)))
    assert failure(source, "b.yaml").code == "too-large"


def test_a_pointer_may_go_through_references(tmp_path: Path) -> None:
    text = """\
openapi: 3.0.3
a: {$ref: '#/b'}
b: {c: {$ref: 'other.yaml#/d'}}
loop: {$ref: '#/loop/x'}
"""
    source = opened(tmp_path, {"main.yaml": text, "other.yaml": "d: {e: {f: 1}}\n"})
    assert resolve(source, "#/a/c/e/f").value == 1
    assert resolve(source, "#/a/c/e/f").origin.pointer == "/d/e/f"
    for broken in ("#/a/x", "#/a/c/e/g", "#/loop/x", "#/loop/x/y"):
        assert failure(source, broken).code == "unresolved-reference"
