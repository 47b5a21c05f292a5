"""docs/field-notes.md: every complaint has a line, and every test that a line names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

NOTES = (Path(__file__).parents[1] / "docs" / "field-notes.md").read_text(encoding="utf-8")
LINES = {int(number): text for number, text in re.findall(r"^- I(\d+): (.+)$", NOTES, re.MULTILINE)}
TEST = re.compile(r"`(tests/[\w/]+\.py)((?:::\w+)+)`")


def test_every_complaint_has_a_line() -> None:
    assert sorted(LINES) == list(range(1, 62))
    assert NOTES.count("\n- I") == len(LINES), "one line each"


@pytest.mark.parametrize("number", sorted(LINES))
def test_the_test_that_holds_it_exists(number: int, root: Path) -> None:
    named = TEST.findall(LINES[number])
    assert named, "a line names a test"
    for path, names in named:
        text = (root / path).read_text(encoding="utf-8")
        for name in names.removeprefix("::").split("::"):
            assert re.search(rf"(?:def|class) {name}\b", text), f"{path} has no {name}"
