"""JSON text: compact, exact, and never a traceback for bad input."""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import Any

from .errors import DecodeError, InvalidArgumentError
from .narrow import is_object, is_sequence
from .scalars import ExactFloat, number_text

__all__ = ["dumps", "loads"]


class _DigitsError(Exception):
    """The value holds something that the standard encoder cannot write digit for digit."""


def _default(value: object) -> Any:
    from decimal import Decimal

    if isinstance(value, Decimal):
        raise _DigitsError
    raise InvalidArgumentError(f"a {type(value).__name__} cannot be written as JSON")


# To look for cycles takes a quarter of the time, and one that is not looked for ends as data nested too deeply.
_ENCODER = json.JSONEncoder(
    ensure_ascii=False,
    allow_nan=False,
    check_circular=False,
    separators=(",", ":"),
    default=_default,
)


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant}, which is no JSON value")


_DECODER = json.JSONDecoder(parse_constant=_refuse)
_EXACT = json.JSONDecoder(parse_float=ExactFloat, parse_constant=_refuse)


def dumps(data: Any) -> str:
    """The compact JSON text of JSON data (as a `Writer` returns it). A `Decimal` is a number, digit for digit.

    Raises `InvalidArgumentError` for NaN, infinities, cycles and what JSON does not have.
    """
    try:
        try:
            return _ENCODER.encode(data)
        except _DigitsError:
            return "".join(_pieces(data))
    except RecursionError:
        raise InvalidArgumentError("the value is nested too deeply for JSON") from None
    except (TypeError, ValueError) as error:
        if isinstance(error, InvalidArgumentError):
            raise
        raise InvalidArgumentError(
            f"the value cannot be written as JSON: {error}"
        ) from None


def _pieces(data: Any) -> list[str]:
    """The text of `data` in pieces, for data with decimals."""
    out: list[str] = []
    write = out.append

    def visit(value: Any) -> None:
        if isinstance(value, str):
            write(encode_basestring(value))
        elif is_object(value):
            separator = "{"
            for key, item in value.items():
                write(f"{separator}{encode_basestring(key)}:")
                visit(item)
                separator = ","
            write("}" if value else "{}")
        elif is_sequence(value):
            separator = "["
            for item in value:
                write(separator)
                visit(item)
                separator = ","
            write("]" if value else "[]")
        elif value is None or isinstance(value, bool):
            write("null" if value is None else "true" if value else "false")
        elif isinstance(value, int):
            write(int.__repr__(value))
        elif isinstance(value, float):
            write(number_text(value))
        else:
            write(_digits(value))

    visit(data)
    return out


def _digits(value: Any) -> str:
    from decimal import Decimal

    if not isinstance(value, Decimal):
        raise InvalidArgumentError(
            f"a {type(value).__name__} cannot be written as JSON"
        )
    if not value.is_finite():
        raise InvalidArgumentError(f"{value} is not a number that can be sent")
    return str(value)


def loads(text: str | bytes, *, exact: bool = False) -> Any:
    """The data of a JSON text. With `exact`, a number with a fraction remembers its digits (`ExactFloat`).

    Raises `DecodeError` for text that is not JSON, is in no Unicode encoding, or is nested too deeply to be read.
    """
    try:
        try:
            whole = text if isinstance(text, str) else text.decode()
            data, end = (_EXACT if exact else _DECODER).raw_decode(whole)
            if end == len(whole) or not whole[end:].strip(" \t\n\r"):
                return data
        except ValueError:
            pass
        # Space before the value, another encoding, or no JSON: the slow way knows, and says what is wrong.
        return json.loads(
            text,
            parse_float=ExactFloat if exact else None,
            parse_constant=_refuse,
        )
    except json.JSONDecodeError as error:
        raise DecodeError(f"expected JSON, found {_excerpt(error)}", path="$") from None
    except UnicodeDecodeError:
        raise DecodeError(
            "expected JSON, found bytes that are not UTF-8", path="$"
        ) from None
    except RecursionError:
        raise DecodeError(
            "expected JSON, found values nested too deeply", path="$"
        ) from None
    except ValueError as error:
        raise DecodeError(f"expected JSON, found {error}", path="$") from None


def _excerpt(error: json.JSONDecodeError) -> str:
    if not error.doc.strip():
        return "an empty text"
    start = error.doc[error.pos : error.pos + 20]
    place = f"line {error.lineno}, column {error.colno}"
    return f"{start!r} at {place}" if start else f"its end at {place}"
