"""The options and types of the pack `typescript_fetch`, and the license of its packages, in what is emitted."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import specloom
from specloom.config import Config, Target
from specloom.lower.common.licenses import spdx

PROPERTIES = {
    "at": {"type": "string", "format": "date-time"},
    "day": {"type": "string", "format": "date"},
    "size": {"type": "integer", "format": "int64"},
    "count": {"type": "integer"},
    "id": {"type": "string", "format": "uuid"},
    "price": {"type": "number"},
}


def emitted(
    options: dict[str, str | bool | int], types: dict[str, str] | None = None, license: str = ""
) -> dict[str, str]:
    """The files for a model that is received, and whose properties are arguments."""
    model = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}
    operation = {
        "operationId": "send",
        "tags": ["Things"],
        "parameters": [{"name": f"by {name}", "in": "query", "schema": schema} for name, schema in PROPERTIES.items()],
        "responses": {"200": {"description": "", **model}},
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Options", "version": "1", "license": {"name": license}},
        "paths": {"/things": {"get": operation}},
        "components": {"schemas": {"Thing": {"type": "object", "properties": PROPERTIES}}},
    }
    target = Target(pack="typescript_fetch", options=options, types=types or {})
    generated = specloom.generate(json.dumps(document).encode(), config=replace(Config(), targets=(target,)))
    assert generated.files, [found.message for found in generated.findings()]
    return {file.path: file.data.decode() for file in generated.files}


def held(files: dict[str, str], name: str) -> str:
    """The type and the codec of a property of the model."""
    lines = [line.strip() for line in files["src/models/thing.ts"].splitlines()]
    type_ = next(line for line in lines if line.startswith(f"{name}?: "))
    codec = next(line for line in lines if line.startswith(f"{name}: ["))
    return f"{type_.partition(': ')[2].rstrip(';')} {codec.split(', ')[1].rstrip('],')}"


def given(files: dict[str, str], name: str) -> str:
    """The type of an argument."""
    lines = files["src/resources/things.ts"].splitlines()
    found = next(line for line in lines if line.startswith(f"  readonly by{name.title()}?: "))
    return found.partition(": ")[2].rstrip(";")


def test_by_default_nothing_is_lost() -> None:
    files = emitted({})
    assert held(files, "at") == "string dateTime"
    assert held(files, "size") == "number | bigint int64"
    assert held(files, "count") == "number integer"
    assert given(files, "at") == "string | Date | undefined"
    assert given(files, "day") == "string | Date | undefined"
    assert given(files, "size") == "number | bigint | undefined"


@pytest.mark.parametrize(
    ("option", "name", "holds", "takes"),
    [
        ({"dates": "date"}, "at", "Date instant", "Date | string | undefined"),
        ({"int64": "bigint"}, "size", "bigint bigInteger", "bigint | number | undefined"),
        ({"int64": "number"}, "size", "number nearInteger", "number | undefined"),
    ],
)
def test_options(option: dict[str, str | bool | int], name: str, holds: str, takes: str) -> None:
    files = emitted(option)
    assert held(files, name) == holds
    assert given(files, name) == takes
    assert held(files, "day") == "string date"


def test_types_name_entries_of_the_table() -> None:
    files = emitted({}, {"string:uuid": "string", "number": "number:decimal"})
    assert held(files, "id") == "string string"
    assert held(files, "price") == "string decimalNumber"
    assert given(files, "price") == "string | number | undefined"


@pytest.mark.parametrize(
    ("options", "types", "said"),
    [
        ({"dates": "moment"}, {}, "'dates' is one of string, date"),
        ({}, {"string:uuid": "Uuid"}, "'Uuid' is no entry of the table of scalars"),
        ({}, {"text": "string"}, "'text' begins with no scalar type"),
    ],
)
def test_what_is_not_understood_is_said(options: dict[str, str | bool | int], types: dict[str, str], said: str) -> None:
    with pytest.raises(Exception, match=said):
        emitted(options, types)


@pytest.mark.parametrize(
    ("name", "expression"),
    [
        ("Apache 2.0", "Apache-2.0"),
        ("MIT", "MIT"),
        ("EUPL-1.2", "EUPL-1.2"),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"),
        ("Terms of use", ""),
        ("proprietary", ""),
        ("", ""),
    ],
)
def test_license(name: str, expression: str) -> None:
    assert spdx(name) == expression
    assert json.loads(emitted({}, license=name)["package.json"]).get("license", "") == expression
