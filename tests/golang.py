"""Go tools for tests: packages are checked as Go programmers check theirs."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.needs import missing

ROOT = Path(__file__).parents[1]


def go(folder: Path, *arguments: str, limit: int = 540) -> list[str]:
    """What `go` says in a folder, line by line; nothing where all is well.

    The test is skipped where there is no Go, and fails for that in CI.
    """
    if shutil.which("go") is None:
        missing("go is not installed")
    environment = {**os.environ, "GOFLAGS": "-mod=mod", "GOTOOLCHAIN": "local", "GOPROXY": "off", "GOWORK": "off"}
    done = subprocess.run(
        ["go", *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=limit, check=False
    )
    return [] if done.returncode == 0 else (done.stdout + done.stderr).splitlines() or ["failed"]


def unformatted(folder: Path) -> list[str]:
    """The files that gofmt would change."""
    if shutil.which("gofmt") is None:
        missing("gofmt is not installed")
    done = subprocess.run(["gofmt", "-l", "."], cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    return (done.stdout + done.stderr).splitlines()


def staticcheck(folder: Path) -> list[str]:
    """What staticcheck finds; nothing where it is not installed, since it is no part of Go."""
    tool = shutil.which("staticcheck") or os.environ.get("STATICCHECK")
    if tool is None:
        return []
    done = subprocess.run([tool, "./..."], cwd=folder, capture_output=True, text=True, timeout=540, check=False)
    return (done.stdout + done.stderr).splitlines()
