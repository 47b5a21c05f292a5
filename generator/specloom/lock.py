"""`specloom.lock`: the names that were given before, so that regenerating keeps them. Committed with the
configuration."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from specloom.diagnostics import Diagnostic, Severity, SpecloomError
from specloom.ir.names import Origin
from specloom.quick import dataclass

FILE_NAME = "specloom.lock"
FORMAT = 1
_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """Names by lock key.

    `names`: the words of a declaration or a method, for every language. `identifiers`: for each pack, what is not the
    plain casing of its words (reserved words, collisions). `naming` is the version of the algorithm that gave them.
    """

    naming: int = 1
    names: Mapping[str, _Words] = field(default_factory=dict[str, _Words])
    identifiers: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])

    def dump(self) -> bytes:
        """The lock as it is stored: JSON, sorted, one name a line, so that two branches merge."""
        names = [f"  {_text(key)}: {json.dumps(words)}" for key, words in sorted(self.names.items())]
        packs = [
            f"  {_text(pack)}: {_table([f'   {_text(k)}: {_text(v)}' for k, v in sorted(found.items())], '  ')}"
            for pack, found in sorted(self.identifiers.items())
        ]
        return (
            f'{{\n "format": {FORMAT},\n "naming": {self.naming},\n'
            f' "names": {_table(names, " ")},\n "identifiers": {_table(packs, " ")}\n}}\n'
        ).encode()


def read_lock(path: Path) -> Lock:
    """The lock in a file; an empty one where there is none. Raises `SpecloomError` (`unreadable-lock`, exit code 2)."""
    try:
        record: Any = json.loads(path.read_bytes())
    except FileNotFoundError:
        return Lock()
    except (OSError, ValueError, RecursionError) as error:
        raise _unreadable(path, str(error)) from None
    if not _is_object(record) or record.get("format") != FORMAT:
        raise _unreadable(path, f"its format is not {FORMAT}")
    try:
        return Lock(
            naming=int(record["naming"]),
            names={str(key): tuple(map(str, words)) for key, words in record["names"].items()},
            identifiers={
                str(pack): {str(key): str(value) for key, value in found.items()}
                for pack, found in record["identifiers"].items()
            },
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _unreadable(path, f"it is not what specloom writes ({type(error).__name__}: {error})") from None


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _text(value: str) -> str:
    return json.dumps(value)


def _table(lines: list[str], indent: str) -> str:
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}" if lines else "{}"


def _unreadable(path: Path, reason: str) -> SpecloomError:
    return SpecloomError(
        Diagnostic(
            code="unreadable-lock",
            severity=Severity.ERROR,
            message=f"cannot use {path}: {reason}",
            origin=Origin(document=str(path)),
            hint="restore it from version control; deleting it lets names be given anew",
        ),
        exit_code=2,
    )
