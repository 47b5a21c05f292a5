"""One run at a time in an output folder."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Generator
from pathlib import Path

from specloom.diagnostics import Diagnostic, Severity, SpecloomError

WAIT_SECONDS = 60.0
_POLL_SECONDS = 0.02


@contextlib.contextmanager
def exclusive(root: Path, wait: float = WAIT_SECONDS) -> Generator[None]:
    """Holds the folder for this process. Raises `SpecloomError` with `output-locked` after `wait` seconds.

    The lock is the operating system's: it ends with the process, however that ends, and leaves no file in the folder.
    """
    handle = _open(root)
    deadline = time.monotonic() + wait
    try:
        while not _try_lock(handle):
            if time.monotonic() >= deadline:
                raise _locked(root, wait)
            time.sleep(_POLL_SECONDS)
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _open(root: Path) -> int:
        name = hashlib.sha256(os.path.normcase(root.resolve()).encode()).hexdigest()[:32]
        return os.open(Path(tempfile.gettempdir()) / f"specloom-{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _open(root: Path) -> int:
        return os.open(root, os.O_RDONLY)

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _locked(root: Path, wait: float) -> SpecloomError:
    return SpecloomError(
        Diagnostic(
            code="output-locked",
            severity=Severity.ERROR,
            message=f"another run has been writing to {root} for {wait:g} seconds",
            hint="wait for it, or end it; nothing was written",
        ),
        exit_code=2,
    )
