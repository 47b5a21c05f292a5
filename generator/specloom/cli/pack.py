"""`specloom pack`: what authors of packs and of templates need."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import click

from specloom.config import config_error
from specloom.lower.reference import markdown, schema
from specloom.render.packs import TARGET_FILE, Pack, find_pack, read_pack
from specloom.render.upstream import WHOLE, blocks, line_for, overridden, upstream_of
from specloom.terminal import say

_IMPORT = re.compile(r"\{%[-+]?\s*(?:from|import)\s")
"""Macros that the blocks of a template call: a template that replaces blocks has to import them itself."""
_IGNORED = shutil.ignore_patterns("__pycache__", ".*")


@click.group("pack")
def command() -> None:
    """Make a pack, replace templates of one, look up what templates can print."""


@command.command("new")
@click.argument("name")
@click.option("--from", "source", metavar="PACK", help="Copy this pack, to change all of it.")
@click.option("--extends", "base", metavar="PACK", help="Begin empty: what is not in the new pack is that of this one.")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Where the pack's folder is put; default: here.",
)
def new(name: str, source: str | None, base: str | None, folder: Path) -> int:
    """Write a new pack, as a folder that `--pack DIR` takes.

    \b
    Examples
      specloom pack new my_pack --from typescript_fetch
      specloom pack new my_style --extends python_dataclass
      specloom generate spec.yaml --pack my_pack/ -o out/
    """
    if not name.isidentifier() or not name.isascii() or name != name.lower():
        raise config_error(f"{name!r} is no name for a pack", hint="Lower-case letters, digits and underscores.")
    if (source is None) == (base is None):
        raise config_error("say what to begin with", hint="--from PACK copies a pack, --extends PACK builds on one.")
    target = folder / name
    if target.exists():
        raise config_error(f"{target} exists already", target, hint="choose another name, or delete it first")
    if source is not None:
        _copy(_pack(source), target)
    else:
        _derive(_pack(str(base)), target)
    say(f"wrote {target}/; next: specloom generate SPEC --pack {target} -o out/")
    return 0


@command.command("override")
@click.argument("pack_name", metavar="PACK")
@click.argument("template")
@click.option("--block", "names", multiple=True, metavar="BLOCK", help="Replace this block alone; may be repeated.")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder that `templates` of [targets.PACK] names.",
)
def override(pack_name: str, template: str, names: tuple[str, ...], folder: Path) -> int:
    """Put a copy of a pack's template, or of blocks of it, into a folder of your own.

    The copy says which version it was made from, so that a later run can tell when the pack's own has changed.

    \b
    Examples
      specloom pack override python_dataclass models.py.jinja --block declarations -o my-templates/
    """
    pack = _pack(pack_name)
    upstream = upstream_of(pack, template)
    if upstream is None:
        known = sorted({path.name for place in pack.folders for path in place.glob("*.jinja")})
        raise config_error(f"{pack_name} has no template {template!r}", hint=f"It has: {', '.join(known)}.")
    target = folder / template
    if target.exists():
        raise config_error(f"{target} exists already", target, hint="delete it first, or edit it")
    text = _copied(template, upstream, names)
    folder.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8", newline="\n")
    say(f'wrote {target}; [targets.{pack_name}] needs templates = "{folder.as_posix()}"')
    return 0


@command.command("views")
@click.option("--language", default="typescript", show_default=True, help="Whose views: Python has its own.")
@click.option("--format", "form", type=click.Choice(["markdown", "schema"]), default="markdown", show_default=True)
def views(language: str, form: str) -> int:
    """Print what templates are given: a reference for people, or a JSON Schema."""
    say(markdown(language) if form == "markdown" else schema(language))
    return 0


def _pack(name: str) -> Pack:
    """An installed pack, or one in a folder."""
    return read_pack(Path(name)) if (Path(name) / TARGET_FILE).is_file() else find_pack(name)


def _copy(pack: Pack, target: Path) -> None:
    for folder in reversed(pack.folders):
        shutil.copytree(folder, target, ignore=_IGNORED, dirs_exist_ok=True)


def _derive(pack: Pack, target: Path) -> None:
    target.mkdir(parents=True)
    text = (
        f"# What this pack changes of {pack.target.name}. A file here stands for that of the same name there:\n"
        "# templates, and files below the folder of the runtime. Keys, rules, options and types go over those there.\n"
        f'extends = "{pack.target.name}"\n'
        f'summary = "{pack.target.name}, changed."\n'
    )
    (target / TARGET_FILE).write_text(text, "utf-8", newline="\n")


def _copied(template: str, upstream: Path, names: tuple[str, ...]) -> str:
    source = upstream.read_text("utf-8")
    first, rest = source.split("\n", 1)
    if not names:
        line = line_for(WHOLE, overridden(source.replace('"pack/', '"').replace('"base/', '"'), upstream)[WHOLE])
        return f"{first}\n{line}\n{rest}"
    theirs = blocks(source)
    unknown = [name for name in names if name not in theirs]
    if unknown:
        known = ", ".join(theirs) or "none"
        raise config_error(f"{template} has no block {unknown[0]!r}", hint=f"Its blocks: {known}.")
    body = "".join(f"{{% block {name} %}}{theirs[name]}{{% endblock %}}\n" for name in names)
    imports = "".join(f"{line}\n" for line in source.splitlines() if _IMPORT.match(line))
    mine = f'{{% extends "pack/{template}" %}}\n{imports}{body}'
    hashes = overridden(mine, upstream)
    lines = "\n".join(line_for(name, hashes[name]) for name in names)
    return f"{first}\n{lines}\n{mine}"
