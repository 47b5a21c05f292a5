"""A sample of the corpus, driven: small documents of every version, calls made with values of their schemas and judged
by the document alone. `make corpus CHECKS=calls` drives them all; docs/proof.md says how.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.documents import corpus_folder, documents
from tests.corpus.driven import calls
from tests.corpus.generating import generate
from tests.needs import missing

SAMPLE = (
    "amazon-sp-api/listingsItems_2021-08-01.json",
    "oapi-codegen/parameters/roundtrip/parameters.yaml",
    "openapi-generator/3_0/oneof_polymorphism_and_inheritance.yaml",
    "openapi-processor/endpoint-http-mapping-32/inputs/openapi32.yaml",
    "openapi-python-client/baseline_openapi_3.1.yaml",
    "redocly-lint/oas3.2.yaml",
    "swagger-petstore/openapi.yaml",
    "swagger-typescript-api/fixtures/schemas/v2.0/petstore-expanded.json",
    "train-travel/openapi.yaml",
    "twilio/twilio_lookups_v2.yaml",
)


@pytest.mark.parametrize("path", SAMPLE)
def test_calls_are_what_the_document_says(path: str, tmp_path: Path) -> None:
    corpus = corpus_folder()
    if not corpus.is_dir():
        missing(f"no corpus at {corpus} (SPECLOOM_CORPUS)")
    (document,) = (one for one in documents(corpus, [path]) if one.path == path)
    assert generate(document, tmp_path, "python_dataclass").detail == ""
    check = calls(document, tmp_path, "python_dataclass", sample=12)
    assert check.lines == ()
    assert check.figures["operations"] > 0
    assert check.figures["calls"] >= check.figures["operations"]
