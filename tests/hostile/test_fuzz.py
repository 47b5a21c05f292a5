"""A sample of the fuzzer: documents of a corpus with hostile texts in every place. `make fuzz` runs it for longer."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from tests.corpus.documents import corpus_folder
from tests.needs import missing

from .document import document, escaped
from .fuzz.poison import poisoned
from .fuzz.running import read, try_one
from .fuzz.texts import Hostile, drawn
from .marks import CANARY

SAMPLE = (
    "datamodel-code-generator/discriminator_short_mapping_names.yaml",
    "hey-api/3.1.x/pagination-ref.yaml",
    "openapi-generator/3_0/oneof_polymorphism_and_inheritance.yaml",
    "openapi-processor/keyword-identifier/inputs/openapi32.yaml",
    "swagger-typescript-api/fixtures/schemas/v2.0/petstore-expanded.json",
    "twilio/twilio_lookups_v2.yaml",
)
LANGUAGES = ("python_dataclass", "typescript_fetch", "go_stdlib")


@pytest.mark.parametrize("path", SAMPLE)
def test_hostile_texts_in_a_document_of_others_stay_texts(path: str) -> None:
    corpus = corpus_folder()
    if not corpus.is_dir():
        missing(f"no corpus at {corpus} (SPECLOOM_CORPUS)")
    data = read(corpus / path)
    for number in range(2):
        outcome = try_one(path, data, number, LANGUAGES)
        assert outcome.findings == (), outcome.texts
        assert outcome.replaced > 2


def test_the_same_number_gives_the_same_texts() -> None:
    plain: Any = document("CANARY", lambda text: "word")
    names = [f"name {n}" for n in range(20)]
    plain["components"]["schemas"] = {
        name: {"type": "object", "properties": {name: {"$ref": f"#/components/schemas/{quote(name)}"}}}
        for name in names
    }
    once, again = (poisoned(plain, Hostile(1, drawn(1))) for _ in range(2))
    assert json.dumps(once) == json.dumps(again) != json.dumps(poisoned(plain, Hostile(2, drawn(2))))
    schemas: dict[str, Any] = once["components"]["schemas"]
    assert 5 < sum(CANARY in name for name in schemas) < 20
    for name, schema in schemas.items():
        assert schema["properties"] == {name: {"$ref": f"#/components/schemas/{escaped(name)}"}}
