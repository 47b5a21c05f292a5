"""One document with one number: emitted with hostile texts, examined, and, with an even number, compared with what
harmless texts give.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from specloom.diagnostics import SpecloomError
from specloom.source.load import parse
from specloom.source.options import Limits

from ..document import Make
from ..emitting import PACKS, emit
from ..marks import HARMLESS, HOSTILE, twin
from ..proofs import differences, examine, leaks, unseen
from .poison import poisoned
from .texts import Hostile, drawn, has_twin

_pool = lru_cache(maxsize=2)(drawn)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a document: how many texts were replaced, how many bytes were examined, and what is wrong.

    `texts` are a few whose replacement alone gives a finding; none when the document itself does.
    """

    document: str
    number: int
    replaced: int
    examined: int
    findings: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


def read(path: Path) -> Any:
    """The data of a document."""
    return parse(path.read_bytes(), name=path.name, limits=Limits()).data


def try_one(name: str, document: Any, number: int, packs: tuple[str, ...] = PACKS, *, reduce: bool = True) -> Outcome:
    """The document with the hostile texts of a number. With `reduce`, what is wrong is told with few texts."""
    trial = _Trial(document, number, packs)
    findings = tuple(trial.findings())
    texts: frozenset[str] = frozenset()
    if findings and reduce:
        texts, findings = trial.reduced(frozenset(trial.replaced), findings)
    return Outcome(
        document=name,
        number=number,
        replaced=len(trial.replaced),
        examined=trial.examined,
        findings=findings,
        texts=tuple(sorted(texts)),
    )


class _Trial:
    def __init__(self, document: Any, number: int, packs: tuple[str, ...]) -> None:
        self._document, self._number, self._packs = document, number, packs
        self.replaced: set[str] = set()
        self.examined = 0

    def findings(self, only: frozenset[str] | None = None) -> Iterator[str]:
        """What is wrong with what the packs emit, when `only` these texts are replaced."""
        ours = self._emitted(str, only)
        theirs = self._emitted(twin, only) if has_twin(self._number) else None
        if isinstance(ours, str) or isinstance(theirs, str):
            if ours != theirs and theirs is not None:
                yield f"one is refused: {ours if isinstance(ours, str) else theirs}"
            return
        for pack in self._packs:
            self.examined += sum(map(len, ours[pack].values()))
            try:
                found = examine(ours[pack], HOSTILE)
                yield from (f"{pack}: {leak}" for leak in (*leaks(found), *unseen(ours[pack])))
                if theirs is not None:
                    yield from (f"{pack}: {one}" for one in differences(found, examine(theirs[pack], HARMLESS)))
            except (AssertionError, SyntaxError) as error:
                yield f"{pack}: {type(error).__name__}: {str(error)[:2_000]}"

    def reduced(self, texts: frozenset[str], findings: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
        """As few of the texts as can be found soon that still give a finding."""
        if found := tuple(self.findings(frozenset())):
            return frozenset(), found
        parts = 2
        for _ in range(60):
            ordered = sorted(texts)
            size = -(-len(ordered) // parts)
            groups = [frozenset(ordered[start : start + size]) for start in range(0, len(ordered), size)]
            for group in (*groups, *(texts - one for one in groups)):
                found = tuple(self.findings(group)) if 0 < len(group) < len(texts) else ()
                if found:
                    texts, findings, parts = group, found, 2
                    break
            else:
                if parts >= len(texts):
                    break
                parts = min(parts * 2, len(texts))
        return texts, findings

    def _emitted(self, make: Make, only: frozenset[str] | None) -> dict[str, dict[str, bytes]] | str:
        hostile = Hostile(self._number, _pool(self._number), make, only)
        document = poisoned(self._document, hostile)
        self.replaced |= hostile.replaced
        try:
            return {pack: dict(files) for pack, files in emit(document, self._packs).packs.items()}
        except SpecloomError as error:
            return error.diagnostics[0].code
