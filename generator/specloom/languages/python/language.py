"""Python as a target language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from specloom.ir.types import ScalarKind
from specloom.languages.code import Code
from specloom.languages.language import NOTICE
from specloom.languages.letters import words_of
from specloom.languages.python import names
from specloom.languages.python import text as texts
from specloom.languages.python.scalars import SCALARS, PythonScalar, parse_scalar, scalar_of
from specloom.languages.scope import Case, Scope
from specloom.quick import dataclass

__all__ = ["Python"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Python:
    """The `Language` for Python 3.11 and newer. `scalars` is the table of `scalars`."""

    scalars: Mapping[str, PythonScalar] = field(default_factory=lambda: SCALARS)

    @property
    def name(self) -> str:
        """`python`."""
        return "python"

    @property
    def source_suffix(self) -> str:
        """`.py`."""
        return ".py"

    @property
    def notice(self) -> str:
        """The sentence of the generator."""
        return NOTICE

    @property
    def comment_mark(self) -> str:
        """`#`."""
        return "#"

    def with_types(self, entries: Mapping[str, str]) -> Python:
        """The language with entries (`kind:format` → `dt.datetime, import datetime as dt`) put over its table.

        Raises `ValueError` for an entry that `parse_scalar` does not understand or whose kind is none of JSON's.
        """
        unknown = [key for key in entries if key.partition(":")[0] not in SCALARS]
        if unknown:
            raise ValueError(f"{unknown[0]!r} begins with no scalar type of JSON Schema")
        return Python(scalars={**self.scalars, **{key: parse_scalar(text) for key, text in entries.items()}})

    def spell(self, words: Sequence[str], case: Case) -> str:
        """See `names.spell`."""
        return names.spell(words, case)

    def escape(self, identifier: str, case: Case) -> str:
        """A trailing underscore."""
        return names.escape(identifier, case)

    def is_identifier(self, text: str) -> bool:
        """See `names.is_identifier`."""
        return names.is_identifier(text)

    def scope(self, owned: Iterable[str] = (), *, files: bool = False) -> Scope:
        """A scope without keywords and `owned`; for files also without device names, and without regard to case."""
        reserved = words_of("python") | frozenset(owned)
        if files:
            return Scope(self, reserved | words_of("python_modules"), fold_case=True)
        return Scope(self, reserved)

    def scalar(self, kind: ScalarKind, form: str) -> PythonScalar:
        """The type of a scalar (not of null) of this kind and format."""
        return scalar_of(kind, form, self.scalars)

    def string(self, text: str) -> Code:
        """A string literal whose value is exactly `text`."""
        return texts.string(text)

    def comment(self, text: str, indent: int = 0) -> Code:
        """Comment lines that `text` cannot leave, and that are no pragma."""
        return texts.comment(text, indent)

    def docstring(self, text: str, indent: int) -> Code:
        """CommonMark as a docstring."""
        return texts.docstring(text, indent)

    def module_path(self, package: Iterable[str], module: str) -> str:
        """`a/b/module.py`."""
        return "/".join([*package, f"{module}.py"])
