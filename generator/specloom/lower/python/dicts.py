"""Plain dicts in place of models, and what an argument of a union takes: types that exist for type checkers only."""

from __future__ import annotations

from collections.abc import Iterable

from specloom.ir.types import Access, Alias, Declaration, Field, Model, Union
from specloom.languages.code import EMPTY, Code
from specloom.languages.imports import Import
from specloom.languages.python import layout as layout
from specloom.languages.python.expr import FALSE, Atom, Expr, Item, call_items, dict_of, flat, keyword, name, subscript
from specloom.languages.python.text import docstring, string
from specloom.lower.python.module import ModuleFile
from specloom.lower.python.views import DictView


def lower_dict(here: ModuleFile, model: Model) -> DictView:
    """The TypedDict of a model that is sent: keys are names of the wire, what only the server sets is left out."""
    package = here.package
    known = package.names.types[model.id]
    fields = [field for field, _ in package.names.fields[model.id] if field.access is not Access.READ]
    typed_dict = here.file.use(Import("typing", "TypedDict"), typing=True)
    keys = {field.name.wire for field in fields}
    if keys.isdisjoint(here.file.declared) and _are_names(here, keys):
        hints = here.hints(keys)
        entries = [
            layout.field(Code(field.name.wire), _entry(here, field, hints.argument(field.type)), indent=8)
            for field in fields
        ]
        bases = call_items(known.companion, [Item(name(typed_dict)), keyword(Code("total"), FALSE)])
        return DictView(
            header=layout.class_statement(bases, 4),
            doc=docstring(f"`{known.name}` as a plain dict, with names of the wire as keys.", 8),
            entries=tuple(entries),
            statement=EMPTY,
        )
    hints = here.hints()
    table = dict_of(
        (string(field.name.wire), Atom(string(flat(_entry(here, field, hints.argument(field.type))))))
        for field in fields
    )
    value = call_items(typed_dict, [Item(Atom(string(known.companion))), Item(table), keyword(Code("total"), FALSE)])
    return DictView(header=EMPTY, doc=EMPTY, entries=(), statement=layout.assign(known.companion, value, 4))


def lower_input(here: ModuleFile, declaration: Declaration) -> Code:
    """The alias of what an argument takes where the document names a union or a recursive list or map."""
    package = here.package
    known = package.names.types[declaration.id]
    hints = here.hints()
    assert isinstance(declaration, Union | Alias)
    if isinstance(declaration, Alias):
        value = hints.argument(declaration.type)
    else:
        value = hints.either((variant.type for variant in declaration.variants), sending=True)
    alias = here.file.use(Import("typing", "TypeAlias"), typing=True)
    return layout.alias(known.companion, Atom(string(flat(value))), 4, marker=alias)


def _entry(here: ModuleFile, field: Field, value: Expr) -> Expr:
    if not field.required:
        return value
    return subscript(here.file.use(Import("typing", "Required"), typing=True), value)


def _are_names(here: ModuleFile, keys: Iterable[str]) -> bool:
    """True for property names that can be written as annotated names of a class body."""
    language = here.package.language
    reserved = language.scope()
    return all(
        key.isascii() and language.is_identifier(key) and not key.startswith("__") and key not in reserved
        for key in keys
    )
