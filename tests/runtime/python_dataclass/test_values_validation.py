"""Constraints: every violation is found and named, and nothing is reported that is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from specloom_templates.python_dataclass.runtime.encoding import writer
from specloom_templates.python_dataclass.runtime.models import Model
from specloom_templates.python_dataclass.runtime.types import INTEGER, FieldSpec, list_of
from specloom_templates.python_dataclass.runtime.validation import ConstraintError, Constraints, translate, validate

WRITER = writer(request=True)


@dataclass(slots=True, kw_only=True, init=False, repr=False, eq=False)
class Item(Model):
    """A model with constraints of its own."""

    n: int | None = None

    def __init__(self, *, n: int | None = None) -> None:
        self.n = n
        self.additional_properties = {}

    @staticmethod
    def _fields() -> tuple[FieldSpec, ...]:
        return (FieldSpec("n", type=INTEGER, required=True, constraints=Constraints(minimum=1)),)


CASES: list[tuple[Constraints, Any, str]] = [
    (Constraints(minimum=1), 0, "must be at least 1, is 0"),
    (Constraints(maximum=1), 1.5, "must be at most 1, is 1.5"),
    (Constraints(exclusive_minimum=1), 1, "must be more than 1, is 1"),
    (Constraints(exclusive_maximum=1), 1, "must be less than 1, is 1"),
    (Constraints(multiple_of=0.1), 0.35, "must be a multiple of 0.1, is 0.35"),
    (Constraints(min_length=2), "é", "must have at least 2 characters, has 1"),
    (Constraints(max_length=1), "ab", "must have at most 1 character, has 2"),
    (Constraints(pattern="^RM[0-9a-f]{2}$"), "RMzz", "must match '^RM[0-9a-f]{2}$', is 'RMzz'"),
    (Constraints(pattern="^a$"), "a\n", "must match '^a$', is 'a\\n'"),
    (Constraints(min_items=1), [], "must have at least 1 item, has 0"),
    (Constraints(max_items=1), [1, 2], "must have at most 1 item, has 2"),
    (Constraints(unique_items=True), [{"a": 1}, {"a": 1.0}], "its items must be unique"),
    (Constraints(min_properties=2), {"a": 1}, "must have at least 2 properties, has 1"),
    (Constraints(max_properties=0), {"a": 1}, "must have at most 0 properties, has 1"),
]


@pytest.mark.parametrize(("constraints", "value", "message"), CASES, ids=[message for _, _, message in CASES])
def test_violations(constraints: Constraints, value: Any, message: str) -> None:
    with pytest.raises(ConstraintError) as caught:
        validate({"x": value}, {"x": constraints}, WRITER)
    assert caught.value.violations == (f"x: {message}",)
    assert str(caught.value) == f"x: {message}"


@pytest.mark.parametrize(
    ("constraints", "value"),
    [
        (Constraints(multiple_of=0.1), 0.3),
        (Constraints(multiple_of=3), 10**30 * 3),
        (Constraints(minimum=1), "text"),
        (Constraints(minimum=5), True),
        (Constraints(unique_items=True), [1, True, "1", [1]]),
        (Constraints(pattern=r"\p{L}+"), "1"),
        (Constraints(pattern="("), "x"),
        (Constraints(pattern=r"^\/a$"), "/a"),
        (Constraints(pattern="b"), "abc"),
        (Constraints(max_length=1), "𝄞"),
        (Constraints(min_length=5), None),
    ],
)
def test_no_violations(constraints: Constraints, value: Any) -> None:
    validate({"x": value}, {"x": constraints}, WRITER)


def test_all_are_listed_with_their_places() -> None:
    values = {"items": [Item(n=0), Item()], "tags": ["", "ab"], "ok": 1}
    constraints = {"tags": Constraints(min_items=3, item=Constraints(min_length=1)), "items": Constraints(max_items=1)}
    with pytest.raises(ConstraintError) as caught:
        validate(values, constraints, WRITER, {"items": list_of(Item)})
    assert caught.value.violations == (
        "items: must have at most 1 item, has 2",
        "items[0].n: must be at least 1, is 0",
        "items[1].n: is required",
        "tags: must have at least 3 items, has 2",
        "tags[0]: must have at least 1 character, has 0",
    )


@pytest.mark.parametrize("pattern", [r"(?<name>a)", r"[^]", r"[]", r"\cA", r"\k<a>", "[a&&b]", "(?i)a", "*"])
def test_patterns_that_python_reads_differently_are_left_alone(pattern: str) -> None:
    assert translate(pattern) is None


def test_digits_are_ascii() -> None:
    pattern = translate(r"^\d$")
    assert pattern is not None
    assert pattern.search("5")
    assert not pattern.search("\N{ARABIC-INDIC DIGIT FIVE}")
