"""Values for examples, as Go expressions of another package than the one that is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from specloom.ir.types import (
    Alias,
    ArrayType,
    Declaration,
    Enum,
    Field,
    MapType,
    Model,
    NullableType,
    Ref,
    SubsetType,
    TypeExpr,
)
from specloom.languages.code import Code
from specloom.languages.go.text import literal, number, string
from specloom.languages.go.types import has_nil, type_of
from specloom.languages.typed import Reach, Slot
from specloom.quick import dataclass

_OWN = frozenset(("Date", "Duration", "Decimal", "Base64URL", "JSONText"))
"""Types of the runtime, which is part of the package."""


@dataclass(frozen=True, slots=True)
class _Outside:
    """A file that names what it uses with the package in front."""

    inner: Reach

    @property
    def package_name(self) -> Code:
        return self.inner.package_name

    def name(self, id: str) -> Code:
        return Code(f"{self.package_name}.{self.inner.name(id)}")

    def codec(self, id: str) -> Code:
        return self.inner.codec(id)

    def use(self, module: str, name: str, *, typing: bool = False) -> Code:
        return Code(name)

    def is_recursive(self, id: str) -> bool:
        return self.inner.is_recursive(id)

    def declaration(self, id: str) -> Declaration | None:
        return self.inner.declaration(id)

    def fields(self, id: str) -> tuple[tuple[Field, Code], ...]:
        return self.inner.fields(id)


def sample(expr: TypeExpr, value: object, slot: Slot, file: Reach, table: Mapping[str, str]) -> Code:
    """`value`, in the form it has on the wire, as an expression for a place of the type for `expr` and `slot`; nil or a
    zero value where it fits none."""
    outside = _Outside(file)
    own = {key: f"{file.package_name}.{name}" if name in _OWN else name for key, name in table.items()}
    made = _sample(expr, value, outside, own)
    if slot.ordered and made.startswith("map[string]"):
        type_ = type_of(expr, outside, own)
        return Code(f"{file.package_name}.ParamMap[{type_.removeprefix('map[string]')}]{made[len(type_):]}")
    if slot.optional and slot.nullable:
        return Code(f"{file.package_name}.Some({_converted(made, expr, outside, own)})")
    if not (slot.optional or slot.nullable) or has_nil(type_of(expr, file, table, given=True), expr, file):
        return made
    return Code(f"{file.package_name}.Ptr({_converted(made, expr, outside, own)})")


def _pointed(made: Code, expr: NullableType, file: Reach, table: Mapping[str, str]) -> Code:
    """`made` for a place whose type may be a pointer where that of the value is none."""
    is_pointer = type_of(expr, file, table, given=True).startswith("*")
    if not is_pointer or made == "nil" or made.startswith("&"):
        return made
    return Code(f"{file.package_name}.Ptr({_converted(made, expr.item, file, table)})")


def _converted(made: Code, expr: TypeExpr, file: Reach, table: Mapping[str, str]) -> Code:
    """`made` such that its type can be told without its place: a number is one of several types."""
    type_ = type_of(expr, file, table, given=True)
    untyped = made.lstrip("-")[:1].isdigit()
    return Code(f"{type_}({made})") if untyped or (made.startswith('"') and type_ != "string") else made


def _sample(expr: TypeExpr, value: object, file: Reach, table: Mapping[str, str]) -> Code:
    match expr:
        case NullableType(item=item):
            return _pointed(_sample(item, value, file, table), expr, file, table)
        case SubsetType(of=of):
            return _sample(of, value, file, table)
        case ArrayType(item=item) if isinstance(value, Sequence) and not isinstance(value, str):
            items = [_sample(item, part, file, table) for part in cast("Sequence[object]", value)]
            return Code(f"{type_of(expr, file, table)}{{{Code(', ').join(items)}}}")
        case MapType(value=item) if isinstance(value, Mapping):
            entries = cast("Mapping[object, object]", value).items()
            pairs = [Code(f"{string(str(key))}: {_sample(item, part, file, table)}") for key, part in entries]
            return Code(f"{type_of(expr, file, table)}{{{Code(', ').join(pairs)}}}")
        case Ref(id=id):
            return _declared(expr, id, value, file, table)
        case _:
            return _scalar(type_of(expr, file, table, given=True), value)


def _declared(expr: Ref, id: str, value: object, file: Reach, table: Mapping[str, str]) -> Code:
    match file.declaration(id):
        case Alias(type=type_):
            return _sample(type_, value, file, table)
        case Enum() if isinstance(value, str | int | float) and not isinstance(value, bool):
            written = string(value) if isinstance(value, str) else number(value)
            return Code(f"{type_of(expr, file, table)}({written})")
        case Model() if isinstance(value, Mapping):
            given = cast("Mapping[object, object]", value)
            entries = [
                Code(f"{name}: {_sample(field.type, given[field.name.wire], file, table)}")
                for field, name in file.fields(id)
                if field.name.wire in given and field.required
            ]
            return Code(f"&{file.name(id)}{{{Code(', ').join(entries)}}}")
        case _:
            return Code("nil")


def _scalar(type_: Code, value: object) -> Code:
    package, _, bare = type_.rpartition(".")
    match bare:
        case "string" | "Decimal" | "Duration" | "Number" if isinstance(value, str | int | float):
            return string(str(value))
        case "int64" | "uint64" | "float64" if isinstance(value, int | float) and not isinstance(value, bool):
            return number(value)
        case "bool" if isinstance(value, bool):
            return literal(value)
        case "any" | "JSONText":
            return literal(value)
        case "Time":
            return Code("time.Date(2026, time.January, 31, 12, 0, 0, 0, time.UTC)")
        case "Date":
            return Code(f"{package}.Date{{Year: 2026, Month: time.January, Day: 31}}")
        case "[]byte" | "Base64URL" if isinstance(value, str):
            return Code(f"{type_}({string(value)})")
        case "Reader":
            return Code('strings.NewReader("...")')
        case "bool":
            return Code("false")
        case "string":
            return Code('""')
        case "int64" | "uint64" | "float64":
            return Code("0")
        case _:
            return Code("nil")
