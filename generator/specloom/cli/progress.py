"""The stages of a run as they pass: a spinner and lines at a terminal, plain lines in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

import click

from specloom.diagnostics import visible
from specloom.pipeline import Progress, silent


def progress_for(*, quiet: bool) -> Progress:
    """The progress to show on standard error."""
    if quiet:
        return silent
    return _at_terminal if sys.stderr.isatty() else _in_log


@contextmanager
def _in_log(stage: str) -> Generator[Callable[[str], None]]:
    started = time.perf_counter()
    details: list[str] = []
    yield details.append
    _line(stage, details, started)


@contextmanager
def _at_terminal(stage: str) -> Generator[Callable[[str], None]]:
    from rich.console import Console  # only a terminal pays for loading it

    started = time.perf_counter()
    details: list[str] = []
    with Console(stderr=True).status(f"{stage} ..."):
        yield details.append
    _line(stage, details, started)


def _line(stage: str, details: list[str], started: float) -> None:
    name = click.style(f"{stage:<9}", fg="green")
    click.echo(f"{name} {visible('; '.join(details)):<70} {time.perf_counter() - started:6.2f} s", err=True)
