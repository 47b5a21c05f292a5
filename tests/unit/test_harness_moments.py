"""What the judges of calls forgive a pack whose date-times are moments."""

from __future__ import annotations

import pytest

from tests.harness.values import differences, of_one_moment


@pytest.mark.parametrize(
    ("found", "expected", "forgiven"),
    [
        ("2024-01-01T00:00:00Z", "2024-01-01T02:00:00+02:00", True),
        ("2024-01-01T00:00:00.5Z", "2024-01-01T00:00:00.500Z", True),
        ("2024-01-01T00:00:01Z", "2024-01-01T00:00:00Z", False),
        ("a", "b", False),
    ],
)
def test_texts_of_one_moment(found: str, expected: str, forgiven: bool) -> None:
    lines = list(differences({"at": [expected]}, {"at": [found]}))
    assert [of_one_moment(line) for line in lines] == [forgiven]
