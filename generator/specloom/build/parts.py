"""The parts of a composition: `allOf`, what a `$ref` names beside its siblings, branches, and the schema's own
keywords.
"""

from __future__ import annotations

from collections.abc import Iterable

from specloom.build import dynamic
from specloom.build.context import Context, Gatherer
from specloom.build.facts import CONDITIONAL, Shape, branches, conditional, informs, reference_of
from specloom.diagnostics import Unsupported
from specloom.quick import dataclass
from specloom.source.cursor import Cursor

MAX_PARTS = 1_000
MAX_LEVELS = 64

_TAKING_IN = frozenset(("allOf", "oneOf", "anyOf", "$ref", "$dynamicRef")) | CONDITIONAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A schema that a composed one takes in, whole.

    `link` is the place that refers to it when it is taken in by reference; `schema` is then what was found there.
    """

    schema: Cursor
    context: Context
    link: Cursor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """What is left of a part when compositions are taken apart: own keywords, or (`choice`) the branches, of one
    schema.
    """

    schema: Cursor
    context: Context
    choice: bool = False
    optional: bool = False
    """The leaf holds for some values only; what it requires is not required."""

    @property
    def shape(self) -> Shape:
        """What the leaf contributes."""
        if self.choice:
            return Shape.UNION
        value = self.schema.value
        own = {key: item for key, item in value.items() if key not in _TAKING_IN}
        if not informs(own):
            return Shape.NOTHING
        if "properties" in own or "patternProperties" in own or own.get("type") in ("object", ["object", "null"]):
            return Shape.OBJECT
        if "type" not in own and ("additionalProperties" in own or "unevaluatedProperties" in own):
            return Shape.OBJECT
        return Shape.OTHER


def first_level(g: Gatherer, schema: Cursor, context: Context) -> list[Part]:
    """What `schema` takes in directly, without its own keywords. Raises `Unsupported` for a reference that cannot be
    followed.
    """
    parts: list[Part] = []
    if reference_of(schema.value) is not None:
        target = dynamic.target(schema, context)
        parts.append(Part(schema=target, context=g.place(target, context), link=schema))
    members = schema.get("allOf")
    for member in members.elements() if members is not None else ():
        if reference_of(member.value) is not None and not informs(_beside(member)):
            target = dynamic.target(member, context)
            parts.append(Part(schema=target, context=g.place(target, context), link=member))
        else:
            parts.append(Part(schema=member, context=context))
    return parts


def _beside(member: Cursor) -> dict[str, object]:
    return {key: item for key, item in member.value.items() if key not in ("$ref", "$dynamicRef")}


def expand(g: Gatherer, parts: Iterable[Part], *, loose: bool = False) -> list[Leaf]:
    """The leaves of some parts: what is taken in comes before what takes it in. A part that is met again is left out.

    What holds under a condition is taken in as optional, and with `loose` so are all branches. Raises `Unsupported` for
    compositions of more than `MAX_PARTS` parts or `MAX_LEVELS` levels.
    """
    leaves: list[Leaf] = []
    seen: set[int] = set()
    waiting: list[tuple[Part | Leaf, bool, int]] = [(part, False, 0) for part in reversed(list(parts))]
    while waiting:
        item, optional, level = waiting.pop()
        if isinstance(item, Leaf):
            leaves.append(item)
            continue
        identity = id(item.schema.value)
        if identity in seen or not isinstance(item.schema.value, dict):
            continue
        seen.add(identity)
        if len(seen) > MAX_PARTS:
            raise Unsupported("too-many-parts", item.schema.origin, f"a composition of more than {MAX_PARTS} parts")
        if level > MAX_LEVELS:
            message = f"a composition of more than {MAX_LEVELS} levels; any value is accepted"
            raise Unsupported("nested-too-deep", item.schema.origin, message)
        for child in reversed(conditional(item.schema)):
            waiting.append((Part(schema=child, context=item.context), True, level + 1))
        waiting.append((Leaf(schema=item.schema, context=item.context, optional=optional), optional, level))
        _, alternatives = branches(item.schema)
        if alternatives and (loose or optional):
            waiting.extend((Part(schema=a, context=item.context), True, level + 1) for a in reversed(alternatives))
        elif alternatives:
            waiting.append((Leaf(schema=item.schema, context=item.context, choice=True), optional, level))
        waiting.extend((part, optional, level + 1) for part in reversed(first_level(g, item.schema, item.context)))
    return leaves
