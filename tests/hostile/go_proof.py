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


def examine_statements(files: Mapping[str, str], mark: Mark) -> Mapping[str, Examined]:
    """Excerpts of a README: imports, then statements of a function."""
    whole: dict[str, str] = {}
    for path, text in files.items():
        imports = [line for line in text.split("\n") if line.startswith("import ")]
        rest = [line for line in text.split("\n") if not line.startswith("import ")]
        whole[path] = "\n".join(["package p", *imports, "func _() {", *rest, "}", ""])
    return examine(whole, mark)


def examine_module(files: Mapping[str, str], mark: Mark) -> Mapping[str, Examined]:
    """`go.mod`, line by line: a text has no business in it outside of a comment."""
    found: dict[str, Examined] = {}
    for path, text in files.items():
        lines = [line.partition("//")[0].rstrip() for line in text.split("\n")]
        found[path] = Examined("\n".join(lines), tuple(line for line in lines if mark.is_in(line)))
    return found


@cache
def _built() -> Path:
    if shutil.which("go") is None:
        missing("go is not installed")
    target = Path(tempfile.mkdtemp(prefix="specloom-examine-")) / "examine"
    environment = {**os.environ, "GOFLAGS": "", "GOTOOLCHAIN": "local", "GOPROXY": "off", "GOWORK": "off"}
    command = ["go", "build", "-o", str(target), str(PROGRAM)]
    subprocess.run(command, cwd=target.parent, env=environment, check=True, timeout=300)
    return target
