"""What an attribute of a model holds, and what it has when nothing is given."""

from __future__ import annotations

from specloom.ir.types import Access, Field
from specloom.languages.imports import Import
from specloom.languages.python.expr import NONE, Choice, Expr, name
from specloom.lower.python.types import Hints, either, is_any
from specloom.lower.shapes import bare


def attribute(hints: Hints, field: Field, *, sent: bool) -> tuple[Expr, Expr | None]:
    """The annotation and the default of a field; no default where it has to be given.

    What only the server sets need not be given where a model is sent. An optional field that may be null has three
    states there.
    """
    value = hints.value(field.type)
    _, nullable = bare(hints.api, field.type)
    if field.required and not (sent and field.access is Access.READ):
        return value, None
    if nullable and sent and field.access is not Access.READ:
        return with_unset(hints, value)
    return either(value, NONE), NONE


def with_unset(hints: Hints, value: Expr) -> tuple[Expr, Expr]:
    """`T | None | Unset`, and `UNSET`; `Any` takes all of them as it is."""
    default = name(hints.file.use(Import(f"{hints.runtime}.types", "UNSET"), hints.owned))
    if is_any(value):
        return value, default
    nullable = either(value, NONE)
    unset = name(hints.named(Import(f"{hints.runtime}.types", "Unset")))
    return Choice((*(nullable.operands if isinstance(nullable, Choice) else (nullable,)), unset)), default
