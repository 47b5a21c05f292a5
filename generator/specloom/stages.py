"""Each stage with what it takes from the configuration; `pipeline` composes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from specloom import __version__
from specloom.allowances import apply
from specloom.build.api import build as build_api
from specloom.build.options import BuildOptions, CoverageKind, CoverageStatus
from specloom.cache import Cache
from specloom.config import Config, Target, config_error
from specloom.coverage import FILE_NAME as COVERAGE_FILE
from specloom.coverage import measure
from specloom.diagnostics import Diagnostic, Report, Severity
from specloom.generated import Generated, Output
from specloom.languages.known import language_of as known_language
from specloom.languages.language import Language
from specloom.lock import FILE_NAME as LOCK_FILE
from specloom.lock import Lock, read_lock
from specloom.lower import PackageOptions, Plan
from specloom.lower import lower as lower_api
from specloom.render.emit import File
from specloom.render.packs import Pack, find_pack, read_pack
from specloom.render.upstream import changed_overrides
from specloom.source import Source, SourceOptions, open_document
from specloom.source.lint import lint
from specloom.source.options import Limits


def load(config: Config, content: bytes | None) -> Source:
    """The document of the configuration, or the one given as text."""
    options = SourceOptions(
        allow_origins=config.allow_origins,
        allow_folders=config.allow_folders,
        overlays=tuple(str(overlay) for overlay in config.overlays),
    )
    return open_document(config.document if content is None else content, options=options)


def validate(source: Source, *, full: bool = False) -> tuple[Diagnostic, ...]:
    """What was found while the document was read (its schema is checked before it is brought into one shape), and what
    our own rules have against it, which also look into documents that it refers to.

    `full` adds what openapi-spec-validator itself finds in the text, which takes longer than everything else together.
    """
    read = tuple(source.report.diagnostics)
    known = (*read, *lint(source.root))
    return (*known, *_of_the_validator(source, known)) if full else known


def _of_the_validator(source: Source, known: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    from specloom.source.full import validate_fully
    from specloom.source.load import parse

    data = parse(source.text(""), name=source.name, limits=Limits()).data
    return tuple(validate_fully(data, source.version, known))


def build(source: Source, config: Config, findings: tuple[Diagnostic, ...]) -> Generated:
    """The model, with every finding so far that is not allowed; warnings are errors in a strict run."""
    known = len(source.report.diagnostics)
    lock = _read_lock(config)
    result = build_api(source.root, _build_options(config, lock), source.report)
    before, later = source.report.diagnostics[:known], source.report.diagnostics[known:]
    told = {
        (diagnostic.code, diagnostic.origin) for diagnostic in later
    }  # with their consequence, which rules cannot know
    checked = [diagnostic for diagnostic in findings if (diagnostic.code, diagnostic.origin) not in told]
    reported = apply(config.allow, (*before, *checked, *later))
    if config.strict:
        reported = tuple(replace(d, severity=Severity.ERROR) if d.severity is Severity.WARNING else d for d in reported)
    dropped = {e.id for e in result.coverage if (e.kind, e.status) == (CoverageKind.OPERATION, CoverageStatus.DROPPED)}
    final = Report()
    final.extend(reported)
    return Generated(
        config=config,
        source=source,
        api=replace(result.api, document_hash=source.inputs_hash),
        coverage=measure(len(result.api.operations) + len(dropped), _component_schemas(source), result.coverage),
        report=final,
        lock=Lock(naming=config.naming, names=result.lock, identifiers=lock.identifiers),
    )


def pack_of(target: Target) -> Pack:
    """The pack of a target, with the user's templates in front. Raises `SpecloomError` when it is unknown or broken."""
    pack = read_pack(target.pack_folder) if target.pack_folder else find_pack(target.pack)
    return pack.with_overrides(target.templates) if target.templates else pack


def lower(generated: Generated, pack: Pack, target: Target) -> Plan:
    """The plan of a target. Raises `SpecloomError` when the pack's language, an option or a type is not known."""
    config = generated.config
    values = pack.options(target.options)
    options = _package_options(config, values, generated.lock.identifiers.get(target.pack, {}))
    return lower_api(generated.api, language_of(pack, config, target, values), pack.target, options)


def language_of(pack: Pack, config: Config, target: Target, options: Mapping[str, str | bool | int]) -> Language:
    """The language of a pack, with the types of the pack, then of the configuration, then of the target in its
    table."""
    try:
        return known_language(pack.target.language, {**pack.types, **config.types, **target.types}, options)
    except LookupError as error:
        hint = "a language is known once the Python package that has it is installed: pip install -e FOLDER"
        raise config_error(f"the pack {pack.target.name}: {error.args[0]}", hint=hint) from None
    except ValueError as error:
        pointer = f"/targets/{target.pack}" if target.types or target.options else "/types"
        raise config_error(f"the pack {pack.target.name}: {error}", config.path, pointer) from None


def _package_options(
    config: Config, options: Mapping[str, str | bool | int], identifiers: Mapping[str, str]
) -> PackageOptions:
    api = config.api
    return PackageOptions(
        package=api.package,
        client=api.client,
        distribution=api.distribution,
        version=api.version,
        environment=api.environment or None,
        date_time=api.date_time,
        origins=config.paging_origins,
        error_code=api.errors.code,
        error_message=api.errors.message,
        identifiers=identifiers,
        pack=options,
    )


def complete(generated: Generated, outputs: tuple[Output, ...]) -> Generated:
    """The result with what every output has beside its pack's files: the coverage, and the lock if it is nowhere else.

    What there is to say about templates that the user put in front joins the report.
    """
    identifiers = {**generated.lock.identifiers, **{one.target.pack: one.identifiers for one in outputs}}
    lock = replace(generated.lock, identifiers=identifiers)
    extra = [File(path=COVERAGE_FILE, data=generated.coverage.dump(), stable=True)]
    if generated.config.lock_path is None:
        extra.append(File(path=LOCK_FILE, data=lock.dump(), stable=True))
    report = Report()
    report.extend(generated.report.diagnostics)
    report.extend(found for one in outputs for found in changed_overrides(one.pack))
    finished = tuple(replace(one, files=(*one.files, *extra)) for one in outputs)
    return replace(generated, lock=lock, outputs=finished, report=report)


def template_cache(cache: Cache) -> Path | None:
    """The folder for compiled templates."""
    return cache.place(f"templates-{__version__}")


def _read_lock(config: Config) -> Lock:
    """The lock beside the configuration, else the one in the output. Names of other naming rules do not count."""
    path = config.lock_path
    if path is None and len(config.targets) == 1 and config.targets[0].output:
        path = config.targets[0].output / LOCK_FILE
    lock = read_lock(path) if path else Lock()
    return lock if lock.naming == config.naming else Lock(naming=config.naming)


def _build_options(config: Config, lock: Lock) -> BuildOptions:
    return BuildOptions(
        names=config.names,
        methods=config.methods,
        credentials=config.api.credentials,
        json_text=config.api.json_text,
        pagination=config.pagination,
        idempotency_header=config.api.idempotency_header,
        lock=lock.names,
        naming=config.naming,
        include=config.include,
        exclude=config.exclude,
        configuration=str(config.path or ""),
    )


def _component_schemas(source: Source) -> int:
    components = source.root.get("components")
    schemas = components.get("schemas") if components else None
    return sum(1 for _ in schemas.items()) if schemas else 0
