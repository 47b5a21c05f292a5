"""Reading and writing values by their types: what the rest of the runtime uses.

A type is compiled when it is first used; `warm` does it beforehand.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from .decoding import READER
from .encoding import DateTimeStyle, Writer, writer
from .errors import DecodeError
from .jsontext import dumps, loads
from .media import is_json
from .narrow import is_mapping
from .scalars import precision
from .types import Type

if TYPE_CHECKING:
    from .models import Model

__all__ = [
    "DateTimeStyle",
    "Writer",
    "decode",
    "decode_json",
    "decode_model",
    "decode_model_json",
    "dumps",
    "is_json",
    "loads",
    "warm",
    "writer",
]

M = TypeVar("M", bound="Model")


def decode(type_: Type, data: Any, *, strict: bool = False) -> Any:
    """The value of JSON data (as `loads` returns it).

    Leniently it never fails, except for data nested too deeply: what does not fit stays raw. With `strict`, the first
    misfit raises `DecodeError` with its JSON path, what was expected and what was found.
    """
    try:
        if strict:
            from .strict import check

            check(type_, data)
        return READER.get(type_)(data)
    except RecursionError:
        raise DecodeError(
            "expected data of reasonable depth, found values nested too deeply",
            path="$",
        ) from None


def decode_json(type_: Type, text: str | bytes, *, strict: bool = False) -> Any:
    """The value of a JSON text; see `decode`. Decimals are exact, however many digits they have.

    Raises `DecodeError` for text that is not JSON.
    """
    precision.lost = False
    value = decode(type_, loads(text), strict=strict)
    if precision.lost:
        # A decimal came through a binary float with more digits than that is sure to hold: read them from the text.
        value = decode(type_, loads(text, exact=True), strict=strict)
    return value


def decode_model(cls: type[M], data: object, *, strict: bool = False) -> M:
    """An instance of `cls`; data that is no object raises `DecodeError`, since there would be no instance."""
    if data.__class__ is not dict and is_mapping(data):
        data = dict(data)
    return _instance(cls, decode(cls, data, strict=strict))


def decode_model_json(cls: type[M], text: str | bytes, *, strict: bool = False) -> M:
    """An instance of `cls` from JSON text; see `decode_model`."""
    return _instance(cls, decode_json(cls, text, strict=strict))


def _instance(cls: type[M], value: object) -> M:
    if not isinstance(value, cls):
        from .strict import describe

        raise DecodeError(f"expected an object, found {describe(value)}", path="$")
    return value


def warm(types: Iterable[Type], *writers: Writer) -> None:
    """Compile the readers of `types`, and their writers in each of `writers`, with the modules that they need."""
    for type_ in types:
        READER.get(type_)
        for each in writers:
            each.get(type_)
