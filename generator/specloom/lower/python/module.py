"""A file of declarations while it is lowered: its names, its imports, its annotations and codecs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field

from specloom.languages.code import EMPTY, Code
from specloom.languages.imports import Import
from specloom.languages.python.imports import import_block
from specloom.lower.python.codecs import Codecs
from specloom.lower.python.file import PythonFile
from specloom.lower.python.package import PythonPackage
from specloom.lower.python.types import Hints
from specloom.quick import dataclass

RUNTIME = ".._runtime"
_USED_BESIDE = frozenset({"Constraints", "FieldSpec", "XmlHints"})
"""Classes of the runtime that functions use beside the models they import: no import inside may hide them."""


@dataclass(slots=True)
class ModuleFile:
    """A file of declarations while it is lowered."""

    package: PythonPackage
    here: Code
    file: PythonFile
    loads: dict[Code, Import] = field(default_factory=dict[Code, Import])

    def hints(self, owned: Iterable[str] = (), *, run_time: bool = False) -> Hints:
        """Annotations in this file."""
        return self.package.hints(self.file, self.here, frozenset(owned), run_time=run_time)

    def codecs(self) -> Codecs:
        """Codecs in this file. Those of other files are imported where they are used; `take_loads` gives the
        statements."""
        return Codecs(
            api=self.package.api,
            scalars=self.package.scalars,
            file=self.file,
            load=self._load,
            aliases=self.package.aliases,
            telling=self.package.telling,
            runtime=RUNTIME,
        )

    def take_loads(self, indent: int) -> Code:
        """The imports that the codecs written since the last call need."""
        if not self.loads:
            return EMPTY
        block = import_block(self.loads.values(), indent=indent)
        self.loads.clear()
        return Code(block.replace("\n", "\n" + " " * indent))

    def runtime(self, module: str, wanted: str) -> Code:
        """A name of the runtime."""
        return self.file.use(Import(f"{RUNTIME}.{module}", wanted))

    def _load(self, id: str) -> Code:
        known = self.package.names.types[id]
        if known.module == self.here:
            return known.codec
        local = known.codec
        while (
            local in _USED_BESIDE
            or local in self.file.declared
            or self.loads.get(local, Import("")).module not in ("", f".{known.module}")
        ):
            local = Code(f"_{local}")
        alias = "" if local == known.codec else str(local)
        self.loads[local] = Import(f".{known.module}", str(known.codec), alias)
        return local
