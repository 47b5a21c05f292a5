"""The stages of a run as they pass: at a terminal also the one that is running, in a log those that are done."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

import click

from specloom.pipeline import Progress, silent
from specloom.terminal import visible

_CLEARED = "\r\x1b[K"
"""Back to the beginning of the line, which is then empty."""


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
    """Without a thread that moves something meanwhile: a process that has one cannot be copied to share the work."""
    started = time.perf_counter()
    details: list[str] = []
    click.echo(f"{stage} ...", nl=False, err=True)
    try:
        yield details.append
    finally:
        click.echo(_CLEARED, nl=False, err=True)
    _line(stage, details, started)


def _line(stage: str, details: list[str], started: float) -> None:
    name = click.style(f"{stage:<9}", fg="green")
    click.echo(f"{name} {visible('; '.join(details)):<70} {time.perf_counter() - started:6.2f} s", err=True)
