"""What a caller passes to an operation, in order, before any language spells it.

Path parameters come first, in path order; then what is required, then the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from specloom.ir.api import Api
from specloom.ir.contents import Content, Part
from specloom.ir.names import Deprecation, Docs, Name, Origin
from specloom.ir.operations import Operation, PathSlot
from specloom.ir.parameters import Location, Parameter
from specloom.ir.types import NO_CONSTRAINTS, Constraints, Default, TypeExpr
from specloom.lower.shapes import bare
from specloom.quick import dataclass


class Place(StrEnum):
    """Where an argument travels. `MEDIA_TYPE` is the choice among the media types of the body."""

    PATH = "path"
    QUERY = "query"
    QUERYSTRING = "querystring"
    HEADER = "header"
    COOKIE = "cookie"
    BODY = "body"
    MEDIA_TYPE = "media-type"


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One thing a caller passes.

    `nullable`: None is a value to send, so that absence needs another one. `content`: it is the body itself, not a
    property. `part` says how a property of a form or multipart body is written. `media_types` are those that may be
    chosen, where that is what the argument is for; a range (`image/*`) stands for any that it matches.
    """

    name: Name
    place: Place
    type: TypeExpr
    required: bool
    nullable: bool = False
    content: Content | None = None
    part: Part | None = None
    media_types: tuple[str, ...] = ()
    parameter: Parameter | None = None
    default: Default | None = None
    constraints: Constraints = NO_CONSTRAINTS
    docs: Docs
    deprecation: Deprecation | None = None
    origin: Origin

    @property
    def whole(self) -> bool:
        """Whether it is the body itself."""
        return self.content is not None

    @property
    def open(self) -> bool:
        """Whether media types that the document does not list by name may be chosen."""
        return any("*" in media_type for media_type in self.media_types)


def arguments(api: Api, operation: Operation, body: Iterable[Argument] = ()) -> tuple[Argument, ...]:
    """Parameters and the arguments of the body, in the order of the signature."""
    found = [*_parameters(api, operation), *body]
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


def bare_optional(api: Api, expr: TypeExpr) -> TypeExpr:
    """The expression without a `Nullable` around it, aliases followed only as far as that needs."""
    found, nullable = bare(api, expr)
    return found if nullable else expr
