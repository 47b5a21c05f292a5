"""Go, by `go/scanner` and `go/parser`."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.needs import missing

from .examining import ask
from .marks import Examined, Mark

PROGRAM = Path(__file__).with_name("examine_go.go")


def examine(files: Mapping[str, str], mark: Mark) -> Mapping[str, Examined]:
    """See `proofs.Examine`. Skipped without Go; in CI it is required."""
    return ask((str(_built()),), files, mark)


@cache
def _built() -> Path:
    if shutil.which("go") is None:
        missing("go is not installed")
    target = Path(tempfile.mkdtemp(prefix="specloom-examine-")) / "examine"
    environment = {**os.environ, "GOFLAGS": "", "GOTOOLCHAIN": "local", "GOPROXY": "off", "GOWORK": "off"}
    command = ["go", "build", "-o", str(target), str(PROGRAM)]
    subprocess.run(command, cwd=target.parent, env=environment, check=True, timeout=300)
    return target
