"""Calls planned for documents of the corpus by others: all are passed, or `planned.json` says why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.planned import Rule, explained, planned, rules
from tests.conformance.suites import Verdict, run, suites_folder
from tests.corpus.documents import corpus_folder
from tests.needs import missing

CASES = {"twilio/twilio_video_v1.yaml": 78, "twilio/twilio_sync_v1.yaml": 96}


@pytest.mark.parametrize("path", CASES)
def test_every_planned_call_is_passed_or_explained(path: str, tmp_path: Path) -> None:
    base, document = suites_folder(), corpus_folder() / path
    if not (base.is_dir() and document.is_file()):
        missing(f"{base} and {document} (SPECLOOM_CONFORMANCE, SPECLOOM_CORPUS)")
    verdicts = run(planned(document, base, tmp_path), base, tmp_path, "python_dataclass")
    assert len(verdicts) == CASES[path]
    assert [verdict for verdict, rule in explained(verdicts, rules(path)) if rule is None] == []


NESTED = Rule(reason="The same data.", cases="Post*", lines="^(query|form) ", nested=True)


def verdict(*differences: str, case: str = "PostThing#full", errors: tuple[str, ...] = ()) -> Verdict:
    return Verdict(case=case, passed=False, typed=False, errors=errors, differences=differences)


@pytest.mark.parametrize(
    "differences",
    [
        ["query a[1]: ['y'] != None", "query a: None != ['x,y']", "query a[0]: ['x'] != None"],
        ["form {'a[b][c]': ['7']} != {'a[b]': ['{\"c\":7,\"d\":{\"e\":[{}]}}']}"],
        ["form {'a[0][b]': ['true'], 'a[1][b]': ['é'], 'z': ['']} != {'a': ['{\"b\":true},{\"b\":\"é\"}'], 'z': ['']}"],
        ["form {'a': ['1']} != {'a': ['1'], 'b[c]': ['{}']}"],
    ],
)
def test_names_with_brackets_carry_what_joined_lists_and_json_carry(differences: list[str]) -> None:
    assert NESTED.explains(verdict(*differences))


@pytest.mark.parametrize(
    "other",
    [
        verdict("query a[0]: ['x'] != None", "query a: None != ['x,y']"),
        verdict("form {'a[b]': ['7']} != {'a': ['{\"b\":8}']}"),
        verdict("form {'a[b]': ['7']} != {'a': ['{\"b\":7}'], 'c': ['1']}"),
        verdict("form {'a[b]': ['7'], 'c': ['1']} != {'a': ['{\"b\":7}']}"),
        verdict("query a[0]: ['x'] != None", "query a: None != ['x']", "path /a != /b"),
        verdict("query a[0]: ['x'] != None", "query a: None != ['x']", case="GetThing#full"),
        verdict("query a[0]: ['x'] != None", "query a: None != ['x']", errors=("RuntimeError: bug",)),
    ],
)
def test_other_disagreements_are_not_explained(other: Verdict) -> None:
    assert not NESTED.explains(other)
    assert [rule for _, rule in explained([other], [NESTED])] == [None]
