"""Dates, times and durations as RFC 3339 and ISO 8601 write them.

Readers return None for text that is not of their form, so that the caller decides what to do with it. Writers raise
`InvalidArgumentError` for a value that has no such form.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

from .errors import InvalidArgumentError

__all__ = [
    "format_date_time",
    "format_duration",
    "format_in_seconds",
    "format_time",
    "parse_date",
    "parse_date_time",
    "parse_duration",
    "parse_time",
]

_ZONE = r"([Zz]|[+-]\d\d:\d\d)"
_CLOCK = r"(\d\d):(\d\d):(\d\d)(?:\.(\d+))?"
_DATE_TIME = re.compile(rf"(\d{{4}})-(\d\d)-(\d\d)[Tt _]{_CLOCK}{_ZONE}", re.ASCII)
_TIME = re.compile(rf"{_CLOCK}{_ZONE}?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TWO = tuple(f"{number:02}" for number in range(60))
_DURATION = re.compile(
    r"([+-])?P(?=[\dT])(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?"
    r"(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d+))?S)?)?",
    re.ASCII,
)


def parse_date_time(text: str) -> datetime | None:
    """Read `date-time` of RFC 3339, section 5.6.

    Lower-case `t` and `z`, a space for the `T`, any offset and any number of fraction digits (those beyond microseconds
    are cut) are read. A leap second is read as the second after it, as POSIX time counts. Text without an offset names
    no instant: None.
    """
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        return _parse_slowly(text)
    return None if value.tzinfo is None else value


def _parse_slowly(text: str) -> datetime | None:
    match = _DATE_TIME.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    leap = second == "60"
    try:
        value = datetime(
            int(year),
            int(month),
            int(day),
            int(hour),
            int(minute),
            59 if leap else int(second),
            0 if leap else _microseconds(fraction),
            _zone(zone),
        )
        return value + timedelta(seconds=1) if leap else value
    except (ValueError, OverflowError):
        return None


def format_date_time(value: datetime) -> str:
    """Write an instant in UTC with `Z`, with its fractions where they are not zero.

    A naive `datetime` names no instant and is refused with `InvalidArgumentError`.
    """
    if value.tzinfo is not UTC:
        value = _in_utc(value)
    if value.microsecond:
        return value.isoformat()[:-6] + "Z"
    return _text(value)


def format_in_seconds(value: datetime) -> str:
    """Like `format_date_time`, without fractions: they are cut."""
    return _text(value if value.tzinfo is UTC else _in_utc(value))


def _text(value: datetime) -> str:
    """Half the time of `isoformat`, which matters where pages of models are written."""
    year = value.year
    return (
        f"{year if year > 999 else f'{year:04}'}-{_TWO[value.month]}-{_TWO[value.day]}"
        f"T{_TWO[value.hour]}:{_TWO[value.minute]}:{_TWO[value.second]}Z"
    )


def _in_utc(value: datetime) -> datetime:
    if value.utcoffset() is None:
        raise InvalidArgumentError(
            f"a datetime needs a time zone, {value.isoformat()} has none; "
            "say which one is meant, as in value.replace(tzinfo=timezone.utc)"
        )
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise InvalidArgumentError(
            f"{value.isoformat()} is out of range in UTC"
        ) from None


def parse_date(text: str) -> date | None:
    """Read `full-date` of RFC 3339; a longer text that begins with one is none."""
    if _DATE.fullmatch(text) is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def parse_time(text: str) -> time | None:
    """Read `full-time` or `partial-time` of RFC 3339; a leap second is read as the last microsecond of its minute."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute, second, fraction, zone = match.groups()
    leap = second == "60"
    try:
        return time(
            int(hour),
            int(minute),
            59 if leap else int(second),
            999_999 if leap else _microseconds(fraction),
            _zone(zone) if zone else None,
        )
    except ValueError:
        return None


def format_time(value: time) -> str:
    """Write a time of day, with `Z` for UTC; a naive one has no offset."""
    text = value.isoformat()
    return f"{text[:-6]}Z" if value.tzinfo is UTC else text


def parse_duration(text: str) -> timedelta | None:
    """Read an ISO 8601 duration of fixed length.

    Years and months have no fixed length: a duration with such a part that is not zero is None, as is one beyond
    `timedelta`.
    """
    match = _DURATION.fullmatch(text)
    if match is None:
        return None
    sign, years, months, weeks, days, hours, minutes, seconds, fraction = match.groups()
    if int(years or 0) or int(months or 0):
        return None
    try:
        value = timedelta(
            weeks=int(weeks or 0),
            days=int(days or 0),
            hours=int(hours or 0),
            minutes=int(minutes or 0),
            seconds=int(seconds or 0),
            microseconds=_microseconds(fraction),
        )
    except OverflowError:
        return None
    return -value if sign == "-" else value


def format_duration(value: timedelta) -> str:
    """Write an ISO 8601 duration of days, hours, minutes and seconds; zero is `PT0S`."""
    sign = ""
    if value < timedelta(0):
        sign, value = "-", -value
    minutes, second = divmod(value.seconds, 60)
    hours, minute = divmod(minutes, 60)
    fraction = f".{value.microseconds:06d}".rstrip("0") if value.microseconds else ""
    clock = (
        (f"{hours}H" if hours else "")
        + (f"{minute}M" if minute else "")
        + (f"{second}{fraction}S" if second or fraction else "")
    )
    days = f"{value.days}D" if value.days else ""
    if not days and not clock:
        return "PT0S"
    return f"{sign}P{days}{'T' if clock else ''}{clock}"


def _microseconds(fraction: str | None) -> int:
    return int(fraction[:6].ljust(6, "0")) if fraction else 0


def _zone(text: str) -> timezone:
    if text in "Zz":
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:])
    if minutes > 59:
        raise ValueError("minutes of an offset beyond 59")
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset) if offset else UTC
