"""The Python packages: from the model to a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, partial

from specloom.ir.api import Api
from specloom.languages.code import Code
from specloom.languages.language import Language
from specloom.languages.letters import words_of
from specloom.languages.python.language import Python
from specloom.languages.scope import Case
from specloom.lower.claims import walk
from specloom.lower.client_arguments import client_arguments
from specloom.lower.names import title_words
from specloom.lower.package import PackageOptions
from specloom.lower.plan import FileRule, Plan, PlannedFile, Target, check_rule, path_of
from specloom.lower.python.api import CLIENT_ARGUMENTS, lower_api
from specloom.lower.python.catalogue import Catalogue, catalogue_of
from specloom.lower.python.client import lower_client
from specloom.lower.python.exports import RUNTIME_NAMES, model_exports, resource_exports, root_exports
from specloom.lower.python.models import lower_module
from specloom.lower.python.package import PythonPackage, package_of
from specloom.lower.python.services import FORMS, TWINS, Twin, lower_service
from specloom.lower.python.surface import lower_surface
from specloom.lower.python.texts import lower_texts
from specloom.lower.python.views import View
from specloom.lower.python.webhooks import lower_webhooks
from specloom.quick import dataclass

_Views = Callable[["_Run"], Iterator[tuple[str, Callable[[], View]]]]
"""What makes the views of one kind, each with the name of its module (empty where a kind has one file)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """A package, and its catalogue: with that, every name is given, so that what is left to do can be done in any
    order."""

    package: PythonPackage
    catalogue: Catalogue
    twins: tuple[Twin, ...] = TWINS


def lower_python(api: Api, language: Python, target: Target, options: PackageOptions) -> Plan:
    """Every file that the target's rules ask for. Raises `SpecloomError` (`invalid-pack`) for a rule
    about something this language has not."""
    words = title_words(api.name.words)
    package_name = Code(options.package) if options.package else _package_name(language, words)
    client = Code(options.client) if options.client else _client_name(language, words)
    package = package_of(api, language, target, options, package_name, client)
    run = _Run(package=package, catalogue=catalogue_of(package))
    notes = dict(package.ledger.kept)
    files: list[PlannedFile] = []
    views: dict[tuple[str, str], list[tuple[str, Callable[[], View]]]] = {}
    for rule in target.files:
        check_rule(target, rule, _SUBJECTS, FORMS)
        key = (rule.subject, rule.form)
        if key not in views:
            views[key] = list(_SUBJECTS[rule.subject](replace(run, twins=FORMS[rule.form])))
        files += [_planned(package, rule, module, make) for module, make in views[key]]
    return Plan(
        files=tuple(files),
        runtime=target.runtime,
        runtime_path=path_of(target.runtime_path, package.package, package.client, ""),
        header=package.header,
        source_suffix=language.source_suffix,
        notes=notes,
    )


def _package_name(language: Language, words: tuple[str, ...]) -> Code:
    """The import package; `client` is added where it would hide a module of the standard library (`calendar`,
    `test`)."""
    found = language.scope(files=True).claim(words, Case.PACKAGE)
    if str(found) not in words_of("python_packages"):
        return found
    return language.scope(files=True).claim((*words, "client"), Case.PACKAGE)


def _client_name(language: Language, words: tuple[str, ...]) -> Code:
    """The class of the client; `client` is added where the package would offer something else under one of its
    names."""
    found = language.scope().claim(words, Case.CLASS)
    runtime = {name for names in RUNTIME_NAMES.values() for name in names}
    if runtime.isdisjoint((str(found), f"Async{found}", f"{found}Error")):
        return found
    return language.scope().claim((*words, "client"), Case.CLASS)


def _planned(package: PythonPackage, rule: FileRule, module: str, make: Callable[[], View]) -> PlannedFile:
    group = "" if "{module}" in rule.path else rule.subject
    path = path_of(rule.path, package.package, package.client, module)
    return PlannedFile(path=path, template=rule.template, make=make, group=group)


def _modules(run: _Run) -> Iterator[tuple[str, Callable[[], View]]]:
    package = run.package
    for module in package.modules.modules:
        yield str(package.names.types[module.top].module), partial(lower_module, package, module)


def _services(run: _Run) -> Iterator[tuple[str, Callable[[], View]]]:
    package = run.package
    for path, service in walk(package.api.root):
        if path:
            make = partial(lower_service, package, path, service, run.twins)
            yield str(package.names.services[path].module), make


def _root_service(run: _Run) -> Iterator[tuple[str, Callable[[], View]]]:
    yield "", partial(lower_service, run.package, (), run.package.api.root, run.twins)


def _webhooks(run: _Run) -> Iterator[tuple[str, Callable[[], View]]]:
    if run.package.api.webhooks:
        yield "", partial(lower_webhooks, run.package)


def _one(make: Callable[[_Run], View]) -> _Views:
    def views(run: _Run) -> Iterator[tuple[str, Callable[[], View]]]:
        yield "", cache(partial(make, run))  # several files may print it

    return views


_SUBJECTS: dict[str, _Views] = {
    "api": _one(lambda run: lower_api(run.package, client_arguments(run.package, CLIENT_ARGUMENTS))),
    "client": _one(lambda run: lower_client(run.package, client_arguments(run.package, CLIENT_ARGUMENTS))),
    "models": _one(lambda run: model_exports(run.package)),
    "module": _modules,
    "package": _one(lambda run: lower_texts(run.catalogue)),
    "resources": _one(lambda run: resource_exports(run.package)),
    "root": _one(lambda run: root_exports(run.package)),
    "root_service": _root_service,
    "service": _services,
    "surface": _one(lambda run: lower_surface(run.catalogue)),
    "webhooks": _webhooks,
}
"""What a `[[files]]` rule may be for."""
