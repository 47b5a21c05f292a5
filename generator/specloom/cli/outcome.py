"""What a run did, told from its record: after the run, or once more when it would do the same."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from specloom.terminal import say, say_json

if TYPE_CHECKING:
    from specloom.cli.console import Format


def tell(
    record: Mapping[str, Any],
    form: Format,
    *,
    quiet: bool,
    notes: bool,
    started: float,
    diff: str = "",
    unchanged: bool = False,
) -> int:
    """Prints the outcome of a run, of this one or (`unchanged`) of the one before that it would repeat. Returns the
    exit code."""
    if record["diagnostics"]:
        from specloom.cli import console  # with click and the listings: most runs that changed nothing have no findings
        from specloom.listing import Located

        console.report([Located.read(found) for found in record["diagnostics"]], form, quiet=quiet, notes=notes)
    if diff and form != "json":
        say(diff.rstrip("\n"))
    if form == "json":
        say_json({**record, "unchanged": unchanged, "diff": diff})
    elif not quiet:
        for line in _lines(record, unchanged):
            say(line)
        if record["status"] != "failed":
            say(f"{record['summary']} in {time.perf_counter() - started:.2f} s")
    code: int = record["exit_code"]
    return code


def _lines(record: Mapping[str, Any], unchanged: bool) -> list[str]:
    lines: list[str] = []
    for output in record["outputs"]:
        folder = _short(output["output"])
        if record["status"] == "out-of-date":
            counts = [
                f"{len(output[k])} to be {k}" for k in ("created", "updated", "deleted", "protected") if output[k]
            ]
            lines.append(f"{folder}: out of date ({', '.join(counts) or 'its manifest differs'})")
        elif unchanged or not (output["created"] or output["updated"] or output["deleted"]):
            lines.append(f"{folder}: {output['files']} files, up to date")
        else:
            counts = [f"{len(output[kind])} {kind}" for kind in ("created", "updated", "deleted") if output[kind]]
            lines.append(f"{folder}: {output['files']} files, {', '.join(counts)}")
        lines += [f"{folder}/{path}: no longer generated, kept because it was edited" for path in output["released"]]
    return lines


def _short(folder: str) -> str:
    try:
        return str(Path(folder).resolve().relative_to(Path.cwd()))
    except ValueError:
        return folder
