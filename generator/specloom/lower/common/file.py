"""A file while it is lowered: what it names of other files, and what its language asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field

from specloom.ir.types import Declaration, Field
from specloom.languages.code import Code
from specloom.lower.common.package import CommonPackage
from specloom.lower.views import ImportView, UseView
from specloom.quick import dataclass


@dataclass(slots=True)
class CommonFile:
    """A file of `package`; `here` is the name of the file of declarations it is, empty for any other. It is the `Reach`
    of languages."""

    package: CommonPackage
    here: str = ""
    _types: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    _codecs: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    _uses: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    _used_types: dict[str, set[str]] = field(default_factory=dict[str, set[str]])

    def name(self, id: str) -> Code:
        """The name of a declaration's type."""
        known = self.package.names.types[id]
        if known.module != self.here:
            self._types.setdefault(str(known.module), set()).add(str(known.name))
        return known.name

    def codec(self, id: str) -> Code:
        """The name of a declaration's codec."""
        known = self.package.names.types[id]
        if known.module != self.here:
            self._codecs.setdefault(str(known.module), set()).add(str(known.codec))
        return known.codec

    def use(self, module: str, name: str, *, typing: bool = False) -> Code:
        """A name of the runtime or the standard library."""
        (self._used_types if typing else self._uses).setdefault(module, set()).add(name)
        return Code(name)

    @property
    def package_name(self) -> Code:
        """The name by which programs import the package."""
        return self.package.package

    def is_recursive(self, id: str) -> bool:
        """Whether an alias contains itself."""
        return id in self.package.aliases

    def declaration(self, id: str) -> Declaration | None:
        """The declaration with this id."""
        return self.package.api.declarations.get(id)

    def fields(self, id: str) -> tuple[tuple[Field, Code], ...]:
        """The fields of a model with their identifiers."""
        return self.package.names.fields.get(id, ())

    @property
    def imports(self) -> tuple[ImportView, ...]:
        """What the file names of files of declarations, sorted."""
        modules = sorted({*self._types, *self._codecs})
        return tuple(
            ImportView(
                module=Code(module),
                types=_sorted(self._types.get(module, ())),
                codecs=_sorted(self._codecs.get(module, ())),
            )
            for module in modules
        )

    @property
    def uses(self) -> tuple[UseView, ...]:
        """What the language asked for, sorted."""
        modules = sorted({*self._uses, *self._used_types})
        return tuple(
            UseView(
                module=Code(module),
                names=_sorted(self._uses.get(module, ())),
                types=_sorted(self._used_types.get(module, set()) - self._uses.get(module, set())),
            )
            for module in modules
        )


def _sorted(names: Iterable[str]) -> tuple[Code, ...]:
    return tuple(Code(name) for name in sorted(names))
