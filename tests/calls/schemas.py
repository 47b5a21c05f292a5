"""Schemas of a document as JSON Schema 2020-12, closed over what they refer to, as requests or as responses see them.

What 2.0 and 3.0 say otherwise is rewritten (`nullable`, `exclusiveMinimum: true`, `type: file`, a `$ref` whose
siblings do not count), and properties that only the other direction has are gone. Discriminators become
`x-discriminator`, for the maker of values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Literal

import jsonschema_rs
from specloom.source.plain import is_array, is_object

from .operations import Description
from .source import Node, Unreadable

Direction = Literal["request", "response"]
ONE = frozenset(
    {"not", "if", "then", "else", "contains", "propertyNames", "additionalProperties", "items"}
    | {"unevaluatedProperties", "unevaluatedItems"}
)
MANY = ("allOf", "anyOf", "oneOf", "prefixItems")
NAMED = ("properties", "patternProperties", "dependentSchemas")
_DROPPED = frozenset(
    {"$id", "$anchor", "$dynamicAnchor", "$schema", "$comment", "$defs", "definitions", "$ref", "required"}
    | {"description", "title", "externalDocs", "example", "examples", "default"}
    | {"nullable", "readOnly", "writeOnly", "discriminator"}
)
_HIDDEN: Mapping[Direction, str] = {"request": "readOnly", "response": "writeOnly"}
_PREFIX = "#/$defs/"


class Schemas:
    """The schemas of a document for one direction; each is converted once, when it is asked for first."""

    def __init__(self, description: Description, direction: Direction) -> None:
        self._source = description.source
        self._old = description.version in ("2.0", "3.0")
        self._description = description
        self._direction: Direction = direction
        self._ids: dict[str, str] = {}
        self.defs: dict[str, Any] = {}
        self.names: dict[str, str] = {}
        """The last part of the reference to each definition: its implicit value of a discriminator."""

    def of(self, node: Node) -> Any:
        """The schema at a node; references in it lead to `#/$defs/…`."""
        return self._converted(node)

    def closed(self, schema: Any) -> Any:
        """The schema with the definitions that it needs."""
        wanted: dict[str, Any] = {}
        waiting = list(_references(schema))
        while waiting:
            key = waiting.pop()
            if key not in wanted:
                wanted[key] = self.defs[key]
                waiting += _references(self.defs[key])
        if not wanted:
            return schema
        return {**(schema if is_object(schema) else {"allOf": [schema]}), "$defs": wanted}

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """The definitions whose `allOf` names a definition, directly or through another, by the latter."""
        found: dict[str, set[str]] = {}
        for _, node in self._description.components():
            try:
                key = self.key(node)
            except Unreadable:
                continue
            for parent in self._ancestors(key, set()):
                found.setdefault(parent, set()).add(key)
        return {parent: tuple(sorted(keys)) for parent, keys in found.items()}

    def _ancestors(self, key: str, seen: set[str]) -> set[str]:
        schema = self.defs[key]
        for one in schema.get("allOf", ()) if is_object(schema) else ():
            parent = one.get("$ref", "").removeprefix(_PREFIX) if is_object(one) else ""
            if parent and parent not in seen:
                seen.add(parent)
                self._ancestors(parent, seen)
        return seen

    def key(self, node: Node) -> str:
        """The name of the definition for the schema at a node, which is converted if it is not yet."""
        node = self._source.follow(node) if self._old else node
        key = self._ids.get(node.key)
        if key is None:
            key = self._ids[node.key] = f"S{len(self._ids)}"
            last = node.key.rsplit("/", 1)[-1].replace("~1", "/").replace("~0", "~")
            self.names[key] = node.file.stem if last.endswith("#") else last
            self.defs[key] = True  # for a schema that refers to itself
            try:
                self.defs[key] = self._converted(node)
            except Unreadable:
                del self._ids[node.key]
                raise
        return key

    def _converted(self, node: Node) -> Any:
        schema = node.value
        if not is_object(schema):
            return schema is not False
        if "$dynamicRef" in schema:
            raise Unreadable("a dynamic reference")
        reference = schema.get("$ref")
        if isinstance(reference, str):
            target = {"$ref": _PREFIX + self.key(self._source.target(node.file, reference))}
            if self._old or len(schema) == 1:
                return target
            return {**self._keywords(node), **target}
        return self._keywords(node)

    def _keywords(self, node: Node) -> dict[str, Any]:
        schema: dict[str, Any] = node.value
        found: dict[str, Any] = {}
        hidden = {name for name, inner in _members(node, "properties") if self._is_hidden(inner)}
        for keyword, value in schema.items():
            inner = Node(file=node.file, value=value, key=f"{node.key}/{keyword}")
            if keyword in _DROPPED:
                continue
            if keyword in NAMED and is_object(value):
                skipped = hidden if keyword == "properties" else ()
                found[keyword] = {n: self._converted(i) for n, i in inner.items() if n not in skipped}
            elif keyword in MANY and is_array(value):
                found[keyword] = [self._converted(one) for one in inner.elements()]
            elif keyword == "items" and is_array(value):
                found["prefixItems"] = [self._converted(one) for one in inner.elements()]
            elif keyword in ONE:
                found[keyword] = self._converted(inner)
            else:
                found[keyword] = value
        required = (
            [name for name in schema.get("required") or () if name not in hidden]
            if is_array(schema.get("required"))
            else []
        )
        if required:
            found["required"] = required
        if self._old:
            _modernise(schema, found)
        discriminator = schema.get("discriminator")
        if discriminator:
            found["x-discriminator"] = self._discriminator(node, discriminator)
        return found

    def _is_hidden(self, node: Node) -> bool:
        mark = _HIDDEN[self._direction]
        if node.object.get(mark) is True:
            return True
        if "$ref" in node.object:
            try:
                return self._source.follow(node).object.get(mark) is True
            except Unreadable:
                return False
        return False

    def _discriminator(self, node: Node, discriminator: Any) -> dict[str, Any]:
        if not is_object(discriminator):
            return {"propertyName": discriminator, "mapping": {}}
        mapping: dict[str, str] = {}
        listed: dict[str, Any] = discriminator.get("mapping") or {}
        for value, reference in listed.items():
            target = self._mapped(node, str(reference))
            if target is not None:
                mapping[value] = self.key(target)
        return {"propertyName": discriminator.get("propertyName"), "mapping": mapping}

    def _mapped(self, node: Node, reference: str) -> Node | None:
        named = dict(self._description.components())
        if reference in named:
            return named[reference]
        try:
            return self._source.target(node.file, reference)
        except Unreadable:
            return None


def _modernise(schema: Mapping[str, Any], found: dict[str, Any]) -> None:
    """Rewrites what 2.0 and 3.0 say in their own way."""
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(found.get(exclusive), bool) and found.pop(exclusive) and bound in found:
            found[exclusive] = found.pop(bound)
    if found.get("type") == "file":
        found |= {"type": "string", "format": "binary"}
    null = schema.get("nullable") is True or schema.get("x-nullable") is True
    if null and isinstance(found.get("type"), str):
        found["type"] = [found["type"], "null"]


def _members(node: Node, keyword: str) -> Iterator[tuple[str, Node]]:
    inner = node.get(keyword)
    yield from inner.items() if inner else ()


def _references(schema: Any) -> Iterator[str]:
    if is_object(schema):
        for keyword, value in schema.items():
            if keyword == "$ref":
                yield value.removeprefix(_PREFIX)
            elif keyword in NAMED:
                for inner in value.values():
                    yield from _references(inner)
            elif keyword in ONE or keyword in MANY:
                yield from _references(value)
    elif is_array(schema):
        for inner in schema:
            yield from _references(inner)


def loosened(schema: Any) -> Any:
    """The schema with every `oneOf` as `anyOf`, and objects open: many documents mean no more than that."""
    if is_array(schema):
        return [loosened(one) for one in schema]
    if not is_object(schema):
        return schema
    found = {
        keyword: (
            {name: loosened(inner) for name, inner in value.items()}
            if keyword in NAMED or keyword == "$defs"
            else loosened(value) if keyword in ONE or keyword in MANY else value
        )
        for keyword, value in schema.items()
    }
    if "oneOf" in found:
        one_of = found.pop("oneOf")
        found["allOf"] = [*found.get("allOf", ()), {"anyOf": one_of}]
    for keyword in ("additionalProperties", "unevaluatedProperties"):
        if found.get(keyword) is False:
            del found[keyword]
    return found


def validator(schema: Any) -> jsonschema_rs.Draft202012Validator:
    """A validator of a closed schema; formats are not asserted."""
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=False)
