"""A running harness: requests in, answers out."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from decimal import Decimal
from types import TracebackType
from typing import Any, Self

from .values import dumps

LONGEST = 60.0
"""Seconds that one call may take."""


class HarnessError(Exception):
    """The harness broke the protocol: it died, kept silent, or said what is no answer."""


class Process:
    """A harness process. Use it as a context manager, or `close` it."""

    def __init__(self, command: Sequence[str]) -> None:
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._stderr)
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._last = 0

    def call(self, request: dict[str, Any]) -> dict[str, Any]:
        """The answer to a request, which is given its id here. Numbers are exact."""
        self._last += 1
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(dumps({"id": self._last, **request}).encode() + b"\n")
            self._process.stdin.flush()
            line = self._lines.get(timeout=LONGEST)
        except BrokenPipeError:
            line = b""
        except queue.Empty:
            self._process.kill()
            raise self._failed(f"no answer within {LONGEST:.0f} s") from None
        if not line:
            raise self._failed("it ended")
        try:
            answer: dict[str, Any] = json.loads(line, parse_float=Decimal)
        except ValueError:
            raise self._failed(f"this is no answer: {line[:300]!r}") from None
        if answer.get("id") != self._last or not ("value" in answer) ^ ("error" in answer):
            raise self._failed(f"this is not the answer to request {self._last}: {line[:300]!r}")
        return answer

    def close(self) -> None:
        """Ends the process: its input ends, and if that does not help, it is killed."""
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)
        self._reader.join(10)
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._stderr.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put(b"")

    def _failed(self, what: str) -> HarnessError:
        self._stderr.seek(0)
        said = self._stderr.read().decode("utf-8", "replace")[-2000:]
        return HarnessError(f"the harness: {what}; status {self._process.poll()}\n{said}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
