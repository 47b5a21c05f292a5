"""The names of one Python file: what it declares, what it imports, and what an import is called where its name is
taken."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import field

from specloom.languages.code import Code
from specloom.languages.imports import Import, Imports
from specloom.quick import dataclass

_BUILTINS = Import("builtins")


@dataclass(slots=True)
class PythonFile:
    """Collects the imports of one file while its declarations are lowered.

    `declared` are the names that the file itself binds at its top level; they never move. An import whose name is
    taken, by the file or by `owned` (the members of the class body it is used in), is bound under another one (`_Page`,
    `_dt`).
    """

    declared: Collection[str]
    _bound: dict[str, Import] = field(default_factory=dict[str, Import])
    _run_time: set[Import] = field(default_factory=set[Import])
    _typing: set[Import] = field(default_factory=set[Import])
    _plain: dict[Import, Code] = field(default_factory=dict[Import, Code])
    _plain_typing: dict[Import, Code] = field(default_factory=dict[Import, Code])

    def use(self, wanted: Import, owned: Collection[str] = (), *, typing: bool = False) -> Code:
        """The name under which `wanted` can be used here. `typing`: only annotations need it."""
        known = (self._plain_typing if typing else self._plain).get(wanted)
        if known is not None and known not in owned:
            return known
        local = str(wanted.binds)
        while local in self.declared or local in owned or self._bound.get(local, wanted) != wanted:
            local = f"_{local}"
        self._bound[local] = wanted
        same = local == wanted.binds
        placed = wanted if same else Import(wanted.module, wanted.name, local)
        (self._typing if typing else self._run_time).add(placed)
        code = Code(local)
        if same:
            (self._plain_typing if typing else self._plain)[wanted] = code
        return code

    def builtin(self, name: str, owned: Collection[str] = ()) -> Code:
        """A builtin in an annotation; dotted where a member of the class body has its name."""
        if name not in owned and name not in self.declared:
            return Code(name)
        return Code(f"{self.use(_BUILTINS, owned, typing=True)}.{name}")

    @property
    def imports(self) -> Imports:
        """All imports so far."""
        return Imports(frozenset(self._run_time), frozenset(self._typing - self._run_time))
