"""What all tests share: an option, the places of things, and tools that must be there in CI."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.harness.running import Harnesses
from tests.needs import missing

ROOT = Path(__file__).parents[1]
SCRIPTS = Path(sys.executable).parent


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` rewrites expected output."""
    parser.addoption("--update-golden", action="store_true", help="rewrite expected output and list what changed")


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test has a cache of its own: none sees the user's, or that of another test."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("SPECLOOM_CACHE_DIR", str(folder))
    return folder


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def updating(request: pytest.FixtureRequest) -> bool:
    """True when expected output is to be rewritten."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with documents and suites that are not part of the project; the test is skipped where it is not at
    hand."""
    folder = Path(os.environ.get("SPECLOOM_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        missing(f"no folder {folder} (SPECLOOM_SHARED)")
    return folder


@pytest.fixture(scope="module")
def harnesses() -> Iterator[Harnesses]:
    """The harness that a test asks for, running until another is asked for."""
    running = Harnesses(missing)
    yield running
    running.close()


@pytest.fixture(scope="session")
def tool() -> Path:
    """The folder of the interpreter's scripts, where the type checkers are; they are required in CI."""
    for name in ("mypy", "pyright", "black"):
        if not shutil.which(name, path=str(SCRIPTS)):
            missing(f"{name} is not installed beside this interpreter")
    return SCRIPTS
