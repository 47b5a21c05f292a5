"""`specloom generate`: from a document to folders of source, and nothing at all when nothing changed."""

from __future__ import annotations

import time
from typing import Any

import click

from specloom import stamp
from specloom.cli.again import FORCE, key_of
from specloom.cli.options import Request, output_options
from specloom.cli.outcome import tell
from specloom.diagnostics import SpecloomError
from specloom.listing import plain


@click.command("generate")
@output_options
@click.option(FORCE, is_flag=True, help="Overwrite files that were edited by hand or are not specloom's.")
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
    from specloom.cli.work import work  # the stages and their libraries, which --help does without

    started = time.perf_counter()
    report: dict[str, Any] = {"form": request.form, "quiet": request.quiet, "notes": request.verbose}
    try:
        outcome = work(request, force=force, check=check)
    except SpecloomError as error:
        findings = [found.record() for found in plain(error.diagnostics)]
        record = {"format": 1, "status": "failed", "exit_code": error.exit_code, "outputs": [], "diagnostics": findings}
        return tell(record, **report, started=started)
    if outcome.record["exit_code"] == 0 and outcome.inputs is not None:
        stamp.keep(
            request.cache,
            key_of(request.arguments),
            inputs=outcome.inputs,
            others=outcome.others,
            folders=outcome.folders,
            outputs=outcome.roots,
            summary={"record": outcome.record, **report},
        )
    return tell(outcome.record, **report, started=started, diff=outcome.diff)
