"""The properties of a model class: its own and its bases', and the names that its annotations use."""

from __future__ import annotations

import builtins
import re
import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from .types import UNSET, FieldSpec, Unset

if TYPE_CHECKING:
    from .models import Model

_TEXTS = re.compile(r"'[^']*'|\"[^\"]*\"")
_NAMES = re.compile(r"(?<![\w.])[^\W\d]\w*")
_SPECS: dict[type[Any], tuple[FieldSpec, ...]] = {}


def _member(module: str, name: str = "") -> Callable[[], Any]:
    return lambda: (
        getattr(import_module(module), name) if name else import_module(module)
    )


_STANDARD: dict[str, Callable[[], Any]] = {
    "Any": _member("typing", "Any"),
    "ClassVar": _member("typing", "ClassVar"),
    "Decimal": _member("decimal", "Decimal"),
    "Literal": _member("typing", "Literal"),
    "Mapping": _member("collections.abc", "Mapping"),
    "Sequence": _member("collections.abc", "Sequence"),
    "UNSET": lambda: UNSET,
    "UUID": _member("uuid", "UUID"),
    "Unset": lambda: Unset,
    "builtins": lambda: builtins,
    "datetime": _member("datetime"),
    "decimal": _member("decimal"),
    "dt": _member("datetime"),
    "uuid": _member("uuid"),
}


def fields_of(cls: type[Model]) -> tuple[FieldSpec, ...]:
    """The properties of `cls`, those of its bases first; its own replace inherited ones of the same name in place."""
    found = _SPECS.get(cls)
    if found is None:
        by_name: dict[str, FieldSpec] = {}
        for base in reversed(cls.__mro__):
            own = base.__dict__.get("_fields")
            if own is not None:
                by_name.update((spec.name, spec) for spec in own.__func__())
        found = _SPECS[cls] = tuple(by_name.values())
        bind_names(cls)
    return found


def bind_names(cls: type[Any]) -> None:
    """Set the names that the annotations of `cls` use in its module, where they stand under `TYPE_CHECKING` only.

    After that `typing.get_type_hints(cls)` works. Names come from a fixed table, else from the package around the
    module, which exports every model, enum and alias.
    """
    from inspect import get_annotations

    for base in cls.__mro__:
        module = sys.modules.get(base.__module__)
        if module is None:
            continue
        namespace = vars(module)
        for annotation in get_annotations(base).values():
            if isinstance(annotation, str):
                for name in _NAMES.findall(_TEXTS.sub("", annotation)):
                    if name not in namespace and not hasattr(builtins, name):
                        _bind(namespace, name)


def _bind(namespace: dict[str, Any], name: str) -> None:
    standard = _STANDARD.get(name)
    if standard is not None:
        namespace[name] = standard()
        return
    package = sys.modules.get(str(namespace.get("__package__", "")))
    value = getattr(package, name, None)
    if value is not None:
        namespace[name] = value
