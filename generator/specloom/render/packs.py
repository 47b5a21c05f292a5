"""Packs: folders of templates with a `target.toml` that says what they emit. Found in installed packages, or given as a
folder.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path
from typing import cast

from specloom.diagnostics import SpecloomError
from specloom.lower.plan import Target
from specloom.quick import dataclass
from specloom.render.target_file import TargetFile, pack_diagnostic, pack_problem

GROUP = "specloom.packs"
BUILT_IN = "specloom_templates"
TARGET_FILE = "target.toml"
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A pack, ready to use.

    `folder` has the templates; `overrides` is a folder of the user's whose templates go in front. `formatted`: its
    output is laid out already, so the formatter need not run (never true with overrides). `types` go over the
    language's table of scalars. `base` is the pack it extends.
    """

    target: Target
    folder: Path
    overrides: Path | None = None
    formatted: bool = False
    types: Mapping[str, str] = field(default_factory=dict[str, str])
    base: Pack | None = None

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders of templates and runtimes, this pack's own before that of what it extends."""
        return (self.folder, *(self.base.folders if self.base else ()))

    def with_overrides(self, folder: Path) -> Pack:
        """The pack with a user's templates in front; raises `SpecloomError` when there is no such folder."""
        if not folder.is_dir():
            raise pack_problem("invalid-pack", f"there is no folder of templates at {folder}", folder)
        return replace(self, overrides=folder, formatted=False)

    def options(self, given: Mapping[str, object]) -> dict[str, str | bool | int]:
        """The pack's options with what the user set. Raises `SpecloomError` for an unknown name or a value of another
        type.
        """
        known = self.target.options
        problems = [
            f"the pack {self.target.name} has no option {name!r}; it has: {', '.join(sorted(known)) or 'none'}"
            for name in given
            if name not in known
        ]
        problems += [
            f"the option {name!r} is a {type(known[name]).__name__}, not {value!r}"
            for name, value in given.items()
            if name in known and type(value) is not type(known[name])
        ]
        if problems:
            raise SpecloomError(*(pack_diagnostic("invalid-option", text) for text in problems), exit_code=2)
        return {**known, **cast("Mapping[str, str | bool | int]", given)}


def installed() -> tuple[Pack, ...]:
    """All packs of installed packages, sorted by name; built-in ones are found in the same way as those of others."""
    found: dict[str, Pack] = {}
    for folder in _folders():
        for inner in sorted(folder.iterdir()):
            if (inner / TARGET_FILE).is_file():
                found.setdefault(inner.name, read_pack(inner))
    return tuple(found[name] for name in sorted(found))


def find_pack(name: str, above: tuple[str, ...] = ()) -> Pack:
    """The installed pack of this name. Raises `SpecloomError` (`unknown-pack`) with the names there are."""
    for folder in _folders():
        if _NAME.fullmatch(name) and (folder / name / TARGET_FILE).is_file():
            return read_pack(folder / name, above)
    names = ", ".join(pack.target.name for pack in installed())
    message = f"there is no pack called {name!r}" + (f", and no {name}/{TARGET_FILE}" if "/" in name else "")
    raise SpecloomError(pack_diagnostic("unknown-pack", message, hint=f"Installed packs: {names}."), exit_code=2)


def read_pack(folder: Path, above: tuple[str, ...] = ()) -> Pack:
    """The pack in a folder; `above` are the names of packs that extend it.

    Raises `SpecloomError` (`invalid-pack`) that says what is wrong with its `target.toml`.
    """
    path = folder / TARGET_FILE
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise pack_problem("invalid-pack", f"cannot read {path}: {error.strerror or error}", path) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise pack_problem("invalid-pack", f"{path} is not valid TOML: {error}", path) from None
    name = table.get("extends")
    base = None
    if name is not None:
        above = (*above, folder.resolve().name)
        if not isinstance(name, str) or name in above:
            raise pack_problem("invalid-pack", f"{path}: extends = {name!r} is no other pack", path)
        base = find_pack(name, above)
    file = TargetFile(path, table, (folder, *(base.folders if base else ())))
    return Pack(
        target=file.target(base.target if base else None),
        folder=folder,
        formatted=file.formatted,
        types={**base.types, **file.types()} if base else file.types(),
        base=base,
    )


def _folders() -> Iterator[Path]:
    """The folders of packages that offer packs, the built-in one first (also in a checkout that is not installed)."""
    modules = dict.fromkeys([BUILT_IN, *sorted(point.module for point in entry_points(group=GROUP))])
    for module in modules:
        try:
            folder = files(module)
        except ImportError as error:
            raise pack_problem(
                "invalid-pack", f"the package {module} of the entry point group {GROUP}: {error}"
            ) from None
        if isinstance(folder, Path):
            yield folder
