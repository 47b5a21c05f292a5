"""Packs: folders of templates with a `target.toml` that says what they emit. Found in installed packages, or given as a
folder.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

from specloom.diagnostics import Diagnostic, Severity, SpecloomError
from specloom.ir.names import Origin
from specloom.lower.plan import FileRule, Owned, Target

GROUP = "specloom.packs"
BUILT_IN = "specloom_templates"
TARGET_FILE = "target.toml"
_KEYS = frozenset({"language", "summary", "formatted", "runtime", "runtime_path", "files", "options", "types", "owned"})
_OWNED_KEYS = frozenset(field.name for field in fields(Owned))
_RULE_KEYS = frozenset({"for", "template", "path"})
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_SLOT = re.compile(r"\{[a-z_]+\}|[^{}\\:*?\"<>|\x00-\x1f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A pack, ready to use.

    `folder` has the templates; `overrides` is a folder of the user's whose templates go in front. `formatted`: its
    output is laid out already, so the formatter need not run (never true with overrides). `types` go over the
    language's table of scalars.
    """

    target: Target
    folder: Path
    overrides: Path | None = None
    formatted: bool = False
    types: Mapping[str, str] = field(default_factory=dict[str, str])

    def with_overrides(self, folder: Path) -> Pack:
        """The pack with a user's templates in front; raises `SpecloomError` when there is no such folder."""
        if not folder.is_dir():
            raise _problem("invalid-pack", f"there is no folder of templates at {folder}", folder)
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
            raise SpecloomError(*(_diagnostic("invalid-option", text) for text in problems), exit_code=2)
        return {**known, **cast("Mapping[str, str | bool | int]", given)}


def installed() -> tuple[Pack, ...]:
    """All packs of installed packages, sorted by name; built-in ones are found in the same way as those of others."""
    found: dict[str, Pack] = {}
    for folder in _folders():
        for inner in sorted(folder.iterdir()):
            if (inner / TARGET_FILE).is_file():
                found.setdefault(inner.name, read_pack(inner))
    return tuple(found[name] for name in sorted(found))


def find_pack(name: str) -> Pack:
    """The installed pack of this name. Raises `SpecloomError` (`unknown-pack`) with the names there are."""
    for folder in _folders():
        if _NAME.fullmatch(name) and (folder / name / TARGET_FILE).is_file():
            return read_pack(folder / name)
    names = ", ".join(pack.target.name for pack in installed())
    raise SpecloomError(
        _diagnostic("unknown-pack", f"there is no pack called {name!r}", hint=f"Installed packs: {names}."), exit_code=2
    )


def read_pack(folder: Path) -> Pack:
    """The pack in a folder. Raises `SpecloomError` (`invalid-pack`) that says what is wrong with its `target.toml`."""
    path = folder / TARGET_FILE
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise _problem("invalid-pack", f"cannot read {path}: {error.strerror or error}", path) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _problem("invalid-pack", f"{path} is not valid TOML: {error}", path) from None
    return _Reader(path, table).pack(folder)


