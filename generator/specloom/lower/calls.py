"""The ways to call an operation: one list of arguments for each kind of data that its body takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from specloom.ir.api import Api
from specloom.ir.operations import Operation
from specloom.ir.types import LiteralType, ScalarKind, ScalarType
from specloom.lower.arguments import Argument, Place, arguments
from specloom.lower.payloads import Payload
from specloom.lower.results import Result, ResultKind
from specloom.lower.shapes import bare
from specloom.quick import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """How an operation is called for one of its results: the arguments of each way in the order of the signature, the
    usual way first.

    `switches` are properties of the body that ask for a stream, which the call itself sends.
    """

    ways: tuple[tuple[Argument, ...], ...]
    switches: tuple[str, ...] = ()

    @property
    def arguments(self) -> tuple[Argument, ...]:
        """Those of all ways, each once."""
        found: dict[tuple[Place, str], Argument] = {}
        for way in self.ways:
            for argument in way:
                found.setdefault(key_of(argument), argument)
        return tuple(found.values())


def key_of(argument: Argument) -> tuple[Place, str]:
    """What tells the arguments of an operation apart, whichever way they are of."""
    return argument.place, argument.name.wire


def call_of(api: Api, operation: Operation, payloads: Sequence[Payload], result: Result, *, is_twin: bool) -> Call:
    """The ways to call `operation` for `result`. `is_twin`: a second method gives its other result, so that the
    property `stream` is decided by which one is called."""
    ways = [arguments(api, operation, payload.arguments) for payload in payloads] or [arguments(api, operation)]
    if not is_twin:
        return Call(ways=tuple(ways))
    if result.kind is not ResultKind.STREAM:
        off = LiteralType(value=False)
        return Call(ways=tuple(tuple(replace(a, type=off) if _is_switch(api, a) else a for a in way) for way in ways))
    switched = [way for way in ways if any(_is_switch(api, argument) for argument in way)]
    return Call(
        ways=tuple(tuple(a for a in way if not _is_switch(api, a)) for way in switched or ways),
        switches=tuple(dict.fromkeys(a.name.wire for way in switched for a in way if _is_switch(api, a))),
    )


def only_for(ways: Iterable[Sequence[Argument]], argument: Argument) -> tuple[str, ...]:
    """The media types with which an argument goes, where it does not go with all of them."""
    every: dict[str, bool] = {}
    for way in ways:
        has = any(key_of(one) == key_of(argument) for one in way)
        every.update((media_type, has or every.get(media_type, False)) for one in way for media_type in one.media_types)
    return () if all(every.values()) else tuple(media_type for media_type, has in every.items() if has)


def _is_switch(api: Api, argument: Argument) -> bool:
    """True for the property `stream` of a body, which asks for a stream instead of a value."""
    found, _ = bare(api, argument.type)
    is_boolean = isinstance(found, ScalarType) and found.kind is ScalarKind.BOOLEAN
    return argument.place is Place.BODY and argument.name.wire == "stream" and is_boolean
