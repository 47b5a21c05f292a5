"""Loading everything before the first call, where a pause during it would hurt."""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages

from .codecs import warm
from .encoding import Writer
from .models import Model

__all__ = ["load_package"]

_NOT_NEEDED = (
    "testing",
    "httpx_transport",
    "http_client_transport",
    "http_client_pool",
)
"""Modules of the runtime that no call needs, or only the transport that was chosen."""

_STANDARD = (
    "decimal",
    "email.utils",
    "encodings.idna",
    "http",
    "mimetypes",
    "random",
    "urllib.parse",
    "uuid",
    "xml.etree.ElementTree",
)
"""What the runtime, and a connection to a host by name, import where it is first
needed."""


def load_package(package: str, writer: Writer) -> None:
    """Import the modules of `package`, those of the runtime included, and compile the codecs of its models: their
    readers, and their writers for requests."""
    for name in _STANDARD:
        import_module(name)
    module = import_module(package)
    skipped = {f"{package}.testing"}
    skipped.update(f"{package}._runtime.{name}" for name in _NOT_NEEDED)
    for found in walk_packages(module.__path__, f"{package}."):
        if found.name not in skipped:
            import_module(found.name)
    warm(_subclasses(Model, package), writer)


def _subclasses(cls: type[Model], package: str) -> list[type[Model]]:
    found: list[type[Model]] = []
    for each in cls.__subclasses__():
        if each.__module__.startswith(f"{package}."):
            found += [each, *_subclasses(each, package)]
    return found
