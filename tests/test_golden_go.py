"""What every Go output must hold: gofmt leaves it alone, vet and staticcheck say nothing, its example compiles."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golang import go, staticcheck, unformatted
from tests.golden_cases import Case, cases, driven

PACK = "go_stdlib"
CASES = [*(case for case in cases() if case.pack == PACK), *driven(PACK)]
_MODULE = "example.com/"


def _write(case: Case, folder: Path) -> str:
    """Writes a case below a folder that is the module of all of them; its path there."""
    files = {file.path: file.data for file in case.generate().files}
    first, _, _ = files.pop("go.mod").decode().partition("\n")
    place = first.removeprefix(f"module {_MODULE}")
    for path, data in files.items():
        if path.endswith(".go"):
            (folder / place / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / place / path).write_bytes(data)
    return place


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages of all cases."""
    folder = tmp_path_factory.mktemp("go")
    assert len({_write(case, folder) for case in CASES}) == len(CASES)
    (folder / "go.mod").write_text("module example.com\n\ngo 1.23\n")
    return folder


def test_gofmt_leaves_every_file_alone(module: Path) -> None:
    assert unformatted(module) == []


def test_vet(module: Path) -> None:
    """Which checks the types of the examples, too."""
    assert go(module, "vet", "./...") == []


def test_staticcheck(module: Path) -> None:
    assert staticcheck(module) == []


def test_build(module: Path) -> None:
    assert go(module, "build", "./...") == []
