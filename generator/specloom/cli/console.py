"""What a run says, and to whom: a person at a terminal, a log, a program, or GitHub's annotations.

Results go to standard output; progress and findings to standard error, so that output can be piped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

import click

from specloom.diagnostics import Diagnostic
from specloom.terminal import visible

if TYPE_CHECKING:
    from specloom.listing import Located

Format = Literal["text", "json", "github"]
MAX_PRINTED = 50
"""Findings of one severity that are printed as text; `--format json` has all."""
_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


def complain(diagnostics: Iterable[Diagnostic]) -> None:
    """Findings that end a run, as text, with the place in the file where it can be read."""
    from specloom.listing import plain  # an orderly run does not pay for it

    report(plain(diagnostics), "text")


def report(findings: Sequence[Located], form: Format, *, quiet: bool = False, notes: bool = False) -> None:
    """Prints findings. `quiet` leaves errors only; notes are for those who ask; `json` prints none, the summary has
    them."""
    shown = [f for f in findings if f.severity == "error" or not (quiet or (f.severity == "note" and not notes))]
    if form == "github":
        for finding in shown:
            click.echo(_annotation(finding))
    if form == "text":
        counts: dict[str, int] = {}
        for finding in shown:
            counts[finding.severity] = counts.get(finding.severity, 0) + 1
            if counts[finding.severity] <= MAX_PRINTED:
                _print(finding)
        for severity, count in counts.items():
            if count > MAX_PRINTED:
                click.echo(f"... and {count - MAX_PRINTED:,} more {severity}s; --format json lists all", err=True)


def _print(finding: Located) -> None:
    place = f"{finding.place}: " if finding.place else "specloom: "
    severity = click.style(finding.severity, fg=_COLOURS[finding.severity], bold=True)
    click.echo(f"{visible(place)}{severity}: {visible(finding.message)} [{finding.code}]", err=True)
    for line in finding.excerpt:
        click.echo(visible(line), err=True)
    if finding.hint:
        click.echo(f"  hint: {visible(finding.hint)}", err=True)


def _annotation(finding: Located) -> str:
    """A workflow command of GitHub Actions."""
    level = "notice" if finding.severity == "note" else finding.severity
    fields = {"file": finding.file, "line": finding.line, "col": finding.column, "title": finding.code}
    properties = ",".join(f"{key}={_escape(str(value), ':,')}" for key, value in fields.items() if value)
    text = finding.message + (f" ({finding.hint})" if finding.hint else "")
    return f"::{level} {properties}::{_escape(visible(text))}"


def _escape(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
