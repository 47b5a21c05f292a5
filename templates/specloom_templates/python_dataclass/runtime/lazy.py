"""Packages whose names are imported on first use (PEP 562)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def attach(
    package: str, names: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return `(__getattr__, __dir__)` for `package`, whose public `names` live in the given submodules.

    A submodule may be dotted (`"models.room"`) and climb (`".._runtime.errors"`); where it
    is empty, the name is a submodule itself. A name is kept in the package after
    its first use, so later uses cost nothing. An unknown name raises `AttributeError`, as it would in any module.
    """

    def load(name: str) -> Any:
        module = names.get(name)
        if module is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found = import_module(f".{module or name}", package)
        value = getattr(found, name) if module else found
        setattr(sys.modules[package], name, value)
        return value

    def listing() -> list[str]:
        return sorted({*names, *vars(sys.modules[package])})

    return load, listing
