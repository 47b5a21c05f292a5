"""Rules that look at one schema at a time: they see each Schema Object of a document once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from specloom.source.plain import is_array

Node = dict[str, Any]

_KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


class SchemaRule(Protocol):
    """One check of one schema."""

    code: str

    def check(self, schema: Node) -> Iterator[tuple[str, str]]:
        """`(keyword, message)` for each fault."""
        ...


class DefaultOfWrongType:
    """A default is a value that the schema accepts (JSON Schema, section 9.2); only type and enum are looked at."""

    code = "invalid-default"

    def check(self, schema: Node) -> Iterator[tuple[str, str]]:
        """The default, if its JSON type or value is not among those listed."""
        if "default" not in schema:
            return
        value = schema["default"]
        kinds = schema.get("type")
        names: list[Any] = kinds if is_array(kinds) else [kinds]
        if kinds is not None and not any(_is(value, name) for name in names):
            yield "default", f"the default is no {' or '.join(str(n) for n in names)}"
            return
        values = schema.get("enum")
        if is_array(values) and not any(type(v) is type(value) and v == value for v in values):
            yield "default", "the default is not among the values of enum"


def _is(value: Any, kind: Any) -> bool:
    classes = _KINDS.get(kind) if isinstance(kind, str) else None
    if classes is None:
        return True
    if isinstance(value, bool):
        return bool(kind == "boolean")
    if kind == "integer" and isinstance(value, float):
        return bool(value.is_integer())
    return isinstance(value, classes)


SCHEMA_RULES: tuple[SchemaRule, ...] = (DefaultOfWrongType(),)
