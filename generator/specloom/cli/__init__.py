"""The command line. Importing this imports nothing else: each command loads what it needs when it runs."""

from __future__ import annotations

import gc


def main() -> None:
    """The entry point `specloom`; ends the process with the exit code of the command."""
    from specloom.cli.app import run

    code = run()
    gc.freeze()  # nothing that is left is worth a last look of the collector, which takes a tenth of a large run
    raise SystemExit(code)
