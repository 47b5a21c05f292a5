"""The runtime of the pack typescript_fetch: compiled as strictly as a user may, and its unit tests run by Node."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.node import ROOT, project, tsc

HERE = Path(__file__).parent
RUNTIME = ROOT / "templates" / "specloom_templates" / "typescript_fetch" / "runtime"
TESTS = sorted(path.name for path in HERE.glob("*.test.ts"))


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("typescript_fetch")
    shutil.copytree(RUNTIME, folder / "src" / "runtime")
    shutil.copytree(HERE, folder / "src" / "tests", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    project(folder, types=["node"])
    assert tsc(folder) == []
    return folder


def test_the_runtime_needs_no_types_of_node(tmp_path: Path) -> None:
    shutil.copytree(RUNTIME, tmp_path / "src")
    project(tmp_path, declaration=True, noEmit=True)
    assert tsc(tmp_path) == []


@pytest.mark.parametrize("name", TESTS)
def test_unit(name: str, compiled: Path) -> None:
    script = compiled / "dist" / "tests" / name.replace(".ts", ".js")
    command = ["node", "--test", "--test-reporter=spec", str(script)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert "tests 0" not in done.stdout
