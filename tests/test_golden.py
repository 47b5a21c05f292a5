"""Expected output, file by file, and what every output must hold: it compiles, imports, type-checks, and black leaves
it alone.

`pytest --update-golden` rewrites what is expected, deletes what is stale, and prints the list.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from specloom.render.format import black_text

from tests.golden_cases import Case, cases, driven, produced, update

CASES = cases()
PYTHON = [*(case for case in CASES if case.pack.startswith("python_")), *driven("python_dataclass")]
IMPORT_ALL = """
import importlib, pkgutil, sys
for name in sys.argv[1:]:
    package = importlib.import_module(name)
    for found in pkgutil.walk_packages(package.__path__, name + "."):
        importlib.import_module(found.name)
    for attribute in package.__all__:
        getattr(package, attribute)
"""


def test_there_are_cases() -> None:
    assert len(CASES) >= 5


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.name}-{case.pack}")
def test_expected_output(case: Case, updating: bool, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(case.document.read_text().splitlines()) <= 60, "one feature a case"
    files = produced(case, case.generate())
    if updating:
        with capsys.disabled():
            for line in update(case, files):
                print(f"\n{line}", end="")
    expected = case.read()
    assert sorted(files) == sorted(expected)
    for path, data in files.items():
        assert data.decode() == expected[path].decode(), path


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The whole output of every Python case, those of tests/behaviour too, runtime included: package name → folder that
    holds it."""
    base = tmp_path_factory.mktemp("golden")
    found: dict[str, Path] = {}
    for case in PYTHON:
        for file in case.generate().files:
            path = base / case.package / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.data)
        (initial,) = (base / case.package).glob("*/_runtime")
        found[initial.parent.name] = base / case.package
    assert len(found) == len(PYTHON), "every case has a package of its own name"
    return found


def sources(outputs: dict[str, Path]) -> list[Path]:
    return [path for folder in outputs.values() for path in folder.rglob("*.py")]


def test_black_leaves_every_file_alone(outputs: dict[str, Path]) -> None:
    seen: set[bytes] = set()
    changed: list[str] = []
    for path in sources(outputs):
        data = path.read_bytes()
        if data not in seen:
            seen.add(data)
            text = data.decode()
            if black_text(text) != text:
                changed.append(str(path))
    assert changed == []


def test_every_module_imports(outputs: dict[str, Path]) -> None:
    command = [sys.executable, "-W", "error", "-c", IMPORT_ALL, *outputs]
    path = os.pathsep.join(str(folder) for folder in outputs.values())
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False)
    assert done.stderr.splitlines() == []
    assert done.returncode == 0


def test_mypy_strict(outputs: dict[str, Path], tool: Path, tmp_path: Path) -> None:
    command = [str(tool / "mypy"), "--strict", "--no-error-summary", "--cache-dir", str(tmp_path / "cache")]
    packages = [part for name in outputs for part in ("-p", name)]
    path = os.pathsep.join(str(folder) for folder in outputs.values())
    done = subprocess.run(
        [*command, *packages],
        env={**os.environ, "MYPYPATH": path},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == []
    assert done.returncode == 0, done.stderr


def test_pyright_strict(outputs: dict[str, Path], tool: Path) -> None:
    (base,) = {folder.parent for folder in outputs.values()}
    config = {
        "include": [f"{folder.name}/{name}" for name, folder in outputs.items()],
        "extraPaths": [folder.name for folder in outputs.values()],
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
    }
    (base / "pyrightconfig.json").write_text(json.dumps(config))
    command = [str(tool / "pyright"), "--pythonpath", sys.executable, "--outputjson", "-p", str(base)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    found = [f"{d['file']}:{d['range']['start']['line'] + 1}: {d['message']}" for d in report["generalDiagnostics"]]
    assert found == []
    assert report["summary"]["filesAnalyzed"] >= len(outputs)
