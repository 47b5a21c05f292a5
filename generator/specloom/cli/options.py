"""The options that several commands share. What they mean for the configuration is in `choose`."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import click

from specloom.cache import Cache, user_cache
from specloom.cli.console import Format
from specloom.quick import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the user asked for on the command line."""

    spec: str
    config_path: Path | None
    output: Path | None = None
    pack: str = ""
    strict: bool = False
    allow_origins: tuple[str, ...] = ()
    allow_folders: tuple[Path, ...] = ()
    use_cache: bool = True
    quiet: bool = False
    verbose: bool = False
    form: Format = "text"
    arguments: tuple[str, ...] = ()
    """The command line as it was given."""

    @property
    def wants_notes(self) -> bool:
        """Whether notes are reported, too. Only then are their places looked for, which takes long in long texts."""
        return self.verbose or self.form == "json"

    @property
    def cache(self) -> Cache:
        """The cache to use: the user's, or one that keeps nothing."""
        return user_cache() if self.use_cache else Cache(folder=None)


_Command = Callable[..., int | None]
_DOCUMENT = (
    click.argument("spec", default="", metavar="[SPEC]"),
    click.option(
        "--config",
        "config_path",
        metavar="FILE",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="The configuration: specloom.toml, or a pyproject.toml with [tool.specloom].",
    ),
    click.option("--strict", is_flag=True, help="Treat warnings as errors."),
    click.option(
        "--allow-origin",
        "allow_origins",
        metavar="URL",
        multiple=True,
        help="Follow remote references to this scheme, host and port. Repeatable. Without it nothing is fetched.",
    ),
    click.option(
        "--allow-folder",
        "allow_folders",
        metavar="DIR",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        multiple=True,
        help="Follow references to files in this folder, too, not only below the document's own. Repeatable.",
    ),
    click.option(
        "--no-cache", "use_cache", is_flag=True, flag_value=False, default=True, help="Ignore results of earlier runs."
    ),
    click.option("-q", "--quiet", is_flag=True, help="Print errors only."),
    click.option("-v", "--verbose", is_flag=True, help="Print notes on decisions, too."),
    click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json", "github"]),
        default="text",
        help="How to report: for people, for programs (on standard output), or as annotations of GitHub Actions.",
    ),
)
_OUTPUT = (
    click.option(
        "-o",
        "--output",
        metavar="DIR",
        type=click.Path(path_type=Path, file_okay=False),
        help="The folder to write to. Files that specloom does not own stay as they are.",
    ),
    click.option(
        "--pack", default="", metavar="PACK", help="Only this pack: a name (see `specloom packs`) or a folder."
    ),
)


def document_options(command: _Command) -> _Command:
    """Adds SPEC and the options of every command that reads a document; the command gets one `Request`."""
    return _decorated(command, _DOCUMENT)


def output_options(command: _Command) -> _Command:
    """The same, with where and what to generate."""
    return _decorated(command, (*_DOCUMENT, *_OUTPUT))


def _decorated(command: _Command, decorators: tuple[Callable[[_Command], _Command], ...]) -> _Command:
    names = set(Request.__dataclass_fields__)

    @functools.wraps(command)
    def wrapped(**options: Any) -> int | None:
        given = cast(Any, {name: options.pop(name) for name in names & options.keys()})
        request = Request(**given, arguments=click.get_current_context().obj)
        return command(request, **options)

    result: _Command = wrapped
    for decorate in reversed(decorators):
        result = decorate(result)
    return result
