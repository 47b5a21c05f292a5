"""`specloom ir`: the intermediate model, to see what was understood."""

from __future__ import annotations

import click

from specloom import pipeline
from specloom.cli import console
from specloom.cli.choose import config_for
from specloom.cli.options import Request, document_options
from specloom.cli.progress import progress_for
from specloom.ir.dump import dump


@click.command("ir")
@document_options
def command(request: Request) -> int:
    """Print the intermediate model as JSON.

    The model is what every pack is generated from: operations, types, names and decisions, in no language. Its format
    has a number and is stable; findings go to standard error.

    \b
    Examples
      specloom ir spec.yaml | jq '.operations | keys'
    """
    built = pipeline.build_model(config_for(request), progress=progress_for(quiet=True))
    console.report(built.findings(notes=request.verbose), "text", quiet=request.quiet, notes=request.verbose)
    if built.failed:
        return built.exit_code
    click.echo(dump(built.api), nl=False)
    return 0
