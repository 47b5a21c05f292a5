"""A sample of the corpus: small documents of every version and of several files, generated, imported, held against
black.

`make corpus` runs them all, with the type checkers too.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conftest import missing
from tests.corpus.checks import CHECKS
from tests.corpus.documents import Document, corpus_folder, documents
from tests.corpus.generating import generate
from tests.corpus.results import OK, Result

SAMPLE = (
    "swagger-typescript-api/fixtures/schemas/v2.0/petstore-expanded.json",
    "oai-examples/v2.0/json/petstore-separate/spec/swagger.json",
    "go-swagger/codegen/todolist.models.yml",
    "openapi-generator/3_0/oneof_polymorphism_and_inheritance.yaml",
    "openapi-generator/3_0/python/petstore-with-fake-endpoints-models-for-testing.yaml",
    "openapi-python-client/baseline_openapi_3.1.yaml",
    "hey-api/3.1.x/discriminator-mapped-many.yaml",
    "datamodel-code-generator/builtin_type_field_names.yaml",
    "redocly-lint/oas3.2.yaml",
    "redocly-cafe/cafe-split/cafe.yaml",
    "openapi3-examples/duplicateOperationId.yaml",
    "twilio/twilio_lookups_v2.yaml",
)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    """What became of each document of the sample; two at a time."""
    corpus = corpus_folder()
    if not corpus.is_dir():
        missing(f"no corpus at {corpus} (SPECLOOM_CORPUS)")
    base = tmp_path_factory.mktemp("corpus")
    chosen = [document for document in documents(corpus) if document.path in SAMPLE]
    with ThreadPoolExecutor(2) as pool:
        return {result.path: result for result in pool.map(_run, chosen, [base] * len(chosen))}


def _run(document: Document, base: Path) -> Result:
    result = generate(document, base / document.key, "python_dataclass")
    if result.status == OK:
        for name, check in CHECKS.items():
            result = result.with_check(name, check(base / document.key, result.package))
    return result


@pytest.mark.parametrize("path", SAMPLE)
def test_document_gives_a_complete_sdk(path: str, results: dict[str, Result]) -> None:
    result = results[path]
    assert (result.status, result.detail) == (OK, "")
    assert result.operations + result.schemas > 0
    assert result.dropped == 0, result.entries
    assert {name: check.lines for name, check in result.checks.items() if not check.passed} == {}
    assert set(result.checks) == set(CHECKS)
