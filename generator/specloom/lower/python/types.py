"""Types as Python annotations: what an attribute holds, and what an argument takes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from specloom.ir.api import Api
from specloom.ir.names import Scalar
from specloom.ir.types import (
    Alias,
    AnyType,
    ArrayType,
    Enum,
    JsonTextType,
    LiteralType,
    MapType,
    Model,
    NullableType,
    OneOfType,
    Ref,
    ScalarKind,
    ScalarType,
    SubsetType,
    TupleType,
    TypeExpr,
)
from specloom.languages.code import Code
from specloom.languages.imports import Import
from specloom.languages.python.expr import ELLIPSIS, NONE, Atom, Choice, Expr, choice, name, subscript
from specloom.languages.python.text import literal
from specloom.lower.claims import Names
from specloom.lower.python.file import PythonFile
from specloom.lower.python.names import is_class
from specloom.lower.python.scalars import Scalars
from specloom.quick import dataclass


@dataclass(frozen=True, slots=True)
class Anything(Atom):
    """`typing.Any`, under the name that it has in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """Writes annotations into one file.

    `imported` gives the import of a declared name, or None for one that stands in the file itself. `owned` are the
    members of the class body the annotations stand in. `run_time`: the annotation is evaluated (the value of an alias),
    not only checked.
    """

    api: Api
    scalars: Scalars
    names: Names
    file: PythonFile
    imported: Callable[[str, Code], Import | None]
    owned: Collection[str] = ()
    run_time: bool = False
    aliases: frozenset[str] = frozenset()
    runtime: str = ".._runtime"

    def value(self, expr: TypeExpr) -> Expr:
        """What an attribute of this type holds, and what is returned."""
        return self._hint(expr, sending=False)

    def argument(self, expr: TypeExpr) -> Expr:
        """What an argument of this type takes: plain dicts for models, plain values for members of enums, any
        sequence."""
        return self._hint(expr, sending=True)

    def either(self, options: Iterable[TypeExpr], *, sending: bool = False) -> Expr:
        """The choice of several types."""
        return either(*(self._hint(option, sending=sending) for option in options))

    def named(self, wanted: Import) -> Code:
        """A name of the runtime or the standard library, imported for annotations."""
        return self.file.use(wanted, self.owned, typing=not self.run_time)

    def builtin(self, wanted: str) -> Code:
        """A builtin type."""
        return self.file.builtin(wanted, self.owned)

    def _hint(self, expr: TypeExpr, *, sending: bool) -> Expr:
        match expr:
            case AnyType():
                return self._any()
            case ScalarType(kind=kind, format=format):
                return self._scalar(kind, format, sending)
            case LiteralType(value=value):
                return self.literals((value,))
            case JsonTextType(item=item):
                inside = self._hint(item, sending=sending)
                return either(inside, name(self.builtin("str"))) if sending else inside
            case NullableType(item=item):
                return either(self._hint(item, sending=sending), NONE)
            case ArrayType(item=item):
                return self._array(self._hint(item, sending=sending), sending)
            case MapType(value=value):
                inner = self._hint(value, sending=sending)
                text = name(self.builtin("str"))
                if sending:
                    return subscript(self.named(Import("collections.abc", "Mapping")), text, inner)
                return subscript(self.builtin("dict"), text, inner)
            case TupleType(items=items, rest=rest):
                return self._tuple([self._hint(item, sending=sending) for item in items], rest, sending)
            case OneOfType(items=items):
                return either(*(self._hint(item, sending=sending) for item in items))
            case SubsetType(of=of, values=values):
                return either(self._declared(of.id, sending=False), self.literals(values))
            case Ref(id=id):
                return self._declared(id, sending=sending)

    def literals(self, values: Collection[Scalar]) -> Expr:
        """Exactly these values where type checkers can say so; floats are just `float`, longer integers just `int`."""
        exact = [value for value in values if value is not None and _is_exact(value)]
        parts: list[Expr] = []
        if exact:
            parts.append(subscript(self.named(Import("typing", "Literal")), *(literal(value) for value in exact)))
        parts += [
            name(self.builtin(kind.__name__))
            for kind in (int, float)
            if any(isinstance(value, kind) and not _is_exact(value) for value in values)
        ]
        if None in values or not parts:
            parts.append(NONE)
        return either(*parts)

    def _scalar(self, kind: ScalarKind, format: str, sending: bool) -> Expr:
        if kind is ScalarKind.NULL:
            return NONE
        scalar = self.scalars.type(kind, format)
        if sending and self.scalars.codec(kind, format) == "BINARY":
            return name(self.named(Import(f"{self.runtime}.uploads", "FileTypes")))
        if scalar.wanted is not None:
            return name(Code(f"{self.named(scalar.wanted)}{scalar.path}"))
        plain = name(self.builtin(scalar.path))
        if sending and self.scalars.codec(kind, format) == "JSON_TEXT":
            anything = name(self.named(Import("typing", "Any")))
            text = name(self.builtin("str"))
            mapping = subscript(self.named(Import("collections.abc", "Mapping")), text, anything)
            return either(plain, subscript(self.named(Import("collections.abc", "Sequence")), anything), mapping)
        return plain

    def _array(self, item: Expr, sending: bool) -> Expr:
        # A `str` is a `Sequence[str]`, so that one text given for a list of texts would pass the type checker.
        text = Atom(self.builtin("str"))
        if sending and item != text and not (isinstance(item, Choice) and text in item.operands):
            return subscript(self.named(Import("collections.abc", "Sequence")), item)
        return subscript(self.builtin("list"), item)

    def _tuple(self, items: list[Expr], rest: TypeExpr | None, sending: bool) -> Expr:
        if rest is not None:
            tail = self._hint(rest, sending=sending)
            if not items:
                return subscript(self.builtin("tuple"), tail, ELLIPSIS)
            many = subscript(Code(f"*{self.builtin('tuple')}"), tail, ELLIPSIS)
            return subscript(self.builtin("tuple"), *items, many)
        return subscript(self.builtin("tuple"), *items) if items else subscript(self.builtin("list"), self._any())

    def _any(self) -> Expr:
        return Anything(self.named(Import("typing", "Any")))

    def _declared(self, id: str, *, sending: bool) -> Expr:
        declaration = self.api.declarations.get(id)
        match declaration:
            case None:
                return self._any()
            case Alias() if id not in self.aliases:
                return self._hint(declaration.type, sending=sending)
            case Enum() if not is_class(declaration):
                return self.literals(tuple(member.value for member in declaration.members))
            case Enum(kind=ScalarKind.NUMBER) if sending:
                return either(self._reference(id, self.names.types[id].name), name(self.builtin("float")))
            case _:
                pass
        known = self.names.types[id]
        wanted = [known.name]
        if sending and known.companion:
            wanted = [known.name, known.companion] if isinstance(declaration, Model | Enum) else [known.companion]
        return either(*(self._reference(id, each) for each in wanted))

    def _reference(self, id: str, wanted: Code) -> Expr:
        found = self.imported(id, wanted)
        return name(wanted if found is None else self.named(found))


def _is_exact(value: Scalar) -> bool:
    """True for what `Literal` takes: no float, and (in mypy) no integer beyond 64 bits."""
    return not isinstance(value, float) and (not isinstance(value, int) or abs(value) < 2**63)


def either(*options: Expr) -> Expr:
    """`A | B`; just `Any` where that is among them."""
    for option in options:
        if is_any(option):
            return option
    return choice(*options)


def is_any(hint: Expr) -> bool:
    """Whether a hint is `typing.Any`, by whatever name the file knows it; not a component that is called `Any`."""
    return isinstance(hint, Anything)
