"""Checks a document against the JSON Schema of its version, as shipped with openapi-spec-validator, by jsonschema-rs.

All errors of a 12 MB document take less than a tenth of a second. openapi-spec-validator's own rules beyond the schema
are `rules`, written so that each finding has a place; `full` runs the whole original for those who want its word.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema_rs

from specloom.diagnostics import Diagnostic, Severity, SpecloomError
from specloom.ir.names import Origin
from specloom.source.plain import is_object
from specloom.source.pointers import escape, join

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_BASE_DIALECTS = ("https://spec.openapis.org/oas/3.1/dialect/", "https://spec.openapis.org/oas/3.2/dialect/", _DIALECT)
_LONGEST = 200
_TOKEN = {"pattern": "^[0-9A-Za-z!#$%&'*+.^_`|~-]+$"}
MOST = 500
"""Findings of one document that are reported; a document that is wrong everywhere needs no more."""


def validate(data: Any, version: str, *, document: str = "") -> list[Diagnostic]:
    """What the schema of `version` has against `data`, which must be as the text has it (not normalised). Best place
    first.
    """
    findings: dict[tuple[str, str], Diagnostic] = {}
    following: dict[tuple[str, str], str] = {}
    spoilt: set[str] = set()
    for error in _checker(version, _checks_schemas(data)).iter_errors(data):
        for sharp in _sharpen(error):
            pointer = join(sharp.instance_path)
            names: list[str] = getattr(sharp.kind, "unexpected", None) or []
            said = [(f"{pointer}/{escape(name)}", f"{name!r} is not allowed here") for name in names]
            said = said or [(pointer, shortened(sharp.message.partition("\n")[0]))]
            if sharp.kind.name == "unevaluatedProperties":
                following.update(dict.fromkeys(said, pointer))
            elif sharp.kind.name == "not":
                spoilt.add(pointer)
            for place, message in said:
                findings.setdefault((place, message), _finding(Origin(document=document, pointer=place), message))
        if len(findings) >= MOST:
            break
    return _without_followers(findings, following, spoilt)


def _finding(origin: Origin, message: str) -> Diagnostic:
    return Diagnostic(code="invalid-document", severity=Severity.WARNING, message=message, origin=origin)


def _without_followers(
    findings: Mapping[tuple[str, str], Diagnostic], following: Mapping[tuple[str, str], str], spoilt: set[str]
) -> list[Diagnostic]:
    """The findings but those that say "not allowed" only because something else is wrong: where a part of a schema does
    not hold, what it says of properties does not count.

    `following` are those that may be such, with the object that they are in; in a `spoilt` object they are, and where
    there is a finding inside one of them.
    """
    above = {pointer[:end] for pointer, _ in findings for end, char in enumerate(pointer) if char == "/"}
    spoilt = spoilt | {holder for (pointer, _), holder in following.items() if pointer in above}
    return [found for key, found in findings.items() if following.get(key) not in spoilt]


def _checks_schemas(data: Any) -> bool:
    """Whether the Schema Objects of a 3.1 document are in the dialect of JSON Schema that we can check."""
    dialect = data.get("jsonSchemaDialect") if is_object(data) else None
    return dialect is None or (isinstance(dialect, str) and dialect.startswith(_BASE_DIALECTS))


@cache
def _checker(version: str, check_schemas: bool) -> Any:
    schema = json.loads(_schema_file(version).read_text("utf-8"))
    if version in _CORRECTIONS:
        definitions = schema["$defs"]
        if check_schemas:
            definitions["schema"] = {"$dynamicAnchor": "meta", "$ref": _DIALECT, "type": ["object", "boolean"]}
        _CORRECTIONS[version](definitions)
    return jsonschema_rs.validator_for(schema)


def _correct_3_1(definitions: dict[str, Any]) -> None:
    """What revisions of the schema after the shipped one say of the Link Object and of examples."""
    properties = definitions["link"]["properties"]
    properties["server"] = properties.pop("body")
    definitions["examples"]["not"] = {"required": ["example", "examples"]}


def _correct_3_2(definitions: dict[str, Any]) -> None:
    """What later revisions say of the names of headers (RFC 9110, section 5.6.2), and the dialect of the XML Object."""
    is_header = {"properties": {"in": {"const": "header"}}, "required": ["in"]}
    definitions["parameter"]["allOf"].append({"if": is_header, "then": {"properties": {"name": _TOKEN}}})
    for holder in ("response", "encoding"):
        definitions[holder]["properties"]["headers"]["propertyNames"] = _TOKEN
    alone = {"properties": {"attribute": False, "wrapped": False}}
    definitions["schema"]["properties"] = {"xml": {"dependentSchemas": {"nodeType": alone}}}


_CORRECTIONS = {"3.1": _correct_3_1, "3.2": _correct_3_2}


def _schema_file(version: str) -> Path:
    spec = find_spec("openapi_spec_validator")  # finds it without importing it
    if spec is None or spec.origin is None:
        raise SpecloomError(
            Diagnostic(
                code="missing-package",
                severity=Severity.ERROR,
                message="openapi-spec-validator is not installed",
                hint="pip install openapi-spec-validator",
            ),
            exit_code=2,
        )
    return Path(spec.origin).parent / "resources" / "schemas" / f"v{version}" / "schema.json"


def _sharpen(error: Any) -> list[Any]:
    """The errors that a user can act on: not "matches none of the alternatives" but what the likeliest one lacks."""
    branches: list[list[Any]] = getattr(error.kind, "context", None) or []
    candidates: list[list[Any]] = []
    for branch in branches:
        if not any(_lacks_ref(inner) for inner in branch):
            candidates.append([sharp for inner in branch for sharp in _sharpen(inner)])
    return max(candidates, key=_likelihood, default=[error]) or [error]


def _likelihood(branch: list[Any]) -> tuple[bool, int, int]:
    """How close an alternative comes: it is of the right kind, its errors lie deep, and they are few."""
    right_kind = not any(e.instance_path and e.instance_path[-1] == "in" for e in branch)
    return right_kind, max((len(e.instance_path) for e in branch), default=0), -len(branch)


def _lacks_ref(error: Any) -> bool:
    """A Reference Object was meant only if there is a `$ref`."""
    return bool(getattr(error.kind, "property", None) == "$ref")


def shortened(message: str) -> str:
    """Messages quote the whole value; the place says where it is, so its ends are enough."""
    if len(message) <= _LONGEST:
        return message
    return f"{message[: _LONGEST // 2]} … {message[-_LONGEST // 2 :]}"
