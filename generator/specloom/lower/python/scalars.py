"""Scalars in Python: their types as the language's table has them, and the runtime's codec for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from specloom.ir.api import Api
from specloom.ir.types import (
    Alias,
    ArrayType,
    Declaration,
    Enum,
    JsonTextType,
    MapType,
    Model,
    NullableType,
    OneOfType,
    ScalarKind,
    ScalarType,
    TupleType,
    TypeExpr,
    Union,
)
from specloom.languages.python.language import Python
from specloom.languages.python.scalars import PythonScalar
from specloom.lower.shapes import declared_refs
from specloom.quick import dataclass

_KINDS = {
    ScalarKind.STRING: "STRING",
    ScalarKind.INTEGER: "INTEGER",
    ScalarKind.NUMBER: "NUMBER",
    ScalarKind.BOOLEAN: "BOOLEAN",
    ScalarKind.NULL: "NULL",
}
_OF_TEXT = {
    "datetime.datetime": "DATE_TIME",
    "datetime.date": "DATE",
    "datetime.time": "TIME",
    "datetime.timedelta": "DURATION",
    "uuid.UUID": "UUID",
    "decimal.Decimal": "DECIMAL",
    "bytes": "BYTES",
}
_OF_BYTES = {"base64url": "BASE64URL", "binary": "BINARY"}
TELLING = frozenset((*_OF_TEXT.values(), *_OF_BYTES.values(), "JSON_TEXT", "DECIMAL_NUMBER"))
"""Codecs whose values do not tell by themselves how they are written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalars:
    """The scalars of one package. `language` has the table that a pack and a configuration may change."""

    language: Python
    _codecs: dict[tuple[ScalarKind, str], str] = field(default_factory=dict[tuple[ScalarKind, str], str])

    def type(self, kind: ScalarKind, form: str) -> PythonScalar:
        """The type of a scalar that is not null."""
        return self.language.scalar(kind, form)

    def codec(self, kind: ScalarKind, form: str) -> str:
        """The name of the codec for a scalar, as its type has it.

        A type that the runtime has no codec for holds the JSON value itself: a `NewType`, or a class for checkers.
        """
        known = self._codecs.get((kind, form))
        if known is None:
            known = self._codecs[kind, form] = self._decided(kind, form)
        return known

    def _decided(self, kind: ScalarKind, form: str) -> str:
        if kind is ScalarKind.NULL:
            return _KINDS[kind]
        type_ = self.type(kind, form).qualified
        if kind in (ScalarKind.NUMBER, ScalarKind.INTEGER) and type_ == "decimal.Decimal":
            return "DECIMAL_NUMBER"
        if kind is not ScalarKind.STRING:
            return _KINDS[kind]
        if type_ == "bytes":
            return _OF_BYTES.get(form, "BYTES")
        if type_ == "str" and form == "json":
            return "JSON_TEXT"
        return _OF_TEXT.get(type_, "STRING")


def telling_declarations(api: Api, scalars: Scalars) -> frozenset[str]:
    """The declarations that contain, however deep, a scalar whose value does not tell how it is written."""
    users: dict[str, list[str]] = {}
    waiting: list[str] = []
    for id, declaration in api.declarations.items():
        for used in declared_refs(declaration):
            users.setdefault(used, []).append(id)
        if any(_tells(expr, scalars) for expr in _expressions(declaration)):
            waiting.append(id)
    found: set[str] = set()
    while waiting:
        id = waiting.pop()
        if id not in found:
            found.add(id)
            waiting.extend(users.get(id, ()))
    return frozenset(found)


def _expressions(declaration: Declaration) -> Iterator[TypeExpr]:
    match declaration:
        case Model(fields=fields, extra=extra):
            yield from (field.type for field in fields)
            if extra is not None:
                yield extra
        case Union(variants=variants):
            yield from (variant.type for variant in variants)
        case Alias(type=type_):
            yield type_
        case Enum():
            return


def _tells(expr: TypeExpr, scalars: Scalars) -> bool:
    match expr:
        case ScalarType(kind=kind, format=format):
            return scalars.codec(kind, format) in TELLING
        case JsonTextType():
            return True
        case ArrayType(item=item) | NullableType(item=item):
            return _tells(item, scalars)
        case MapType(value=value):
            return _tells(value, scalars)
        case TupleType(items=items, rest=rest):
            return any(_tells(item, scalars) for item in items) or (rest is not None and _tells(rest, scalars))
        case OneOfType(items=items):
            return any(_tells(item, scalars) for item in items)
        case _:
            return False
