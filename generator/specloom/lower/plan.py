"""What will be written: output paths, each with the template that prints it and the view it prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, fields

from specloom.diagnostics import Diagnostic, Severity, SpecloomError
from specloom.ir.names import ROOT
from specloom.languages.code import Code
from specloom.lower.python.views import View as PythonView
from specloom.lower.views import View
from specloom.quick import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRule:
    """One `[[files]]` entry of a `target.toml`: the kind of view it is for, the template, and the path pattern.

    `path` may hold `{package}` (the import name), `{client}` (the class of the client) and `{module}` (the module of a
    service or of declarations). `form` limits a file to one form of the client, where a language has several (Python:
    `sync`, `async`).
    """

    subject: str
    template: str
    path: str
    form: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """`[owned]` of a `target.toml`: names that the pack's runtime or templates have, so that nothing of a document gets
    them.

    `types` are names of the package, `titles` those that the class of the client cannot have besides, because names are
    made of it; `models`, `services`, `client` and `enums` members of these classes; `arguments` those of every method,
    `options` those of every client.
    """

    types: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    client: tuple[str, ...] = ()
    enums: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    options: tuple[str, ...] = ()

    def __or__(self, other: Owned) -> Owned:
        """What both own."""
        return Owned(
            **{field.name: (*getattr(self, field.name), *getattr(other, field.name)) for field in fields(Owned)}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A `target.toml`: which language a pack is written for, and the files it emits.

    `runtime` is the folder of the pack that is copied whole to `runtime_path`. `options` are the options the pack
    knows, with their defaults; an option of another name or type is refused. `uses` are the imports that templates need
    by themselves, by what they print (`models`, `renamed` properties), for a language that imports in statements;
    `omits` what they do not print of a view (`constructor`, `resources`), so that nothing is imported for it.
    """

    name: str
    language: str
    summary: str
    files: tuple[FileRule, ...]
    runtime: str = ""
    runtime_path: str = ""
    options: Mapping[str, str | bool | int] = field(default_factory=dict[str, str | bool | int])
    owned: Owned = Owned()
    uses: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    omits: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFile:
    """A file to print: its path below the output folder (`/` as separator), the template's name and the view it
    gets.

    `make` makes the view when the file is printed. All names are decided before, so files can be made in any order and
    in several processes. `group` is the same for files whose views come from one computation.
    """

    path: str
    template: str
    make: Callable[[], View | PythonView]
    group: str = ""

    @property
    def view(self) -> View | PythonView:
        """What the template prints."""
        return self.make()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything a run prints, in a stable order, and where the runtime goes.

    `header` begins each file of the runtime that ends with `source_suffix` (others have it in their view); `finish` is
    what is done at last to every printed file and to those of the runtime with that ending. `notes` are the names that
    are not the plain casing of their words (lock key → identifier), for the lock file.
    """

    files: tuple[PlannedFile, ...]
    runtime: str
    runtime_path: str
    header: Code
    source_suffix: str
    notes: Mapping[str, str]
    finish: Callable[[str], str] = str


SLOTS = frozenset({"package", "client", "module"})
"""What a path of a `target.toml` may hold in braces."""


def path_of(pattern: str, package: Code, client: Code, module: str) -> str:
    """The path that a pattern of a `target.toml` means."""
    return pattern.format(package=str(package), client=str(client), module=module)


def check_paths(target: Target, files: Iterable[PlannedFile]) -> None:
    """Raises `SpecloomError` (`invalid-pack`) when two files have one path, so that one of them would be lost."""
    taken: dict[str, str] = {}
    for file in files:
        if file.path in taken:
            also = taken[file.path]
            message = (
                f"the pack {target.name} writes {file.path!r} twice ({', '.join(dict.fromkeys((also, file.template)))})"
            )
            raise _invalid_pack(message, "a rule for several modules or services has {module} in its path")
        taken[file.path] = file.template


def check_rule(target: Target, rule: FileRule, subjects: Iterable[str], forms: Iterable[str] = ("",)) -> None:
    """Raises `SpecloomError` (`invalid-pack`) for a rule about something that its language has not."""
    for key, value, known in (("for", rule.subject, sorted(subjects)), ("form", rule.form, sorted(forms))):
        if value not in known:
            listed = [one for one in known if one]
            message = f"the pack {target.name} has a file {key} {value!r} ({rule.template}), which is not known here"
            hint = f"`{key}` is one of {', '.join(listed)}" if listed else f"{target.language} has no `{key}`"
            raise _invalid_pack(message, hint)


def _invalid_pack(message: str, hint: str) -> SpecloomError:
    found = Diagnostic(code="invalid-pack", severity=Severity.ERROR, message=message, origin=ROOT, hint=hint)
    return SpecloomError(found, exit_code=2)
