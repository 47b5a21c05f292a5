"""Values for examples, as Go expressions of the type of an argument."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from specloom.ir.types import Alias, ArrayType, Enum, MapType, Model, NullableType, Ref, SubsetType, TypeExpr
from specloom.languages.code import Code
from specloom.languages.go.text import literal, number, string
from specloom.languages.go.types import type_of
from specloom.languages.typed import Reach


def sample(expr: TypeExpr, value: object, file: Reach, table: Mapping[str, str]) -> Code:
    """`value`, in the form it has on the wire, as an expression of the type for `expr`; the zero value of the type where
    it fits none."""
    match expr:
        case NullableType(item=item):
            return sample(item, value, file, table)
        case SubsetType(of=of):
            return sample(of, value, file, table)
        case ArrayType(item=item) if isinstance(value, Sequence) and not isinstance(value, str):
            items = [sample(item, part, file, table) for part in cast("Sequence[object]", value)]
            return Code(f"{type_of(expr, file, table)}{{{Code(', ').join(items)}}}")
        case MapType(value=item) if isinstance(value, Mapping):
            entries = cast("Mapping[object, object]", value).items()
            pairs = [Code(f"{string(str(key))}: {sample(item, part, file, table)}") for key, part in entries]
            return Code(f"{type_of(expr, file, table)}{{{Code(', ').join(pairs)}}}")
        case Ref(id=id):
            return _declared(expr, id, value, file, table)
        case _:
            return _scalar(type_of(expr, file, table, given=True), value)


def _declared(expr: Ref, id: str, value: object, file: Reach, table: Mapping[str, str]) -> Code:
    match file.declaration(id):
        case Alias(type=type_):
            return sample(type_, value, file, table)
        case Enum() if isinstance(value, str | int | float) and not isinstance(value, bool):
            written = string(value) if isinstance(value, str) else number(value)
            return Code(f"{type_of(expr, file, table)}({written})")
        case Model() if isinstance(value, Mapping):
            given = cast("Mapping[object, object]", value)
            entries = [
                Code(f"{name}: {sample(field.type, given[field.name.wire], file, table)}")
                for field, name in file.fields(id)
                if field.name.wire in given and field.required
            ]
            return Code(f"&{file.name(id)}{{{Code(', ').join(entries)}}}")
        case _:
            return Code("nil")


def _scalar(type_: Code, value: object) -> Code:
    match str(type_):
        case "string" | "Decimal" | "Duration" | "json.Number" if isinstance(value, str | int | float):
            return string(str(value))
        case "int64" | "uint64" | "float64" if isinstance(value, int | float) and not isinstance(value, bool):
            return number(value)
        case "bool" if isinstance(value, bool):
            return literal(value)
        case "any" | "JSONText":
            return literal(value) if isinstance(value, str | bool | None) else Code(f"{literal(value)}")
        case "time.Time":
            return Code("time.Date(2026, time.January, 31, 12, 0, 0, 0, time.UTC)")
        case "Date":
            return Code("Date{Year: 2026, Month: 1, Day: 31}")
        case "[]byte" | "Base64URL" if isinstance(value, str):
            return Code(f"{type_}({string(value)})")
        case "io.Reader":
            return Code('strings.NewReader("...")')
        case _:
            return Code("nil")
