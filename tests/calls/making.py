"""Valid values of the schemas of a document: made, validated, made again where they are not."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import jsonschema_rs

from .leaves import Leaves, Unmakeable
from .operations import Description
from .schemas import Direction, Schemas, loosened, validator
from .source import Node
from .values import Maker

ATTEMPTS = 24
_WILD, _TAME = Leaves(tame=False), Leaves(tame=True)


class Values:
    """Makes values of a document, the same ones for the same seed."""

    def __init__(self, description: Description) -> None:
        self._sides: dict[Direction, Schemas] = {
            "request": Schemas(description, "request"),
            "response": Schemas(description, "response"),
        }
        self._known: dict[tuple[Direction, str], tuple[Any, tuple[Any, ...]]] = {}

    def schema(self, node: Node, direction: Direction) -> Any:
        """The schema at a node, closed."""
        return self._side(node, direction)[0]

    def make(
        self,
        node: Node | None,
        direction: Direction,
        random: Random,
        *,
        full: bool,
        tame: bool = False,
        nulls: bool = True,
        binary: bool = False,
        fits: Callable[[Any], bool] = lambda value: True,
    ) -> Any:
        """A valid value for which `fits` holds; raises `Unmakeable`. No schema allows anything."""
        if node is None:
            return "text"
        schema, validators = self._side(node, direction)
        leaves = _TAME if tame else _WILD
        maker = Maker(self._sides[direction], leaves, random, full=full, nulls=nulls, binary=binary)
        refused: Exception = Unmakeable("no value fits")
        for allowed in validators:
            for _ in range(ATTEMPTS):
                try:
                    value = maker.make(schema)
                except Unmakeable as error:
                    refused = error
                    continue
                if fits(value) and allowed.is_valid(value):
                    return value
        raise Unmakeable(str(refused))

    def _side(self, node: Node, direction: Direction) -> tuple[Any, tuple[Any, ...]]:
        found = self._known.get((direction, node.key))
        if found is None:
            schema = self._sides[direction].closed(self._sides[direction].of(node))
            found = self._known[direction, node.key] = (schema, tuple(map(_validator, (schema, loosened(schema)))))
        return found


def _validator(schema: Any) -> jsonschema_rs.Draft202012Validator:
    try:
        return validator(schema)
    except (ValueError, jsonschema_rs.ValidationError) as error:
        raise Unmakeable(f"its schema is not valid: {str(error).splitlines()[0]}") from None
