"""A sample of the corpus: small documents of every version, of many publishers and with every kind of body, parameter,
union and credential, through all checks. `make corpus` runs them all.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.corpus.checks import CHECKS
from tests.corpus.documents import Document, corpus_folder, documents
from tests.corpus.generating import generate
from tests.corpus.results import OK, Result
from tests.corpus.typing_checks import TYPING_CHECKS, stage
from tests.needs import missing

SAMPLE = (
    "amazon-sp-api/listingsItems_2021-08-01.json",
    "datamodel-code-generator/builtin_type_field_names.yaml",
    "go-swagger/codegen/todolist.models.yml",
    "hey-api/3.1.x/discriminator-mapped-many.yaml",
    "kin-openapi/interalizationNameCollision/api.yml",
    "kiota/nested-dynamic-scope.yaml",
    "nytimes/article_search_v2.yaml",
    "oai-examples/v2.0/json/petstore-separate/spec/swagger.json",
    "oapi-codegen/servers/strict/strict-schema.yaml",
    "oas-examples/parameters-style.json",
    "oas-examples/webhooks.yaml",
    "openapi-core/security_override.yaml",
    "openapi-generator/3_0/oneof_polymorphism_and_inheritance.yaml",
    "openapi-generator/3_0/python/petstore-with-fake-endpoints-models-for-testing.yaml",
    "openapi-generator/3_0/sse.yaml",
    "openapi-processor/keyword-identifier/inputs/openapi32.yaml",
    "openapi-python-client/baseline_openapi_3.1.yaml",
    "openapi3-examples/duplicateOperationId.yaml",
    "orval/typed-arrays-tuples-v3-1.yaml",
    "redocly-cafe/cafe-split/cafe.yaml",
    "redocly-lint/oas3.2.yaml",
    "scalar-galaxy/galaxy-3.1.yaml",
    "swagger-typescript-api/fixtures/schemas/v2.0/petstore-expanded.json",
    "swift-openapi-generator/petstore.yaml",
    "train-travel/openapi.yaml",
    "twilio/twilio_lookups_v2.yaml",
    "vonage/number-insight.yml",
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
        found = dict(zip(chosen, pool.map(_run, chosen, [base] * len(chosen)), strict=True))
    packages = {f"p{one.key}": (base / one.key, result.package) for one, result in found.items() if result.status == OK}
    stage(packages, base / "staged")
    typed = {name: check([*packages], base / "staged", base / "cache") for name, check in TYPING_CHECKS.items()}
    for document, result in found.items():
        for name, checks in typed.items():
            if result.status == OK:
                found[document] = found[document].with_check(name, checks[f"p{document.key}"])
    return {result.path: result for result in found.values()}


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
    assert set(result.checks) == {*CHECKS, *TYPING_CHECKS}
