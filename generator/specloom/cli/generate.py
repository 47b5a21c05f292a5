"""`specloom generate`: from a document to folders of source, and nothing at all when nothing changed."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from specloom import stamp
from specloom.cache import Cache
from specloom.cli import console
from specloom.cli.options import Request, output_options
from specloom.diagnostics import SpecloomError
from specloom.listing import Located, plain

if TYPE_CHECKING:
    from specloom.cli.work import Outcome


@click.command("generate")
@output_options
@click.option("--force", is_flag=True, help="Overwrite files that were edited by hand or are not specloom's.")
@click.option("--check", is_flag=True, help="Write nothing; the same as `specloom check`.")
def command(request: Request, force: bool, check: bool) -> int:
    """Write the SDKs of a document.

    SPEC is a path, a URL, or - for standard input; without it, ./specloom.toml says what to generate. Only files that
    changed are touched, files that are no longer generated are deleted, and all other files in the folder stay. A run
    in which nothing changed ends at once.

    \b
    Examples
      specloom generate spec.yaml -o out/
      specloom generate --config apis/video.toml --pack python_dataclass
      curl -s https://example.com/openapi.json | specloom generate - -o out/
    """
    return execute(request, force=force, check=check)


def execute(request: Request, *, force: bool = False, check: bool = False) -> int:
    """Generates, or checks, and reports. Returns the exit code."""
    started = time.perf_counter()
    cache = request.cache
    key = stamp.key_of(
        request.spec,
        request.config_path,
        request.output,
        request.pack,
        request.strict,
        request.allow_origins,
        request.allow_folders,
        request.wants_notes,
    )
    try:
        known = None if force else stamp.unchanged(cache, key)
        if known is not None:
            return _tell(request, known, started, unchanged=True)
        from specloom.cli.work import work  # the stages and their libraries

        outcome = work(request, force=force, check=check)
    except SpecloomError as error:
        record: dict[str, Any] = {"format": 1, "status": "failed", "exit_code": error.exit_code, "outputs": []}
        return _tell(
            request, {**record, "diagnostics": [found.record() for found in plain(error.diagnostics)]}, started
        )
    _remember(cache, key, outcome)
    return _tell(request, outcome.record, started, outcome.diff)


def _remember(cache: Cache, key: str, outcome: Outcome) -> None:
    if outcome.record["exit_code"] == 0 and outcome.inputs is not None:
        taken = stamp.take(outcome.inputs, outcome.others, outcome.folders, outcome.roots, outcome.record)
        stamp.save(cache, key, taken)


def _tell(
    request: Request, record: Mapping[str, Any], started: float, diff: str = "", *, unchanged: bool = False
) -> int:
    """Prints the outcome of a run, of this one or of the one before that it would repeat."""
    findings = [Located.read(found) for found in record["diagnostics"]]
    console.report(findings, request.form, quiet=request.quiet, notes=request.verbose)
    if diff and request.form != "json":
        console.say(diff.rstrip("\n"))
    if request.form == "json":
        console.summary({**record, "unchanged": unchanged, "diff": diff})
    elif not request.quiet:
        for line in _lines(record, unchanged):
            console.say(line)
        if record["status"] != "failed":
            console.say(f"{record['summary']} in {time.perf_counter() - started:.2f} s")
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
