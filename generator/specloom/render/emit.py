"""A plan as files: each view printed by its template, and the runtime copied beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from jinja2 import Environment, TemplateError, TemplateSyntaxError

from specloom.diagnostics import Diagnostic, Severity, SpecloomError
from specloom.lower.plan import Plan, PlannedFile
from specloom.quick import dataclass
from specloom.render import workers
from specloom.render.environment import environment
from specloom.render.lint import read_header
from specloom.render.packs import Pack

_WORTH_SHARING = 200
"""Files below which a second process takes longer to make than it saves."""

_PIECES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of the output: its path below the output folder, its bytes, and whether its layout is final (`format`
    skips it).
    """

    path: str
    data: bytes
    stable: bool


def render(plan: Plan, pack: Pack, cache: Path | None = None, *, jobs: int = 1) -> tuple[File, ...]:
    """All files of a plan, those of the plan first, in its order.

    `cache` is a folder for compiled templates, or None. With `jobs` above 1 a large plan is shared among that many
    copies of this process, which has to be one that may be copied (see `workers`). Raises `SpecloomError`
    (`invalid-template`) for a template that is missing, malformed, does what templates may not, or prints what is no
    code.
    """
    templates = environment(pack.folders, pack.overrides, cache, language=pack.target.language)
    names: dict[str, str] = {}
    if len(plan.files) < _WORTH_SHARING:
        jobs = 1
    pieces = _pieces(plan.files)

    def printed(number: int) -> list[tuple[int, File]]:
        return [(index, _print(templates, plan, index, names, stable=pack.formatted)) for index in pieces[number]]

    found = dict(pair for piece in workers.shared(printed, len(pieces), jobs) for pair in piece)
    runtime = _runtime(pack, plan) if plan.runtime else ()
    return (*(found[index] for index in range(len(plan.files))), *runtime)


def _pieces(files: Sequence[PlannedFile]) -> list[list[int]]:
    """The indexes of the files in pieces to be shared: those of a group together and first, others a few at a time."""
    groups: dict[str, list[int]] = {}
    for index, file in enumerate(files):
        groups.setdefault(file.group, []).append(index)
    rest = groups.pop("", [])
    step = len(rest) // _PIECES + 1
    return [*groups.values(), *(rest[start : start + step] for start in range(0, len(rest), step))]


def _print(templates: Environment, plan: Plan, index: int, names: dict[str, str], *, stable: bool) -> File:
    planned = plan.files[index]
    try:
        if planned.template not in names:
            names[planned.template] = _view_name(templates, planned.template)
        text = templates.get_template(planned.template).render({names[planned.template]: planned.view})
    except (TemplateError, TypeError) as error:
        raise _wrong(planned, error) from error
    return File(path=planned.path, data=plan.finish(text).encode(), stable=stable or not planned.path.endswith(".py"))


def _view_name(templates: Environment, template: str) -> str:
    """What the template calls its view; for one that extends another, its own header says it."""
    assert templates.loader is not None
    source, _, _ = templates.loader.get_source(templates, template)
    return read_header(source, template).name


def _runtime(pack: Pack, plan: Plan) -> Iterator[File]:
    """The files of the runtime, sorted by path, the header put before each source file.

    Compiled files are left out, and a file of the pack stands for that of the pack it extends.
    """
    found: dict[str, Path] = {}
    for folder in (inner / plan.runtime for inner in reversed(pack.folders)):
        for path in folder.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith("."):
                found[path.relative_to(folder).as_posix()] = path
    for name, path in sorted(found.items()):
        data = path.read_bytes()
        if path.suffix == plan.source_suffix:
            data = f"{plan.header}\n".encode() + (b"\n" + data if data else b"")
            data = plan.finish(data.decode()).encode()
        yield File(path=f"{plan.runtime_path}/{name}".lstrip("/"), data=data, stable=True)


def _wrong(planned: PlannedFile, error: Exception) -> SpecloomError:
    """The error of a template as a diagnostic at the line of the template."""
    if isinstance(error, TemplateSyntaxError):
        name, line, said = error.name or planned.template, error.lineno, error.message or str(error)
    else:
        name, line, said = planned.template, _line(error, planned.template), str(error)
    place = f"{name}:{line}" if line else name
    found = Diagnostic(
        code="invalid-template",
        severity=Severity.ERROR,
        message=f"{place}: {said} (while printing {planned.path})",
        hint="`specloom pack views` lists what templates print, `specloom explain invalid-template` what they may do",
    )
    return SpecloomError(found, exit_code=2)


def _line(error: Exception, template: str) -> int:
    """The line of the template that was being printed; Jinja rewrites tracebacks so that they name it."""
    line = 0
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(template):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
