"""openapi-spec-validator's own findings: each with a place, and none that ours say already."""

from __future__ import annotations

from typing import Any

import pytest
from specloom.diagnostics import Diagnostic, Severity
from specloom.ir.names import Origin
from specloom.source.full import validate_fully

INFO = {"title": "T", "version": "1"}
DONE = {"200": {"description": "done"}}


def known(code: str, pointer: str) -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.WARNING, message="", origin=Origin(pointer=pointer))


def found(document: dict[str, Any], *before: Diagnostic, version: str = "3.1") -> list[tuple[str, str]]:
    data = {"openapi": f"{version}.0", "info": INFO, "paths": {}, **document}
    return [(one.code, one.origin.pointer) for one in validate_fully(data, version, before)]


def test_a_default_that_does_not_fit_is_found_where_it_stands() -> None:
    schema = {"type": "string", "format": "uuid", "default": "x"}
    parameter = {"name": "a", "in": "query", "schema": schema}
    document = {"paths": {"/a": {"get": {"parameters": [parameter], "responses": DONE}}}}
    place = "/paths/~1a/get/parameters/0/schema/default"
    assert found(document) == [("invalid-document", place)]
    assert found(document, known("invalid-default", place)) == []


@pytest.mark.parametrize(
    ("paths", "code"),
    [
        ({"/{a}": {"get": {"responses": DONE}}}, "undeclared-path-parameter"),
        ({"/a": {x: {"operationId": "same", "responses": DONE} for x in ("get", "put")}}, "duplicate-operation-id"),
    ],
)
def test_what_a_rule_of_ours_says_is_not_said_again(paths: dict[str, Any], code: str) -> None:
    assert found({"paths": paths}) == [("invalid-document", "")]
    assert found({"paths": paths}, known(code, "/paths")) == []


def test_that_no_alternative_fits_is_not_said_beside_what_is_wrong_in_it() -> None:
    document = {"components": {"schemas": {"A": {"type": "string", "pattern": "["}}}}
    assert found(document, version="3.0")[0] == ("invalid-document", "/components/schemas/A")
    assert found(document, known("invalid-document", "/components/schemas/A/pattern"), version="3.0") == []


def test_what_stops_it_is_told_in_one_line() -> None:
    (stopped,) = validate_fully({"openapi": "3.1.0", "info": INFO, "paths": {"/a": {"$ref": "#/nowhere"}}}, "3.1", ())
    assert stopped.code == "validator-stopped"
    assert stopped.message.endswith("'/nowhere' does not exist")
