"""TypeScript, by the parser of its own compiler, through Node."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.node import tools

from .examining import ask
from .marks import Examined, Mark

PROGRAM = Path(__file__).with_name("examine_typescript.cjs")


def examine(files: Mapping[str, str], mark: Mark) -> Mapping[str, Examined]:
    """See `proofs.Examine`. Skipped without Node; in CI it is required."""
    return ask(("node", str(PROGRAM), str(tools() / "typescript-api")), files, mark)
