"""What every TypeScript output must hold: it compiles under the strictest settings, and every module of it loads."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.corpus.checks import IMPORT_MODULES
from tests.golden_cases import Case, cases, driven
from tests.node import project, tsc

PACK = "typescript_fetch"
CASES = [*(case for case in cases() if case.pack == PACK), *driven(PACK)]
_IMPORT = re.compile(rb'"(\.\.?)/runtime/')


def _shared(found: re.Match[bytes]) -> bytes:
    return b'"../runtime/' if found[1] == b"." else b'"../../runtime/'


def _write(case: Case, folder: Path) -> None:
    """Writes the modules of a case below a folder in which all cases share one runtime."""
    for file in case.generate().files:
        if not file.path.endswith(".ts"):
            continue
        place, is_runtime = file.path.removeprefix("src/"), file.path.startswith("src/runtime/")
        path = folder / "src" / (place if is_runtime else f"{case.package}/{place}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data if is_runtime else _IMPORT.sub(_shared, file.data))


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The modules of every case, compiled."""
    folder = tmp_path_factory.mktemp("typescript")
    for case in CASES:
        _write(case, folder)
    project(folder)
    assert tsc(folder) == []
    return folder


def test_every_case_compiles(compiled: Path) -> None:
    assert {path.name for path in (compiled / "dist").iterdir()} == {"runtime", *(case.package for case in CASES)}


def test_every_module_loads(compiled: Path) -> None:
    command = ["node", str(IMPORT_MODULES), str(compiled / "dist")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
