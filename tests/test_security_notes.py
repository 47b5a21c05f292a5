"""docs/security.md: every test that it names exists, and every limit has the value that it says."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

NOTES = (Path(__file__).parents[1] / "docs" / "security.md").read_text(encoding="utf-8")
TESTS = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", NOTES)))
LIMITS = re.findall(r"^\| [^|]+ \| ([\d,]+) \| `(specloom[\w.]+)` \|$", NOTES, re.MULTILINE)


def test_every_promise_names_a_test() -> None:
    promises = [line for line in NOTES.splitlines() if line.startswith("- ")]
    assert len(promises) > 20
    assert [line for line in promises if "`tests/" not in line] == []


@pytest.mark.parametrize(("path", "name"), TESTS)
def test_the_test_that_proves_it_exists(path: str, name: str, root: Path) -> None:
    assert re.search(rf"def {name}\b", (root / path).read_text(encoding="utf-8"))


@pytest.mark.parametrize(("value", "name"), LIMITS)
def test_a_limit_has_the_value_that_is_told(value: str, name: str) -> None:
    module, _, attribute = name.rpartition(".")
    if module.endswith("Limits"):
        options = import_module(module.rpartition(".")[0])
        assert getattr(options.Limits(), attribute) == int(value.replace(",", ""))
    else:
        assert getattr(import_module(module), attribute) == int(value.replace(",", ""))


def test_no_limit_is_left_out() -> None:
    assert len(LIMITS) == len(re.findall(r"\| `specloom\.\w+\.", NOTES)) > 15
