"""The body of a call that could be sent as several media types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from .bodies import BodySpec
from .errors import InvalidArgumentError
from .narrow import is_mapping
from .types import UNSET

if TYPE_CHECKING:
    from .operations import Endpoint
    from .request import Arguments

__all__ = ["chosen"]

_TOKEN = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_MEDIA_TYPE = re.compile(rf"{_TOKEN}/{_TOKEN}(\s*;[ \t!-~]*)?")


def chosen(op: Endpoint, arguments: Arguments) -> tuple[BodySpec | None, Any]:
    """How the body is sent as the media type that the caller chose, and its value.

    Raises `InvalidArgumentError` for a media type that the operation does not take, and for arguments that do not go
    with it.
    """
    specs = [spec for spec in (op.body, *op.alternatives) if spec is not None]
    spec = _spec(specs, arguments.content_type)
    given = _given(arguments.body)
    if arguments.whole is not None:
        if given:
            raise InvalidArgumentError(
                f"the body is given whole, and in part by {', '.join(given)}",
                path="body",
            )
        return spec, arguments.whole
    if spec.whole and not all(other.whole for other in specs):
        if given:
            raise InvalidArgumentError(
                f"a body of {spec.media_type} is given whole, not by {', '.join(given)}",
                path="body",
            )
        return spec, None
    return spec, arguments.body


def _given(body: Any) -> list[str]:
    """The wire names of the arguments of a body that were given."""
    members = body.items() if is_mapping(body) else ()
    return [
        str(name) for name, value in members if value is not None and value is not UNSET
    ]


def _spec(specs: list[BodySpec], content_type: str) -> BodySpec:
    """The spec for a media type; the usual one for none."""
    if not content_type or content_type == specs[0].media_type:
        return specs[0]
    for matches in (_is, _is_in):
        for spec in specs:
            if any(matches(content_type, accepted) for accepted in _accepted(spec)):
                return (
                    spec if content_type == spec.media_type else _as(spec, content_type)
                )
    known = ", ".join(accepted for spec in specs for accepted in _accepted(spec))
    raise InvalidArgumentError(
        f"this operation does not take {content_type!r}; it takes {known}",
        path="content_type",
    )


def _accepted(spec: BodySpec) -> Iterator[str]:
    yield spec.media_type
    yield from spec.also


def _as(spec: BodySpec, content_type: str) -> BodySpec:
    found = copy(spec)
    found.media_type = content_type
    return found


def _is(content_type: str, accepted: str) -> bool:
    return "*" not in accepted and content_type.lower() == accepted.lower()


def _is_in(content_type: str, accepted: str) -> bool:
    """Whether a media type is one of a range (RFC 9110, section 12.5.1)."""
    essence = content_type.partition(";")[0].strip().lower()
    return (
        "*" in accepted
        and "*" not in essence
        and _MEDIA_TYPE.fullmatch(content_type) is not None
        and fnmatchcase(essence, accepted.lower())
    )
