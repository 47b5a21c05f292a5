"""Widths as black counts them."""

from __future__ import annotations

import pytest
from black.strings import str_width
from specloom.languages.columns import columns


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("room", 4), ("ÅØ", 2), ("価格", 4), ("ｶﾅ", 2), ("\uff21", 2), ("e\u0301", 2), ("😀🚀", 4), ("𠀋", 2)],
)
def test_a_text_is_as_wide_as_black_has_it(text: str, width: int) -> None:
    assert columns(text) == width == str_width(text)
