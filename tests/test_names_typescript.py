"""Every word that TypeScript, the platform or the runtime has another use for, in every place where a document has
names: the package compiles, its modules load, and every operation, argument, model and property does what it should."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import specloom
from specloom.config import Config, Target
from specloom.languages import reserved
from specloom.render.packs import find_pack
from specloom_templates import typescript_fetch

from tests.behaviour.server import Received, Server, json_answer
from tests.corpus.checks import IMPORT_MODULES
from tests.harness.emit import folder_of, ready
from tests.harness.packs import PACKS
from tests.harness.process import Process
from tests.needs import missing

PACK = PACKS["typescript_fetch"]
LISTS = Path(reserved.__path__[0])
RUNTIME = Path(typescript_fetch.__path__[0]) / "runtime"
EXPORTED = re.compile(
    r"^export (?:async )?(?:abstract )?(?:class|interface|type|const|function\*?) (\w+)", re.MULTILINE
)
SCHEMAS = "#/components/schemas/"
CONTEXTUAL = """
    abstract accessor any as asserts assert async await bigint boolean constructor declare defer from get global infer
    intrinsic is keyof module namespace never number object of out override readonly require set string symbol type
    unique unknown using
"""
GLOBALS = """
    AbortController AbortSignal Array ArrayBuffer AsyncIterable BigInt Blob Boolean Date Error Event EventSource File
    FormData Function Headers Infinity Iterable Iterator JSON Map Math NaN Number Object Omit Partial Promise
    PromiseLike Proxy Readonly Record Reflect RegExp Request Response Set String Symbol TextDecoder TypeError URL
    URLSearchParams Uint8Array WeakMap console crypto document fetch globalThis localStorage name navigator process
    queueMicrotask self setTimeout status structuredClone window
"""
OWNED = """
    __defineGetter__ __lookupGetter__ __proto__ _client apply bind caller catch codec finally length prototype then
    toJSON toJson fromJson toString valueOf
"""
PLACES = "body call client code exports header headers index list models options page pages params path query read "
ODD = (
    "userId",
    "user_id",
    "UserID",
    "user-id",
    "USER ID",
    "userid",
    "1st",
    "2",
    "+1",
    "-1",
    "größe",
    "GRÖSSE",
    "名前",
    "имя",
    "ﬁ",
    "x" * 300,
    "x" * 300 + "y",
    "😀",
    "a/b",
    'quote"\\',
    "con",
    "node_modules",
    "*/",
    "${a}",
)


def words() -> list[str]:
    """The words, sorted."""
    listed = [
        line.partition("#")[0].strip()
        for name in ("typescript", "typescript_objects", "typescript_modules")
        for line in (LISTS / f"{name}.txt").read_text("utf-8").splitlines()
    ]
    runtime = [name for path in RUNTIME.glob("*.ts") for name in EXPORTED.findall(path.read_text("utf-8"))]
    spoken = f"{CONTEXTUAL} {GLOBALS} {OWNED} {PLACES}".split()
    return sorted({*filter(None, listed), *runtime, *spoken, *ODD})


WORDS = words()


def component(number: int, word: str) -> str:
    """A name that a component may have (OpenAPI 3.1, section 4.8.7.1); `title` is then the word."""
    return word if re.fullmatch(r"[A-Za-z0-9._-]+", word) else f"odd.{number}"


def operations(number: int, word: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Paths, methods and operations that have the word as id, tag, and parameter."""
    reference = {"schema": {"$ref": SCHEMAS + component(number, word)}}
    text = {"schema": {"type": "string"}}
    query = {"name": word, "in": "query", **text}
    responses = {"200": {"description": "", "content": {"application/json": reference}}}
    body = {"content": {"application/json": reference}}
    yield f"/p{number}", "get", {"operationId": word, "tags": ["all"], "parameters": [query], "responses": responses}
    yield f"/p{number}", "post", {
        "operationId": f"post{number}",
        "tags": [word],
        "parameters": [query],
        "requestBody": body,
        "responses": responses,
    }
    if not re.search(r"[/{}]", word):
        path = {"name": word, "in": "path", "required": True, **text}
        parameters = [path, query]
        yield f"/p{number}/{{{word}}}", "put", {"tags": ["path"], "parameters": parameters, "responses": responses}


def document() -> dict[str, Any]:
    """All the words, in every place."""
    paths: dict[str, Any] = {}
    for number, word in enumerate(WORDS):
        for path, method, operation in operations(number, word):
            paths.setdefault(path, {})[method] = operation
    every = {"content": {"application/json": {"schema": {"$ref": SCHEMAS + "Every word"}}}}
    choice = {"name": "choice", "in": "query", "schema": {"$ref": SCHEMAS + "Choice of words"}}
    answer = {"200": {"description": "", **every}}
    paths["/all"] = {
        "post": {"operationId": "every", "parameters": [choice], "requestBody": every, "responses": answer}
    }
    day = {"type": "string", "format": "date-time"}
    schemas: dict[str, Any] = {
        component(number, word): {
            "type": "object",
            "title": word,
            "properties": {word: {"type": "string", "maxLength": 999}, "day": day},
        }
        for number, word in enumerate(WORDS)
    }
    schemas["Every word"] = {
        "type": "object",
        "properties": {
            **{word: {"type": "string"} for word in WORDS},
            **{f"of {word}": {"$ref": SCHEMAS + component(number, word)} for number, word in enumerate(WORDS)},
        },
    }
    schemas["Choice of words"] = {"type": "string", "enum": WORDS}
    schemes = {
        component(number, word): {"type": "apiKey", "in": "header", "name": f"X-{number}"}
        for number, word in enumerate(WORDS)
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Every name", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "security": [{key: [] for key in schemes}],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": schemes},
    }


