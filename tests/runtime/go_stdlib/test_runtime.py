"""The runtime of the pack go_stdlib: as gofmt leaves it, with nothing for `go vet` to say, and its unit tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.golang import ROOT, go, staticcheck, unformatted

HERE = Path(__file__).parent
RUNTIME = ROOT / "templates" / "specloom_templates" / "go_stdlib" / "runtime"


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("go_stdlib") / "sdk"
    shutil.copytree(RUNTIME, folder)
    for pattern in ("go.mod", "*_test.go"):
        for path in HERE.glob(pattern):
            shutil.copy(path, folder)
    return folder


def test_layout(module: Path) -> None:
    assert unformatted(module) == []


def test_vet(module: Path) -> None:
    assert go(module, "vet", "./...") == []
    assert staticcheck(module, "-checks=inherit,-U1000") == [], "what only emitted code calls looks unused"


def test_unit(module: Path) -> None:
    """With the race detector, which needs a C compiler."""
    race = ["-race"] if shutil.which("cc") or shutil.which("gcc") else []
    assert go(module, "test", *race, "./...") == []
