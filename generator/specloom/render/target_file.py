"""`target.toml`: what a pack emits, as its author writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, cast

from specloom.diagnostics import Diagnostic, Severity, SpecloomError
from specloom.ir.names import Origin
from specloom.lower.plan import SLOTS, FileRule, Owned, Target
from specloom.quick import dataclass

KEYS = frozenset(
    {
        "extends",
        "language",
        "summary",
        "formatted",
        "runtime",
        "runtime_path",
        "files",
        "drops",
        "options",
        "types",
        "owned",
        "uses",
        "omits",
    }
)
_OWNED_KEYS = frozenset(field.name for field in fields(Owned))
_RULE_KEYS = frozenset({"for", "template", "path", "form"})
_SLOT = re.compile(r"\{[a-z_]+\}|[^{}\\:*?\"<>|\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class TargetFile:
    """One `target.toml`. Reading raises `SpecloomError` (`invalid-pack`) for a value that is not what it has to be.

    `folders` are those in which templates and runtimes are looked for: the pack's own, then those of what it extends.
    """

    path: Path
    table: Mapping[str, Any]
    folders: tuple[Path, ...]

    def target(self, base: Target | None) -> Target:
        """What the pack emits: what `base` does, with its own on top."""
        self._known(self.table, KEYS, "target.toml")
        rules = {rule.path: rule for rule in base.files} if base else {}
        for path in self._list("drops"):
            if rules.pop(path, None) is None:
                raise self.wrong(f"drops names {path!r}, which is no file of what the pack extends")
        rules |= {rule.path: rule for rule in (self._rule(rule) for rule in self._tables("files"))}
        if not rules:
            raise self.wrong("[[files]] lists the files that the pack emits; there is none")
        runtime = self.text("runtime", base.runtime if base else "")
        if runtime and not any((folder / runtime).is_dir() for folder in self.folders):
            raise self.wrong(f"runtime = {runtime!r} is no folder of the pack")
        language = self.text("language", base.language if base else None)
        if base and language != base.language:
            raise self.wrong(f"it extends {base.name}, which is for {base.language!r}, not {language!r}")
        options, owned = self._options(), self._owned()
        return Target(
            name=self.folders[0].resolve().name,
            language=language,
            summary=self.text("summary"),
            files=tuple(rules.values()),
            runtime=runtime,
            runtime_path=self._runtime_path(base) if runtime else "",
            options={**base.options, **options} if base else options,
            owned=base.owned | owned if base else owned,
            omits=(base.omits if base else frozenset[str]()) | frozenset(self._list("omits")),
            uses={**base.uses, **self._lists("uses")} if base else self._lists("uses"),
        )

    @property
    def formatted(self) -> bool:
        """Whether the output is laid out already."""
        found = self.table.get("formatted", False)
        if not isinstance(found, bool):
            raise self.wrong("formatted is true or false")
        return found

    def _rule(self, rule: Mapping[str, Any]) -> FileRule:
        self._known(rule, _RULE_KEYS, "[[files]]")
        template = self._text(rule, "template")
        if not any((folder / template).is_file() for folder in self.folders):
            raise self.wrong(f"the template {template!r} is not in the pack")
        return FileRule(
            subject=self._text(rule, "for"),
            template=template,
            path=self._path(self._text(rule, "path")),
            form=self._text(rule, "form") if "form" in rule else "",
        )

    def _runtime_path(self, base: Target | None) -> str:
        """Where the runtime goes; nothing for the root of the output."""
        found = self.text("runtime_path", base.runtime_path if base else "")
        return self._path(found) if found else ""

    def _path(self, pattern: str) -> str:
        parts = pattern.split("/")
        rest = _SLOT.sub("", pattern)
        unknown = [slot for slot in re.findall(r"\{([a-z_]+)\}", pattern) if slot not in SLOTS]
        if unknown:
            known = ", ".join(f"{{{slot}}}" for slot in sorted(SLOTS))
            raise self.wrong(f"the path {pattern!r} has {{{unknown[0]}}}; known are {known}")
        if rest or any(part in ("", ".", "..") for part in parts):
            raise self.wrong(f"the path {pattern!r} is not a relative path of plain names and {{slots}}")
        return pattern

    def _options(self) -> dict[str, str | bool | int]:
        table = self._table("options")
        for name, default in table.items():
            if not isinstance(default, str | bool | int):
                raise self.wrong(f"the option {name!r} has a default that is no string, boolean or integer")
        return dict(table)

    def _owned(self) -> Owned:
        table = self._lists("owned")
        self._known(table, _OWNED_KEYS, "[owned]")
        return Owned(**table)

    def _lists(self, key: str) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name, texts in self._table(key).items():
            found[name] = self._strings(f"{key}.{name}", texts)
        return found

    def _list(self, key: str) -> tuple[str, ...]:
        return self._strings(key, self.table.get(key, []))

    def _strings(self, place: str, texts: object) -> tuple[str, ...]:
        if not (isinstance(texts, list) and all(isinstance(text, str) for text in cast("list[object]", texts))):
            raise self.wrong(f"{place} has to be a list of strings")
        return tuple(cast("list[str]", texts))

    def types(self) -> dict[str, str]:
        """What goes over the language's table of scalars."""
        table = self._table("types")
        for name, spelled in table.items():
            if not isinstance(spelled, str):
                raise self.wrong(f"the type of {name!r} is no string")
        return dict(table)

    def text(self, key: str, default: str | None = None) -> str:
        """A string of the file; raises where it is missing and has no default."""
        return self._text(self.table, key, default)

    def _text(self, table: Mapping[str, Any], key: str, default: str | None = None) -> str:
        value = table.get(key, default)
        if not isinstance(value, str) or (not value and default is None):
            raise self.wrong(f"{key} has to be a string")
        return value

    def _table(self, key: str) -> Mapping[str, Any]:
        value = self.table.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(f"{key} has to be a table")
        return cast("Mapping[str, Any]", value)

    def _tables(self, key: str) -> list[Mapping[str, Any]]:
        value = self.table.get(key, [])
        items = cast("list[object]", value) if isinstance(value, list) else [None]
        if not all(isinstance(item, dict) for item in items):
            raise self.wrong(f"{key} has to be an array of tables")
        return cast("list[Mapping[str, Any]]", items)

    def _known(self, table: Mapping[str, Any], keys: frozenset[str], place: str) -> None:
        unknown = sorted(set(table) - keys)
        if unknown:
            raise self.wrong(f"{place} has no key {unknown[0]!r}; it has: {', '.join(sorted(keys))}")

    def wrong(self, message: str) -> SpecloomError:
        """The error of this file."""
        return pack_problem("invalid-pack", message, self.path)


def pack_problem(code: str, message: str, path: Path | None = None) -> SpecloomError:
    """A problem with a pack, which ends the run with exit code 2."""
    return SpecloomError(pack_diagnostic(code, message, path), exit_code=2)


def pack_diagnostic(code: str, message: str, path: Path | None = None, hint: str = "") -> Diagnostic:
    """An error about the file at `path`."""
    origin = Origin(document=str(path) if path else "")
    return Diagnostic(code=code, severity=Severity.ERROR, message=message, origin=origin, hint=hint)
