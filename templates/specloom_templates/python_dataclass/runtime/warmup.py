"""Loading everything before the first call, where a pause during it would hurt."""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages

from .codecs import warm
from .models import Model

__all__ = ["load_package"]


def load_package(package: str) -> None:
    """Import the emitted modules of `package` and compile the codecs of its models."""
    module = import_module(package)
    for found in walk_packages(module.__path__, f"{package}."):
        if not found.name.startswith((f"{package}._runtime", f"{package}.testing")):
            import_module(found.name)
    warm(_subclasses(Model, package))


def _subclasses(cls: type[Model], package: str) -> list[type[Model]]:
    found: list[type[Model]] = []
    for each in cls.__subclasses__():
        if each.__module__.startswith(f"{package}."):
            found += [each, *_subclasses(each, package)]
    return found
