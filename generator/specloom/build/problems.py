"""What could not be built of one operation: reported once, and listed in the coverage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import TypeVar

from specloom.build.options import CoverageEntry, CoverageKind, CoverageStatus
from specloom.diagnostics import Diagnostic, Report, Severity, Unsupported
from specloom.ir.names import Origin
from specloom.quick import dataclass

T = TypeVar("T")
D = TypeVar("D")


@dataclass(slots=True)
class Problems:
    """The problems of one operation (or of what all operations share).

    `lost` lists what a generated client lacks because of them; it makes the operation "degraded".
    """

    report: Report
    lost: list[Diagnostic] = field(default_factory=list[Diagnostic])

    def attempt(self, build: Callable[[], T], default: D) -> T | D:
        """What `build` returns, or `default` where the document does not allow it; the rest stays whole."""
        try:
            return build()
        except Unsupported as problem:
            self.lose(problem.diagnostic())
            return default

    def lose(self, diagnostic: Diagnostic) -> None:
        """Reports something that the client lacks."""
        self.report.add(diagnostic)
        self.lost.append(diagnostic)

    def warn(self, code: str, origin: Origin, message: str, hint: str = "") -> None:
        """Reports something that was understood all the same."""
        self._add(Severity.WARNING, code, origin, message, hint)

    def note(self, code: str, origin: Origin, message: str, hint: str = "") -> None:
        """Reports a decision that a reader may wonder about."""
        self._add(Severity.NOTE, code, origin, message, hint)

    def _add(self, severity: Severity, code: str, origin: Origin, message: str, hint: str) -> None:
        self.report.add(Diagnostic(code=code, severity=severity, message=message, origin=origin, hint=hint))


def entry(operation: str, status: CoverageStatus, diagnostic: Diagnostic) -> CoverageEntry:
    """The coverage entry of an operation for one of its problems."""
    return CoverageEntry(
        kind=CoverageKind.OPERATION,
        id=operation,
        origin=diagnostic.origin,
        status=status,
        code=diagnostic.code,
        reason=diagnostic.message,
    )
