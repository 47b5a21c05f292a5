"""What will be written: output paths, each with the template that prints it and the view it prints."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from specloom.lower.python.views import View


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRule:
    """One `[[files]]` entry of a `target.toml`: the kind of view it is for, the template, and the path pattern.

    `path` may hold `{package}` (the import name) and `{module}` (the module of a service or of declarations).
    """

    subject: str
    template: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A `target.toml`: which language a pack is written for, and the files it emits.

    `runtime` is the folder of the pack that is copied whole to `runtime_path`. `options` are the options the pack
    knows, with their defaults; an option of another name or type is refused.
    """

    name: str
    language: str
    summary: str
    files: tuple[FileRule, ...]
    runtime: str = ""
    runtime_path: str = ""
    options: Mapping[str, str | bool | int] = field(default_factory=dict[str, str | bool | int])


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFile:
    """A file to print: its path below the output folder (`/` as separator), the template's name and the view it
    gets.

    `make` makes the view when the file is printed. All names are decided before, so files can be made in any order and
    in several processes. `group` is the same for files whose views come from one computation.
    """

    path: str
    template: str
    make: Callable[[], View]
    group: str = ""

    @property
    def view(self) -> View:
        """What the template prints."""
        return self.make()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything a run prints, in a stable order, and where the runtime goes.

    `notes` are the names that are not the plain casing of their words (lock key → identifier), for the lock file.
    """

    files: tuple[PlannedFile, ...]
    runtime: str
    runtime_path: str
    notes: Mapping[str, str]
