"""Every keyword, builtin and name of the runtime as a property, parameter, model, tag, operation and scheme."""

from __future__ import annotations

import importlib
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
import specloom
from specloom.languages import reserved
from specloom_templates.python_dataclass import runtime

from .drivers import reach
from .server import Received, Server, json_answer

LISTS = Path(reserved.__path__[0])
RUNTIME = Path(runtime.__path__[0])
CLASS = re.compile(r"^class ([A-Z]\w+)", re.MULTILINE)
OTHERS = ("client", "body", "options", "models", "resources", "webhooks", "con", "nul", "None", "__init__", "__class__")


def names() -> list[str]:
    """The words that a package may not, or should not, use as they are."""
    listed = [
        line.partition("#")[0].strip()
        for name in ("python", "python_builtins")
        for line in (LISTS / f"{name}.txt").read_text("utf-8").splitlines()
    ]
    classes = [name for path in RUNTIME.glob("*.py") for name in CLASS.findall(path.read_text("utf-8"))]
    return sorted({*filter(None, listed), *classes, *OTHERS})


WORDS = names()


def schema(word: str) -> dict[str, Any]:
    """A model that needs what most models need: a date, and constraints."""
    properties = {word: {"type": "string", "maxLength": 99}, "day": {"type": "string", "format": "date"}}
    return {"type": "object", "properties": properties}


def document() -> dict[str, Any]:
    """All the words, in every place where a document has names."""
    paths: dict[str, Any] = {}
    for number, word in enumerate(WORDS):
        reference = {"schema": {"$ref": f"#/components/schemas/{word}"}}
        answer = {"200": {"description": "", "content": {"application/json": reference}}}
        text = {"schema": {"type": "string"}}
        paths[f"/p{number}"] = {
            "get": {
                "operationId": word,
                "tags": ["all"],
                "parameters": [{"name": word, "in": "query", **text}],
                "responses": answer,
            },
            "post": {
                "operationId": f"post{number}",
                "tags": [word],
                "parameters": [{"name": word, "in": "query", **text}],
                "requestBody": {"content": {"application/json": reference}},
                "responses": answer,
            },
        }
    schemas: dict[str, Any] = {word: schema(word) for word in WORDS}
    schemas["Object of all words"] = {
        "type": "object",
        "properties": {
            **{word: {"type": "string"} for word in WORDS},
            **{f"of {word}": {"$ref": f"#/components/schemas/{word}"} for word in WORDS},
        },
    }
    schemas["Choice of all words"] = {"type": "string", "enum": WORDS}
    schemes = {word: {"type": "apiKey", "in": "header", "name": f"X-{n}"} for n, word in enumerate(WORDS)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Every name", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "security": [{word: []} for word in WORDS],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": schemes},
    }


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, dict[str, Any]]:
    """The package, and its surface."""
    folder = tmp_path_factory.mktemp("names")
    for file in specloom.generate(json.dumps(document()).encode()).files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    surface = json.loads((folder / "surface.json").read_text())
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module(surface["package"]), surface
    finally:
        sys.path.remove(str(folder))


def test_every_model_keeps_every_property(everything: tuple[Any, dict[str, Any]]) -> None:
    package, surface = everything
    for found in surface["models"]:
        model = getattr(package.models, found["name"])
        fields = [field for field in found["fields"] if field["type"].startswith("str")]
        data = {field["wire"]: "a" for field in fields}
        read = model.from_dict(data)
        assert read.to_dict() == data
        assert [getattr(read, field["name"]) for field in fields] == ["a"] * len(fields)
    assert [member.value for member in package.models.ChoiceOfAllWords] == WORDS
    deep = {f"of {word}": {word: "a", "day": "2024-02-29"} for word in WORDS}
    assert package.models.ObjectOfAllWords.from_dict(deep).to_dict() == deep


def test_every_operation_sends_every_argument(everything: tuple[Any, dict[str, Any]], server: Server) -> None:
    package, surface = everything

    def echo(received: Received) -> Any:
        return json_answer(json.loads(received.body) if received.body else dict(received.query))

    server.fallback = echo
    credentials = {found["name"]: "secret" for found in surface["credentials"]}
    assert len(credentials) == len(WORDS)
    with getattr(package, surface["client"])(base_url=server.origin, **credentials) as client:
        for operation in surface["operations"]:
            given = {each["name"]: each["in"] for each in operation["arguments"] if each["type"] == "str"}
            answer = reach(client, operation["call"])(**given)
            sent = {each["wire"]: each["in"] for each in operation["arguments"] if each["name"] in given}
            request = server.requests[-1]
            assert request.method == operation["method"]
            assert dict(request.query) == dict.fromkeys(sent, "query")
            assert answer.to_dict() == dict.fromkeys(sent, "body" if request.body else "query")
