"""What an attribute of a model holds, and what it has when nothing is given."""

from __future__ import annotations

from specloom.ir.api import Api
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
    if field.required and not (sent and field.access is Access.READ):
        return value, None
    if has_three_states(hints.api, field, sent=sent):
        return with_unset(hints, value)
    return either(value, NONE), NONE


def has_three_states(api: Api, field: Field, *, sent: bool) -> bool:
    """Whether a field may be absent, and may be null, and the difference is sent."""
    return not field.required and sent and field.access is not Access.READ and bare(api, field.type)[1]


def with_unset(hints: Hints, value: Expr) -> tuple[Expr, Expr]:
    """`T | None | Unset`, and `UNSET`; `Any` takes all of them as it is."""
    default = name(hints.file.use(Import(f"{hints.runtime}.types", "UNSET"), hints.owned))
    if is_any(value):
        return value, default
    nullable = either(value, NONE)
    unset = name(hints.named(Import(f"{hints.runtime}.types", "Unset")))
    return Choice((*(nullable.operands if isinstance(nullable, Choice) else (nullable,)), unset)), default
