"""Names, places and texts: the part of the model that every other part carries.

Nothing here is in the syntax or the casing of a target language, and every text is exactly as the document wrote it.
"""

from __future__ import annotations

from specloom.quick import dataclass

Scalar = str | int | float | bool | None
"""A JSON scalar, as the document wrote it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The place in a document that an element was read from.

    `document` is the identifier of the document (`""` for the one being generated from, else its path or URL relative
    to it); `pointer` is an RFC 6901 JSON pointer into the text the user wrote, `""` for the whole document.
    """

    document: str = ""
    pointer: str = ""

    def __str__(self) -> str:
        return f"{self.document}#{self.pointer}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """What an element is called: `wire` exactly as it goes over HTTP, `words` in lower case for a language to put into
    its case.

    `rule` says which naming rule chose the words (`specloom explain` prints it).
    """

    wire: str
    words: tuple[str, ...]
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Docs:
    """What the document says about an element: `summary` one line, `body` CommonMark, `example` a value as JSON
    text."""

    summary: str = ""
    body: str = ""
    link: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deprecation:
    """That an element is deprecated, and what the document says about it (may be empty)."""

    message: str = ""


NO_DOCS = Docs()
ROOT = Origin()
