"""The names of a package and its client, where the configuration gives none: from the title of the document."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NOISE = frozenset(
    {
        "api",
        "apis",
        "definition",
        "documentation",
        "openapi",
        "reference",
        "rest",
        "restful",
        "schema",
        "service",
        "services",
        "spec",
        "specification",
        "specs",
        "swagger",
        "the",
    }
)
_VERSION = re.compile(r"v?\d+(?:[a-z]+\d*)?|beta|alpha|version|v")
_MOST_WORDS = 5


def title_words(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a title that name the API: `Twilio Video API` → twilio, video. `("api",)` when nothing else is
    there.

    Words at the end that say what every document is (`API`, `OpenAPI`, a version) are dropped, `the` at the beginning
    too.
    """
    kept = [word.lower() for word in words]
    while len(kept) > 1 and (kept[-1] in _NOISE or _VERSION.fullmatch(kept[-1])):
        if kept.pop() == "api" and len(kept) > 1 and kept[-1] == "open":
            kept.pop()
    while len(kept) > 1 and kept[0] in ("the", "swagger", "openapi"):
        kept.pop(0)
    return tuple(kept[:_MOST_WORDS]) or ("api",)
