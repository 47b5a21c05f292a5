"""Scalars whose Python value is not their JSON value: readers that leave alone what they cannot read, and writers."""

from __future__ import annotations

import math
import re
import threading
from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, TypeAlias

from . import dates
from .errors import InvalidArgumentError

Read: TypeAlias = Callable[[Any], Any]

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
_URL_ALPHABET = str.maketrans("-_", "+/")
_SIGNIFICANT = 15
"""A decimal number of so many digits survives the way through a binary `float`; a longer one may not."""


class ExactFloat(float):
    """A `float` that remembers the digits it was read from, for decimals that a `float` cannot hold."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> ExactFloat:
        self = super().__new__(cls, text)
        self.text = text
        return self

    def __getnewargs__(self) -> tuple[Any]:
        return (self.text,)


class _Precision(threading.local):
    lost = False


precision = _Precision()
"""`lost` is set when a decimal was read from a `float` of so many digits that the text may have had more."""


def read_integer(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def read_date_time(value: Any) -> Any:
    if value.__class__ is not str:
        return value
    found = dates.parse_date_time(value)
    return value if found is None else found


def read_date(value: Any) -> Any:
    found = dates.parse_date(value) if value.__class__ is str else None
    return value if found is None else found


def read_time(value: Any) -> Any:
    found = dates.parse_time(value) if value.__class__ is str else None
    return value if found is None else found


def read_duration(value: Any) -> Any:
    found = dates.parse_duration(value) if value.__class__ is str else None
    return value if found is None else found


def read_uuid(value: Any) -> Any:
    from uuid import UUID

    return UUID(value) if value.__class__ is str and _UUID.fullmatch(value) else value


def read_decimal(value: Any) -> Any:
    from decimal import Decimal

    if isinstance(value, str):
        return Decimal(value) if _NUMBER.fullmatch(value) else value
    if isinstance(value, ExactFloat):
        return Decimal(value.text)
    if isinstance(value, float) and math.isfinite(value):
        text = repr(value)
        if len(text) > _SIGNIFICANT:
            precision.lost = True
        return Decimal(text)
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return value


def read_bytes(value: Any) -> Any:
    return _read_base64(value) if value.__class__ is str else value


def read_base64url(value: Any) -> Any:
    if value.__class__ is not str or "+" in value or "/" in value:
        return value
    return _read_base64(value.translate(_URL_ALPHABET), value)


def _read_base64(text: str, raw: str | None = None) -> bytes | str:
    """The bytes; `raw` where it is no base64. Line breaks (RFC 2045) are skipped, missing padding is added."""
    compact = "".join(text.split())
    try:
        return b64decode(compact + "=" * (-len(compact) % 4), validate=True)
    except ValueError:
        return text if raw is None else raw


READERS: dict[str, Read] = {
    "integer": read_integer,
    "date_time": read_date_time,
    "date": read_date,
    "time": read_time,
    "duration": read_duration,
    "uuid": read_uuid,
    "decimal": read_decimal,
    "decimal_number": read_decimal,
    "bytes": read_bytes,
    "base64url": read_base64url,
}
"""By the name of the `Scalar`. The others (any, string, number, boolean, null, json_text, binary) stay as they are."""


def write_bytes(value: bytes | bytearray | memoryview) -> str:
    return b64encode(value).decode("ascii")


def write_base64url(value: bytes | bytearray | memoryview) -> str:
    return urlsafe_b64encode(value).decode("ascii")


def write_date(value: Any) -> str:
    """A `date`; of a `datetime`, its date as its own zone shows it."""
    return (value.date() if isinstance(value, datetime) else value).isoformat()


def number_text(value: float) -> str:
    """A number in decimal. NaN and infinities are no numbers for JSON, nor for anything that borrows its values."""
    if not math.isfinite(value):
        raise InvalidArgumentError(f"{value} is not a number that can be sent")
    return float.__repr__(value)


def special_class(name: str) -> type[Any] | None:
    """The Python class that only the scalar `name` produces; None where its values are plain JSON."""
    match name:
        case "date_time":
            return datetime
        case "date":
            return date
        case "time":
            return time
        case "duration":
            return timedelta
        case "bytes" | "base64url":
            return bytes
        case "uuid":
            from uuid import UUID

            return UUID
        case "decimal" | "decimal_number":
            from decimal import Decimal

            return Decimal
        case _:
            return None
