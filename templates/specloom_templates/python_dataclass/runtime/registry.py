"""From descriptions to functions: each type is compiled once, on first use, by any thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeAlias

from .types import Codec, Nullable, Type

Convert: TypeAlias = Callable[[Any], Any]


def resolve(type_: Type) -> Codec | type[Any]:
    """The type behind lazy references."""
    while not isinstance(type_, Codec | type):
        type_ = type_()
    return type_


def bare(type_: Type) -> Codec | type[Any]:
    """The type behind lazy references, without its null."""
    target = resolve(type_)
    return resolve(target.item) if isinstance(target, Nullable) else target


class Registry:
    """Functions by type. A subclass says how one is built; types may refer to each other in circles."""

    __slots__ = ("_done", "_lock", "_started")

    def __init__(self) -> None:
        self._done: dict[Type, Convert] = {}
        self._started: dict[Codec | type[Any], Convert] = {}
        self._lock = threading.RLock()

    def get(self, type_: Type) -> Convert:
        """The function for `type_`, which is compiled if it is not yet."""
        found = self._done.get(type_)
        if found is None:
            # Kept under a lazy reference as well: those live as long as what holds them.
            found = self._done[type_] = self._make(resolve(type_))
        return found

    def later(self, type_: Type) -> Convert:
        """A function that compiles `type_` when it is first called."""
        found: Convert | None = None

        def convert(value: Any) -> Any:
            nonlocal found
            if found is None:
                found = self.get(type_)
            return found(value)

        return convert

    def build(self, type_: Codec | type[Any]) -> Convert:
        """The function for a type that is met for the first time."""
        raise NotImplementedError

    def _make(self, target: Codec | type[Any]) -> Convert:
        with self._lock:
            found = self._done.get(target) or self._started.get(target)
            if found is None:
                # A type that refers to itself meets this stand-in; it is called only after the type is done.
                self._started[target] = self.later(target)
                try:
                    found = self._done[target] = self.build(target)
                finally:
                    del self._started[target]
            return found


def same(value: Any) -> Any:
    """The function of types whose Python value is the JSON value."""
    return value
