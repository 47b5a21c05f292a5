"""Which configuration a command runs with: the file, and the flags over it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from specloom.cli.options import Request
from specloom.config import DEFAULT_PACK, FILE_NAME, Config, config_error, find_config, load_config

TARGET_FILE = "target.toml"


def found_config(request: Request) -> Path | None:
    """The configuration file of this run: the one given; without SPEC, the one in the working folder.

    With SPEC and nothing else no file is looked for: what is generated then depends on the document alone.
    """
    if request.config_path or request.spec:
        return request.config_path
    return find_config(Path())


def config_for(request: Request) -> Config:
    """The configuration with the flags applied; raises `SpecloomError` (exit code 2) when it does not name a
    document."""
    path = found_config(request)
    config = load_config(path) if path else Config()
    config = replace(
        config,
        document=request.spec or config.document,
        strict=request.strict or config.strict,
        allow_origins=(*config.allow_origins, *request.allow_origins),
        allow_folders=(*config.allow_folders, *request.allow_folders),
    )
    if not config.document:
        where = f"{path} has no `document`" if path else f"there is no {FILE_NAME} here"
        hint = "specloom generate spec.yaml -o out/, or: specloom init spec.yaml"
        raise config_error(f"which document? {where}, and no SPEC was given", path, hint=hint)
    return config


def config_for_output(request: Request) -> Config:
    """The same with the targets chosen; raises `SpecloomError` (exit code 2) when one of them has no output
    folder."""
    config = config_for(request)
    if request.pack:
        folder = Path(request.pack) if (Path(request.pack) / TARGET_FILE).is_file() else None
        config = config.with_target(folder.resolve().name if folder else request.pack, request.output, folder)
    elif not config.targets:
        config = config.with_target(DEFAULT_PACK, request.output)
    elif request.output:
        names = [target.pack for target in config.targets]
        if len(names) > 1:
            message = f"-o is for one target, and there are several: {', '.join(names)}"
            raise config_error(message, hint="choose one with --pack")
        config = config.with_target(names[0], request.output)
    for target in config.targets:
        if target.output is None:
            hint = f"give -o DIR, or set `output` in [targets.{target.pack}]"
            raise config_error(f"where should {target.pack} be written?", config.path, hint=hint)
    return config
