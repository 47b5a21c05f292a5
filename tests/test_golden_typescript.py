"""What every TypeScript output must hold: it compiles under the strictest settings, and every module of it loads."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.corpus.checks import IMPORT_MODULES
from tests.golden_cases import cases, driven
from tests.node import project, share, tsc

PACK = "typescript_fetch"
CASES = [*(case for case in cases() if case.pack == PACK), *driven(PACK)]


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The modules of every case, compiled."""
    folder = tmp_path_factory.mktemp("typescript")
    for case in CASES:
        share({file.path: file.data for file in case.generate().files}, case.package, folder)
    project(folder)
    assert tsc(folder) == []
    return folder


def test_every_case_compiles(compiled: Path) -> None:
    assert {path.name for path in (compiled / "dist").iterdir()} == {"runtime", *(case.package for case in CASES)}


def test_every_module_loads(compiled: Path) -> None:
    command = ["node", str(IMPORT_MODULES), str(compiled / "dist")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
