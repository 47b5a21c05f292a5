"""Documents that say the same in different forms give one model: each folder of `equivalence/` holds several.

Compared is all of the model but where its parts are in the text, and which rule named them. Declarations are known by
their names, because the id of one tells its place.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest
from specloom.build import BuildOptions, build
from specloom.diagnostics import Report
from specloom.ir import dump
from specloom.ir.api import Api
from specloom.source import SourceOptions, open_document

CASES = sorted(path for path in (Path(__file__).parent / "equivalence").iterdir() if path.is_dir())
_PLACES = frozenset(("origin", "openapi", "document_hash", "rule"))


def variants(case: Path) -> list[Path]:
    """The documents of a case: its files, and the file `openapi.yaml` of each folder in it."""
    return sorted([*(path for path in case.iterdir() if path.is_file()), *case.glob("*/openapi.yaml")])


def model(document: Path) -> tuple[Any, list[str]]:
    """The model of a document without places, and what was reported beside notes."""
    report = Report()
    source = open_document(document, options=SourceOptions())
    result = build(source.root, BuildOptions(), report)
    findings = [f"{d.code}: {d.message}" for d in (*source.report, *report) if d.severity != "note"]
    found = _without_places(dump.plain(result.api), _names(result.api))
    for sorted_by_place in ("sent", "received"):
        found[sorted_by_place] = sorted(found.get(sorted_by_place, ()))
    return found, findings


def _names(api: Api) -> dict[str, str]:
    names = {id: "".join(word.capitalize() for word in one.name.words) for id, one in api.declarations.items()}
    assert len(set(names.values())) == len(names)
    return names | {webhook.id: webhook.name.wire for webhook in api.webhooks}


def _without_places(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        return {
            names.get(key, key): _without_places(item, names) for key, item in members.items() if key not in _PLACES
        }
    if isinstance(value, list):
        items = cast("list[object]", value)
        return [_without_places(item, names) for item in items]
    return names.get(value, value) if isinstance(value, str) else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_all_forms_give_one_model(case: Path) -> None:
    documents = variants(case)
    assert len(documents) > 1, "a case compares"
    expected, findings = model(documents[0])
    assert findings == []
    assert expected["operations"] or expected["declarations"] or expected["webhooks"]
    for other in documents[1:]:
        found, findings = model(other)
        assert findings == [], other.name
        assert json.dumps(found, indent=1, sort_keys=True).splitlines() == (
            json.dumps(expected, indent=1, sort_keys=True).splitlines()
        ), f"{other.relative_to(case)} differs from {documents[0].relative_to(case)}"