@pytest.fixture(scope="module")
def folder() -> Path:
    """The SDK, compiled."""
    for tool in PACK.tools:
        if shutil.which(tool) is None:
            missing(tool)
    ready(document(), PACK, "every_name")
    return folder_of(PACK, "every_name")


@pytest.fixture(scope="module")
def surface(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "surface.json").read_text("utf-8"))
    return found


def test_the_class_of_a_client_is_nothing_that_the_package_has_too() -> None:
    owned = find_pack(PACK.name).target.owned
    files = {file.path: file.data.decode() for file in _titled("Pagination").files}
    assert "export { PaginationClient } from" in files["src/index.ts"]
    exported = {
        name.split()[-1]
        for listed in re.findall(r"^export (?:type )?{([^}]+)}", files["src/index.ts"], re.MULTILINE)
        for name in listed.split(",")
        if name.strip() and "PaginationClient" not in name
    }
    assert {"SdkError", "Page"} <= exported
    made = {name.removesuffix(end) for name in exported for end in ("Error", "Options") if name.endswith(end)}
    assert (exported | made) - {*owned.types, *owned.titles} == set()


def _titled(title: str) -> specloom.Generated:
    text = {"openapi": "3.1.0", "info": {"title": title, "version": "1"}, "paths": {}}
    return specloom.generate(json.dumps(text).encode(), config=replace(Config(), targets=(Target(pack=PACK.name),)))


def test_every_module_loads(folder: Path) -> None:
    done = subprocess.run(
        ["node", str(IMPORT_MODULES), str(folder / "dist")], capture_output=True, text=True, timeout=300, check=False
    )
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_every_operation_sends_every_argument(folder: Path, surface: dict[str, Any]) -> None:
    credentials = {found["scheme"]: {found["part"]: f"s{n}"} for n, found in enumerate(surface["credentials"])}
    assert len(credentials) == len(WORDS)
    with Server() as server, Process(PACK.command(folder)) as harness:
        server.fallback = _echo
        client = {"base_url": server.origin, "credentials": credentials}
        for operation in surface["operations"]:
            given = [one for one in operation["arguments"] if one["type"] == "string"]
            arguments = [{"in": one["in"], "wire": one["wire"], "value": f"v{n}"} for n, one in enumerate(given)]
            call = {"client": client, "operation": operation["pointer"], "arguments": arguments}
            found = harness.call(call)
            request = server.requests[-1]
            assert "error" not in found, (operation["pointer"], found)
            sent = {one["wire"]: one["value"] for one in arguments if one["in"] == "query"}
            assert dict(request.query) == sent, operation["pointer"]
            body = {one["wire"]: one["value"] for one in arguments if one["in"] == "body"}
            assert (json.loads(request.body) if request.body else {}) == body, operation["pointer"]
            assert found["value"] == (body or sent), operation["pointer"]
            path = [one["value"] for one in arguments if one["in"] == "path"]
            assert request.path.split("/")[2:] == path, operation["pointer"]
            assert len({name.lower() for name, _ in request.headers if name.lower().startswith("x-")}) == len(WORDS)


def _echo(received: Received) -> Any:
    return json_answer(json.loads(received.body) if received.body else dict(received.query))


def test_every_property_is_kept(folder: Path, surface: dict[str, Any]) -> None:
    data = {**dict.fromkeys(WORDS, "a"), **{f"of {word}": {word: "b", "day": "2024-02-29T00:00:00Z"} for word in WORDS}}
    data |= {"unknown": {"__proto__": {"polluted": True}}, "constructor": {"prototype": {"polluted": True}}}
    (model,) = (one for one in surface["models"] if one["pointer"] == SCHEMAS + "Every word")
    names = {field["wire"]: field["name"] for field in model["fields"]}
    assert len(set(names.values())) == 2 * len(WORDS)
    script = f"""
        const {{ {model["name"][0].lower() + model["name"][1:]}Codec: codec }} = await import("./dist/models/index.js");
        const data = JSON.parse(process.argv[1]), names = JSON.parse(process.argv[2]);
        const read = codec.fromJson(data);
        const own = Object.entries(names).map(([wire, name]) => [wire, read[name]]);
        const known = own.every(([wire, value]) => JSON.stringify(value) !== undefined);
        console.log(JSON.stringify({{ known, again: codec.toJson(read), polluted: "polluted" in {{}},
          isThenable: typeof read.then, isPlain: Object.getPrototypeOf(read) === Object.prototype }}));
    """
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script, json.dumps(data), json.dumps(names)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.pop("again") == data
    assert found == {"known": True, "polluted": False, "isThenable": "string", "isPlain": True}
