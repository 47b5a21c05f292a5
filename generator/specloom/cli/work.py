"""A run that has something to do: all stages, and the record of what they did."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from specloom import pipeline
from specloom.cli.choose import config_for_output
from specloom.cli.options import Request
from specloom.cli.progress import progress_for
from specloom.config import FILE_NAME
from specloom.generated import Output
from specloom.output import Changes
from specloom.quick import dataclass, uncollected
from specloom.render.packs import Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run did: the record (format 1) that `--format json` prints, and what a stamp of it needs.

    `inputs` are the files of the document with their hashes, None when the run read something that cannot be looked at
    again (standard input, a URL); `others` are further files that it read, or would have read if they had been there.
    """

    record: Mapping[str, Any]
    diff: str
    inputs: Mapping[Path, str] | None
    others: tuple[Path, ...]
    folders: tuple[Path, ...]
    roots: tuple[Path, ...]


@uncollected()
def work(request: Request, *, force: bool, check: bool) -> Outcome:
    """Generates and writes, or with `check` compares. Raises `SpecloomError`; findings of the document are in the
    record."""
    config = config_for_output(request)
    progress = progress_for(quiet=request.quiet)
    generated = pipeline.run(config, progress=progress, cache=request.cache, jobs=os.cpu_count() or 1)
    diff = ""
    changes: tuple[Changes, ...] = ()
    lock = config.lock_path
    if generated.failed:
        status, code = "failed", generated.exit_code
    elif check:
        changes = generated.compare()
        diff = generated.diff(changes)
        stale = diff != "" or any(change.any for change in changes)
        status, code = ("out-of-date", 1) if stale else ("ok", 0)
    else:
        with progress("write") as note:
            changes = generated.write(force=force)
            written = sum(len(change.created) + len(change.updated) for change in changes)
            note(f"{written} written, {sum(len(change.deleted) for change in changes)} deleted")
        status, code = "ok", 0
    record = {
        "format": 1,
        "status": status,
        "exit_code": code,
        "summary": generated.coverage.summary,
        "coverage": generated.coverage.record(),
        "outputs": [_output(output, change) for output, change in zip(generated.outputs, changes, strict=False)],
        "diagnostics": [found.record() for found in generated.findings(notes=request.wants_notes)],
    }
    return Outcome(
        record=record,
        diff=diff,
        inputs=generated.inputs,
        others=(*config.overlays, *_config_places(request), *((lock,) if lock else ())),
        folders=tuple(folder for output in generated.outputs for folder in _folders(output.pack)),
        roots=tuple(output.root for output in generated.outputs),
    )


def _output(output: Output, changes: Changes) -> Mapping[str, Any]:
    return {
        "pack": output.target.pack,
        "output": str(output.root),
        "files": len(output.files),
        "created": list(changes.created),
        "updated": list(changes.updated),
        "deleted": list(changes.deleted),
        "protected": list(changes.protected),
        "released": list(changes.released),
    }


def _folders(pack: Pack) -> tuple[Path, ...]:
    return (*pack.folders, *((pack.overrides,) if pack.overrides else ()))


def _config_places(request: Request) -> tuple[Path, ...]:
    """Files that decide which configuration is used, whether they exist or not."""
    if request.config_path:
        return (request.config_path,)
    return () if request.spec else (Path(FILE_NAME), Path("pyproject.toml"))
