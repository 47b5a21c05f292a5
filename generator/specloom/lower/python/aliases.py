"""Named types that are no classes: unions, lists, maps, scalars, and enums of values that no class can hold."""

from __future__ import annotations

from specloom.ir.types import Alias, Declaration, Enum, Model, Union
from specloom.languages.imports import Import
from specloom.languages.python import layout as layout
from specloom.languages.python.expr import Atom, Expr, flat, name
from specloom.languages.python.text import docstring, string
from specloom.lower.docs import described, facts, prose
from specloom.lower.python.module import ModuleFile
from specloom.lower.python.types import Hints
from specloom.lower.python.views import AliasView


def lower_alias(here: ModuleFile, declaration: Declaration) -> AliasView:
    """The name, as a type alias that can be used at run time where that does not load half of the package, and its
    codec."""
    assert not isinstance(declaration, Model)
    package = here.package
    known = package.names.types[declaration.id]
    deferred = declaration.id in package.modules.deferred
    value = _value(here.hints(run_time=not deferred), declaration)
    if deferred:
        value = Atom(string(flat(value)))
    alias = here.file.use(Import("typing", "TypeAlias"))
    here.file.use(Import("functools", "cache"))
    result = here.codecs().declaration(declaration)
    type_ = here.file.use(Import(".._runtime.types", "Type"), typing=True)
    constraints = facts(declaration.constraints) if isinstance(declaration, Alias) else ""
    return AliasView(
        name=known.name,
        statement=layout.alias(known.name, value, marker=alias),
        doc=docstring(described(prose(declaration.docs), constraints), 0),
        signature=layout.signature(known.codec, (), name(type_)),
        loads=here.take_loads(4),
        result=layout.returns(result, 4),
    )


def _value(hints: Hints, declaration: Union | Alias | Enum) -> Expr:
    match declaration:
        case Alias(type=type_):
            return hints.value(type_)
        case Enum(members=members):
            return hints.literals([member.value for member in members])
        case Union(variants=variants):
            return hints.either(variant.type for variant in variants)
