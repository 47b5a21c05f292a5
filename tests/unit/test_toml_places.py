"""Lines and columns in TOML, for messages."""

from __future__ import annotations

import pytest
from specloom.toml_places import find

TEXT = '''# comment with [brackets] and key = 1
top = 1
"quoted.key" = """
[not.a.table]
fake = 2
"""
list = [
  "a]", # ] not the end
  { x = 1 },
]
after = 'it''s'
  [ a . "b.c" ]
  inner.deep = 3
[[array]]
n = 1
[d]
"sl/ash" = 1
'''


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ("", (1, 1)),
        ("/top", (2, 1)),
        ("/quoted.key", (3, 1)),
        ("/fake", (1, 1)),
        ("/list", (7, 1)),
        ("/list/1/x", (7, 1)),
        ("/after", (11, 1)),
        ("/a/b.c", (12, 5)),
        ("/a/b.c/inner/deep", (13, 3)),
        ("/array/n", (15, 1)),
        ("/d/sl~1ash", (17, 1)),
        ("/d/absent", (16, 2)),
    ],
)
def test_places(pointer: str, place: tuple[int, int]) -> None:
    assert find(TEXT, pointer) == place
