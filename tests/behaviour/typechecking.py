"""An emitted package as its user's type checker sees it: mypy --strict and pyright strict over a script."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

Check = Callable[[Path, Path, Path], subprocess.CompletedProcess[str]]
"""Given what to check, a folder of its own, and the folder that packages are imported from."""


def mypy(path: Path, cwd: Path, packages: Path) -> subprocess.CompletedProcess[str]:
    arguments = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--no-error-summary",
        "--cache-dir",
        str(cwd / "cache"),
        str(path),
    ]
    return _run(arguments, cwd, packages)


def pyright(path: Path, cwd: Path, packages: Path) -> subprocess.CompletedProcess[str]:
    config = {
        "typeCheckingMode": "strict",
        "extraPaths": [str(packages)],
        "pythonVersion": "3.11",
        "include": [str(path)],
    }
    (cwd / "pyrightconfig.json").write_text(json.dumps(config))
    return _run([sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "-p", str(cwd)], cwd, packages)


TYPE_CHECKERS = [pytest.param(mypy, id="mypy"), pytest.param(pyright, id="pyright")]


def script(text: str, folder: Path) -> Path:
    """A script in a folder of its own."""
    path = folder / "script.py"
    path.write_text(text)
    return path


def missed(check: Check, opening: Sequence[str], mistakes: Mapping[str, str], cwd: Path, packages: Path) -> list[str]:
    """The mistakes without an error of their own, in one script with a block for each."""
    lines = [*opening]
    spans: dict[str, range] = {}
    for what, mistake in mistakes.items():
        block = mistake.rstrip("\n").split("\n")
        spans[what] = range(len(lines) + 1, len(lines) + len(block) + 1)
        lines += block
    result = check(script("\n".join(lines) + "\n", cwd), cwd, packages)
    found = {int(number) for number in re.findall(r"script\.py:(\d+)(?::\d+)?(?: -|:) error", result.stdout)}
    return [what for what, span in spans.items() if not found.intersection(span)]


def _run(arguments: list[str], cwd: Path, packages: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "MYPYPATH": str(packages), "PYTHONPATH": str(packages)}
    return subprocess.run(arguments, cwd=cwd, env=env, capture_output=True, text=True, check=False)
