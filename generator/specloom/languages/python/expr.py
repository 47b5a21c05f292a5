"""Python expressions as values, so that layout can see where a line may be broken.

Lowering builds these; `layout` turns them into text that black leaves unchanged. Text enters only as `Code`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from functools import lru_cache

from specloom.languages.code import EMPTY, Code
from specloom.quick import dataclass


@dataclass(frozen=True, slots=True)
class Atom:
    """An expression without a place to break: a name, a dotted name, a literal, `...`, `lambda: name`."""

    text: Code


@dataclass(frozen=True, slots=True)
class Item:
    """One element inside brackets; `label` is what stands before its value (`name=`, `"key": `), or nothing."""

    value: Expr
    label: Code = EMPTY


@dataclass(frozen=True, slots=True)
class Bracketed:
    """Elements in brackets: a call, a subscript, or a list, dict or tuple display (`head` is then empty).

    `head` is what stands before the opening bracket: a dotted name, possibly after `lambda: `; it holds no bracket.
    `brackets` is `"()"`, `"[]"` or `"{}"`.
    """

    head: Code
    brackets: str
    items: tuple[Item, ...]
    flat: Code = field(init=False, repr=False, compare=False)
    """The expression on one line, made once."""

    def __post_init__(self) -> None:
        inner = ", ".join([f"{item.label}{flat(item.value)}" for item in self.items])
        comma = "," if is_one_tuple(self) else ""
        object.__setattr__(self, "flat", Code(f"{self.head}{self.brackets[0]}{inner}{comma}{self.brackets[1]}"))


@dataclass(frozen=True, slots=True)
class Choice:
    """`A | B | C`: two operands or more."""

    operands: tuple[Expr, ...]
    flat: Code = field(init=False, repr=False, compare=False)
    """The expression on one line, made once."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "flat", Code(" | ".join([flat(operand) for operand in self.operands])))


Expr = Atom | Bracketed | Choice

NONE = Atom(Code("None"))
TRUE = Atom(Code("True"))
FALSE = Atom(Code("False"))
ELLIPSIS = Atom(Code("..."))


@lru_cache(maxsize=20_000)
def name(text: Code) -> Atom:
    """A name or a dotted name."""
    return Atom(text)


def call(function: Code, *arguments: Expr, **keywords: Expr) -> Bracketed:
    """`function(*arguments, **keywords)`. Keywords are written in code here; use `keyword` for claimed names."""
    named = tuple(Item(value, Code(f"{key}=")) for key, value in keywords.items())
    return Bracketed(function, "()", (*(Item(value) for value in arguments), *named))


def call_items(function: Code, items: Iterable[Item]) -> Bracketed:
    """`function(...)` with ready items (see `keyword`)."""
    return Bracketed(function, "()", tuple(items))


def keyword(identifier: Code, value: Expr) -> Item:
    """`identifier=value`, for `call_items`."""
    return Item(value, Code(f"{identifier}="))


def subscript(head: Code, *items: Expr) -> Bracketed:
    """`head[items]`."""
    return Bracketed(head, "[]", tuple(Item(value) for value in items))


def list_of(items: Iterable[Expr]) -> Bracketed:
    """A list display."""
    return Bracketed(EMPTY, "[]", tuple(Item(value) for value in items))


def tuple_of(items: Iterable[Expr]) -> Bracketed:
    """A tuple display; `(x,)` for a single element."""
    return Bracketed(EMPTY, "()", tuple(Item(value) for value in items))


def dict_of(items: Iterable[tuple[Code, Expr]]) -> Bracketed:
    """A dict display; keys are code, normally from `text.string`."""
    return Bracketed(EMPTY, "{}", tuple(Item(value, Code(f"{key}: ")) for key, value in items))


def choice(*operands: Expr) -> Expr:
    """`A | B`, flattened, without repetitions, `None` last; the operand itself when only one is left."""
    flattened: dict[str, Expr] = {}
    for operand in operands:
        for part in operand.operands if isinstance(operand, Choice) else (operand,):
            flattened.setdefault(flat(part), part)
    if "None" in flattened:
        flattened["None"] = flattened.pop("None")
    parts = tuple(flattened.values())
    return parts[0] if len(parts) == 1 else Choice(parts)


def flat(expr: Expr) -> Code:
    """The expression on one line."""
    return expr.text if isinstance(expr, Atom) else expr.flat


def is_one_tuple(expr: Bracketed) -> bool:
    """True for a tuple display of one element, whose comma is part of the syntax."""
    return not expr.head and expr.brackets == "()" and len(expr.items) == 1
