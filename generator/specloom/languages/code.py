"""Text that is already valid in the target language, told apart by type from text that a document wrote."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NoReturn, Self

from markupsafe import Markup


class Code(Markup):
    """Text that is already valid in the target language.

    Only `Code` (and numbers) can be printed by a template. It joins with other `Code` and with nothing else:
    concatenating or joining a plain string raises `TypeError`, so that no text of a document slips in. A language makes
    it from checked parts with `Code(f"...")`; that call is the one place where safety is claimed.
    """

    __slots__ = ()

    if not TYPE_CHECKING:
        # `Markup` looks at every text for a method `__html__`; a million pieces of code do without that.
        __new__ = str.__new__

    def __add__(self, other: object, /) -> Self:
        return type(self)(str.__add__(self, _checked(other)))

    def __radd__(self, other: object, /) -> Self:
        return type(self)(str.__add__(_checked(other), self))

    def join(self, parts: Iterable[object], /) -> Self:
        """The parts, each of them code, with this code between them."""
        return type(self)(str.join(self, [_checked(part) for part in parts]))

    def __mod__(self, value: object, /) -> NoReturn:
        raise TypeError("code is not a format string")

    def format(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Always raises `TypeError`: a pattern with values put in is not known to be code."""
        raise TypeError("code is not a format string")

    def format_map(self, mapping: Any, /) -> NoReturn:
        """Always raises `TypeError`, as `format` does."""
        raise TypeError("code is not a format string")


EMPTY = Code("")
"""No text; false in a template's `if`."""


def lines(parts: Iterable[Code]) -> Code:
    """The parts, one a line, without a newline at the end."""
    return Code("\n").join(parts)


def indented(text: Code, width: int, first: bool = False) -> Code:
    """`text` with `width` spaces before each line that is not empty; before the first one only when `first`."""
    head, *rest = str(text).split("\n")
    pad = " " * width
    body = [(pad + head) if first and head else head, *((pad + line) if line else line for line in rest)]
    return Code("\n".join(body))


def _checked(value: object) -> str:
    if not isinstance(value, Markup):
        raise TypeError(f"raw {type(value).__name__} joined to code")
    return str(value)
