"""What makes a run quick: frozen dataclasses that are cheap to create, and no cycle collector meanwhile.

A frozen dataclass cannot assign to itself, so the `__init__` that the standard library writes for it goes through
`object.__setattr__` for every field, which takes about four times as long as plain assignment. The model of a large
document is half a million such records: that was a quarter of the time to build it.
"""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar

T = TypeVar("T")


def quick(record: type[T]) -> type[T]:
    """Decorates a frozen dataclass with slots and without base classes: the same class, with a faster `__init__`.

    While it is filled, the new object belongs to a class with the same slots that nothing guards. It is frozen when
    anybody else sees it.
    """
    described: tuple[Field[Any], ...] = fields(record)  # type: ignore[arg-type]  # checked by `fields`
    unguarded = type(record.__name__, (), {"__slots__": tuple(field.name for field in described)})
    known: dict[str, Any] = {"become": object.__setattr__, "unguarded": unguarded, "record": record, "MISSING": MISSING}
    parameters: list[str] = []
    body = ["become(self, '__class__', unguarded)"]
    for number, field in enumerate(described):
        if field.kw_only and "*" not in parameters:
            parameters.append("*")
        value = field.name
        if field.default_factory is not MISSING:
            known[f"factory_{number}"] = field.default_factory
            parameters.append(f"{field.name}=MISSING")
            value = f"factory_{number}() if {field.name} is MISSING else {field.name}"
        elif field.default is not MISSING:
            known[f"default_{number}"] = field.default
            parameters.append(f"{field.name}=default_{number}")
        else:
            parameters.append(field.name)
        body.append(f"self.{field.name} = {value}")
    body.append("self.__class__ = record")
    exec(f"def __init__(self, {', '.join(parameters)}):\n    " + "\n    ".join(body), known)
    type.__setattr__(record, "__init__", known["__init__"])
    return record


@contextmanager
def uncollected() -> Generator[None, None, None]:
    """No cycle collection inside: reading and building makes millions of objects that stay and next to no garbage.

    The collector would look at all of them again and again, which takes a fifth of the time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
