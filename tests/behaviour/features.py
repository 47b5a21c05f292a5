"""SDKs of golden cases and of `documents/`, generated when a test asks for one: small documents, driven over real
connections."""

from __future__ import annotations

import importlib
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from tests.golden_cases import Case

from .drivers import Driver

_FOLDER = tempfile.TemporaryDirectory(prefix="specloom-features-")


@cache
def folder(case: str) -> Path:
    """The output of `tests/golden/<case>` or `documents/<case>`."""
    folder = Path(_FOLDER.name) / case
    for file in Case(name=case, pack="python_dataclass").generate().files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    return folder


@cache
def package(case: str) -> Any:
    """The package of a case, imported."""
    sys.path.insert(0, str(folder(case)))
    try:
        return importlib.import_module(case)
    finally:
        sys.path.remove(str(folder(case)))


def driver(case: str, client_name: str, kind: str) -> Driver:
    """The SDK of a case in one of its three forms."""
    return Driver(package(case), kind, client_name)
