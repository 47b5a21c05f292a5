"""Words as Go identifiers and file names."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from specloom.languages.letters import MAX_FILE, MAX_NAME, REMEMBERED, TABLES, shortened, words_of
from specloom.languages.scope import Case

_LETTERS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo"})
_CONTINUES = _LETTERS | {"Nd"}
_EXPORTED = frozenset({Case.CLASS, Case.FUNCTION, Case.ATTRIBUTE})


def spell(words: Sequence[str], case: Case) -> str:
    """`words` in this case (see `Spelling.spell`).

    Exported names and names in lower camel case keep initialisms whole (`roomSID`, `HTTPMethod`). Files and packages
    are ASCII; a package is one word in lower case.
    """
    return _spell(tuple(words), case)


@lru_cache(maxsize=REMEMBERED)
def _spell(words: tuple[str, ...], case: Case) -> str:
    ascii_only = case in (Case.MODULE, Case.PACKAGE)
    parts = [part for word in words for part in _plain(word, ascii_only=ascii_only).split("_") if part] or ["empty"]
    if ascii_only:
        text = ("" if case is Case.PACKAGE else "_").join(parts).lower()
        text = text if text[0].isalpha() else f"n{text}"
        return shortened(text, MAX_FILE)
    text = ""
    for index, part in enumerate(parts):
        spelled = _capitals(part) if index or case in _EXPORTED else part.lower()
        text += f"_{spelled}" if text and text[-1].isdigit() and spelled[0].isdigit() else spelled
    return shortened(_started(text, exported=case in _EXPORTED), MAX_NAME)


def _capitals(part: str) -> str:
    """A word with its capital, an initialism in capitals."""
    if part in words_of("go_initialisms"):
        return part.upper()
    if part.endswith("s") and part[:-1] in words_of("go_initialisms"):
        return f"{part[:-1].upper()}s"
    return _upper(part[0]) + part[1:]


def _started(text: str, *, exported: bool) -> str:
    """`text` with a first character that makes it exported, or not."""
    category = TABLES.category(text[0])
    if exported:
        return text if category == "Lu" else f"N{text}" if category == "Nd" else f"X{text}"
    return f"n{text}" if category == "Nd" else text


def escape(identifier: str, case: Case) -> str:
    """`RoomModel` for a type that the package has, `typeValue` for others: Go has no underscores at the end."""
    if case in (Case.MODULE, Case.PACKAGE):
        return f"{identifier}api"
    return f"{identifier}{'Model' if case is Case.CLASS else 'Value'}"


def is_identifier(text: str) -> bool:
    """True for an identifier without underscores at its ends, in characters that every version of Go knows."""
    return (
        text != ""
        and TABLES.category(text[0]) in _LETTERS
        and all(char == "_" or TABLES.category(char) in _CONTINUES for char in text)
        and not text.endswith("_")
    )


def _plain(word: str, *, ascii_only: bool) -> str:
    """`word` in characters that may stand in an identifier."""
    if word.isascii() and word.isalnum():
        return word
    word = unicodedata.normalize("NFKC", word)
    if ascii_only and not word.isascii():
        word = "".join(char for char in unicodedata.normalize("NFKD", word) if TABLES.category(char) != "Mn")
    return "".join(_character(char, ascii_only=ascii_only) for char in word)


def _character(char: str, *, ascii_only: bool) -> str:
    if char.isascii():
        return char if char.isalnum() else "_"
    if not ascii_only and TABLES.category(char) in _CONTINUES:
        return char
    return f"u{ord(char):x}"


def _upper(char: str) -> str:
    """The capital of `char`, where it is one letter that the tables know."""
    capital = char.upper()
    return capital if len(capital) == 1 and TABLES.category(capital) == "Lu" else char
