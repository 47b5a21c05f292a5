"""The eight stages, composed. Everything before `write` is pure: a configuration goes in, files come out as data."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

from specloom import stages
from specloom.cache import Cache
from specloom.config import DEFAULT_PACK, Config, load_config
from specloom.generated import Generated, Output
from specloom.lower import Target
from specloom.quick import uncollected
from specloom.render.emit import render
from specloom.render.format import format_files
from specloom.render.packs import installed

Progress = Callable[[str], AbstractContextManager[Callable[[str], None]]]
"""Called with the name of a stage; entering it starts the stage, and the function it gives takes a remark on its
result."""
NO_CACHE = Cache(folder=None)


@contextmanager
def silent(stage: str) -> Generator[Callable[[str], None]]:
    """No progress."""
    yield lambda detail: None


@uncollected()
def run(
    config: Config,
    *,
    content: bytes | None = None,
    progress: Progress = silent,
    cache: Cache = NO_CACHE,
    jobs: int = 1,
) -> Generated:
    """Every stage but `write`, for each target of the configuration; no target when the document has errors.

    `content` is the document itself, when it is not at a path or URL. With `jobs` above 1 this process may be copied to
    share the work, which is for programs that have no threads. Raises `SpecloomError` for what ends a run.
    """
    generated = build_model(config, content=content, progress=progress)
    if generated.failed:
        return generated
    outputs: list[Output] = []
    for target in config.targets:
        pack = stages.pack_of(target)
        with progress("lower") as note:
            plan = stages.lower(generated, pack, target)
            note(f"{len(plan.files)} files planned for {pack.target.name}")
        with progress("render") as note:
            files = render(plan, pack, stages.template_cache(cache), jobs=jobs)
            note(f"{len(files)} files, {sum(len(file.data) for file in files):,} bytes")
        with progress("format") as note:
            waiting = sum(not file.stable for file in files)
            files = format_files(files, jobs=os.cpu_count() or 1, cache=cache.folder)
            note(f"{waiting} files" if waiting else "nothing to do")
        outputs.append(Output(target=target, pack=pack, files=files, identifiers=plan.notes))
    return stages.complete(generated, tuple(outputs))


@uncollected()
def build_model(
    config: Config,
    *,
    content: bytes | None = None,
    progress: Progress = silent,
    full: bool = False,
) -> Generated:
    """The stages up to `build`: the model and what there is to say about the document, without output.

    `full` validates with openapi-spec-validator, too.
    """
    with progress("load") as note:
        source = stages.load(config, content)
        note(f"{source.name}: {len(source.text('')):,} bytes, OpenAPI {source.version}")
    with progress("validate") as note:
        findings = stages.validate(source, full=full)
        note(f"{len(findings)} finding{'s' if len(findings) > 1 else ''}" if findings else "valid")
    with progress("build") as note:
        generated = stages.build(source, config, findings)
        note(f"{len(generated.api.operations):,} operations, {len(generated.api.declarations):,} types")
    return generated


def generate(
    document: str | Path | bytes | None = None,
    *,
    config: Config | str | Path | None = None,
    pack: str = "",
    output: str | Path | None = None,
    strict: bool = False,
    allow_origins: tuple[str, ...] = (),
) -> Generated:
    """Generates and returns the files and the report; nothing is written before `Generated.write`.

    `document` is a path, a URL or the text itself as bytes; without it, the one that `config` names. `config` is a
    `Config` or the path of a specloom.toml. `pack` chooses one target. Raises `SpecloomError` when the document cannot
    be read or the configuration is wrong; findings of the document are in `Generated.report`, and with errors there are
    no files.
    """
    chosen = load_config(Path(config)) if isinstance(config, str | Path) else config or Config()
    content = document if isinstance(document, bytes) else None
    if document is not None and content is None:
        chosen = replace(chosen, document=str(document))
    chosen = replace(chosen, strict=strict or chosen.strict, allow_origins=(*chosen.allow_origins, *allow_origins))
    folder = Path(output) if output is not None else None
    if pack or not chosen.targets:
        chosen = chosen.with_target(pack or DEFAULT_PACK, folder)
    elif folder is not None:
        chosen = replace(chosen, targets=tuple(replace(target, output=folder) for target in chosen.targets))
    return run(chosen, content=content)


def packs() -> tuple[Target, ...]:
    """The packs of all installed packages."""
    return tuple(pack.target for pack in installed())
