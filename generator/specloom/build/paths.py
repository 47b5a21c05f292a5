"""Path templates: their literal text and their slots (OpenAPI 3.2, section 4.8.2)."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from specloom.ir.operations import PathSlot

_SLOT = re.compile(r"\{([^{}]*)\}")
_VERSION = re.compile(r"v?\d+([._-]\d+)*|v\d+([a-z]+\d*)*|\d{4}-\d{2}(-\d{2})?", re.IGNORECASE)
_PREFIXES = frozenset({"api", "apis", "rest"})
_LITERAL_SAFE = "/:@!$&'()*+,;=~?%[]"


def parse(template: str) -> tuple[str | PathSlot, ...]:
    """`template` as the text to send and the slots to fill.

    A `#fragment` is never sent, so it is left out (documents use it to tell operations of one URL apart); a query
    part stays in the text. Characters that a URL cannot hold are percent-encoded.
    """
    parts: list[str | PathSlot] = []
    end = 0
    sent = template.partition("#")[0]
    for match in _SLOT.finditer(sent):
        if match.start() > end:
            parts.append(quote(sent[end : match.start()], safe=_LITERAL_SAFE))
        parts.append(PathSlot(name=match.group(1)))
        end = match.end()
    if end < len(sent):
        parts.append(quote(sent[end:], safe=_LITERAL_SAFE))
    return tuple(parts)


@lru_cache(maxsize=4096)
def slots(template: str) -> tuple[str, ...]:
    """The names of the slots, each once, in the order of the path."""
    return tuple(dict.fromkeys(part.name for part in parse(template) if isinstance(part, PathSlot)))


def shape(template: str) -> str:
    """`template` without the names of its slots: two templates of one shape match the same URLs."""
    return _SLOT.sub("{}", template)


def segments(template: str) -> tuple[str, ...]:
    """The non-empty segments, fragment and query part included as further segments."""
    return tuple(segment for segment in re.split(r"[/#?&]", template) if segment)


def is_slot(segment: str) -> bool:
    """True when the segment is nothing but slots."""
    return bool(segment) and _SLOT.sub("", segment) == ""


def is_version(segment: str) -> bool:
    """True for `v1`, `2010-04-01`, `v1beta1`, `1.0`."""
    return _VERSION.fullmatch(segment) is not None


def resources(template: str) -> tuple[str, ...]:
    """The segments that name something: no slots, no versions, no leading `api`."""
    named = [segment for segment in segments(template) if not is_slot(segment) and not is_version(segment)]
    while len(named) > 1 and named[0].lower() in _PREFIXES:
        named = named[1:]
    return tuple(named)
