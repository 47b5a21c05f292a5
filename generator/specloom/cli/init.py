"""`specloom init`: a configuration to start from."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import click

from specloom import pipeline
from specloom.cli.choose import config_for
from specloom.cli.options import Request, document_options
from specloom.cli.paging_table import paging_table
from specloom.cli.stories import calls_of, spelled
from specloom.config import DEFAULT_PACK, FILE_NAME, config_error
from specloom.ir.api import Api
from specloom.ir.operations import Operation
from specloom.ir.security import ApiKeyScheme, HttpScheme
from specloom.lower.names import title_words
from specloom.terminal import say


@click.command("init")
@document_options
@click.option(
    "-o",
    "--output",
    "path",
    metavar="FILE",
    default=FILE_NAME,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write; default ./specloom.toml.",
)
def command(request: Request, path: Path) -> int:
    """Write a commented specloom.toml for a document.

    Every setting is there, filled in with what specloom would do without it, or commented out with an example from the
    document. An existing file is not overwritten.

    \b
    Examples
      specloom init spec.yaml
      specloom init spec.yaml -o apis/video.toml
    """
    if path.exists():
        raise config_error(f"{path} exists already", path, hint="choose another file with -o, or delete it first")
    if not request.spec:
        raise config_error("which document? no SPEC was given", hint="specloom init spec.yaml")
    built = pipeline.build_model(config_for(request))
    document = request.spec
    if document != "-" and "://" not in document:
        document = Path(os.path.relpath(document, path.parent)).as_posix()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(configuration(built.api, document), encoding="utf-8", newline="\n")
    say(f"wrote {path}; next: specloom generate" + ("" if path.name == FILE_NAME else f" --config {path}"))
    return 0


def configuration(api: Api, document: str) -> str:
    """The text of a specloom.toml for an API; it reads back as the defaults."""
    return "\n".join([*_head(api, document), *_settings(api), ""])


def _head(api: Api, document: str) -> Iterator[str]:
    words = title_words(api.name.words)
    package = "_".join(words)
    client = "".join(word.capitalize() for word in words)
    yield "# What specloom generates from this document, and how. Paths are relative to this file."
    yield "# Lines that are commented out show a setting with an example."
    yield f"document = {toml(document)}"
    yield "naming = 1  # version of the naming rules; raise it to get newer rules, and new names"
    yield '# overlays = ["overlay.yaml"]  # OpenAPI Overlay documents, applied in this order'
    yield '# include = ["GET /*"]  # only these operations (operationId or METHOD /path, with * and **)'
    yield '# exclude = ["DELETE /**"]  # all but these'
    yield '# allow = ["some-code @ /paths/**"]  # findings you know of; see `specloom explain CODE`'
    yield ""
    yield "[api]"
    yield f"# package = {toml(package)}  # import name"
    yield f"# client = {toml(client)}  # class name"
    yield '# date_time = "seconds"  # fractions of date-times: auto, seconds, milliseconds, microseconds'
    yield '# idempotency_header = "Idempotency-Key"  # header for RequestOptions(idempotency_key=...)'
    yield '# json_text = ["/components/schemas/*/properties/metadata"]  # string properties that hold JSON'
    yield '# errors = { code = "error.code", message = "error.message" }  # where error bodies hold these'


def _settings(api: Api) -> Iterator[str]:
    yield ""
    yield "[api.credentials]  # scheme.part = name of the client's argument"
    parts = list(_credentials(api))
    for key, name in parts:
        yield f"# {toml(key)} = {toml(name)}"
    yield ""
    yield "[api.environment]  # argument = environment variable that gives its default"
    for _, name in parts:
        yield f"# {name} = {toml('_'.join((*title_words(api.name.words), name)).upper())}"
    yield ""
    yield "[paging]"
    yield '# origins = ["https://*.example.com"]  # a next URL there is followed below the base URL in use'
    services = dict(calls_of(api.root))
    first = next(iter(api.operations.values()), None)
    yield ""
    yield "[methods]  # operationId or METHOD /path = resource.method"
    if first:
        call = ".".join(part for part in (services.get(first.id, ""), spelled(first.name)) if part)
        yield f"# {toml(_key(first))} = {toml(call)}"
    yield ""
    yield "[names]  # schema = name of its class"
    for declaration in list(api.declarations.values())[:1]:
        yield f"# {toml(declaration.id)} = {toml(''.join(word.capitalize() for word in declaration.name.words))}"
    yield ""
    yield '[pagination]  # operation = "none", or how it is paged: see `specloom explain invalid-pagination`'
    paged = next((operation for operation in api.operations.values() if operation.pagination), first)
    if paged:
        yield f"# {toml(_key(paged))} = {paging_table(paged.pagination) if paged.pagination else toml('none')}"
    yield ""
    yield "[types]  # kind:format = type of the target language"
    yield '# "string:date" = "str"'
    yield ""
    yield f"[targets.{DEFAULT_PACK}]"
    yield f"output = {toml('generated/' + '_'.join(title_words(api.name.words)))}"
    yield "# options = { max_retries = 5 }  # `specloom packs` lists those of each pack"
    yield '# templates = "my-templates"  # a folder whose templates replace those of the pack'


def _key(operation: Operation) -> str:
    return operation.operation_id or f"{operation.method.upper()} {operation.path_template}"


def _credentials(api: Api) -> Iterator[tuple[str, str]]:
    for scheme in api.security_schemes.values():
        if isinstance(scheme, ApiKeyScheme):
            yield f"{scheme.id}.key", spelled(scheme.name)
        elif isinstance(scheme, HttpScheme):
            names = ("username", "password") if scheme.scheme == "basic" else ("token",)
            yield from ((f"{scheme.id}.{part}", spelled(name)) for part, name in zip(names, scheme.parts, strict=False))


def toml(text: str) -> str:
    """A TOML string with exactly this value, on one line."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
