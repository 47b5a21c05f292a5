"""Types of the model as types and codecs of TypeScript."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from specloom.ir.names import Scalar
from specloom.ir.types import (
    Alias,
    AnyType,
    ArrayType,
    Enum,
    JsonTextType,
    LiteralType,
    MapType,
    NullableType,
    OneOfType,
    Ref,
    ScalarKind,
    ScalarType,
    SubsetType,
    TupleType,
    TypeExpr,
)
from specloom.languages.code import EMPTY, Code
from specloom.languages.typed import Reach
from specloom.languages.typescript.scalars import TypeScriptScalar, scalar_of
from specloom.languages.typescript.text import SAFE_INTEGER, literal
from specloom.quick import dataclass

NOTHING = Code("void")
_PURE = "/* @__PURE__ */ "
_OPEN: Mapping[type[Scalar], str] = {str: "string", int: "number", float: "number"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Types:
    """Writes types and codecs into a file. `given`: as a caller may write them; else as they are held."""

    scalars: Mapping[str, TypeScriptScalar]
    file: Reach
    given: bool = False

    def of(self, expr: TypeExpr) -> Code:
        """The type of an expression."""
        match expr:
            case AnyType():
                return Code("unknown")
            case ScalarType():
                return self._scalar(expr)
            case LiteralType(value=value):
                return exactly((value,))
            case JsonTextType(item=item):
                return either((self.of(item), Code("string"))) if self.given else self.of(item)
            case ArrayType(item=item):
                return Code(f"{self._readonly}{within(self.of(item))}[]")
            case MapType(value=value):
                return Code(f"{{ {self._readonly}[name: string]: {self.of(value)} }}")
            case TupleType(items=items, rest=rest):
                parts = [self.of(item) for item in items]
                tail = [Code(f"...{within(self.of(rest))}[]")] if rest is not None else []
                return Code(f"{self._readonly}[{Code(', ').join([*parts, *tail])}]")
            case NullableType(item=item):
                return either((self.of(item), Code("null")))
            case OneOfType(items=items):
                return either([self.of(item) for item in items])
            case SubsetType(values=values):
                return opened(values)
            case Ref(id=id):
                return self._named(id)

    def _named(self, id: str) -> Code:
        """The name of a declaration; what an alias stands for, where a caller may write that in another way."""
        declaration = self.file.declaration(id)
        match declaration:
            case None:
                return Code("unknown")
            case Alias(type=type_) if self.given and not self.file.is_recursive(id) and self._is_given_otherwise(type_):
                return self.of(type_)
            case _:
                return self.file.name(id)

    def _is_given_otherwise(self, expr: TypeExpr) -> bool:
        match expr:
            case ScalarType(kind=kind, format=form):
                return bool(scalar_of(kind, form, self.scalars).given)
            case JsonTextType() | ArrayType() | MapType() | TupleType():
                return True
            case NullableType(item=item):
                return self._is_given_otherwise(item)
            case OneOfType(items=items):
                return any(map(self._is_given_otherwise, items))
            case Ref(id=id):
                declaration = self.file.declaration(id)
                return (
                    isinstance(declaration, Alias)
                    and not self.file.is_recursive(id)
                    and self._is_given_otherwise(declaration.type)
                )
            case _:
                return False

    @property
    def _readonly(self) -> str:
        return "readonly " if self.given else ""

    def _scalar(self, expr: ScalarType) -> Code:
        scalar = scalar_of(expr.kind, expr.format, self.scalars)
        if scalar.uses and (self.given or scalar.uses == scalar.type):
            self.file.use(scalar.uses_from, scalar.uses, typing=True)
        return Code(scalar.given if self.given and scalar.given else scalar.type)

    def codec(self, expr: TypeExpr) -> Code:
        """What reads and writes values of an expression: a codec, or a function that returns one; nothing for a
        download, which is not read here."""
        match expr:
            case AnyType():
                return self.file.use("codecs", "any")
            case ScalarType(format="download"):
                return EMPTY
            case ScalarType(kind=kind, format=form):
                scalar = scalar_of(kind, form, self.scalars)
                return self.file.use(scalar.module, scalar.codec)
            case LiteralType(value=value):
                return self._made("codecs", "literal", [literal(value)])
            case JsonTextType(item=item):
                return self._made("containers", "jsonTextOf", [self.codec(item)])
            case ArrayType(item=item):
                return self._made("containers", "array", [self.codec(item)])
            case MapType(value=value):
                return self._made("containers", "record", [self.codec(value)])
            case TupleType(items=items, rest=rest):
                listed = Code("[") + Code(", ").join(self.codec(item) for item in items) + Code("]")
                return self._made("containers", "tuple", [listed, *([self.codec(rest)] if rest is not None else [])])
            case NullableType(item=item):
                return self._made("containers", "nullable", [self.codec(item)])
            case OneOfType(items=items):
                return self._made("unions", "oneOf", [self.codec(item) for item in items])
            case SubsetType(of=of):
                return self.codec(of)
            case Ref(id=id):
                return self._declared(id)

    def _made(self, module: str, name: str, arguments: Iterable[Code]) -> Code:
        return Code(f"{_PURE}{self.file.use(module, name)}({Code(', ').join(arguments)})")

    def _declared(self, id: str) -> Code:
        declaration = self.file.declaration(id)
        match declaration:
            case None:
                return self.file.use("codecs", "any")
            case Enum(kind=ScalarKind.STRING | ScalarKind.INTEGER | ScalarKind.NUMBER as kind):
                return self.file.use("codecs", str(kind))
            case Enum(members=members):
                values = dict.fromkeys((type(member.value), member.value) for member in members)
                return self._made("codecs", "literal", [literal(value) for _, value in values])
            case _:
                return Code(f"() => {self.file.codec(id)}")


def either(types: Sequence[Code]) -> Code:
    """`A | B`; `void` for none, `unknown` where that is among them."""
    found = dict.fromkeys(types)
    if Code("unknown") in found:
        return Code("unknown")
    return Code(" | ").join(found) if found else NOTHING


def within(type_: Code) -> Code:
    """A type as it stands before `[]`: a union in parentheses."""
    text = str(type_)
    return Code(f"({text})") if " | " in text or " & " in text or text.startswith("readonly ") else type_


def exactly(values: Sequence[Scalar]) -> Code:
    """One of these values; integers that a `number` cannot hold are any integer, because they come as they can."""
    return either([_literal_type(value) for value in values])


def _literal_type(value: Scalar) -> Code:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > SAFE_INTEGER:
        return Code("number | bigint")
    return literal(value)


def opened(values: Sequence[Scalar]) -> Code:
    """One of these values, or another of their kind: an editor offers the listed ones."""
    kinds = dict.fromkeys(_OPEN[type(value)] for value in values if type(value) in _OPEN)
    return either([exactly(values), *(Code(f"({kind} & {{}})") for kind in kinds)])
