"""How hostile text is told from everything else: it holds a word that no casing of names can give."""

from __future__ import annotations

import re
from dataclasses import dataclass

from specloom.build.words import split

CANARY = "ca_NArY"
"""`ca n ar y`: neither snake, camel, Pascal nor upper case writes these words like this."""

_HARMLESS = "ca--n--ar--y"


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file is made of when its texts are masked, and where a marked text is none."""

    structure: str
    leaks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark that every hostile (or, in the harmless twin of a document, every harmless) text carries."""

    text: str

    def masked(self, text: str) -> str:
        """`text`, or a stand-in for one that carries the mark."""
        return "<text>" if self.is_in(text) else text

    def is_in(self, text: str) -> bool:
        """Whether a text carries the mark, in any case."""
        return self.text.lower() in re.sub(r"\s+", " ", text.lower())


HOSTILE = Mark(CANARY)
HARMLESS = Mark(_HARMLESS)


def twin(text: str) -> str:
    """A harmless text with the same words, so that everything which is named after it is named the same.

    Raises `AssertionError` for a text that has none.
    """
    words = split(text)
    found = "--".join(words)
    assert split(found) == words, f"{text!r} has no harmless twin: {found!r}"
    assert HOSTILE.is_in(text) == HARMLESS.is_in(found), (text, found)
    return found
