"""A plan as files: each view printed by its template, and the runtime copied beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, TemplateError, TemplateSyntaxError

from specloom.diagnostics import Diagnostic, Severity, SpecloomError
from specloom.ir.names import Origin
from specloom.languages.code import Code
from specloom.lower.plan import Plan, PlannedFile
from specloom.render.environment import environment
from specloom.render.lint import read_header
from specloom.render.packs import Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of the output: its path below the output folder, its bytes, and whether its layout is final (`format`
    skips it).
    """

    path: str
    data: bytes
    stable: bool


def render(plan: Plan, pack: Pack, header: Code, cache: Path | None = None) -> tuple[File, ...]:
    """All files of a plan, those of the plan first, in its order.

    `header` is the comment that begins every file of the runtime (generated files have it in their view). `cache` is a
    folder for compiled templates, or None. Raises `SpecloomError` (`invalid-template`) for a template that is missing,
    malformed, does what templates may not, or prints what is no code.
    """
    templates = environment(pack.folder, pack.overrides, cache)
    names: dict[str, str] = {}
    printed = tuple(_print(templates, planned, names, stable=pack.formatted) for planned in plan.files)
    runtime = _runtime(pack.folder / plan.runtime, plan.runtime_path, header) if plan.runtime else ()
    return (*printed, *runtime)


def _print(templates: Environment, planned: PlannedFile, names: dict[str, str], *, stable: bool) -> File:
    try:
        if planned.template not in names:
            names[planned.template] = _view_name(templates, planned.template)
        text = templates.get_template(planned.template).render({names[planned.template]: planned.view})
    except (TemplateError, TypeError) as error:
        raise _wrong(planned, error) from error
    return File(path=planned.path, data=text.encode(), stable=stable or not planned.path.endswith(".py"))


def _view_name(templates: Environment, template: str) -> str:
    """What the template calls its view; for one that extends another, its own header says it."""
    assert templates.loader is not None
    source, _, _ = templates.loader.get_source(templates, template)
    return read_header(source, template).name


def _runtime(folder: Path, target: str, header: Code) -> Iterator[File]:
    """The files of the runtime, sorted by path, the header put before each source file. Compiled files are left out."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or "__pycache__" in path.parts or path.name.startswith("."):
            continue
        data = path.read_bytes()
        if header and path.suffix == ".py":
            data = f"{header}\n".encode() + (b"\n" + data if data else b"")
        yield File(path=f"{target}/{path.relative_to(folder).as_posix()}", data=data, stable=True)


def _wrong(planned: PlannedFile, error: Exception) -> SpecloomError:
    """The error of a template as a diagnostic at the line of the template."""
    line = error.lineno if isinstance(error, TemplateSyntaxError) else _line(error, planned.template)
    name = (error.name if isinstance(error, TemplateSyntaxError) else None) or planned.template
    place = f"{name}:{line}" if line else name
    found = Diagnostic(
        code="invalid-template",
        severity=Severity.ERROR,
        message=f"{place}: {error} (while printing {planned.path})",
        origin=Origin(document=name),
        hint="What templates may do is described in the README of the packs.",
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
