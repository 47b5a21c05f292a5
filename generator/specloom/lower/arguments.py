"""What a caller passes to an operation: parameters and body as one list, in order, before any language spells them.

Path parameters come first, in path order; then what is required, then the rest. An object body is flattened into its
properties where that loses nothing; anything else is one argument called `body`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from specloom.ir.api import Api
from specloom.ir.contents import Content, Encoding, Part
from specloom.ir.names import Deprecation, Docs, Name, Origin
from specloom.ir.operations import Operation, PathSlot
from specloom.ir.parameters import Location, Parameter
from specloom.ir.types import (
    NO_CONSTRAINTS,
    Access,
    AnyType,
    Constraints,
    Default,
    Field,
    Model,
    Ref,
    TypeExpr,
)
from specloom.lower.shapes import all_fields, bare, model_of


class Place(StrEnum):
    """Where an argument travels: `in` of `surface.json`."""

    PATH = "path"
    QUERY = "query"
    QUERYSTRING = "querystring"
    HEADER = "header"
    COOKIE = "cookie"
    BODY = "body"


class PassedAs(StrEnum):
    """How a body is given: as arguments (flattened), whole, or either way."""

    ARGUMENTS = "arguments"
    BODY = "body"
    EITHER = "either"


_FLAT_ENCODINGS = frozenset((Encoding.JSON, Encoding.FORM, Encoding.MULTIPART))
_RANK = {place: rank for rank, place in enumerate(Place)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One thing a caller passes.

    `nullable`: None is a value to send, so that absence needs another one. `whole`: it is the body itself, not a
    property. `part` says how a property of a form or multipart body is written.
    """

    name: Name
    place: Place
    type: TypeExpr
    required: bool
    nullable: bool = False
    whole: bool = False
    part: Part | None = None
    parameter: Parameter | None = None
    default: Default | None = None
    constraints: Constraints = NO_CONSTRAINTS
    docs: Docs
    deprecation: Deprecation | None = None
    origin: Origin

    @property
    def rank(self) -> int:
        """Who keeps the plain name when several want it: path parameters first, properties of the body last."""
        return _RANK[self.place]


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """The body of an operation, decided: which content is sent, and how it is passed.

    `model` is set when the content is flattened. `whole` is the argument that takes the body as one value, or None.
    """

    content: Content
    passed_as: PassedAs
    required: bool
    model: Model | None
    fields: tuple[Field, ...]
    whole: Argument | None


def payload(api: Api, operation: Operation, returned: frozenset[str]) -> Payload | None:
    """How the body of `operation` is passed; None when it has none. `returned`: ids of models that operations answer
    with."""
    body = operation.body
    if body is None or not body.contents:
        return None
    content = body.contents[0]
    expr, nullable = bare(api, content.type)
    model = model_of(api, content.type)
    flat = (
        model is not None
        and content.encoding in _FLAT_ENCODINGS
        and not nullable
        and (model.extra is None or isinstance(model.extra, AnyType))
    )
    fields = tuple(f for f in all_fields(api, model) if f.access is not Access.READ) if model and flat else ()
    if not fields:
        flat = False
    either = flat and isinstance(expr, Ref) and expr.id in returned and content.encoding is Encoding.JSON
    whole = Argument(
        name=Name(wire="", words=("body",)),
        place=Place.BODY,
        type=content.type,
        required=body.required,
        whole=True,
        docs=body.docs,
        origin=body.origin,
    )
    return Payload(
        content=content,
        passed_as=PassedAs.EITHER if either else PassedAs.ARGUMENTS if flat else PassedAs.BODY,
        required=body.required,
        model=model if flat else None,
        fields=fields,
        whole=whole if either or not flat else None,
    )


def arguments(api: Api, operation: Operation, body: Payload | None) -> tuple[Argument, ...]:
    """All arguments in the order of the signature; of a body that can be passed either way, the flattened ones."""
    found = [*_parameters(api, operation)]
    if body is not None and body.model is not None:
        found.extend(_flattened(api, body))
    elif body is not None and body.whole is not None:
        found.append(body.whole)
    path = [argument for argument in found if argument.place is Place.PATH]
    rest = [argument for argument in found if argument.place is not Place.PATH]
    return (*path, *(a for a in rest if a.required), *(a for a in rest if not a.required))


def _parameters(api: Api, operation: Operation) -> Iterator[Argument]:
    order = {slot.name: index for index, slot in enumerate(operation.path) if isinstance(slot, PathSlot)}
    path = [p for p in operation.parameters if p.location is Location.PATH and p.name.wire in order]
    path.sort(key=lambda parameter: order[parameter.name.wire])
    others = [p for p in operation.parameters if p.location is not Location.PATH]
    for parameter in (*path, *others):
        yield Argument(
            name=parameter.name,
            place=Place(parameter.location.value),
            type=bare_optional(api, parameter.type),
            required=parameter.required or parameter.location is Location.PATH,
            parameter=parameter,
            default=parameter.default,
            constraints=parameter.constraints,
            docs=parameter.docs,
            deprecation=parameter.deprecation,
            origin=parameter.origin,
        )


def _flattened(api: Api, body: Payload) -> Iterator[Argument]:
    parts = {part.name: part for part in body.content.parts}
    sends_null = body.content.encoding is Encoding.JSON
    for field in body.fields:
        _, nullable = bare(api, field.type)
        yield Argument(
            name=field.name,
            place=Place.BODY,
            type=bare_optional(api, field.type),
            required=field.required and body.required,
            nullable=nullable and sends_null,
            part=parts.get(field.name.wire),
            default=field.default,
            constraints=field.constraints,
            docs=field.docs,
            deprecation=field.deprecation,
            origin=field.origin,
        )


def bare_optional(api: Api, expr: TypeExpr) -> TypeExpr:
    """The expression without a `Nullable` around it, aliases followed only as far as that needs."""
    found, nullable = bare(api, expr)
    return found if nullable else expr
