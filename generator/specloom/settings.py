"""Reading a table of settings: each value by its type, every misspelt or misplaced key reported with the line it stands
in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from specloom.diagnostics import Diagnostic, Severity
from specloom.ir.names import Origin
from specloom.quick import dataclass

_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "a boolean"),
    (int, "an integer"),
    (float, "a number"),
    (str, "a string"),
    (list, "an array"),
    (dict, "a table"),
)


@dataclass(slots=True)
class Settings:
    """One table of a TOML document, and the problems found in it so far (shared by all tables of a document).

    The typed getters answer with the default where the key is absent or wrong; a wrong one is reported. `finish`
    reports the keys that nobody asked for.
    """

    document: str
    table: Mapping[str, Any]
    pointer: str = ""
    problems: list[Diagnostic] = field(default_factory=list[Diagnostic])
    known: set[str] = field(default_factory=set[str])

    def text(self, key: str, default: str = "") -> str:
        """A string."""
        value = self._get(key, str)
        return default if value is None else str(value)

    def flag(self, key: str, default: bool = False) -> bool:
        """A boolean."""
        value = self._get(key, bool)
        return default if value is None else bool(value)

    def number(self, key: str, default: int) -> int:
        """An integer."""
        value = self._get(key, int)
        return default if value is None else int(value)

    def choice(self, key: str, allowed: Sequence[str], default: str = "") -> str:
        """A string that is one of `allowed`."""
        value = self.text(key, default)
        if key in self.table and value not in allowed and isinstance(self.table[key], str):
            self.complain(
                key, f"{self._path(key)} is {value!r}; expected one of {', '.join(map(repr, allowed))}", value, allowed
            )
            return default
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """An array of strings; a lone string counts as an array of one."""
        if isinstance(self.table.get(key), str):
            return (self.text(key),)
        items: list[Any] = self._get(key, list) or []
        for index, item in enumerate(items):
            if not isinstance(item, str):
                self.complain(f"{key}/{index}", f"{self._path(key)}[{index}] is {kind_of(item)}; expected a string")
        return tuple(item for item in items if isinstance(item, str))

    def inner(self, key: str) -> Settings:
        """A table; an empty one where the key is absent."""
        value = self._get(key, dict)
        return Settings(self.document, value or {}, f"{self.pointer}/{escape(key)}", self.problems)

    def tables(self) -> Iterator[tuple[str, Settings]]:
        """Every key of this table, as a table."""
        for key in self.table:
            yield key, self.inner(key)

    def strings(self) -> dict[str, str]:
        """Every key of this table, as a string."""
        return {key: self.text(key) for key in self.table if isinstance(self.table[key], str) or self._refuse(key)}

    def finish(self) -> None:
        """Reports each key that is not known, with the known one that looks most like it."""
        for key in self.table:
            if key not in self.known:
                self.complain(key, f"unknown setting {self._path(key)}", key, sorted(self.known))

    def complain(self, key: str, message: str, near: str = "", choices: Sequence[str] = ()) -> None:
        """Reports a problem at `key` (a pointer below this table)."""
        origin = Origin(
            document=self.document, pointer=f"{self.pointer}/{key}" if "/" in key else f"{self.pointer}/{escape(key)}"
        )
        self.problems.append(
            Diagnostic(
                code="invalid-config",
                severity=Severity.ERROR,
                message=message,
                origin=origin,
                hint=did_you_mean(near, choices),
            )
        )

    def _get(self, key: str, kind: type) -> Any:
        self.known.add(key)
        value = self.table.get(key)
        if value is None or (isinstance(value, kind) and (kind is bool or not isinstance(value, bool))):
            return value
        self.complain(key, f"{self._path(key)} is {kind_of(value)}; expected {dict(_KINDS)[kind]}")
        return None

    def _refuse(self, key: str) -> bool:
        self._get(key, str)
        return False

    def _path(self, key: str) -> str:
        return ".".join([*(unescape(token) for token in self.pointer.split("/")[1:]), key])


def did_you_mean(word: str, choices: Sequence[str]) -> str:
    """A hint that names the choice most like `word`; all of them when none is and they are few; else nothing."""
    import difflib  # only for a message: a run without problems does not pay for it

    near = difflib.get_close_matches(word, choices, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"known here: {', '.join(choices)}" if 0 < len(choices) <= 20 else ""


def kind_of(value: object) -> str:
    """What TOML calls a value."""
    return next((name for kind, name in _KINDS if isinstance(value, kind)), "a date or time")


def escape(token: str) -> str:
    """A key as a token of a JSON pointer."""
    return token.replace("~", "~0").replace("/", "~1")


def unescape(token: str) -> str:
    """The key that a token of a JSON pointer stands for."""
    return token.replace("~1", "/").replace("~0", "~")
