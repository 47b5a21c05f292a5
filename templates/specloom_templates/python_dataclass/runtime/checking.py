"""A request against the constraints of the document: all of its parameters and its body, all faults at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .bodies import (
    BodySpec,
    BytesBody,
    FormBody,
    JsonBody,
    JsonLinesBody,
    MultipartBody,
)
from .constraints import Constraints
from .narrow import is_mapping
from .operations import Endpoint, Slot
from .types import ANY, UNSET, Type
from .validation import ConstraintError, faults

if TYPE_CHECKING:
    from .encoding import Writer
    from .options import RequestOptions
    from .request import Arguments

__all__ = ["check"]


def check(
    op: Endpoint,
    spec: BodySpec | None,
    options: RequestOptions | None,
    arguments: Arguments,
    payload: Any,
    writer: Writer,
) -> None:
    """Raise `ConstraintError` where the arguments, and the body `payload` that is sent as `spec` says, break
    constraints of the document.

    Files and what is sent as it is read are left out: looking at them would consume them.
    """
    found = (
        *_parameter_faults(op, arguments, writer),
        *_body_faults(spec, options, payload, writer),
    )
    if found:
        raise ConstraintError(found)


def _parameter_faults(
    op: Endpoint, arguments: Arguments, writer: Writer
) -> Iterator[str]:
    slots = {
        piece.name: piece.parameter for piece in op.path if isinstance(piece, Slot)
    }
    for values, specs in (
        (arguments.path, slots),
        (arguments.query, op.query),
        (arguments.headers, op.headers),
        (arguments.cookies, op.cookies),
    ):
        known = {name: spec for name in values if (spec := specs.get(name)) is not None}
        constraints = {
            name: spec.constraints for name, spec in known.items() if spec.constraints
        }
        types = {name: spec.type for name, spec in known.items()}
        yield from faults(
            _checked(values, constraints, types), constraints, writer, types
        )


def _body_faults(
    spec: BodySpec | None, options: RequestOptions | None, body: Any, writer: Writer
) -> Iterator[str]:
    if spec is None or isinstance(spec, BytesBody | JsonLinesBody):
        return
    constraints: Mapping[str, Constraints] = spec.constraints or {}
    types: Mapping[str, Type] = {}
    if spec.whole or not is_mapping(body):
        values: Mapping[str, Any] = {"body": body}
        constraints = {"body": constraints[""]} if "" in constraints else {}
        types = {"body": spec.type}
    else:
        extra = (options.body if options is not None else None) or {}
        values = {**body, **extra}
        if isinstance(spec, JsonBody):
            types = spec.fields
        elif isinstance(spec, FormBody | MultipartBody):
            types = {name: part.type for name, part in spec.parts.items()}
            files = {name for name, part in spec.parts.items() if part.is_file}
            values = {n: v for n, v in values.items() if n not in files}
    yield from faults(_checked(values, constraints, types), constraints, writer, types)


def _checked(
    values: Mapping[str, Any],
    constraints: Mapping[str, Constraints],
    types: Mapping[str, Type],
) -> dict[str, Any]:
    """The values that are given and about which there is something to check."""
    return {
        name: value
        for name, value in values.items()
        if value is not None
        and value is not UNSET
        and (
            name in constraints
            or types.get(name, ANY) is not ANY
            or hasattr(value, "_fields")
        )
    }
