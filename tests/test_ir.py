"""The model of small documents: `tests/ir/<case>.yaml` must give `<case>.json`; `--update-golden` rewrites it."""

from __future__ import annotations

from pathlib import Path

import pytest
from specloom.build import BuildOptions, build
from specloom.diagnostics import Report
from specloom.ir import dump
from specloom.source import open_document

CASES = sorted((Path(__file__).parent / "ir").glob("*.yaml"))


def model(document: bytes) -> str:
    """The model of a document, then what was reported of it and what is not complete."""
    report = Report()
    result = build(open_document(document).root, BuildOptions(), report)
    diagnostics = [f"{d.severity.value}: {d.message} [{d.code}] at {d.origin}" for d in report]
    coverage = [dump.plain(entry) for entry in result.coverage]
    record = {"format": dump.FORMAT, "api": dump.plain(result.api), "diagnostics": diagnostics, "coverage": coverage}
    return dump.to_json(record)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_model(case: Path, updating: bool) -> None:
    expected = case.with_suffix(".json")
    found = model(case.read_bytes())
    if updating:
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


def test_every_expected_model_has_its_document() -> None:
    assert {path.stem for path in (Path(__file__).parent / "ir").glob("*.json")} == {path.stem for path in CASES}
    assert CASES
