"""What the lowering of every file of a Python package knows, beside what every package has."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields

from specloom.ir.api import Api
from specloom.languages.code import Code
from specloom.languages.imports import Import
from specloom.languages.python.language import Python
from specloom.lower.claims import ServiceName
from specloom.lower.package import Package, PackageOptions
from specloom.lower.package import package_of as decide
from specloom.lower.plan import Target
from specloom.lower.python.codecs import Codecs
from specloom.lower.python.file import PythonFile
from specloom.lower.python.names import conventions
from specloom.lower.python.scalars import Scalars, telling_declarations
from specloom.lower.python.types import Hints
from specloom.lower.shapes import recursive_aliases
from specloom.quick import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonPackage(Package):
    """A Python package. `telling` are declarations whose values have to be written by their type; `uses` the imports
    that the pack's templates need by themselves, `omits` what they do not print, `owned_arguments` the further
    arguments of every method."""

    scalars: Scalars
    telling: frozenset[str]
    uses: Mapping[str, tuple[str, ...]]
    omits: frozenset[str]
    owned_arguments: tuple[str, ...]

    def service_name(self, path: tuple[int, ...]) -> ServiceName:
        """What a resource is called; for `()`, the client itself, whose operations belong to no resource."""
        empty = Code("")
        root = ServiceName(attribute=empty, class_name=self.client, module=empty, call=empty)
        return self.names.services[path] if path else root

    def hints(
        self,
        file: PythonFile,
        here: str = "",
        owned: Collection[str] = (),
        *,
        run_time: bool = False,
        models: str = "..models",
        runtime: str = ".._runtime",
    ) -> Hints:
        """Annotations for a file: the module of declarations `here`, or one that reaches them through `models`."""

        def imported(id: str, wanted: Code) -> Import | None:
            module = self.names.types[id].module
            if here:
                return None if module == here else Import(f".{module}", wanted)
            return Import(f"{models}.{module}", wanted)

        return Hints(
            api=self.api,
            scalars=self.scalars,
            names=self.names,
            file=file,
            imported=imported,
            owned=owned,
            run_time=run_time,
            aliases=self.aliases,
            runtime=runtime,
        )

    def codecs(self, file: PythonFile, models: str = "..", runtime: str = ".._runtime") -> Codecs:
        """Codecs for a file that reaches the models as attributes of their package, which `models` leads to."""

        def load(id: str) -> Code:
            return Code(f"{file.use(Import(models, 'models', '_m'))}.{self.names.types[id].codec}")

        return Codecs(
            api=self.api,
            scalars=self.scalars,
            file=file,
            load=load,
            aliases=self.aliases,
            telling=self.telling,
            runtime=runtime,
        )


def package_of(
    api: Api, language: Python, target: Target, options: PackageOptions, package: Code, client: Code
) -> PythonPackage:
    """Decides what is emitted, where it stands and what it is called."""
    found = decide(api, language, options, package, client, conventions(api, recursive_aliases(api), target.owned))
    scalars = Scalars(language=language)
    return PythonPackage(
        **{field.name: getattr(found, field.name) for field in fields(found)},
        scalars=scalars,
        telling=telling_declarations(api, scalars),
        uses=target.uses,
        omits=target.omits,
        owned_arguments=target.owned.arguments,
    )
