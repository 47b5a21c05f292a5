"""A process with limits of time and memory, and what it took."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

GIBIBYTE = 1024**3


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """An ended process: `seconds` on the processor, `megabytes` at its peak; `late` when its time was up."""

    code: int
    out: str
    err: str
    seconds: float
    megabytes: int
    late: bool


def run(
    command: Sequence[str],
    *,
    seconds: float,
    memory: int = 4 * GIBIBYTE,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> Done:
    """Runs a command in a session of its own; it and its children are ended when its time is up."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            cwd=cwd,
            env={**os.environ, **(env or {})},
            start_new_session=True,
            preexec_fn=limit if memory else None,
        )
        over = threading.Event()

        def end() -> None:
            over.set()
            os.killpg(process.pid, signal.SIGKILL)

        timer = threading.Timer(seconds, end)
        timer.start()
        started = time.perf_counter()
        try:
            _, status, used = os.wait4(process.pid, 0)
        finally:
            timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        return Done(
            code=process.returncode,
            out=out.read().decode(errors="replace"),
            err=err.read().decode(errors="replace"),
            seconds=min(used.ru_utime + used.ru_stime, time.perf_counter() - started),
            megabytes=used.ru_maxrss // 1024,
            late=over.is_set(),
        )
