"""`specloom check`: is what is on disk what would be generated?"""

from __future__ import annotations

import click

from specloom.cli.generate import execute
from specloom.cli.options import Request, output_options


@click.command("check")
@output_options
def command(request: Request) -> int:
    """Fail, with a diff, when the output is out of date.

    Generates in memory and compares. Exit code 0 when every file is what would be written, 1 with a unified diff when
    not: out of date, edited by hand, missing, or no longer generated. Nothing is written.

    \b
    Examples
      specloom check
      specloom check spec.yaml -o out/ --format github
    """
    return execute(request, check=True)
