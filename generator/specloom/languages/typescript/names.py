"""Words as TypeScript identifiers and file names, the same under every version of Python."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
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
    """`words` in this case (see `Spelling.spell`): `RoomType`, `GROUP_SMALL`, `package_name`, else `uniqueName`.

    Module and package names are ASCII and at most 60 characters long.
    """
    return _spell(tuple(words), case)


@lru_cache(maxsize=REMEMBERED)
def _spell(words: tuple[str, ...], case: Case) -> str:
    is_file = case in (Case.MODULE, Case.PACKAGE)
    parts = [part for word in words for part in plain(word, ascii_only=is_file).split("_") if part] or ["empty"]
    match case:
        case Case.CLASS:
            text = _capitalised(parts)
        case Case.CONSTANT:
            text = "_".join("".join(map(upper, part)) for part in parts)
        case Case.PACKAGE:
            text = "_".join(parts)
        case _:
            text = parts[0] + _capitalised(parts[1:])
    if not can_start(text[0]):
        text = _DIGIT_PREFIX.get(case, "n") + text
    return shortened(unicodedata.normalize("NFKC", text), MAX_FILE if is_file else MAX_NAME)


def _capitalised(parts: Iterable[str]) -> str:
    return "".join(upper(part[0]) + part[1:] for part in parts)


def escape(identifier: str, case: Case) -> str:
    """`identifier_`."""
    return f"{identifier}_"


def is_identifier(text: str) -> bool:
    """True for an identifier without a leading underscore or a dollar sign."""
    return text.isidentifier() and not text.startswith("_") and all(TABLES.category(char) in CONTINUES for char in text)
