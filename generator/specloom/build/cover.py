"""Whether a schema says already what another one says: then it needs no type of its own beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from specloom.build import objects
from specloom.build.context import Gatherer
from specloom.build.docs import ANNOTATIONS
from specloom.build.facts import Shape
from specloom.build.parts import Leaf, Part, expand
from specloom.diagnostics import Unsupported
from specloom.source.cursor import Cursor
from specloom.source.plain import is_array, is_object

_ANNOTATIONS = ANNOTATIONS | {"default", "deprecated", "xml"}
_REST = frozenset(("additionalProperties", "unevaluatedProperties", "patternProperties"))


def covers(g: Gatherer, part: Part, leaves: Iterable[Leaf]) -> bool:
    """Whether every value that fits `part` fits all `leaves`, too: it takes them in, or describes each of their
    properties as closely and requires what they require.
    """
    try:
        own = expand(g, [part])
        taken = {id(leaf.schema.value) for leaf in own}
        missing = [leaf for leaf in leaves if id(leaf.schema.value) not in taken]
        if not missing:
            return True
        if any(leaf.choice for leaf in own):
            return False
        required = {name for leaf in own for name in objects.required_names(leaf.schema)}
        properties = {name: child for leaf in own for name, child in objects.own_properties(leaf.schema).items()}
        return all(_repeats(leaf, required, properties) for leaf in missing)
    except Unsupported:
        return False


def _repeats(leaf: Leaf, required: set[str], properties: Mapping[str, Cursor]) -> bool:
    if leaf.shape not in (Shape.OBJECT, Shape.NOTHING) or not _REST.isdisjoint(leaf.schema.value):
        return False
    listed = objects.own_properties(leaf.schema)
    return objects.required_names(leaf.schema) <= required and all(
        name in properties and _fits(properties[name], child) for name, child in listed.items()
    )


def _fits(narrow: Cursor, wide: Cursor) -> bool:
    """Whether the keywords of `wide` say nothing that those of `narrow` do not say."""
    one, other = narrow.follow(), wide.follow()
    if one.id == other.id:
        return True
    if not is_object(one.value) or not is_object(other.value):
        return other.value is True
    said = {key: value for key, value in other.value.items() if key not in _ANNOTATIONS and not key.startswith("x-")}
    if said == {"type": "string"} and _is_text(one.value):
        return True
    return all(key in one.value and one.value[key] == value for key, value in said.items())


def _is_text(schema: dict[str, Any]) -> bool:
    """Whether the constants of a schema are texts, though it does not say so."""
    listed = [schema["const"]] if "const" in schema else schema.get("enum")
    return is_array(listed) and bool(listed) and all(isinstance(value, str) for value in listed)
