"""The group of commands, and the one place where errors become messages and exit codes."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from importlib import import_module

import click

import specloom
from specloom.cli.console import complain
from specloom.diagnostics import SpecloomError

EXIT_BUG = 70
_EPILOG = """\b
Exit codes
  0  done, or nothing to do
  1  the output is out of date (check), or holds files that were edited by hand
  2  the command line or the configuration is wrong
  3  the document has errors

\b
Examples
  specloom generate spec.yaml -o out/      a Python SDK, without any configuration
  specloom init spec.yaml                  write a commented specloom.toml to start from
  specloom generate                        regenerate what ./specloom.toml describes
  specloom check                           in CI: is the committed SDK up to date?
  specloom explain rooms.create            where a method comes from, and how to rename it
"""
_COMMANDS = {
    "generate": "Write the SDKs of a document.",
    "check": "Fail, with a diff, when the output is out of date.",
    "validate": "Report what is wrong or unusual in a document.",
    "ir": "Print the intermediate model as JSON.",
    "packs": "List what can be generated.",
    "pack": "Make a pack, replace templates of one.",
    "explain": "Document a diagnostic, an operation or a model.",
    "init": "Write a commented specloom.toml for a document.",
}


class LazyGroup(click.Group):
    """A group that imports the module of a command when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which a user meets them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name."""
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"specloom.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands in `--help`, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(specloom.__version__, prog_name="specloom", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Print a traceback when specloom itself fails.")
def group(debug: bool) -> None:
    """Reads an OpenAPI document (2.0 to 3.2, YAML or JSON) and writes client SDKs.

    SPEC is a path, a URL, or - for standard input. Without SPEC, ./specloom.toml (or [tool.specloom] in
    ./pyproject.toml) says what to generate; with SPEC, a configuration is used only when --config names it.
    """


def dispatch(arguments: Sequence[str]) -> int:
    """Runs a command and returns its exit code; `cli.run` says the rest."""
    gc.set_threshold(50_000, 20, 50)  # a run makes millions of small objects that live until it ends
    try:
        result: object = group.main(list(arguments), prog_name="specloom", standalone_mode=False, obj=tuple(arguments))
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        click.echo("specloom: interrupted; the output is as it was", err=True)
        return 130
    except SpecloomError as error:
        complain(error.diagnostics)
        return error.exit_code
    except BrokenPipeError:
        raise
    except Exception as error:
        if "--debug" in arguments:
            raise
        detail = f"{type(error).__name__}: {error}".replace("\n", " ")[:300]
        click.echo(
            f"specloom: internal error: {detail}\n"
            "This is a bug in specloom, not in your document. Please report it, with the document if you can;\n"
            "`specloom --debug COMMAND ...` prints the traceback to send along.",
            err=True,
        )
        return EXIT_BUG
    return result if isinstance(result, int) else 0
