"""Which requests are sent again, and when. Pure: the clock and chance are arguments.

A request is repeated only where it cannot run twice: nothing of it was sent, the
service says that it did not process it (429), or running it twice has the effect of
running it once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC

from .errors import ApiConnectionError

__all__ = [
    "LONGEST_WAIT",
    "backoff",
    "retriable_failure",
    "retriable_status",
    "retry_after",
]

LONGEST_WAIT = 60.0
"""Seconds; a `Retry-After` that asks for more is cut to this."""

_FIRST_WAIT = 0.5
_LONGEST_BACKOFF = 8.0


def retriable_status(status: int, *, idempotent: bool) -> bool:
    """Whether a request that was answered with `status` may be sent again."""
    return status == 429 or (
        idempotent
        and (status == 408 or 500 <= status <= 599)
        and status not in (501, 505)
    )


def retriable_failure(error: ApiConnectionError, *, idempotent: bool) -> bool:
    """Whether a request that was not (wholly) answered may be sent again."""
    return idempotent or not error.sent


def backoff(attempt: int, chance: float) -> float:
    """Seconds to wait after the `attempt`-th failure (from 0): doubling, with up to
    half taken off by `chance` in [0, 1)."""
    longest = min(_FIRST_WAIT * 2.0 ** min(attempt, 10), _LONGEST_BACKOFF)
    return longest * (1.0 - chance / 2.0)


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds that the service asks to wait: `Retry-After` as seconds or a date (RFC
    9110, section 10.2.3).

    `now` is the time since the epoch. None where the header is absent or makes no
    sense."""
    value = headers.get("retry-after")
    if value is None:
        return None
    value = value.strip()
    try:
        seconds = float(value) if value[:1].isdigit() else _date(value) - now
    except (ValueError, OverflowError):
        return None
    return min(max(seconds, 0.0), LONGEST_WAIT)


def _date(value: str) -> float:
    from email.utils import parsedate_to_datetime

    moment = parsedate_to_datetime(value)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
