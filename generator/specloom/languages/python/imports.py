"""Import blocks of Python in the order of isort (as ruff's `I` rules have it) and the layout of black."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

from specloom.languages.code import EMPTY, Code, indented
from specloom.languages.columns import columns
from specloom.languages.imports import Import, Imports
from specloom.languages.python.text import LINE_LENGTH

THIRD_PARTY = frozenset({"httpx2", "pytest", "typing_extensions"})
"""The modules outside the standard library that emitted code may import."""


_REMEMBERED = 20_000
"""Places that are kept: the imports of one file are those of many."""


def import_block(imports: Iterable[Import], *, first_party: str = "", indent: int = 0) -> Code:
    """The statements, sorted into sections (`__future__`, standard library, third party, `first_party`, relative).

    Sections are set apart by a blank line; nothing stands after the last statement. No imports give `EMPTY`. `indent`
    is the column at which the statements will stand; the lines have no indentation yet.
    """
    ordered = sorted((_place(one, first_party), one) for one in set(imports))
    sections = [
        "\n".join(_statements([one for _, one in members], LINE_LENGTH - indent))
        for _, members in groupby(ordered, key=_section_of)
    ]
    return Code("\n\n".join(sections)) if sections else EMPTY


def header(imports: Imports, *, first_party: str = "") -> Code:
    """All imports of a module: those of run time, then those for the type checker under `if TYPE_CHECKING:`.

    Begins with `from __future__ import annotations`; `TYPE_CHECKING` is imported when it is needed.
    """
    run_time = {Import("__future__", "annotations"), *imports.run_time}
    if not imports.typing_only:
        return import_block(run_time, first_party=first_party)
    run_time.add(Import("typing", "TYPE_CHECKING"))
    guarded = indented(import_block(imports.typing_only, first_party=first_party, indent=4), 4, first=True)
    return Code(f"{import_block(run_time, first_party=first_party)}\n\nif TYPE_CHECKING:\n{guarded}")


_Place = tuple[int, bool, int, tuple[object, ...], str, str]
"""What imports are sorted by: the section; `import a` before `from a import b`; relative ones from the furthest;
modules in natural order, ignoring case.
"""


@lru_cache(maxsize=_REMEMBERED)
def _place(one: Import, first_party: str) -> _Place:
    bare = one.module.lstrip(".")
    dots = len(one.module) - len(bare)
    return (_section(one, first_party), bool(one.name), -dots, _natural(bare), one.name, one.alias)


def _section_of(placed: tuple[_Place, Import]) -> int:
    return placed[0][0]


def _section(one: Import, first_party: str) -> int:
    top = one.module.partition(".")[0]
    if one.module.startswith("."):
        return 4
    if top == "__future__":
        return 0
    if first_party and top == first_party:
        return 3
    return 2 if top in THIRD_PARTY else 1


@lru_cache(maxsize=_REMEMBERED)
def _member(name: str) -> tuple[object, ...]:
    """Constants, then classes, then others; each in natural order."""
    kind = 0 if len(name) > 1 and name.isupper() else 1 if name[:1].isupper() else 2
    return (kind, _natural(name))


@lru_cache(maxsize=_REMEMBERED)
def _natural(text: str) -> tuple[object, ...]:
    parts = re.split(r"(\d+)", text)
    lowered = tuple((0, int(part), "") if part.isdigit() else (1, 0, part.lower()) for part in parts if part)
    return (lowered, text)


def _statements(imports: list[Import], width: int) -> list[str]:
    result: list[str] = []
    for (is_from, module), group in groupby(imports, key=lambda one: (bool(one.name), one.module)):
        members = list(group)
        if not is_from:
            result += [f"import {one.module}{_as(one)}" for one in members]
            continue
        if len(members) == 1 and not members[0].alias:
            result.append(_from(module, [members[0].name], width))
            continue
        plain = sorted({one.name for one in members if not one.alias}, key=_member)
        statements = [(_member(one.name), one.alias, _renamed(one, width)) for one in members if one.alias]
        if plain:
            statements.append((_member(plain[0]), "", _from(module, plain, width)))
        result += [text for *_, text in sorted(statements)]
    return result


def _as(one: Import) -> str:
    return f" as {one.alias}" if one.alias else ""


def _from(module: str, names: list[str], width: int) -> str:
    line = f"from {module} import {', '.join(names)}"
    if columns(line) <= width:
        return line
    return "\n".join([f"from {module} import (", *(f"    {name}," for name in names), ")"])


def _renamed(one: Import, width: int) -> str:
    line = f"from {one.module} import {one.name}{_as(one)}"
    return line if columns(line) <= width else f"from {one.module} import (\n    {one.name}{_as(one)},\n)"
