"""Run in a process of its own with the packages to import: every module, every exported name, every codec; prints what
fails.

Nothing of the tests is imported here: the process sees what a user of the package sees.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from types import ModuleType


def problems(name: str) -> Iterator[str]:
    """What cannot be imported or built, one line each."""
    package = importlib.import_module(name)
    modules: list[ModuleType] = [package]
    for found in pkgutil.walk_packages(package.__path__, f"{name}."):
        try:
            modules.append(importlib.import_module(found.name))
        except Exception as error:  # whatever it is, it is the finding
            yield f"import {found.name}: {type(error).__name__}: {error}"
    for module in modules:
        for exported in getattr(module, "__all__", ()):
            try:
                getattr(module, exported)
            except Exception as error:
                yield f"{module.__name__}.{exported}: {type(error).__name__}: {error}"
    yield from _codecs(name, package)


def _codecs(name: str, package: ModuleType) -> Iterator[str]:
    model = importlib.import_module(f"{name}._runtime.models").Model
    warm = importlib.import_module(f"{name}._runtime.codecs").warm
    writer = importlib.import_module(f"{name}._runtime.encoding").Writer(request=True, seconds=False)
    waiting = list(model.__subclasses__())
    while waiting:
        cls = waiting.pop()
        waiting += cls.__subclasses__()
        if cls.__module__.startswith(f"{name}.models."):
            try:
                warm([cls], writer)
            except Exception as error:
                yield f"codec of {cls.__module__}.{cls.__qualname__}: {type(error).__name__}: {error}"
    for module in [m for key, m in sys.modules.items() if key.startswith(f"{name}.models.")]:
        for attribute, value in list(vars(module).items()):
            if attribute.endswith("_codec") and callable(value) and getattr(value, "__module__", "") == module.__name__:
                try:
                    warm([value], writer)
                except Exception as error:
                    yield f"{module.__name__}.{attribute}: {type(error).__name__}: {error}"


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        for line in problems(argument):
            print(line)
