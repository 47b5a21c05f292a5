"""`specloom validate`: what is wrong or unusual in a document, without generating anything."""

from __future__ import annotations

from typing import Any

import click

from specloom import pipeline
from specloom.cli import console
from specloom.cli.choose import config_for
from specloom.cli.options import Request, document_options
from specloom.cli.progress import progress_for
from specloom.diagnostics import SpecloomError
from specloom.listing import plain
from specloom.terminal import say, say_json


@click.command("validate")
@document_options
@click.option("--full", is_flag=True, help="Ask openapi-spec-validator, too: slow for large documents.")
def command(request: Request, full: bool) -> int:
    """Report what is wrong or unusual in a document.

    Validates it against the OpenAPI specification, follows every reference, and builds the model as `generate` does, so
    that everything that would be degraded or left out is reported, too. Exit code 3 when there are errors; with
    --strict, when there is any finding.

    \b
    Examples
      specloom validate spec.yaml
      specloom validate spec.yaml --strict --format github
    """
    try:
        built = pipeline.build_model(config_for(request), progress=progress_for(quiet=request.quiet), full=full)
        findings, code = built.findings(), built.exit_code
        summary = built.coverage.summary
        coverage = built.coverage.record()
    except SpecloomError as error:
        findings, code, summary, coverage = plain(error.diagnostics), error.exit_code, "", {}
    console.report(findings, request.form, quiet=request.quiet, notes=request.verbose)
    counts = {kind: sum(found.severity == kind for found in findings) for kind in ("error", "warning", "note")}
    if request.form == "json":
        record: dict[str, Any] = {
            "format": 1,
            "status": "failed" if code else "ok",
            "exit_code": code,
            "coverage": coverage,
        }
        say_json({**record, "diagnostics": [found.record() for found in findings]})
    elif not request.quiet:
        totals = ", ".join(f"{count} {kind}{'' if count == 1 else 's'}" for kind, count in counts.items())
        say(f"{summary}; {totals}" if summary else totals)
    return code
