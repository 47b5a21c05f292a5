"""What a schema is about, read from its keywords without building it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto
from typing import Any

from specloom.diagnostics import Unsupported
from specloom.source.cursor import Cursor
from specloom.source.plain import is_array, is_object

MAX_LOOK = 64
"""References and `allOf` levels that are looked through; what lies deeper counts as unknown."""

_OBJECT_KEYWORDS = frozenset(
    ("properties", "additionalProperties", "patternProperties", "unevaluatedProperties", "required", "propertyNames")
)
_ARRAY_KEYWORDS = frozenset(("items", "prefixItems", "contains"))
_STRING_KEYWORDS = frozenset(("minLength", "maxLength", "pattern", "contentEncoding", "contentMediaType"))
_NUMBER_KEYWORDS = frozenset(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"))
_NUMBER_FORMATS = {"int32": "integer", "int64": "integer", "float": "number", "double": "number"}
CONDITIONAL = frozenset(("then", "else", "dependentSchemas"))
_SHAPING = frozenset(
    ("properties", "patternProperties", "items", "prefixItems", "enum", "const", "contentEncoding", "contentMediaType")
)


class Shape(Enum):
    """What a part of a composition contributes."""

    NOTHING = auto()
    """No type: docs, constraints, conditions, `required`, a bare `type: object`."""
    OBJECT = auto()
    UNION = auto()
    OTHER = auto()


def reference_of(value: Any) -> str | None:
    """The text of `$ref` or `$dynamicRef`."""
    if not is_object(value):
        return None
    text = value.get("$ref")
    if not isinstance(text, str):
        text = value.get("$dynamicRef")
    return text if isinstance(text, str) else None


def implied_type(value: dict[str, Any]) -> str:
    """The type that the keywords of a schema without `type` are about, or `""`."""
    keys = value.keys()
    if not _OBJECT_KEYWORDS.isdisjoint(keys):
        return "object"
    if not _ARRAY_KEYWORDS.isdisjoint(keys):
        return "array"
    form = value.get("format")
    if isinstance(form, str) and form in _NUMBER_FORMATS:
        return _NUMBER_FORMATS[form]
    if not _STRING_KEYWORDS.isdisjoint(keys) or (isinstance(form, str) and form):
        return "string"
    return "" if _NUMBER_KEYWORDS.isdisjoint(keys) else "number"


def informs(value: Any) -> bool:
    """Whether a schema says anything about the type of a value, beyond `type: object` alone."""
    if not is_object(value):
        return False
    if reference_of(value) is not None or not _SHAPING.isdisjoint(value):
        return True
    if is_object(value.get("additionalProperties")) or is_object(value.get("unevaluatedProperties")):
        return True
    kinds = value.get("type")
    if kinds is not None and kinds not in ("object", ["object"]):
        return True
    if isinstance(value.get("format"), str) and "type" not in value:
        return True
    if any(
        is_array(value.get(keyword)) and any(informs(branch) for branch in value[keyword])
        for keyword in ("allOf", "oneOf", "anyOf")
    ):
        return True
    return not CONDITIONAL.isdisjoint(value) and any(map(informs, _conditions(value)))


def _conditions(value: dict[str, Any]) -> Iterator[Any]:
    yield from (value[key] for key in ("then", "else") if key in value)
    dependent = value.get("dependentSchemas")
    yield from dependent.values() if is_object(dependent) else ()


def is_null(value: Any) -> bool:
    """Whether a schema allows null and nothing else."""
    if not is_object(value):
        return False
    return (
        value.get("type") in ("null", ["null"])
        or value.get("enum") == [None]
        or ("const" in value and value["const"] is None)
    )


def branches(schema: Cursor) -> tuple[str, tuple[Cursor, ...]]:
    """The keyword (`oneOf` before `anyOf`) and the branches that say something about the type; `("", ())` when none
    does.
    """
    for keyword in ("oneOf", "anyOf"):
        array = schema.get(keyword)
        if array is None or not is_array(array.value) or not array.value:
            continue
        elements = tuple(e for e in array.elements() if e.value is not False)
        if any(informs(e.value) or e.value is True or e.value == {} or e.value == {"type": "object"} for e in elements):
            return keyword, elements
    return "", ()


def conditional(schema: Cursor) -> tuple[Cursor, ...]:
    """What a schema adds to some of its values only (JSON Schema 2020-12, sections 10.2.2.2 to 10.2.2.4)."""
    value = schema.value
    if CONDITIONAL.isdisjoint(value):
        return ()
    dependent = schema.get("dependentSchemas")
    found = [
        *(child for key in ("then", "else") if (child := schema.get(key)) is not None),
        *((child for _, child in dependent.items()) if dependent is not None else ()),
    ]
    return tuple(child for child in found if informs(child.value))


def shape(schema: Cursor) -> Shape:
    """What a part contributes, seen through references and compositions. A broken one contributes nothing."""
    return _shape(schema, MAX_LOOK, {})


def _shape(schema: Cursor, look: int, known: dict[int, Shape]) -> Shape:
    """See `shape`; `known` has what was looked at already, a part that leads back to itself as something unknown."""
    if look <= 0:
        return Shape.OTHER
    try:
        target = schema.follow()
    except Unsupported:
        return Shape.NOTHING
    key = id(target.value)
    if key not in known:
        known[key] = Shape.OTHER
        known[key] = _shape_of(target, look, known)
    return known[key]


def _shape_of(target: Cursor, look: int, known: dict[int, Shape]) -> Shape:
    value = target.value
    if not is_object(value) or not informs(value):
        return Shape.OBJECT if is_object(value) and "discriminator" in value else Shape.NOTHING
    _, alternatives = branches(target)
    real = [a for a in alternatives if not is_null(a.value)]
    if len(real) > 1:
        return Shape.UNION
    if "properties" in value or "patternProperties" in value or is_object(value.get("additionalProperties")):
        return Shape.OBJECT
    parts = target.get("allOf")
    found = {_shape(part, look - 1, known) for part in parts.elements()} if parts is not None else set[Shape]()
    if real:
        found.add(_shape(real[0], look - 1, known))
    if any(_shape(child, look - 1, known) is Shape.OBJECT for child in conditional(target)):
        found.add(Shape.OBJECT)
    for best in (Shape.UNION, Shape.OBJECT, Shape.OTHER):
        if best in found:
            return best
    kinds = value.get("type")
    return Shape.OBJECT if kinds == "object" or kinds == ["object", "null"] else Shape.OTHER
