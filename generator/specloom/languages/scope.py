"""Identifiers from words: one `Scope` for each place where names must differ."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import count
from typing import Protocol

from specloom.ir.names import Name
from specloom.languages.code import Code
from specloom.quick import dataclass


class Case(StrEnum):
    """What a name is for; a language has one spelling for each."""

    CLASS = "class"
    FUNCTION = "function"
    CONSTANT = "constant"
    MODULE = "module"
    PACKAGE = "package"
    ARGUMENT = "argument"
    ATTRIBUTE = "attribute"


class Spelling(Protocol):
    """How a language writes words as an identifier; every `Language` is one."""

    def spell(self, words: Sequence[str], case: Case) -> str:
        """The words in this case: always an identifier without a leading underscore, possibly a reserved one."""
        ...

    def escape(self, identifier: str, case: Case) -> str:
        """`identifier` with the mark that sets it apart from a reserved one (`class` → `class_`)."""
        ...

    def is_identifier(self, text: str) -> bool:
        """True when `text` may be used as a name, reserved words aside."""
        ...


class Rule(StrEnum):
    """How a scope came to a name: `specloom explain` prints it, and the lock keeps every name that is not `PLAIN`."""

    PINNED = "pinned"
    PLAIN = "plain"
    RESERVED = "reserved"
    SYMBOLS = "symbols"
    CONTEXT = "context"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A name that a scope gave, and why this one."""

    identifier: Code
    rule: Rule


class Scope:
    """The names of one output scope: a module, a class body, a parameter list, a package.

    `reserved` are names that nobody may claim: reserved words of the language, and what the runtime's base classes own.
    `words` are reserved words that hold in some places only: nobody may claim them but for one of the cases `free`.
    With `fold_case`, names that differ by case alone count as equal (files). A name once given is never given again.
    """

    __slots__ = ("_fold_case", "_free", "_numbers", "_reserved", "_spelling", "_taken", "_words")

    def __init__(
        self,
        spelling: Spelling,
        reserved: Iterable[str] = (),
        *,
        words: frozenset[str] = frozenset(),
        free: Collection[Case] = (),
        fold_case: bool = False,
    ) -> None:
        self._spelling = spelling
        self._fold_case = fold_case
        self._reserved = frozenset(map(str.lower, reserved) if fold_case else reserved)
        self._words = words
        self._free = free
        self._taken: set[str] = set()
        self._numbers: dict[tuple[tuple[str, ...], Case], int] = {}

    def claim(self, name: Name | Sequence[str], case: Case, context: Sequence[str] = (), pinned: str = "") -> Code:
        """The identifier for `name`; see `explain` for how it is found."""
        if not pinned:
            identifier = self._spelling.spell(name.words if isinstance(name, Name) else tuple(name), case)
            if self._is_free(identifier, case):
                self._taken.add(self._key(identifier))
                return Code(identifier)
        return self.explain(name, case, context, pinned).identifier

    def explain(self, name: Name | Sequence[str], case: Case, context: Sequence[str] = (), pinned: str = "") -> Claim:
        """Claims the first of these that is free.

        `pinned`, a name from the lock, when it is an identifier; the plain words; the words with those of the symbols
        in the wire name (`StartTime<` → `start_time_lt`); the words with `context` in front (`query_id`), or behind for
        a class (`StatusQuery`); a number behind (`id_2`). A reserved word gets the language's mark on its step
        (`class_`).
        """
        if pinned and self._spelling.is_identifier(pinned) and self._is_free(pinned, case):
            return self._take(pinned, Rule.PINNED)
        for words, rule in self._ladder(name, case, context):
            identifier = self._spelling.spell(words, case)
            if self._is_reserved(identifier, case):
                identifier = self._spelling.escape(identifier, case)
                rule = Rule.RESERVED if rule is Rule.PLAIN else rule
            if self._is_free(identifier, case):
                return self._take(identifier, rule)
        raise AssertionError("the ladder does not end")

    def claim_all(
        self, names: Iterable[Name], case: Case, context: Sequence[str] = (), pinned: Sequence[str] = ()
    ) -> tuple[Code, ...]:
        """An identifier for each name, in their order, such that the order decides as little as possible.

        Those with a name from the lock (`pinned`, one for each) choose first, then names whose plain spelling is
        exactly their wire name (`user_id` before `userId`), then the others.
        """
        waiting = list(names)
        given = list(pinned) or [""] * len(waiting)
        exact = [self._spelling.spell(name.words, case) == name.wire for name in waiting]
        order = sorted(range(len(waiting)), key=lambda index: (not given[index], not exact[index]))
        claimed = {index: self.claim(waiting[index], case, context, given[index]) for index in order}
        return tuple(claimed[index] for index in range(len(waiting)))

    def reserve(self, *identifiers: str) -> None:
        """Takes names that are written by hand (in a template), so that nobody gets them."""
        self._taken.update(self._key(identifier) for identifier in identifiers)

    def __contains__(self, identifier: str) -> bool:
        """True when nobody can claim this name any more."""
        return not self._is_free(identifier)

    def _ladder(
        self, name: Name | Sequence[str], case: Case, context: Sequence[str]
    ) -> Iterator[tuple[tuple[str, ...], Rule]]:
        plain = name.words if isinstance(name, Name) else tuple(name)
        yield plain, Rule.PLAIN
        symbols = _with_symbols(name.wire, plain) if isinstance(name, Name) else plain
        if symbols != plain:
            yield symbols, Rule.SYMBOLS
        if context:
            yield (*plain, *context) if case is Case.CLASS else (*context, *plain), Rule.CONTEXT
        for number in count(self._numbers.get((plain, case), 2)):  # those below are taken, and stay so
            self._numbers[plain, case] = number
            yield (*plain, str(number)), Rule.NUMBER

    def _is_free(self, identifier: str, case: Case | None = None) -> bool:
        return not self._is_reserved(identifier, case) and self._key(identifier) not in self._taken

    def _is_reserved(self, identifier: str, case: Case | None) -> bool:
        key = self._key(identifier)
        return key in self._reserved or (key in self._words and case not in self._free)

    def _take(self, identifier: str, rule: Rule) -> Claim:
        self._taken.add(self._key(identifier))
        return Claim(identifier=Code(identifier), rule=rule)

    def _key(self, identifier: str) -> str:
        return identifier.lower() if self._fold_case else identifier


_SYMBOLS = {
    "<": "lt",
    ">": "gt",
    "=": "eq",
    "!": "not",
    "+": "plus",
    "-": "minus",
    "*": "star",
    "$": "dollar",
    "@": "at",
    "#": "hash",
    "%": "percent",
    "&": "and",
    "|": "or",
    "~": "tilde",
    "^": "caret",
    "?": "query",
    "/": "slash",
    "\\": "backslash",
    ":": "colon",
    ".": "dot",
    "[": "list",
    "_": "underscore",
}
_MOST_SYMBOLS = 8
"""Symbols on one side of a name that become words; more say nothing to a reader."""


def _with_symbols(wire: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """`words` with a word for each symbol before the first and after the last letter or digit of `wire`."""
    letters = [index for index, char in enumerate(wire) if char.isalnum()]
    if not letters:
        return words
    before = tuple(_SYMBOLS[char] for char in wire[: letters[0]][:_MOST_SYMBOLS] if char in _SYMBOLS)
    after = tuple(_SYMBOLS[char] for char in wire[letters[-1] + 1 :][:_MOST_SYMBOLS] if char in _SYMBOLS)
    return (*before, *words, *after)
