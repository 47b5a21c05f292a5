"""The formatter for files whose layout is not known to be final: black, in parallel, skipped for content that it left
alone before.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from specloom.diagnostics import Diagnostic, Severity, SpecloomError
from specloom.ir.names import Origin
from specloom.quick import dataclass
from specloom.render.emit import File

_WORTH_A_POOL = 400_000
"""Bytes below which starting processes takes longer than formatting here."""

_REMEMBERED = 20_000
"""Digests that are kept; about 1.3 MB."""


def format_files(files: Sequence[File], *, jobs: int = 1, cache: Path | None = None) -> tuple[File, ...]:
    """The files in their order, Python ones that are not `stable` laid out by black (its defaults, target 3.11).

    `cache` is a folder that remembers, by hash, which contents black leaves as they are. With `jobs` above 1 that many
    processes are started, so the caller's main module must be safe to import. Raises `SpecloomError` (`invalid-output`)
    for files that are no Python, which is the fault of a template.
    """
    waiting = [file for file in files if not file.stable and file.path.endswith(".py")]
    if not waiting:
        return tuple(files)
    known = _Known.read(cache)
    results = _all([file for file in waiting if _digest(file.data) not in known.digests], jobs)
    failed = [_diagnostic(path, error) for path, _, error in results if error]
    if failed:
        raise SpecloomError(*failed, exit_code=2)
    done = {path: data for path, data, _ in results}
    known.keep(done.values())
    return tuple(replace(file, data=done.get(file.path, file.data), stable=True) for file in files)


def black_text(text: str) -> str:
    """`text` as black lays it out. Raises `ValueError` with black's message when it is no Python."""
    # Imported late: a run whose files are all laid out already never needs it, and it takes 0.1 s.
    from black import format_str
    from black.mode import Mode, TargetVersion
    from black.parsing import InvalidInput

    try:
        return format_str(text, mode=Mode(target_versions={TargetVersion.PY311}))
    except InvalidInput as error:
        raise ValueError(str(error)) from None


_Result = tuple[str, bytes, str]
"""Path, formatted content, and what is wrong with it (empty: nothing)."""


def _all(files: Sequence[File], jobs: int) -> list[_Result]:
    workers = min(jobs, len(files))
    if workers < 2 or sum(len(file.data) for file in files) < _WORTH_A_POOL:
        return [_one(file) for file in files]
    # Imported late, too: they take as long as all the work of a small run.
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(_one, files, chunksize=max(1, len(files) // (workers * 8))))


def _one(file: File) -> _Result:
    try:
        return file.path, black_text(file.data.decode()).encode(), ""
    except ValueError as error:
        return file.path, b"", str(error)


def _diagnostic(path: str, error: str) -> Diagnostic:
    return Diagnostic(
        code="invalid-output",
        severity=Severity.ERROR,
        message=f"{path} would be no valid Python: {error}",
        origin=Origin(document=path),
        hint="A template of the pack, or one that overrides it, prints something wrong.",
    )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class _Known:
    """Digests of contents that the installed version of black leaves as they are, and the file that remembers them."""

    path: Path | None
    digests: frozenset[str]

    @staticmethod
    def read(folder: Path | None) -> _Known:
        if folder is None:
            return _Known(None, frozenset())
        path = folder / f"black-{version('black')}.txt"
        try:
            return _Known(path, frozenset(path.read_text("ascii").split()))
        except (OSError, UnicodeDecodeError):
            return _Known(path, frozenset())

    def keep(self, contents: Iterable[bytes]) -> None:
        """Adds contents; readers see the whole file or the old one, and a folder that cannot be written is no error."""
        digests = [_digest(data) for data in contents]
        if self.path is None or self.digests.issuperset(digests):
            return
        recent = [*sorted(self.digests.difference(digests)), *digests][-_REMEMBERED:]
        temporary = self.path.with_suffix(f".{os.getpid()}.tmp")
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text("\n".join(recent), "ascii")
            os.replace(temporary, self.path)
