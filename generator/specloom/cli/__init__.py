"""The command line. Importing this imports nothing else: each command loads what it needs when it runs."""

from __future__ import annotations


def main() -> None:
    """The entry point `specloom`; ends the process with the exit code of the command."""
    from specloom.cli.app import run

    raise SystemExit(run())
