"""`specloom packs`: what can be generated."""

from __future__ import annotations

import click

from specloom import pipeline
from specloom.terminal import say, say_json


@click.command("packs")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="For people, or for programs."
)
def command(form: str) -> int:
    """List what can be generated: packs, their languages and their options.

    Packs are the built-in ones and those of installed packages that have an entry point in the group specloom.packs.
    Options go into [targets.PACK.options] of specloom.toml. A folder with a target.toml is used with --pack DIR.
    """
    found = pipeline.packs()
    if form == "json":
        say_json(
            {
                "format": 1,
                "packs": [
                    {"name": t.name, "language": t.language, "summary": t.summary, "options": dict(t.options)}
                    for t in found
                ],
            }
        )
        return 0
    for target in found:
        say(f"{target.name}  ({target.language})\n    {target.summary}")
        for name, default in target.options.items():
            say(f"    {name} = {default!r}")
    say("\nOptions go into specloom.toml, below [targets.PACK]: options = { name = value }")
    return 0
