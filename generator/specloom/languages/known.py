"""The languages that packs can be written in, by the names that `target.toml` uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import entry_points
from typing import cast

from specloom.languages.go.language import go
from specloom.languages.language import Language
from specloom.languages.python.language import Python
from specloom.languages.typescript.language import typescript

GROUP = "specloom.languages"
"""Entry points of other packages: name → a function like those of `BUILT_IN`."""

Options = Mapping[str, str | bool | int]
Make = Callable[[Mapping[str, str], Options], Language]
"""Makes a language from the types that a pack and a configuration put over its table of scalars (`kind:format` → how
the language writes it) and from the options of the pack. Raises `ValueError` for what it does not understand."""


def _python(types: Mapping[str, str], options: Options) -> Language:
    return Python().with_types(types)


BUILT_IN: dict[str, Make] = {"go": go, "python": _python, "typescript": typescript}


def language_of(name: str, types: Mapping[str, str], options: Options) -> Language:
    """The language called `name`. Raises `LookupError` when there is none, `ValueError` for a type or an option that it
    does not understand."""
    make = BUILT_IN.get(name)
    if make is None:
        found = next(iter(entry_points(group=GROUP, name=name)), None)
        if found is None:
            raise LookupError(f"there is no language {name!r}; there are: {', '.join(sorted(known()))}")
        make = cast("Make", found.load())
    return make(types, options)


def known() -> frozenset[str]:
    """The names of all languages."""
    return frozenset(BUILT_IN) | frozenset(point.name for point in entry_points(group=GROUP))
