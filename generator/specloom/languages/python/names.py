"""Words as Python identifiers and file names, the same under every version of Python."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from specloom.languages.letters import (
    CONTINUES,
    MAX_FILE,
    MAX_NAME,
    REMEMBERED,
    TABLES,
    can_start,
    plain,
    shortened,
    upper,
)
from specloom.languages.scope import Case

_DIGIT_PREFIX = {Case.CLASS: "N", Case.CONSTANT: "VALUE_"}


def spell(words: Sequence[str], case: Case) -> str:
    """`words` in this case (see `Spelling.spell`). Module and package names are ASCII and at most 60 characters long.

    A character that no identifier can hold is written as its code point in hexadecimal (`u1f600`).
    """
    return _spell(tuple(words), case)


@lru_cache(maxsize=REMEMBERED)
def _spell(words: tuple[str, ...], case: Case) -> str:
    is_file = case in (Case.MODULE, Case.PACKAGE)
    parts = [part for word in words for part in [plain(word, ascii_only=is_file)] if part] or ["empty"]
    match case:
        case Case.CLASS:
            text = "".join(upper(part[0]) + part[1:] for part in parts)
        case Case.CONSTANT:
            text = "_".join(part.upper() if part.isascii() else "".join(map(upper, part)) for part in parts)
        case _:
            text = "_".join(parts)
    if not can_start(text[0]):
        text = _DIGIT_PREFIX.get(case, "n") + text
    text = unicodedata.normalize("NFKC", text)
    return shortened(text, MAX_FILE if is_file else MAX_NAME)


def escape(identifier: str, case: Case) -> str:
    """`identifier_`."""
    return f"{identifier}_"


def is_identifier(text: str) -> bool:
    """True for an identifier in the normal form that Python compares by, without a leading underscore."""
    return (
        text.isidentifier()
        and not text.startswith("_")
        and unicodedata.is_normalized("NFKC", text)
        and all(TABLES.category(char) in CONTINUES for char in text)
    )
