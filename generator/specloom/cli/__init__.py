"""The command line. Importing this imports nothing else: each command loads what it needs when it runs."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence


def main() -> None:
    """The entry point `specloom`; ends the process with the exit code of the command."""
    code = run()
    gc.freeze()  # nothing that is left is worth a last look of the collector, which takes a tenth of a large run
    raise SystemExit(code)


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit code. Bad input never gives a traceback; a bug of specloom's gives one on
    request."""
    from specloom.cli.again import again

    arguments = tuple(sys.argv[1:] if arguments is None else arguments)
    try:
        code = again(arguments)
        if code is None:
            from specloom.cli.app import dispatch  # click takes longer than all of a run in which nothing changed

            code = dispatch(arguments)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code
