"""Request bodies with several media types: what a method cannot send is reported."""

from __future__ import annotations

import json
from typing import Any

import pytest
from specloom.build import BuildOptions, build
from specloom.diagnostics import Report
from specloom.source import open_document

OBJECT = {"type": "object", "properties": {"a": {"type": "string"}}}
FILE = {"type": "string", "format": "binary"}


@pytest.mark.parametrize(
    ("content", "unsent"),
    [
        ({"application/json": OBJECT, "application/octet-stream": FILE}, ["application/octet-stream"]),
        ({"application/json": {"type": "array"}, "multipart/form-data": OBJECT}, ["multipart/form-data"]),
        ({"application/json": OBJECT, "application/x-www-form-urlencoded": OBJECT}, []),
        ({"application/json": OBJECT, "application/xml": None}, []),
        ({"application/json": OBJECT}, []),
    ],
)
def test_what_cannot_be_sent_is_degraded(content: dict[str, Any], unsent: list[str]) -> None:
    written = {media: {} if schema is None else {"schema": schema} for media, schema in content.items()}
    operation = {
        "operationId": "put",
        "requestBody": {"content": written},
        "responses": {"204": {"description": "done"}},
    }
    document = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/x": {"put": operation}}}
    report = Report()
    result = build(open_document(json.dumps(document).encode()).root, BuildOptions(), report)
    assert [entry.code for entry in result.coverage] == ["unsent-media-type"] * bool(unsent)
    assert [found.code for found in report.diagnostics] == ["unsent-media-type"] * bool(unsent)
    assert all(media in found.message for media in unsent for found in report.diagnostics)
