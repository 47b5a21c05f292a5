"""Findings that the user knows of and has allowed by name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from specloom.config import Allowance
from specloom.diagnostics import Diagnostic, Severity


def apply(allowances: Iterable[Allowance], found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings without those that are allowed, and an `unused-allowance` error for each allowance that matches
    none.

    Errors cannot be allowed: nothing was generated for what they name.
    """
    remaining = tuple(found)
    unused: list[Diagnostic] = []
    for allowance in allowances:
        pattern = _pattern(allowance.glob)
        kept = tuple(d for d in remaining if not _matches(allowance, pattern, d))
        if len(kept) == len(remaining):
            unused.append(_unused(allowance))
        remaining = kept
    return (*remaining, *unused)


def _matches(allowance: Allowance, pattern: re.Pattern[str], finding: Diagnostic) -> bool:
    if finding.severity is Severity.ERROR or finding.code != allowance.code:
        return False
    return bool(pattern.fullmatch(finding.origin.pointer) or pattern.fullmatch(str(finding.origin)))


def _pattern(glob: str) -> re.Pattern[str]:
    """`*` stands for any text inside one token of a pointer, `**` for any text."""
    parts = re.split(r"(\*\*|\*)", glob.removeprefix("#"))
    return re.compile("".join({"**": ".*", "*": "[^/]*"}.get(part, re.escape(part)) for part in parts), re.DOTALL)


def _unused(allowance: Allowance) -> Diagnostic:
    return Diagnostic(
        code="unused-allowance",
        severity=Severity.ERROR,
        message=f"nothing to allow: no {allowance.code} at {allowance.glob}",
        origin=allowance.origin,
        hint="remove it from `allow`; it would hide a finding that comes later",
    )
