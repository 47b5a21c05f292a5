"""Go tools for tests: packages are checked as Go programmers check theirs."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.needs import missing

ROOT = Path(__file__).parents[1]
STATICCHECK = "honnef.co/go/tools/cmd/staticcheck@v0.7.0"
TOOLS = ROOT / ".cache" / "go" / STATICCHECK.rpartition("@")[2]


def _need(command: str) -> None:
    if shutil.which(command) is None:
        missing(f"{command} is not installed")


def go(folder: Path, *arguments: str, limit: int = 540) -> list[str]:
    """What `go` says in a folder, line by line; nothing where all is well.

    The test is skipped where there is no Go, and fails for that in CI.
    """
    _need("go")
    environment = {**os.environ, "GOFLAGS": "-mod=mod", "GOTOOLCHAIN": "local", "GOPROXY": "off", "GOWORK": "off"}
    done = subprocess.run(
        ["go", *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=limit, check=False
    )
    return [] if done.returncode == 0 else (done.stdout + done.stderr).splitlines() or ["failed"]


def unformatted(folder: Path) -> list[str]:
    """The files that gofmt would change."""
    _need("gofmt")
    done = subprocess.run(["gofmt", "-l", "."], cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    return (done.stdout + done.stderr).splitlines()


def staticcheck(folder: Path, *options: str) -> list[str]:
    """What staticcheck finds. It is no part of Go: the first test that needs it installs it, and is skipped where that
    fails (fails for that in CI)."""
    _need("go")
    found = TOOLS / "staticcheck"
    if not found.is_file():
        TOOLS.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=TOOLS) as made:
            environment = {**os.environ, "GOBIN": made, "GOFLAGS": "-trimpath"}
            done = subprocess.run(
                ["go", "install", STATICCHECK],
                env=environment,
                capture_output=True,
                text=True,
                timeout=300,
                check=False,
            )
            if done.returncode != 0:
                missing(f"staticcheck cannot be installed: {done.stderr.strip()[-300:]}")
            os.replace(Path(made, "staticcheck"), found)
    done = subprocess.run(
        [found, *options, "./..."], cwd=folder, capture_output=True, text=True, timeout=540, check=False
    )
    return (done.stdout + done.stderr).splitlines()
