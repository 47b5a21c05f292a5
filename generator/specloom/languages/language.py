"""What a target language offers to lowering: the one interface that a new language implements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from specloom.languages.code import Code
from specloom.languages.scope import Scope, Spelling


class Language(Spelling, Protocol):
    """A target language. All methods are pure; all results are valid in the language whatever text comes in."""

    @property
    def name(self) -> str:
        """`python`, `typescript`, …: what `target.toml` calls it."""
        ...

    @property
    def comment_mark(self) -> str:
        """What begins a comment to the end of the line."""
        ...

    def scope(self, owned: Iterable[str] = (), *, files: bool = False) -> Scope:
        """A fresh scope without the language's reserved words and `owned`; `files`: names become files or folders."""
        ...

    def string(self, text: str) -> Code:
        """A string literal whose value is exactly `text`."""
        ...

    def comment(self, text: str, indent: int = 0) -> Code:
        """Comment lines that `text` cannot leave."""
        ...

    def docstring(self, text: str, indent: int) -> Code:
        """CommonMark as documentation of what it stands at."""
        ...

    def module_path(self, package: Iterable[str], module: str) -> str:
        """The path, below the package's folder, of a module's file, from claimed names."""
        ...