def _folders() -> Iterator[Path]:
    """The folders of packages that offer packs, the built-in one first (also in a checkout that is not installed)."""
    modules = dict.fromkeys([BUILT_IN, *sorted(point.module for point in entry_points(group=GROUP))])
    for module in modules:
        try:
            folder = files(module)
        except ImportError as error:
            raise _problem("invalid-pack", f"the package {module} of the entry point group {GROUP}: {error}") from None
        if isinstance(folder, Path):
            yield folder


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one `target.toml`; each method raises for a value that is not what it has to be."""

    path: Path
    table: Mapping[str, Any]

    def pack(self, folder: Path) -> Pack:
        self._known(self.table, _KEYS, "target.toml")
        rules = tuple(self._rule(folder, rule) for rule in self._tables("files"))
        if not rules:
            raise self._wrong("[[files]] lists the files that the pack emits; there is none")
        runtime = self._text(self.table, "runtime", "")
        if runtime and not (folder / runtime).is_dir():
            raise self._wrong(f"runtime = {runtime!r} is no folder of the pack")
        target = Target(
            name=folder.resolve().name,
            language=self._text(self.table, "language"),
            summary=self._text(self.table, "summary"),
            files=rules,
            runtime=runtime,
            runtime_path=self._path(self._text(self.table, "runtime_path", "")) if runtime else "",
            options=self._options(),
            owned=self._owned(),
        )
        formatted = self.table.get("formatted", False)
        if not isinstance(formatted, bool):
            raise self._wrong("formatted is true or false")
        return Pack(target=target, folder=folder, formatted=formatted, types=self._types())

    def _rule(self, folder: Path, rule: Mapping[str, Any]) -> FileRule:
        self._known(rule, _RULE_KEYS, "[[files]]")
        template = self._text(rule, "template")
        if not (folder / template).is_file():
            raise self._wrong(f"the template {template!r} is not in the pack")
        return FileRule(subject=self._text(rule, "for"), template=template, path=self._path(self._text(rule, "path")))

    def _path(self, pattern: str) -> str:
        parts = pattern.split("/")
        rest = _SLOT.sub("", pattern)
        if rest or any(part in ("", ".", "..") for part in parts):
            raise self._wrong(f"the path {pattern!r} is not a relative path of plain names and {{slots}}")
        return pattern

    def _options(self) -> dict[str, str | bool | int]:
        table = self._table("options")
        for name, default in table.items():
            if not isinstance(default, str | bool | int):
                raise self._wrong(f"the option {name!r} has a default that is no string, boolean or integer")
        return dict(table)

    def _owned(self) -> Owned:
        table = self._table("owned")
        self._known(table, _OWNED_KEYS, "[owned]")
        for key, names in table.items():
            if not (isinstance(names, list) and all(isinstance(name, str) for name in cast("list[object]", names))):
                raise self._wrong(f"owned.{key} has to be a list of names")
        return Owned(**{key: tuple(names) for key, names in table.items()})

    def _types(self) -> dict[str, str]:
        table = self._table("types")
        for name, spelled in table.items():
            if not isinstance(spelled, str):
                raise self._wrong(f"the type of {name!r} is no string")
        return dict(table)

    def _text(self, table: Mapping[str, Any], key: str, default: str | None = None) -> str:
        value = table.get(key, default)
        if not isinstance(value, str) or (not value and default is None):
            raise self._wrong(f"{key} has to be a string")
        return value

    def _table(self, key: str) -> Mapping[str, Any]:
        value = self.table.get(key, {})
        if not isinstance(value, dict):
            raise self._wrong(f"{key} has to be a table")
        return cast("Mapping[str, Any]", value)

    def _tables(self, key: str) -> list[Mapping[str, Any]]:
        value = self.table.get(key, [])
        items = cast("list[object]", value) if isinstance(value, list) else [None]
        if not all(isinstance(item, dict) for item in items):
            raise self._wrong(f"{key} has to be an array of tables")
        return cast("list[Mapping[str, Any]]", items)

    def _known(self, table: Mapping[str, Any], keys: frozenset[str], place: str) -> None:
        unknown = sorted(set(table) - keys)
        if unknown:
            raise self._wrong(f"{place} has no key {unknown[0]!r}; it has: {', '.join(sorted(keys))}")

    def _wrong(self, message: str) -> SpecloomError:
        return _problem("invalid-pack", message, self.path)


def _problem(code: str, message: str, path: Path | None = None) -> SpecloomError:
    return SpecloomError(_diagnostic(code, message, path), exit_code=2)


def _diagnostic(code: str, message: str, path: Path | None = None, hint: str = "") -> Diagnostic:
    origin = Origin(document=str(path) if path else "")
    return Diagnostic(code=code, severity=Severity.ERROR, message=message, origin=origin, hint=hint)
