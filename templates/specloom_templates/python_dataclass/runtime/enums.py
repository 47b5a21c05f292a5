"""Enums that are open: a value the document does not list survives decoding, comparing, pickling and encoding."""

from __future__ import annotations

from enum import Enum, IntEnum, StrEnum
from typing import Self

__all__ = ["OpenFloatEnum", "OpenIntEnum", "OpenStrEnum"]


class OpenStrEnum(StrEnum):
    """A `str` with listed values. `Status("new")` is a member for any string; `is_known` tells if it is listed."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = member._value_ = str(value)
        return member

    @property
    def is_known(self) -> bool:
        """Whether the document lists this value."""
        return self._value_ in type(self)._value2member_map_

    def __reduce_ex__(self, proto: object) -> tuple[type[Self], tuple[str]]:
        return type(self), (self._value_,)


class OpenIntEnum(IntEnum):
    """An `int` with listed values, open like `OpenStrEnum`."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        member = int.__new__(cls, value)
        member._name_ = str(int(value))
        member._value_ = int(value)
        return member

    @property
    def is_known(self) -> bool:
        """Whether the document lists this value."""
        return self._value_ in type(self)._value2member_map_

    def __reduce_ex__(self, proto: object) -> tuple[type[Self], tuple[int]]:
        return type(self), (self._value_,)


class OpenFloatEnum(float, Enum):
    """A `float` with listed values, open like `OpenStrEnum`."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, int | float) or isinstance(value, bool):
            return None
        member = float.__new__(cls, value)
        member._name_ = str(value)
        member._value_ = float(value)
        return member

    @property
    def is_known(self) -> bool:
        """Whether the document lists this value."""
        return self._value_ in type(self)._value2member_map_

    def __str__(self) -> str:
        return float.__repr__(self)

    def __reduce_ex__(self, proto: object) -> tuple[type[Self], tuple[float]]:
        return type(self), (self._value_,)
