"""What the user decides: one frozen `Config` from `specloom.toml` (or `[tool.specloom]` of a pyproject.toml) and flags.

One file is one API. Keys mirror the file; a wrong or unknown one is reported with its line, and the run ends with exit
code 2.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from specloom.diagnostics import Diagnostic, Severity, SpecloomError
from specloom.ir.names import Origin
from specloom.quick import dataclass
from specloom.settings import Settings

DEFAULT_PACK = "python_dataclass"
FILE_NAME = "specloom.toml"
NAMING_VERSIONS = (1,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorFields:
    """Where an error body holds the API's own code and message: property names joined by dots."""

    code: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiSettings:
    """`[api]`: what the document cannot say about the SDK as a whole. Empty: the default, derived from the document."""

    package: str = ""
    client: str = ""
    distribution: str = ""
    version: str = ""
    credentials: Mapping[str, str] = field(default_factory=dict[str, str])
    """`scheme.part` (`username`, `password`, `token`, `key`) → name of the client's argument."""
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    """Name of a client's argument → environment variable that gives its default."""
    date_time: str = "auto"
    idempotency_header: str = ""
    json_text: tuple[str, ...] = ()
    """Pointer globs of string properties that hold JSON text."""
    errors: ErrorFields = field(default_factory=ErrorFields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """`code @ pointer-glob`: a finding that the user knows of. `origin` is its place in the configuration."""

    code: str
    glob: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """`[targets.NAME]`: a pack, the folder it writes to, its options, and types in its language, over `[types]`."""

    pack: str
    output: Path | None = None
    pack_folder: Path | None = None
    templates: Path | None = None
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])
    types: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that decides what a run writes, beside the document. Paths are absolute or relative to the working
    folder."""

    document: str = ""
    path: Path | None = None
    naming: int = 1
    overlays: tuple[Path, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    api: ApiSettings = field(default_factory=ApiSettings)
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    methods: Mapping[str, str] = field(default_factory=dict[str, str])
    paging_origins: tuple[str, ...] = ()
    pagination: Mapping[str, str | Mapping[str, object]] = field(
        default_factory=dict[str, "str | Mapping[str, object]"]
    )
    types: Mapping[str, str] = field(default_factory=dict[str, str])
    allow: tuple[Allowance, ...] = ()
    allow_origins: tuple[str, ...] = ()
    allow_folders: tuple[Path, ...] = ()
    strict: bool = False
    targets: tuple[Target, ...] = ()

    @property
    def lock_path(self) -> Path | None:
        """The lock file beside the configuration (`specloom.toml` → `specloom.lock`); None without a configuration
        file."""
        if self.path is None:
            return None
        return (
            self.path.with_suffix(".lock")
            if self.path.name != "pyproject.toml"
            else self.path.with_name("specloom.lock")
        )

    def with_target(self, pack: str, output: Path | None, pack_folder: Path | None = None) -> Config:
        """This configuration with one target only: the configured one of that pack, else a new one; `output`
        overrides."""
        found = next((target for target in self.targets if target.pack == pack), Target(pack=pack))
        folder = pack_folder or found.pack_folder
        return replace(self, targets=(replace(found, output=output or found.output, pack_folder=folder),))


def load_config(path: Path) -> Config:
    """The configuration in a file; for a pyproject.toml its table `[tool.specloom]`.

    Raises `SpecloomError` (exit code 2) with one `invalid-config` for each problem, all of them at once.
    """
    try:
        table: Any = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise config_error(f"cannot read {path}: {error.strerror or error}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise config_error(f"{path} is not valid TOML: {error}") from None
    settings = Settings(str(path), table)
    if path.name == "pyproject.toml":
        settings = settings.inner("tool").inner("specloom")
        if not settings.table:
            raise config_error(f"{path} has no table [tool.specloom]", path)
    config = _read(settings, path)
    if settings.problems:
        raise SpecloomError(*settings.problems, exit_code=2)
    return config


def find_config(folder: Path) -> Path | None:
    """`specloom.toml` in a folder, else a pyproject.toml there with a table `[tool.specloom]`, else None."""
    path = folder / FILE_NAME
    if path.is_file():
        return path
    project = folder / "pyproject.toml"
    if project.is_file() and b"tool.specloom" in project.read_bytes():
        return project
    return None


def config_error(message: str, path: Path | None = None, pointer: str = "", hint: str = "") -> SpecloomError:
    """A problem with the configuration or the command line as a whole."""
    origin = Origin(document=str(path) if path else "", pointer=pointer)
    found = Diagnostic(code="invalid-config", severity=Severity.ERROR, message=message, origin=origin, hint=hint)
    return SpecloomError(found, exit_code=2)


def _read(settings: Settings, path: Path) -> Config:
    folder = path.parent
    document = settings.text("document")
    naming = settings.number("naming", 1)
    if naming not in NAMING_VERSIONS:
        settings.complain("naming", f"naming = {naming} is not known to this version of specloom; known: 1")
    paging = settings.inner("paging")
    config = Config(
        document=document if "://" in document or not document else str(folder / document),
        path=path,
        naming=naming,
        overlays=tuple(folder / overlay for overlay in settings.texts("overlays")),
        include=settings.texts("include"),
        exclude=settings.texts("exclude"),
        api=_api(settings.inner("api")),
        names=settings.inner("names").strings(),
        methods=settings.inner("methods").strings(),
        paging_origins=paging.texts("origins"),
        pagination=_pagination(settings.inner("pagination")),
        types=settings.inner("types").strings(),
        allow=_allow(settings),
        allow_origins=settings.texts("allow_origins"),
        allow_folders=tuple(folder / allowed for allowed in settings.texts("allow_folders")),
        strict=settings.flag("strict"),
        targets=tuple(_target(name, table, folder) for name, table in settings.inner("targets").tables()),
    )
    paging.finish()
    settings.finish()
    return config


def _api(settings: Settings) -> ApiSettings:
    errors = settings.inner("errors")
    api = ApiSettings(
        package=settings.text("package"),
        client=settings.text("client"),
        distribution=settings.text("distribution"),
        version=settings.text("version"),
        credentials=settings.inner("credentials").strings(),
        environment=settings.inner("environment").strings(),
        date_time=settings.choice("date_time", ("auto", "seconds", "milliseconds", "microseconds"), "auto"),
        idempotency_header=settings.text("idempotency_header"),
        json_text=settings.texts("json_text"),
        errors=ErrorFields(code=errors.text("code"), message=errors.text("message")),
    )
    for key, value in (("package", api.package), ("client", api.client)):
        if value and not (value.isidentifier() and value.isascii()):
            settings.complain(key, f"api.{key} is {value!r}; expected an ASCII identifier")
    errors.finish()
    settings.finish()
    return api


def _pagination(settings: Settings) -> dict[str, str | Mapping[str, object]]:
    """Operation → `"none"`, or the table that describes its pages (read by `build`, which knows the operation)."""
    found: dict[str, str | Mapping[str, object]] = {}
    for key, value in settings.table.items():
        if value == "none" or isinstance(value, dict):
            found[key] = value
        else:
            settings.complain(key, f'pagination.{key} is neither "none" nor a table')
    return found


def _allow(settings: Settings) -> tuple[Allowance, ...]:
    found: list[Allowance] = []
    for index, text in enumerate(settings.texts("allow")):
        code, at, glob = (part.strip() for part in text.partition("@"))
        if code and at and glob:
            origin = Origin(document=settings.document, pointer=f"{settings.pointer}/allow/{index}")
            found.append(Allowance(code=code, glob=glob, origin=origin))
        else:
            settings.complain(f"allow/{index}", f"allow[{index}] is {text!r}; expected 'code @ pointer-glob'")
    return tuple(found)


def _target(name: str, settings: Settings, folder: Path) -> Target:
    output, pack, templates = (settings.text(key) for key in ("output", "pack", "templates"))
    target = Target(
        pack=name,
        output=folder / output if output else None,
        pack_folder=folder / pack if pack else None,
        templates=folder / templates if templates else None,
        options=dict(settings.inner("options").table),
        types=settings.inner("types").strings(),
    )
    settings.finish()
    return target
