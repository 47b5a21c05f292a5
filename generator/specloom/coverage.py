"""What of a document made it into the SDK: the counts every run ends with, and `coverage.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from specloom.build.options import CoverageEntry, CoverageKind, CoverageStatus
from specloom.quick import dataclass

FILE_NAME = "coverage.json"
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many elements of one kind a document has, and how many of them are not complete."""

    total: int
    degraded: int
    dropped: int

    @property
    def complete(self) -> int:
        """Those that are generated as described."""
        return self.total - self.degraded - self.dropped


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The counts, and every element that is degraded or left out."""

    operations: Count
    schemas: Count
    entries: tuple[CoverageEntry, ...]

    @property
    def summary(self) -> str:
        """One line: `28/28 operations, 20/20 schemas, 0 degraded`; what was left out is said too when there is any."""
        degraded = self.operations.degraded + self.schemas.degraded
        dropped = self.operations.dropped + self.schemas.dropped
        counts = [
            f"{self.operations.total - self.operations.dropped:,}/{self.operations.total:,} operations",
            f"{self.schemas.total - self.schemas.dropped:,}/{self.schemas.total:,} schemas",
            f"{degraded:,} degraded",
        ]
        return ", ".join(counts + ([f"{dropped:,} left out"] if dropped else []))

    def dump(self) -> bytes:
        """`coverage.json`: format 1, stable order."""
        return (json.dumps(self.record(), indent=2, ensure_ascii=False) + "\n").encode()

    def record(self) -> Mapping[str, Any]:
        """The same as plain data."""
        return {
            "format": FORMAT,
            "operations": _record(self.operations),
            "schemas": _record(self.schemas),
            "entries": [
                {
                    "kind": entry.kind.value,
                    "id": entry.id,
                    "status": entry.status.value,
                    "code": entry.code,
                    "document": entry.origin.document,
                    "pointer": entry.origin.pointer,
                    "reason": entry.reason,
                }
                for entry in self.entries
            ],
        }


def measure(operations: int, schemas: int, entries: Iterable[CoverageEntry]) -> Coverage:
    """The coverage of a document with so many operations and component schemas.

    An element with several entries counts once, by its worst.
    """
    ordered = tuple(sorted(entries, key=lambda e: (e.kind, e.origin.document, e.origin.pointer, e.code, e.reason)))
    return Coverage(
        operations=_count(operations, CoverageKind.OPERATION, ordered),
        schemas=_count(schemas, CoverageKind.SCHEMA, ordered),
        entries=ordered,
    )


def _count(total: int, kind: CoverageKind, entries: tuple[CoverageEntry, ...]) -> Count:
    dropped = {e.id for e in entries if e.kind is kind and e.status is CoverageStatus.DROPPED}
    degraded = {e.id for e in entries if e.kind is kind} - dropped
    return Count(total=total, degraded=len(degraded), dropped=len(dropped))


def _record(count: Count) -> Mapping[str, int]:
    return {"total": count.total, "complete": count.complete, "degraded": count.degraded, "dropped": count.dropped}
