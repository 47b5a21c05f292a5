"""Small documents for the tests of `build`, and what is built of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from specloom.build import BuildOptions, CoverageEntry, build
from specloom.diagnostics import Report
from specloom.ir.api import Api, Service
from specloom.ir.operations import Operation
from specloom.source import Source, open_document


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """The model of a document with what was reported."""

    api: Api
    coverage: tuple[CoverageEntry, ...]
    lock: Mapping[str, tuple[str, ...]]
    codes: tuple[str, ...]

    @property
    def only(self) -> Operation:
        """The one operation of the document."""
        (operation,) = self.api.operations.values()
        return operation

    @property
    def calls(self) -> dict[str, str]:
        """Where each operation is offered, by its id: `composition_hooks.list`."""
        found: dict[str, str] = {}

        def visit(service: Service, above: tuple[str, ...]) -> None:
            path = (*above, "_".join(service.name.words)) if service.name.words else above
            for operation in service.operations:
                name = "_".join(self.api.operations[operation].name.words)
                found[operation] = ".".join((*path, name))
            for child in service.children:
                visit(child, path)

        visit(self.api.root, ())
        return found


def built(document: Mapping[str, Any], options: BuildOptions | None = None) -> Built:
    """Builds a document; `openapi` and `info` are added."""
    whole = {"openapi": "3.2.0", "info": {"title": "Test", "version": "1"}, "paths": {}, **document}
    return build_source(open_document(json.dumps(whole).encode()), options)


def build_source(source: Source, options: BuildOptions | None = None) -> Built:
    """Builds a document that was opened."""
    report = Report()
    result = build(source.root, options or BuildOptions(), report)
    codes = tuple(diagnostic.code for diagnostic in report)
    return Built(api=result.api, coverage=result.coverage, lock=result.lock, codes=codes)


def operation(path: str, method: str = "get", /, **members: Any) -> dict[str, Any]:
    """The `paths` of a document with one operation, which answers nothing unless `members` say so."""
    return {path: {method: {"responses": {"204": {"description": ""}}, **members}}}


def json_answer(schema: object, **members: Any) -> dict[str, Any]:
    """`responses` with one JSON body."""
    return {"200": {"description": "", "content": {"application/json": {"schema": schema}}, **members}}


def query(name: str, kind: str = "string", **schema: Any) -> dict[str, Any]:
    """A query parameter."""
    return {"name": name, "in": "query", "schema": {"type": kind, **schema}}
