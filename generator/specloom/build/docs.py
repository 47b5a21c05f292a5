"""What a schema says beside its type: texts, constraints, defaults, examples, XML hints, deprecation."""

from __future__ import annotations

import json
from typing import Any

from specloom.ir.names import NO_DOCS, Deprecation, Docs
from specloom.ir.types import NO_CONSTRAINTS, Access, Constraints, Default, XmlHints
from specloom.source.cursor import Cursor
from specloom.source.plain import is_array, is_object

MAX_EXAMPLE = 300
"""Letters of an example as JSON; a longer one is left out of the docs."""

_NUMBERS = {
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusiveMinimum": "exclusive_minimum",
    "exclusiveMaximum": "exclusive_maximum",
    "multipleOf": "multiple_of",
}
_COUNTS = {
    "minLength": "min_length",
    "maxLength": "max_length",
    "minItems": "min_items",
    "maxItems": "max_items",
    "minProperties": "min_properties",
    "maxProperties": "max_properties",
}
_ASSERTIONS = frozenset((*_NUMBERS, *_COUNTS, "pattern", "uniqueItems"))
_NODES = frozenset(("element", "attribute", "text", "cdata", "none"))
_CONDITIONS = frozenset(("if", "not", "dependentRequired", "dependentSchemas", "contains", "propertyNames"))
_SPEAKING = _CONDITIONS | {"title", "description", "externalDocs", "example", "examples", "anyOf", "oneOf"}
ANNOTATIONS = frozenset(("title", "summary", "description", "example", "examples", "externalDocs", "$comment"))
MARKS = frozenset(("readOnly", "writeOnly", "default", "deprecated", "xml"))
"""What `access`, `default`, `deprecation` and `xml` look at: most schemas have none of it."""


def docs(schema: Cursor) -> Docs:
    """Title, description, link and example of a schema, and what it demands that a type cannot say."""
    value = schema.value
    if not is_object(value) or _SPEAKING.isdisjoint(value):
        return NO_DOCS
    body = schema.text("description").strip()
    groups = _required_groups(value) if "anyOf" in value or "oneOf" in value else []
    conditions = [] if _CONDITIONS.isdisjoint(value) else sorted(_CONDITIONS & value.keys())
    if groups:
        body += f"\n\nNeeds one of: {'; '.join(groups)}."
    if conditions:
        body += f"\n\nThe document sets further conditions on this value ({', '.join(f'`{c}`' for c in conditions)})."
    external = value.get("externalDocs")
    link = external.get("url", "") if is_object(external) else ""
    summary, example = schema.text("title").strip(), _example(value)
    if not (summary or body or link or example):
        return NO_DOCS
    return Docs(
        summary=" ".join(summary.split()),
        body=body.strip(),
        link=link if isinstance(link, str) else "",
        example=example,
    )


def merged(first: Docs, second: Docs) -> Docs:
    """The texts of two schemas that describe one thing: of each kind, that of `first` where it has one."""
    if first == NO_DOCS:
        return second
    return Docs(
        summary=first.summary or second.summary,
        body=first.body or second.body,
        link=first.link or second.link,
        example=first.example or second.example,
    )


def _required_groups(value: dict[str, Any]) -> list[str]:
    """`anyOf`/`oneOf` whose branches only name required properties, as text."""
    groups: list[str] = []
    for keyword in ("anyOf", "oneOf"):
        branches = value.get(keyword)
        if not is_array(branches):
            continue
        for branch in branches:
            names = branch.get("required") if is_object(branch) and branch.keys() == {"required"} else None
            if is_array(names) and names:
                groups.append(" and ".join(f"`{name}`" for name in names))
    return groups


def _example(value: dict[str, Any]) -> str:
    if "example" in value:
        example = value["example"]
    else:
        examples = value.get("examples")
        if not is_array(examples) or not examples:
            return ""
        example = examples[0]
    try:
        text = json.dumps(example, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        return ""
    return text if len(text) <= MAX_EXAMPLE else ""


def constraints(schema: Cursor) -> Constraints:
    """The assertions on one value, as written; those of the wrong type are left out. Siblings of a `$ref` count."""
    value = schema.value
    if not is_object(value) or ("items" not in value and _ASSERTIONS.isdisjoint(value)):
        return NO_CONSTRAINTS
    found: dict[str, Any] = {}
    for keyword, name in _NUMBERS.items():
        number = value.get(keyword)
        if isinstance(number, int | float) and not isinstance(number, bool):
            found[name] = number
    for keyword, name in _COUNTS.items():
        count = value.get(keyword)
        if isinstance(count, int) and not isinstance(count, bool):
            found[name] = count
        elif isinstance(count, float) and count.is_integer():
            found[name] = int(count)
    if isinstance(value.get("pattern"), str):
        found["pattern"] = value["pattern"]
    if value.get("uniqueItems") is True:
        found["unique_items"] = True
    if is_object(value.get("items")) and (item := constraints(schema.child("items"))) != NO_CONSTRAINTS:
        found["item"] = item
    return Constraints(**found) if found else NO_CONSTRAINTS


def default(schema: Cursor) -> Default | None:
    """The `default` of a schema, None when it has none."""
    value = schema.value
    return Default(value=value["default"]) if is_object(value) and "default" in value else None


def deprecation(schema: Cursor) -> Deprecation | None:
    """Whether the schema is marked deprecated, with the reason some documents give."""
    if not schema.flag("deprecated"):
        return None
    return Deprecation(message=schema.text("x-deprecated-message") or schema.text("x-deprecation-reason"))


def access(schema: Cursor) -> Access:
    """`readOnly` and `writeOnly`; both at once count as neither."""
    read, write = schema.flag("readOnly"), schema.flag("writeOnly")
    if read == write:
        return Access.BOTH
    return Access.READ if read else Access.WRITE


def xml(schema: Cursor) -> XmlHints | None:
    """The XML Object (OpenAPI 3.2, section 4.26), `attribute` and `wrapped` of older versions included; None when
    there is none.
    """
    hints = schema.get("xml") or _in_parts(schema)
    items = schema.get("items")
    item_hints = (items.get("xml") or _in_parts(items)) if items is not None else None
    if hints is None or not is_object(hints.value):
        name = item_hints.text("name") if item_hints is not None else ""
        return XmlHints(item_name=name) if name else None
    node = hints.text("nodeType")
    if node not in _NODES:
        node = "attribute" if hints.flag("attribute") else ""
    is_array = items is not None
    return XmlHints(
        name=hints.text("name"),
        namespace=hints.text("namespace"),
        prefix=hints.text("prefix"),
        node=node,
        wrapped=hints.flag("wrapped") or (is_array and node == "element"),
        item_name=item_hints.text("name") if item_hints is not None else "",
    )


def _in_parts(schema: Cursor) -> Cursor | None:
    """The XML Object of a part of an `allOf` that is written out there: it is about the same value."""
    parts = schema.get("allOf")
    written = (part.get("xml") for part in parts.elements() if part.get("$ref") is None) if parts else ()
    return next((hints for hints in written if hints is not None), None)
