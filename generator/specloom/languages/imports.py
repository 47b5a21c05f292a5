"""Import statements as values: collected while a file is lowered, united, and laid out once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from specloom.quick import dataclass


class Import(NamedTuple):
    """One imported name. A tuple, because imports are put into sets and sorted by the ten thousand.

    `Import("datetime", alias="dt")` is `import datetime as dt`; `Import("typing", "Any")` is `from typing import Any`;
    `Import(".room", "Room")` is relative; `Import("..", "models", "_m")` is `from .. import models as _m`. All three
    texts are identifiers or dotted names, made by a `Scope` or fixed in a pack, never text of a document.
    """

    module: str
    name: str = ""
    alias: str = ""

    @property
    def binds(self) -> str:
        """The name that the statement makes available (`import a.b` binds `a`)."""
        return self.alias or self.name or self.module.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Imports:
    """An immutable set of imports: `run_time` ones, and those that only a type checker needs.

    Unite with `|`. An import that is needed at run time is not repeated for the type checker.
    """

    run_time: frozenset[Import] = frozenset()
    typing_only: frozenset[Import] = frozenset()

    @staticmethod
    def of(*imports: Import) -> Imports:
        """Imports that are needed at run time."""
        return Imports(frozenset(imports))

    @staticmethod
    def typing(*imports: Import) -> Imports:
        """Imports that only annotations need."""
        return Imports(frozenset(), frozenset(imports))

    def __or__(self, other: Imports) -> Imports:
        run_time = self.run_time | other.run_time
        return Imports(run_time, (self.typing_only | other.typing_only) - run_time)

    def __bool__(self) -> bool:
        return bool(self.run_time or self.typing_only)

    def __iter__(self) -> Iterator[Import]:
        return iter(sorted(self.run_time | self.typing_only))

    @property
    def at_run_time(self) -> Imports:
        """All of them as run-time imports."""
        return Imports(self.run_time | self.typing_only)

    @property
    def for_typing(self) -> Imports:
        """All of them as imports for the type checker only."""
        return Imports(frozenset(), self.run_time | self.typing_only)


NO_IMPORTS = Imports()


def united(parts: Iterable[Imports]) -> Imports:
    """The union of all parts."""
    result = NO_IMPORTS
    for part in parts:
        result |= part
    return result
