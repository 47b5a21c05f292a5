"""Words as Python identifiers and file names, the same under every version of Python."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

from specloom.languages.scope import Case

# The Unicode 3.2 tables ship with every Python and never change, so that a name does not depend on the interpreter.
_TABLES = unicodedata.ucd_3_2_0
_STARTS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nl"})
_CONTINUES = _STARTS | {"Mn", "Mc", "Nd", "Pc"}
REMEMBERED = 20_000
"""Spellings that are kept: the same few thousand words come back in every part of a document."""

_MAX_FILE = 60
_MAX_NAME = 80
_DIGIT_PREFIX = {Case.CLASS: "N", Case.CONSTANT: "VALUE_"}


@cache
def words_of(list_name: str) -> frozenset[str]:
    """The words of `reserved/<list_name>.txt`, comments and blank lines aside."""
    text = files("specloom.languages.reserved").joinpath(f"{list_name}.txt").read_text("utf-8")
    return parse_words(text)


def parse_words(text: str) -> frozenset[str]:
    """The words of a list: one a line, `#` begins a comment."""
    return frozenset(word for line in text.splitlines() if (word := line.partition("#")[0].strip()))


def spell(words: Sequence[str], case: Case) -> str:
    """`words` in this case (see `Spelling.spell`). Module and package names are ASCII and at most 60 characters long.

    A character that no identifier can hold is written as its code point in hexadecimal (`u1f600`).
    """
    return _spell(tuple(words), case)


@lru_cache(maxsize=REMEMBERED)
def _spell(words: tuple[str, ...], case: Case) -> str:
    is_file = case in (Case.MODULE, Case.PACKAGE)
    parts = [part for word in words for part in [_plain(word, ascii_only=is_file)] if part] or ["empty"]
    match case:
        case Case.CLASS:
            text = "".join(_upper(part[0]) + part[1:] for part in parts)
        case Case.CONSTANT:
            text = "_".join("".join(map(_upper, part)) for part in parts)
        case _:
            text = "_".join(parts)
    if not _can_start(text[0]):
        text = _DIGIT_PREFIX.get(case, "n") + text
    text = unicodedata.normalize("NFKC", text)
    return _shortened(text, _MAX_FILE if is_file else _MAX_NAME)


def escape(identifier: str, case: Case) -> str:
    """`identifier_`."""
    return f"{identifier}_"


def is_identifier(text: str) -> bool:
    """True for an identifier in the normal form that Python compares by, without a leading underscore."""
    return (
        text.isidentifier()
        and not text.startswith("_")
        and unicodedata.is_normalized("NFKC", text)
        and all(_TABLES.category(char) in _CONTINUES for char in text)
    )


def _plain(word: str, *, ascii_only: bool) -> str:
    """`word` in characters that may stand in an identifier, without underscores at its ends."""
    if word.isascii() and word.isalnum():
        return word
    word = unicodedata.normalize("NFKC", word)
    if ascii_only and not word.isascii():
        word = "".join(char for char in unicodedata.normalize("NFKD", word) if _TABLES.category(char) != "Mn")
    return "".join(_character(char, ascii_only=ascii_only) for char in word).strip("_")


def _character(char: str, *, ascii_only: bool) -> str:
    if char.isascii():
        return char if char.isalnum() or char == "_" else "_"
    if not ascii_only and _TABLES.category(char) in _CONTINUES and f"a{char}".isidentifier():
        return char
    return f"u{ord(char):x}"


def _can_start(char: str) -> bool:
    return _TABLES.category(char) in _STARTS and char.isidentifier()


def _upper(char: str) -> str:
    """The capital of `char`, unless younger Unicode tables gave it one."""
    capital = char.upper()
    return capital if all(_TABLES.category(each) in _CONTINUES for each in capital) else char


def _shortened(text: str, limit: int) -> str:
    """`text`, or its beginning and eight digits of its hash when it is longer than `limit`."""
    if len(text) <= limit:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{text[: limit - 9].rstrip('_')}_{digest}"
