"""What went wrong, where, and what to do: the one record for every problem a user is told about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from enum import StrEnum

from specloom.ir.names import ROOT, Origin
from specloom.quick import dataclass


class Severity(StrEnum):
    """How bad it is. An error stops the run (exit code 3); a warning says what was degraded; a note explains a
    decision."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place in a text that cannot be read far enough for a pointer to name it. `excerpt` shows the line."""

    file: str
    line: int
    column: int
    excerpt: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One problem. `code` is a word list such as `unsupported-media-type`; `specloom explain CODE` documents it."""

    code: str
    severity: Severity
    message: str
    origin: Origin = ROOT
    hint: str = ""
    spot: Spot | None = None

    def __str__(self) -> str:
        return f"{self.spot}: {self.message}" if self.spot is not None else self.message


class Unsupported(Exception):
    """Raised by builders for a part of the document that cannot be generated; caught per operation and per declaration
    only."""

    def __init__(self, code: str, origin: Origin, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.origin = origin
        self.message = message
        self.hint = hint

    def diagnostic(self, severity: Severity = Severity.WARNING) -> Diagnostic:
        """The diagnostic to report in its place."""
        return Diagnostic(code=self.code, severity=severity, message=self.message, origin=self.origin, hint=self.hint)


class SpecloomError(Exception):
    """A problem that ends the run: bad usage, an unreadable document, a refused write. Printed without a traceback.

    `exit_code` is 2 for usage and configuration, 3 for the document.
    """

    def __init__(self, *diagnostics: Diagnostic, exit_code: int = 3) -> None:
        super().__init__("; ".join(str(d) for d in diagnostics))
        self.diagnostics = diagnostics
        self.exit_code = exit_code


@dataclass(slots=True)
class Report:
    """The diagnostics of a run, in the order they were found."""

    diagnostics: list[Diagnostic] = field(default_factory=list[Diagnostic])

    def add(self, diagnostic: Diagnostic) -> None:
        """Appends one, unless the same was already reported."""
        if diagnostic not in self._seen:
            self._seen.add(diagnostic)
            self.diagnostics.append(diagnostic)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Appends several."""
        for diagnostic in diagnostics:
            self.add(diagnostic)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.diagnostics)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Those that stop the run."""
        return tuple(d for d in self.diagnostics if d.severity is Severity.ERROR)

    _seen: set[Diagnostic] = field(default_factory=set[Diagnostic], init=False, repr=False)
