"""openapi-spec-validator's own walk over a document, for those who want its word: `specloom validate --full`.

It takes longer than everything else together, and says little of where a thing is, so that its findings are given a
place here, and left out where ours say the same with one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from specloom.diagnostics import Diagnostic, Severity
from specloom.ir.names import Origin
from specloom.source.plain import is_array, is_object
from specloom.source.pointers import escape, join, split
from specloom.source.validate import shortened

_SAME = {
    "UnresolvableParameterError": frozenset(("undeclared-path-parameter", "unused-path-parameter")),
    "DuplicateOperationIDError": frozenset(("duplicate-operation-id",)),
    "ParameterDuplicateError": frozenset(("duplicate-parameter",)),
}
"""Its errors that have no place, and the codes of our rules for the same."""


def validate_fully(data: Any, version: str, known: Collection[Diagnostic]) -> list[Diagnostic]:
    """What openapi-spec-validator finds in `data` beside what is `known`. References stay inside the document."""
    from openapi_spec_validator import (  # imported here: it takes longer than reading most documents
        OpenAPIV2SpecValidator,
        OpenAPIV30SpecValidator,
        OpenAPIV31SpecValidator,
        OpenAPIV32SpecValidator,
    )

    validators = {
        "2.0": OpenAPIV2SpecValidator,
        "3.0": OpenAPIV30SpecValidator,
        "3.1": OpenAPIV31SpecValidator,
        "3.2": OpenAPIV32SpecValidator,
    }
    codes = {diagnostic.code for diagnostic in known}
    pointers = {diagnostic.origin.pointer for diagnostic in known}
    schemas = _schemas(data)
    findings: dict[tuple[str, str], Diagnostic] = {}
    try:
        for error in validators[version](data, base_uri="").iter_errors():
            message = shortened(error.message.partition("\n")[0])
            pointer = _pointer(error, schemas)
            if codes.isdisjoint(_SAME.get(type(error).__name__, ())) and not _is_said(message, pointer, pointers):
                found = _finding("invalid-document", message, pointer if _exists(data, pointer) else "")
                findings.setdefault((found.origin.pointer, message), found)
    except Exception as error:  # it follows references as it goes, and whatever that raises ends its run, not ours
        reason = shortened(str(error).partition(" within {")[0])
        stopped = _finding("validator-stopped", f"openapi-spec-validator stopped early: {reason}", "")
        return [*findings.values(), stopped]
    return list(findings.values())


def _finding(code: str, message: str, pointer: str) -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.WARNING, message=message, origin=Origin(pointer=pointer))


def _pointer(error: Any, schemas: Mapping[int, str]) -> str:
    """Where an error is: its path, which may begin at a schema; of a default, the schema that it does not fit."""
    holder = schemas.get(id(error.schema))
    return join(error.absolute_path) if holder is None else f"{holder}/default{join(error.absolute_path)}"


def _is_said(message: str, pointer: str, pointers: Collection[str]) -> bool:
    """Whether a finding is known already: one at its place, or, where it only says that no alternative fits, one that
    says what is wrong inside."""
    if not pointer:
        return False
    inside = "is not valid under any" in message
    return any(one.endswith(pointer) or (inside and one.startswith(f"{pointer}/")) for one in pointers)


def _exists(data: Any, pointer: str) -> bool:
    for token in split(pointer):
        if is_object(data) and token in data:
            data = data[token]
        elif is_array(data) and token.isdecimal() and int(token) < len(data):
            data = data[int(token)]
        else:
            return False
    return True


def _schemas(data: Any) -> dict[int, str]:
    """The pointer of every object that has a default, by its identity."""
    found: dict[int, str] = {}
    waiting: list[tuple[Any, str]] = [(data, "")]
    while waiting:
        value, pointer = waiting.pop()
        if is_object(value):
            if "default" in value:
                found.setdefault(id(value), pointer)
            waiting += [(child, f"{pointer}/{escape(key)}") for key, child in value.items()]
        elif is_array(value):
            waiting += [(child, f"{pointer}/{index}") for index, child in enumerate(value)]
    return found
