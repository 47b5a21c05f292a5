"""Diagnostics with line, column and the line itself, computed only for those that are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from specloom.diagnostics import Diagnostic
from specloom.ir.names import ROOT, Origin
from specloom.quick import dataclass

if TYPE_CHECKING:
    from specloom.source.locate import Locator


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A diagnostic as it is printed. `line` and `column` count from 1; 0 where the text is not at hand."""

    severity: str
    code: str
    message: str
    hint: str
    file: str
    pointer: str
    line: int = 0
    column: int = 0
    excerpt: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """`spec.yaml:120:7`, as editors and CI logs link it."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    def record(self) -> Mapping[str, Any]:
        """As plain data."""
        return asdict(self)

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> Located:
        """From plain data."""
        values: dict[str, Any] = {**record, "excerpt": tuple(record["excerpt"])}
        return cls(**values)


Texts = Callable[[str], tuple[str, bytes] | None]
"""For the id of a document, the name to show and its bytes; None for one that is not at hand."""


def plain(diagnostics: Iterable[Diagnostic]) -> tuple[Located, ...]:
    """Diagnostics that end a run before a document is at hand: those in configuration files have a place, others
    none."""
    places = Places(lambda document: None)
    return tuple(places.located(d) if d.origin != ROOT else _located(d) for d in diagnostics)


@dataclass(frozen=True, slots=True)
class Places:
    """Finds places in documents; each document is read again once, when the first place in it is asked for."""

    texts: Texts
    _locators: dict[str, Locator] = field(default_factory=dict[str, "Locator"])

    def located(self, diagnostic: Diagnostic) -> Located:
        """A diagnostic with its place, as far as there is one."""
        if diagnostic.spot is not None:
            return _located(diagnostic)
        origin = diagnostic.origin
        found = self.texts(origin.document) or _config(origin.document)
        if found is None:
            return _located(diagnostic, file=origin.document)
        name, text = found
        line, column = self._position(origin, name, text)
        excerpt = self._locator(origin.document, text).listing(line, column).split("\n") if origin.pointer else ()
        return _located(diagnostic, file=name, line=line, column=column, excerpt=tuple(excerpt))

    def place(self, origin: Origin) -> str:
        """The place of an element: `spec.yaml:120:7`; the name of the document alone when its text is not at hand."""
        found = self.texts(origin.document)
        if found is None:
            return origin.document
        line, column = self._position(origin, *found)
        return f"{found[0]}:{line}:{column}"

    def _position(self, origin: Origin, name: str, text: bytes) -> tuple[int, int]:
        if name.endswith(".toml"):
            from specloom.toml_places import find

            return find(text.decode(errors="replace"), origin.pointer)
        return self._locator(origin.document, text).position(origin.pointer)

    def _locator(self, document: str, text: bytes) -> Locator:
        from specloom.source.locate import Locator  # only a listing pays for PyYAML

        if document not in self._locators:
            self._locators[document] = Locator(text)
        return self._locators[document]


def _located(
    diagnostic: Diagnostic, *, file: str = "", line: int = 0, column: int = 0, excerpt: tuple[str, ...] = ()
) -> Located:
    spot = diagnostic.spot
    if spot is not None:
        file, line, column, excerpt = spot.file, spot.line, spot.column, tuple(filter(None, spot.excerpt.split("\n")))
    return Located(
        severity=diagnostic.severity.value,
        code=diagnostic.code,
        message=diagnostic.message,
        hint=diagnostic.hint,
        file=file,
        pointer=diagnostic.origin.pointer,
        line=line,
        column=column,
        excerpt=excerpt,
    )


def _config(document: str) -> tuple[str, bytes] | None:
    if not document.endswith(".toml"):
        return None
    try:
        return document, Path(document).read_bytes()
    except OSError:
        return None
