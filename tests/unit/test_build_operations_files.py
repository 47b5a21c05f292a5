"""Operations whose path items stand in other files, and lead back."""

from __future__ import annotations

from pathlib import Path

from specloom.source import open_document

from tests.unit.documents import build_source

HEAD = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"
MAIN = """
paths:
  /a/{id}: {$ref: 'other.yaml#/paths/~1b~1%7Bid%7D'}
  /c: {$ref: 'other.yaml#/components/pathItems/First'}
  /d: {get: {responses: {'204': {description: d}}}}
components:
  pathItems: {Back: {$ref: 'other.yaml#/components/pathItems/First'}}
  schemas: {Thing: {type: object, properties: {part: {$ref: 'other.yaml#/components/schemas/Part'}}}}
"""
OTHER = """
paths:
  /b/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      responses:
        '200': {description: d, content: {application/json: {schema: {$ref: 'main.yaml#/components/schemas/Thing'}}}}
      callbacks: {again: {'{$request.query.url}': {$ref: 'main.yaml#/paths/~1a~1%7Bid%7D'}}}
components:
  pathItems: {First: {$ref: 'main.yaml#/components/pathItems/Back'}}
  schemas: {Part: {type: object, properties: {whole: {$ref: 'main.yaml#/components/schemas/Thing'}}}}
"""


def test_path_items_in_a_circle_of_files(tmp_path: Path) -> None:
    (tmp_path / "main.yaml").write_text(HEAD + MAIN)
    (tmp_path / "other.yaml").write_text(HEAD + OTHER)
    result = build_source(open_document(tmp_path / "main.yaml"))
    assert list(result.api.operations) == ["GET /a/{id}", "GET /d"]
    assert sorted(result.api.declarations) == ["#/components/schemas/Thing", "other.yaml#/components/schemas/Part"]
    assert [(entry.id, entry.code) for entry in result.coverage] == [("/c", "circular-reference")]
    assert len(result.api.webhooks) == 1, "the callback of an operation that calls back itself"
