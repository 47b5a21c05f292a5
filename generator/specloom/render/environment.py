"""The one Jinja environment: it prints `Code` and numbers, and raises for everything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    Undefined,
    nodes,
)
from markupsafe import Markup

from specloom.languages.code import Code, indented
from specloom.lower.view_types import view_types
from specloom.render import lint

PACK_PREFIX = "pack"
"""`{% extends "pack/model.py.jinja" %}`: the pack's own template, from one of the same name that replaces it."""
BASE_PREFIX = "base"
"""The same in a pack that extends another: the template of that other pack."""


def environment(
    folders: Sequence[Path], overrides: Path | None = None, cache: Path | None = None, *, language: str = "python"
) -> Environment:
    """The environment for the templates of `folders`, a pack's own first, with those of `overrides` in front.

    Every template is checked by `lint` when it is compiled, against the views of `language`. `cache` is an existing
    folder for compiled templates, private to the user and to this version of the generator; templates are looked up in
    it by their content.
    """
    result = _Environment(
        loader=_loader(folders, overrides),
        autoescape=True,
        finalize=guard,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=_bytecode(cache),
    )
    result.views = view_types(language)
    result.globals.clear()
    filters: dict[str, Any] = result.filters
    filters.clear()
    filters.update(FILTERS)
    return result


def guard(value: object) -> object:
    """`value` when it may be printed: code, the output of macros and blocks, a number. Raises `TypeError` for all else.

    An undefined value raises its own `UndefinedError`, which names it.
    """
    if isinstance(value, Markup) or type(value) is int:
        return value
    if isinstance(value, Undefined):
        str(value)
    raise TypeError(f"a template printed a raw {type(value).__name__}; it prints code that a language made")


def indent(value: object, width: int = 4, first: bool = False) -> Code:
    """The filter `indent`: see `code.indented`."""
    return indented(Code(str(guard(value))), width, first)


def join(values: object, separator: str = "") -> Code:
    """The filter `join`: items, each of them guarded, with a constant of the template between them."""
    if not isinstance(values, tuple | list):
        raise TypeError(f"join takes a tuple, not a {type(values).__name__}")
    return Code(separator).join(guard(item) for item in cast("tuple[object, ...]", values))


def first(values: tuple[object, ...]) -> object:
    """The filter `first`; raises `IndexError` for an empty tuple."""
    return values[0]


def last(values: tuple[object, ...]) -> object:
    """The filter `last`; raises `IndexError` for an empty tuple."""
    return values[-1]


FILTERS = {"indent": indent, "join": join, "length": len, "first": first, "last": last}
"""All filters that templates have."""


class _Environment(Environment):
    """Jinja's environment with the check of templates built into its parser."""

    views: Mapping[str, type] = {}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        lint.check(tree, source, name, self.views)
        return tree


def _loader(folders: Sequence[Path], overrides: Path | None) -> BaseLoader:
    own, base = FileSystemLoader(folders), FileSystemLoader(folders[1:])
    in_front = [] if overrides is None else [FileSystemLoader(overrides)]
    return ChoiceLoader([*in_front, own, PrefixLoader({PACK_PREFIX: own, BASE_PREFIX: base})])


def _bytecode(cache: Path | None) -> BytecodeCache | None:
    return None if cache is None else FileSystemBytecodeCache(str(cache), "%s.bin")
