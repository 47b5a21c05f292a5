"""The names of a package and its client, where the configuration gives none: from the title of the document."""

from __future__ import annotations

import re
from collections.abc import Sequence

_DOCUMENT = frozenset({"definition", "description", "documentation", "schema", "spec", "specification", "specs"})
_NOISE = _DOCUMENT | frozenset(
    {"api", "apis", "official", "openapi", "reference", "rest", "restful", "service", "services", "swagger", "the"}
)
_VERSION = re.compile(r"v?\d+(?:[a-z]+\d*)?|beta|alpha|version|v")
_MOST_WORDS = 5


def title_words(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a title that name the API: `Twilio Video API` → twilio, video. `("api",)` when nothing else is
    there.

    Words at the end that say what every document is (`API`, `OpenAPI`, a version) are dropped, with all that follows
    `OpenAPI spec`; so are `the` at the beginning and the `s` of `GitHub's`.
    """
    kept = [word.lower() for index, word in enumerate(words) if index == 0 or word.lower() != "s"]
    for index in range(1, len(kept) - 2):
        if kept[index : index + 2] == ["open", "api"] and kept[index + 2] in _DOCUMENT:
            del kept[index:]
            break
    while len(kept) > 1 and (kept[-1] in _NOISE or _VERSION.fullmatch(kept[-1])):
        if kept.pop() == "api" and len(kept) > 1 and kept[-1] == "open":
            kept.pop()
    while len(kept) > 1 and kept[0] in ("the", "swagger", "openapi"):
        kept.pop(0)
    return tuple(kept[:_MOST_WORDS]) or ("api",)
