"""What every language shares when it makes names: words in characters that identifiers may hold, the same under every
version of Python, and lists of reserved words."""

from __future__ import annotations

import hashlib
import unicodedata
from functools import cache
from importlib.resources import files

# The Unicode 3.2 tables ship with every Python and never change, so that a name does not depend on the interpreter.
TABLES = unicodedata.ucd_3_2_0
_STARTS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nl"})
CONTINUES = _STARTS | {"Mn", "Mc", "Nd", "Pc"}
"""The categories of characters inside an identifier."""
REMEMBERED = 20_000
"""Spellings that are kept: the same few thousand words come back in every part of a document."""
MAX_FILE = 60
MAX_NAME = 80


@cache
def words_of(list_name: str) -> frozenset[str]:
    """The words of `reserved/<list_name>.txt`, comments and blank lines aside."""
    text = files("specloom.languages.reserved").joinpath(f"{list_name}.txt").read_text("utf-8")
    return parse_words(text)


def parse_words(text: str) -> frozenset[str]:
    """The words of a list: one a line, `#` begins a comment."""
    return frozenset(word for line in text.splitlines() if (word := line.partition("#")[0].strip()))


def plain(word: str, *, ascii_only: bool) -> str:
    """`word` in characters that may stand in an identifier, without underscores at its ends.

    A character that no identifier can hold is written as its code point in hexadecimal (`u1f600`).
    """
    if word.isascii() and word.isalnum():
        return word
    word = unicodedata.normalize("NFKC", word)
    if ascii_only and not word.isascii():
        word = "".join(char for char in unicodedata.normalize("NFKD", word) if TABLES.category(char) != "Mn")
    return "".join(_character(char, ascii_only=ascii_only) for char in word).strip("_")


def _character(char: str, *, ascii_only: bool) -> str:
    if char.isascii():
        return char if char.isalnum() or char == "_" else "_"
    if not ascii_only and TABLES.category(char) in CONTINUES and f"a{char}".isidentifier():
        return char
    return f"u{ord(char):x}"


def can_start(char: str) -> bool:
    """Whether an identifier may begin with this character."""
    return TABLES.category(char) in _STARTS and char.isidentifier()


def upper(char: str) -> str:
    """The capital of `char`, unless younger Unicode tables gave it one."""
    capital = char.upper()
    return capital if all(TABLES.category(each) in CONTINUES for each in capital) else char


def shortened(text: str, limit: int) -> str:
    """`text`, or its beginning and eight digits of its hash when it is longer than `limit`."""
    if len(text) <= limit:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{text[: limit - 9].rstrip('_')}_{digest}"
