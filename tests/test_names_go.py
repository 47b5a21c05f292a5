"""Every word that Go, its standard library or the runtime has, in every place where a document has names: gofmt, the
compiler and vet have nothing to say, and no name is lost."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import specloom
from specloom.config import Config
from specloom.languages import reserved

from tests.corpus.checks import types
from tests.golang import ROOT, go, unformatted

LISTS = Path(reserved.__path__[0])
RUNTIME = ROOT / "templates" / "specloom_templates" / "go_stdlib" / "runtime"
DECLARED = re.compile(r"^(?:func|type|var|const) (\w+)", re.MULTILINE)
GROUPED = re.compile(r"^\t(\w+)(?: .*)? = ", re.MULTILINE)
PACKAGES = re.compile(r'^\t"(?:[\w.]+/)*(\w+)"$', re.MULTILINE)
OTHERS = (
    *(
        "client",
        "core",
        "ctx",
        "opts",
        "params",
        "s",
        "c",
        "m",
        "info",
        "body",
        "call",
        "run",
        "init",
        "main",
        "String",
    ),
    *(
        "Error",
        "Body",
        "Params",
        "Service",
        "rooms_test",
        "rooms_windows",
        "rooms_amd64",
        "Client",
        "Example",
        "_",
        "0",
    ),
    *(
        "User",
        "user",
        "USER",
        "user_id",
        "userId",
        "UserID",
        "2fa",
        "3D model",
        "+1",
        "-1",
        "ß",
        "Ünïcödé",
        "名前",
        "имя",
        "😀",
    ),
    *("a" * 300, "A" * 300, f"{'long name ' * 30}1", f"{'long name ' * 30}2"),
)


def words() -> list[str]:
    """Reserved words, names of the runtime, of the packages it imports, and hard ones."""
    listed = [
        line.partition("#")[0].strip()
        for name in ("go", "go_files")
        for line in (LISTS / f"{name}.txt").read_text("utf-8").splitlines()
    ]
    sources = [path.read_text("utf-8") for path in RUNTIME.glob("*.go")]
    found = [name for text in sources for pattern in (DECLARED, GROUPED, PACKAGES) for name in pattern.findall(text)]
    return sorted({*filter(None, listed), *found, *OTHERS})


WORDS = words()


def document() -> dict[str, Any]:
    """All the words, in every place where a document has names."""
    text = {"schema": {"type": "string"}}
    schemas: dict[str, Any] = {}
    paths: dict[str, Any] = {}
    for number, word in enumerate(WORDS):
        key = word if re.fullmatch(r"[\w.-]+", word, re.ASCII) else f"S{number}"
        properties = {word: {"type": "string", "maxLength": 9}, "at": {"type": "string", "format": "date-time"}}
        schemas[key] = {"title": word, "type": "object", "properties": properties}
        reference = {"schema": {"$ref": f"#/components/schemas/{key}"}}
        answer = {"200": {"description": word, "content": {"application/json": reference}}}
        in_path = {"name": word, "in": "path", "required": True, **text}
        operation: dict[str, Any] = {"operationId": word, "parameters": [in_path], "responses": answer}
        if number % 2:
            operation |= {"tags": ["all"], "parameters": [in_path, {"name": word, "in": "query", **text}]}
        else:
            operation |= {"tags": [word], "requestBody": {"content": {"application/json": reference}}}
        paths[f"/p{number}/{{{word}}}"] = {"get" if number % 2 else "post": operation}
    schemas["All"] = {"type": "object", "properties": {word: {"type": "string"} for word in WORDS}}
    schemas["Choice"] = {"type": "string", "enum": WORDS}
    schemas["Kinds"] = {"oneOf": [{"$ref": f"#/components/schemas/{key}"} for key in list(schemas)[:40]]}
    schemes = {key: {"type": "apiKey", "in": "header", "name": f"X-{key}"} for key in schemas}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Every name", "version": "1"},
        "servers": [{"url": "https://{type}.example.com", "variables": {"type": {"default": "a"}}}],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": schemes},
        "security": [{key: [] for key in schemes}],
    }


def _write(source: object, folder: Path) -> Path:
    config = Config(document="-").with_target("go_stdlib", None)
    for file in specloom.generate(json.dumps(source).encode(), config=config).files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    return folder


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the document."""
    return _write(document(), tmp_path_factory.mktemp("names"))


def test_nothing_is_lost(package: Path) -> None:
    surface = json.loads((package / "surface.json").read_text("utf-8"))
    assert json.loads((package / "coverage.json").read_text("utf-8"))["entries"] == []
    assert len(surface["operations"]) == len(WORDS)
    every = next(model for model in surface["models"] if len(model["fields"]) == len(WORDS))
    assert {field["wire"] for field in every["fields"]} == set(WORDS)
    assert len({field["name"] for field in every["fields"]}) == len(WORDS)
    for operation in surface["operations"]:
        assert len({(a["in"] == "path", a["name"]) for a in operation["arguments"]}) == len(operation["arguments"])


def test_gofmt_and_vet(package: Path) -> None:
    assert unformatted(package) == []
    assert go(package, "vet", ".") == []


@pytest.mark.parametrize(
    ("title", "name"),
    [("sdk", "sdk"), ("string", "stringapi"), ("client", "clientapi"), ("Context", "contextapi"), ("3d", "n3d")],
)
def test_a_package_may_have_any_name(title: str, name: str, tmp_path: Path) -> None:
    text: dict[str, Any] = {"in": "query", "required": True, "schema": {"type": "string", "format": "date-time"}}
    answer = {"200": {"description": "", "content": {"application/json": {"schema": {"type": "integer"}}}}}
    names = ("at", "string", "client")
    operation = {"parameters": [{**text, "name": each} for each in names], "responses": answer}
    paths = {"/a": {"get": operation}}
    _write({"openapi": "3.1.0", "info": {"title": title, "version": "1"}, "paths": paths}, tmp_path)
    assert (tmp_path / "go.mod").read_text().split()[1] == f"example.com/{name}"
    assert unformatted(tmp_path) == []
    assert types(tmp_path, "").lines == ()
