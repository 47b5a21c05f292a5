"""Looks into finished types: which properties a body has, however it is composed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from specloom.ir.types import (
    Alias,
    ArrayType,
    Declaration,
    Field,
    Model,
    NullableType,
    Ref,
    ScalarKind,
    ScalarType,
    TypeExpr,
    Union,
)
from specloom.quick import dataclass

_MAX_STEPS = 32


@dataclass(frozen=True, slots=True)
class Shapes:
    """Answers questions about expressions over the declarations of an API."""

    declarations: Mapping[str, Declaration]

    def plain(self, expression: TypeExpr) -> TypeExpr:
        """The expression behind aliases and null; a `Ref` only to a model, an enum or a union."""
        for _ in range(_MAX_STEPS):
            match expression:
                case NullableType(item=inner):
                    expression = inner
                case Ref(id=id) if isinstance(alias := self.declarations.get(id), Alias):
                    expression = alias.type
                case _:
                    break
        return expression

    def fields(self, expression: TypeExpr) -> dict[str, Field]:
        """The properties of an object by wire name, inherited ones first; those of all variants of a union."""
        found: dict[str, Field] = {}
        seen: set[str] = set()
        waiting: list[TypeExpr | tuple[Field, ...]] = [expression]
        while waiting:
            here = waiting.pop()
            if isinstance(here, tuple):
                found.update({field.name.wire: field for field in here})
                continue
            here = self.plain(here)
            if not isinstance(here, Ref) or here.id in seen:
                continue
            seen.add(here.id)
            match self.declarations.get(here.id):
                case Model() as model:
                    waiting.append(model.fields)
                    waiting.extend(Ref(id=base) for base in reversed(model.bases))
                case Union(variants=variants):
                    waiting.extend(variant.type for variant in reversed(variants))
                case _:
                    pass
        return found

    def at(self, expression: TypeExpr, path: tuple[str, ...]) -> TypeExpr | None:
        """The type at a path of property names, None when there is no such property."""
        for name in path:
            field = self.fields(expression).get(name)
            if field is None:
                return None
            expression = field.type
        return self.plain(expression)

    def is_object(self, expression: TypeExpr) -> bool:
        """True for a model or a union of some."""
        return isinstance(self.plain(expression), Ref) and bool(self.fields(expression))

    def array(self, expression: TypeExpr) -> ArrayType | None:
        """The array that the expression is, if it is one."""
        plain = self.plain(expression)
        return plain if isinstance(plain, ArrayType) else None

    def scalar(self, expression: TypeExpr, *kinds: ScalarKind) -> ScalarType | None:
        """The scalar that the expression is, if it is one of these kinds."""
        plain = self.plain(expression)
        return plain if isinstance(plain, ScalarType) and plain.kind in kinds else None

    def walk(self, expression: TypeExpr, depth: int) -> Iterator[tuple[tuple[str, ...], Field]]:
        """The properties down to `depth` levels with their paths, level by level."""
        level: list[tuple[tuple[str, ...], TypeExpr]] = [((), expression)]
        for _ in range(depth):
            below: list[tuple[tuple[str, ...], TypeExpr]] = []
            for path, holder in level:
                for name, field in self.fields(holder).items():
                    yield (*path, name), field
                    below.append(((*path, name), field.type))
            level = below
