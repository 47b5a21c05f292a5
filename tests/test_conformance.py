"""The suites of others: every case is passed, but for those that tests/conformance/README.md explains."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from specloom.source import open_document
from specloom.source.lint import lint

from tests.conformance.suites import SUITES, Suite, run, suites_folder
from tests.harness.packs import PACKS
from tests.needs import missing

CASES = {"echo": 28, "param-3.1": 104, "param-3.2": 125, "rest-json": 150, "jsts": 797}
OTHER_TEXT = frozenset(
    [f"G102_{n}" for n in (10, 11, 12)]
    + [f"G104_{n}" for n in (9, 12, 14, 25)]
    + [f"G121_{n}" for n in (7, 8, 9, 10, 11, 12, 13, 17, 18)]
    + [f"G126_{n}" for n in (6, 8)]
)
"""Cases of jsts whose date, time, duration or UUID is returned as the same value in another text."""
NULL_FOR_AN_OBJECT = frozenset({"G151_4"})
"""Cases of jsts that send null where the document describes an object's properties, and no type."""
NO_OBJECT = frozenset(
    [f"G001_{n}" for n in (1, 2, 3)]
    + [f"G138_{n}" for n in (2, 3)]
    + [f"G143_{n}" for n in (0, 1)]
    + [f"G151_{n}" for n in (1, 2, 3, 4, 5)]
)
"""Cases of jsts that send something else where the document describes an object's properties, and no type."""
NOT_OF_THE_TYPE = frozenset(
    [
        f"G{group:03}_{n}"
        for group in (*range(61, 80), 102, 103, 104, 108, 109, 111, 112, *range(114, 127))
        for n in range(6)
    ]
    + ["G068_6", "G069_6"]
    + [f"G082_{n}" for n in (1, 2)]
    + [f"G102_{n}" for n in (10, 11, 12)]
    + [f"G128_{n}" for n in (2, 3, 4)]
    + ["G134_4", "G144_0"]
)
"""Cases of jsts whose value is not of the type that the keywords of a schema without `type` are about."""
KNOWN = {
    ("go_stdlib", "jsts"): NO_OBJECT | NOT_OF_THE_TYPE,
    ("python_dataclass", "jsts"): OTHER_TEXT | NULL_FOR_AN_OBJECT,
    ("python_pydantic", "jsts"): OTHER_TEXT | NULL_FOR_AN_OBJECT,
}
"""What a pack does not pass of a suite."""
STATIC = {"go_stdlib": {"G144_0"}}
"""Typed cases that are known: `false`, where the document describes an object."""
LIKE_ANOTHER = {"python_functions"}
"""Packs that send and read as `python_dataclass` does; the wire vectors hold them to it."""
BREAK_RULES = {"v3.1-operation-object-example.yaml", "v3.2-operation-object-example.yaml"}
"""Documents that their schema accepts, and rules that no schema can say do not."""


@pytest.fixture(scope="module")
def base() -> Path:
    """The folder of suites; the test is skipped where it is not at hand."""
    folder = suites_folder()
    if not folder.is_dir():
        missing(f"no folder {folder} (SPECLOOM_CONFORMANCE)")
    return folder


@pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.name)
@pytest.mark.parametrize("pack", [name for name in PACKS if name not in LIKE_ANOTHER])
def test_suite(pack: str, suite: Suite, base: Path, tmp_path: Path) -> None:
    for tool in PACKS[pack].tools:
        if shutil.which(tool) is None:
            missing(f"{tool}, for the harness of {pack}")
    verdicts = run(suite, base, tmp_path, pack)
    assert len(verdicts) == CASES[suite.name]
    failed = {verdict.case: verdict.differences for verdict in verdicts if not verdict.passed}
    known = KNOWN.get((pack, suite.name), frozenset[str]())
    assert [verdict for verdict in verdicts if verdict.errors and verdict.case not in known] == []
    assert {case: found for case, found in failed.items() if case not in known} == {}
    assert known == failed.keys(), "passed by now: mend the list, and the README"
    assert {verdict.case for verdict in verdicts if verdict.typed and not verdict.passed} <= STATIC.get(pack, set())


def findings(document: Path) -> set[str]:
    """The codes of everything there is to say about a document."""
    source = open_document(str(document))
    return {finding.code for finding in (*source.report, *lint(source.root))}


def test_documents_that_are_valid(base: Path) -> None:
    documents = sorted((base / "oai-schema-tests" / "pass").iterdir())
    assert len(documents) == 78
    found = {document.name: findings(document) for document in documents}
    assert {name for name, codes in found.items() if "invalid-document" in codes} == set()
    assert {name for name, codes in found.items() if codes} == BREAK_RULES


def test_documents_that_are_not_valid(base: Path) -> None:
    documents = sorted((base / "oai-schema-tests" / "fail").iterdir())
    assert len(documents) == 40
    assert [document.name for document in documents if "invalid-document" not in findings(document)] == []
