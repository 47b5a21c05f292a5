"""The files of a package in a language of `TypedLanguage`: from the model to a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial

from specloom.ir.api import Api
from specloom.languages.code import Code
from specloom.languages.scope import Case
from specloom.languages.typed import TypedLanguage
from specloom.lower.claims import walk
from specloom.lower.common.declarations import lower_module
from specloom.lower.common.package import CommonPackage, package_of
from specloom.lower.common.project import lower_package
from specloom.lower.common.services import lower_service
from specloom.lower.common.surface import lower_surface
from specloom.lower.names import title_words
from specloom.lower.package import PackageOptions
from specloom.lower.plan import Plan, PlannedFile, Target, check_rule, path_of
from specloom.lower.views import PackageView, ServiceView, View

_Views = Iterator[tuple[str, Callable[[], View]]]


def lower_common(api: Api, language: TypedLanguage, target: Target, options: PackageOptions) -> Plan:
    """Every file that the target's rules ask for. Raises `SpecloomError` (`invalid-pack`) for a rule about something
    that is not known here."""
    words = title_words(api.name.words)
    called = tuple(options.package.split("_")) if options.package else words
    package_name = language.scope(files=True).claim(called, Case.PACKAGE)
    owned = target.owned
    classes = language.scope()
    classes.reserve(*owned.types, *owned.titles)
    title = classes.claim(words, Case.CLASS, ("client",))
    client = Code(language.client_name or options.client or title)
    run = _Run(package_of(api, language, options, owned, package_name, client))
    files: list[PlannedFile] = []
    for rule in target.files:
        check_rule(target, rule, run.subjects)
        group = "" if "{module}" in rule.path else rule.subject
        for module, make in run.subjects[rule.subject]():
            path = path_of(rule.path, package_name, client, module)
            files.append(PlannedFile(path=path, template=rule.template, make=make, group=group))
    return Plan(
        files=tuple(files),
        runtime=target.runtime,
        runtime_path=path_of(target.runtime_path, package_name, client, ""),
        header=run.package.header,
        source_suffix=language.source_suffix,
        notes=dict(run.package.ledger.kept),
        finish=partial(language.finish, package=str(package_name)),
    )


class _Run:
    """A package, and its views by what a `[[files]]` rule may be for. A view that several files print is made once."""

    def __init__(self, package: CommonPackage) -> None:
        self.package = package
        self._service = cache(partial(lower_service, package))
        self._whole = cache(self._package)
        self.subjects: dict[str, Callable[[], _Views]] = {
            "module": self._modules,
            "package": lambda: iter([("", self._whole)]),
            "service": self._services,
            "surface": lambda: iter([("", partial(lower_surface, package))]),
            "webhooks": lambda: iter([("", self._whole)] if package.api.webhooks else []),
        }

    def _package(self) -> PackageView:
        services: dict[tuple[int, ...], ServiceView] = {
            path: self._service(path, service) for path, service in walk(self.package.api.root)
        }
        return lower_package(self.package, services)

    def _modules(self) -> _Views:
        for module in self.package.modules.modules:
            name = self.package.names.types[module.top].module
            yield str(name), partial(lower_module, self.package, module)

    def _services(self) -> _Views:
        for path, service in walk(self.package.api.root):
            if path:
                yield str(self.package.names.services[path].module), partial(self._service, path, service)
