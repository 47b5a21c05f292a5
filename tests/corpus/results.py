"""What is known about a document after a run: one JSON file each, so that an interrupted run goes on where it was."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

OK = "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The outcome of one check: what it found, at most `KEPT` lines of it. `skipped` says why there is none."""

    errors: int
    lines: tuple[str, ...] = ()
    skipped: str = ""
    figures: Mapping[str, int] = field(default_factory=dict[str, int])
    """What was done, counted."""
    left_out: Mapping[str, int] = field(default_factory=dict[str, int])
    """Why something was not done, and how often."""

    @property
    def passed(self) -> bool:
        """True when it was done and found nothing."""
        return not self.errors and not self.skipped

    @property
    def word(self) -> str:
        """For a cell of a table."""
        return self.skipped or (str(self.errors) if self.errors else OK)


KEPT = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One document. `status` is `ok`, `refused` (a located error, nothing written) or `crash`; `detail` says more.

    `key` is of the document and the generator; `entries` are the elements that are not complete, as in coverage.json.
    """

    path: str
    key: str
    status: str
    detail: str = ""
    package: str = ""
    operations: int = 0
    schemas: int = 0
    degraded: int = 0
    dropped: int = 0
    seconds: float = 0.0
    megabytes: int = 0
    lines: int = 0
    entries: tuple[Mapping[str, str], ...] = ()
    checks: Mapping[str, Check] = field(default_factory=dict[str, Check])

    @property
    def clean(self) -> bool:
        """True when there is nothing to mend: generated, and every check that was done passed."""
        return self.status == OK and all(check.passed for check in self.checks.values())

    def with_check(self, name: str, check: Check) -> Result:
        """The same with the outcome of one more check."""
        return replace(self, checks={**self.checks, name: check})


def save(folder: Path, name: str, result: Result) -> None:
    """Keeps a result; readers see the old one or the new one."""
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f"{name}.{os.getpid()}.tmp"
    temporary.write_text(json.dumps(asdict(result), ensure_ascii=False), encoding="utf-8")
    os.replace(temporary, folder / f"{name}.json")


def read(folder: Path, name: str) -> Result | None:
    """The result that was kept under a name; None without one that can be read."""
    try:
        record: dict[str, Any] = json.loads((folder / f"{name}.json").read_bytes())
        checks: dict[str, dict[str, Any]] = record["checks"]
        for one in checks.values():
            one["lines"] = tuple(one["lines"])
        record["checks"] = {name: Check(**one) for name, one in checks.items()}
        record["entries"] = tuple(record["entries"])
        return Result(**record)
    except (OSError, ValueError, TypeError, KeyError):
        return None
