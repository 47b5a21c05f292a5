"""Parameters and headers of Swagger 2.0: the keywords of their type move into `schema`, `collectionFormat` becomes a
style.
"""

from __future__ import annotations

from typing import Any

from specloom.source.cursor import written_pointer
from specloom.source.plain import is_object

Node = dict[str, Any]

TYPE_KEYWORDS = frozenset(
    {
        "type",
        "format",
        "title",
        "items",
        "default",
        "enum",
        "pattern",
        "multipleOf",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "uniqueItems",
        "nullable",
        "x-nullable",
    }
)
_SCHEMA_EXTENSIONS = ("x-enum", "x-ms-enum")
_QUERY_STYLES = {
    "csv": "form",
    "ssv": "spaceDelimited",
    "tsv": "tabDelimited",
    "pipes": "pipeDelimited",
    "multi": "form",
}


def convert_parameter(node: Node, pointer: str, moved: dict[str, str]) -> None:
    """A Parameter Object that is neither `body` nor `formData`, in place."""
    if "schema" in node or "$ref" in node or node.get("in") in ("body", "formData"):
        return
    style, explode = array_style(node, str(node.get("in", "query")))
    is_array = node.get("type") == "array"
    node.pop("collectionFormat", None)
    node["schema"] = take_schema(node)
    if is_array:
        node["style"] = style
        node["explode"] = explode
    moved[f"{pointer}/schema"] = written_pointer(moved, pointer)


def convert_header(node: Node, pointer: str, moved: dict[str, str]) -> None:
    """A Header Object of a response, in place."""
    if "schema" in node or "$ref" in node or "content" in node:
        return
    node.pop("collectionFormat", None)
    node["schema"] = take_schema(node)
    moved[f"{pointer}/schema"] = written_pointer(moved, pointer)


def take_schema(node: Node) -> Node:
    """The keywords of `node` that describe its type, removed from it."""
    keys = [key for key in node if key in TYPE_KEYWORDS or key.startswith(_SCHEMA_EXTENSIONS)]
    schema = {key: node.pop(key) for key in keys}
    _clean_items(schema)
    return schema


def array_style(node: Node, location: str) -> tuple[str, bool]:
    """Style and explode for `collectionFormat` (2.0, section "Parameter Object"; `csv` when it is missing)."""
    form = node.get("collectionFormat", "csv")
    if location in ("query", "formData"):
        return _QUERY_STYLES.get(form, "form"), form == "multi"
    return (_QUERY_STYLES[form], False) if form in ("ssv", "tsv", "pipes") else ("simple", False)


def _clean_items(schema: Node) -> None:
    """Nested arrays cannot say how they are joined in 3.x; the word is dropped."""
    items = schema.get("items")
    while is_object(items):
        items.pop("collectionFormat", None)
        items = items.get("items")
