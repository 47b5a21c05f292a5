"""Values that a schema allows, made of the pieces that it names; scalars are those of `leaves`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from specloom.source.plain import is_array, is_object

from .leaves import Leaves, Unmakeable
from .schemas import Schemas

DEEP = 5
"""Below this depth only what is required is made."""
DEEPEST = 24
BINARY = "\ue000"
"""What a text that stands for bytes begins with."""
_PREFIX = "#/$defs/"
_KINDS = {
    "object": ("properties", "additionalProperties", "required", "patternProperties", "minProperties", "propertyNames"),
    "array": ("items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"),
    "string": ("pattern", "format", "minLength", "maxLength"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
}
_ANYTHING = ("text", 7, True, {"a key": "value"}, ["item"], 2.5)
_BOUNDS = {
    **dict.fromkeys(("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"), max),
    **dict.fromkeys(("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"), min),
}


@dataclass(slots=True, kw_only=True)
class _Shape:
    """What several schemas that must all hold say together; of each union one branch."""

    kinds: set[str] | None = None
    choices: list[Any] | None = None
    properties: dict[str, list[Any]] = field(default_factory=dict[str, list[Any]])
    required: dict[str, None] = field(default_factory=dict[str, None])
    others: list[Any] = field(default_factory=list[Any])
    items: list[Any] = field(default_factory=list[Any])
    prefix: Sequence[Any] = ()
    tags: dict[str, str] = field(default_factory=dict[str, str])
    keywords: dict[str, Any] = field(default_factory=dict[str, Any])


class Maker:
    """Makes values of the schemas of a document. `full`: with all that may be there; else only with what must.
    `binary`: texts that stand for bytes are marked as such."""

    def __init__(
        self, schemas: Schemas, leaves: Leaves, random: Random, *, full: bool, nulls: bool, binary: bool
    ) -> None:
        self._schemas = schemas
        self._leaves = leaves
        self._random = random
        self._full = full
        self._nulls = nulls
        self._binary = binary

    def make(self, schema: Any, depth: int = 0) -> Any:
        """A value; raises `Unmakeable`. Whether the whole schema allows it is for a validator to say."""
        if depth > DEEPEST:
            raise Unmakeable("it has no end")
        shape = _Shape()
        self._gather(schema, shape, set(), "", widen=True)
        if shape.choices is not None:
            choices = [c for c in shape.choices if shape.kinds is None or _kind(c) & shape.kinds] or shape.choices
            choices = [c for c in choices if c is not None or self._nulls] or choices
            return self._random.choice(choices)
        return self._of_kind(self._kind(shape), shape, depth)

    def _kind(self, shape: _Shape) -> str:
        kinds = shape.kinds
        if kinds is None:
            said = {*shape.keywords, "properties"} if shape.properties else {*shape.keywords}
            kinds = {next((kind for kind, words in _KINDS.items() if said.intersection(words)), "anything")}
        elif not kinds:
            raise Unmakeable("types exclude one another")
        others = kinds - {"null"}
        if "null" in kinds and (not others or (self._nulls and self._random.random() < 0.15)):
            return "null"
        return self._random.choice(sorted(others))

    def _of_kind(self, kind: str, shape: _Shape, depth: int) -> Any:
        match kind:
            case "null":
                return None
            case "boolean":
                return self._random.random() < 0.5
            case "object":
                return self._object(shape, depth)
            case "array":
                return self._array(shape, depth)
            case "anything" | "string" if self._binary and _is_binary(shape.keywords):
                return BINARY + "content"[: shape.keywords.get("maxLength", 7)]
            case "anything":
                return self._random.choice(_ANYTHING if self._nulls else _ANYTHING[:3])
            case _:
                return self._leaves.draw(shape.keywords, kind, self._random)

    def _object(self, shape: _Shape, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        wanted = self._full and depth < DEEP
        least: int = shape.keywords.get("minProperties", 0)
        for name, schemas in shape.properties.items():
            if name in shape.tags:
                made[name] = _tagged(shape.tags[name], schemas)
            elif name in shape.required or (False not in schemas and (wanted or len(made) < least)):
                try:
                    made[name] = self.make({"allOf": schemas}, depth + 1)
                except Unmakeable:
                    if name in shape.required:
                        raise
        for name in shape.required:
            if name not in made:
                made[name] = shape.tags[name] if name in shape.tags else self.make({"allOf": shape.others}, depth + 1)
        made |= {name: value for name, value in shape.tags.items() if name not in made}
        named = "propertyNames" in shape.keywords or not shape.properties
        extra = max(least - len(made), (2 if named and shape.others and wanted else 0))
        for _ in range(extra if False not in shape.others else 0):
            name = self._name(shape)
            made.setdefault(name, self.make({"allOf": shape.others}, depth + 1))
        return made

    def _name(self, shape: _Shape) -> str:
        names = shape.keywords.get("propertyNames")
        patterns = shape.keywords.get("patternProperties")
        if patterns and is_object(patterns):
            return str(self._leaves.draw({"pattern": next(iter(patterns))}, "string", self._random))
        return f"key {self._random.randrange(10**6)}" if names is None else str(self.make(names, DEEP))

    def _array(self, shape: _Shape, depth: int) -> list[Any]:
        least = max(int(shape.keywords.get("minItems", 0)), len(shape.prefix) if self._full else 0)
        most = int(shape.keywords.get("maxItems", max(least, 3)))
        wanted = max(least, min(most, 1))
        if self._full and depth < DEEP:
            wanted = max(least, min(most, self._random.randint(1, 3)))
        elif depth >= DEEP:
            wanted = least
        made: list[Any] = []
        for index in range(wanted):
            schema: Any = shape.prefix[index] if index < len(shape.prefix) else {"allOf": shape.items}
            made.append(self.make(schema, depth + 1))
        return _distinct(made) if shape.keywords.get("uniqueItems") is True else made

    def _gather(self, schema: Any, shape: _Shape, seen: set[str], origin: str, *, widen: bool) -> None:
        """Adds what a schema says. `origin`: the definition that is being made, for a discriminator of its parents;
        `widen`: whether a child of a parent with a discriminator may stand for it."""
        if schema is True:
            return
        if schema is False:
            raise Unmakeable("nothing is allowed")
        if "$ref" in schema:
            key = schema["$ref"].removeprefix(_PREFIX)
            if key not in seen:
                seen.add(key)
                target = self._schemas.defs[key]
                self._gather(target, shape, seen, origin or key, widen=widen)
        if (discriminator := schema.get("x-discriminator")) and not ("oneOf" in schema or "anyOf" in schema):
            origin = self._child(discriminator, shape, seen, origin, widen=widen)
        for one in schema.get("allOf", ()):
            self._gather(one, shape, seen, origin, widen=widen and len(schema["allOf"]) == 1)
        for union in ("oneOf", "anyOf"):
            if branches := schema.get(union):
                self._choose(branches, schema.get("x-discriminator"), shape, seen)
        _add(schema, shape)

    def _choose(self, branches: Sequence[Any], discriminator: Any, shape: _Shape, seen: set[str]) -> None:
        usable = [one for one in branches if self._nulls or not (is_object(one) and one.get("type") == "null")]
        branch = self._random.choice(usable or branches)
        key = branch.get("$ref", "").removeprefix(_PREFIX) if is_object(branch) else ""
        if discriminator and key:
            self._tag(discriminator, key, shape)
        self._gather(branch, shape, seen, "", widen=not discriminator)

    def _child(self, discriminator: Any, shape: _Shape, seen: set[str], origin: str, *, widen: bool) -> str:
        children = self._schemas.children.get(origin, ()) if widen else ()
        child = self._random.choice(children) if children else origin
        if child:
            self._tag(discriminator, child, shape)
        if child and child not in seen:
            seen.add(child)
            self._gather(self._schemas.defs[child], shape, seen, child, widen=False)
        return child

    def _tag(self, discriminator: Any, key: str, shape: _Shape) -> None:
        values = [value for value, target in discriminator["mapping"].items() if target == key]
        name = discriminator["propertyName"]
        shape.tags.setdefault(name, self._random.choice(values) if values else self._schemas.names[key])


def _add(schema: Mapping[str, Any], shape: _Shape) -> None:
    for keyword, value in schema.items():
        match keyword:
            case "type":
                kinds = set(value) if is_array(value) else {value}
                kinds |= {"integer"} if "number" in kinds and shape.kinds is not None else set()
                shape.kinds = kinds if shape.kinds is None else shape.kinds & kinds
            case "enum" | "const":
                choices = [value] if keyword == "const" else list(value)
                shape.choices = choices if shape.choices is None else [c for c in shape.choices if c in choices]
                if not shape.choices:
                    raise Unmakeable("no value is in every enum")
            case "properties":
                for name, inner in value.items():
                    shape.properties.setdefault(name, []).append(inner)
            case "required":
                shape.required |= dict.fromkeys(value)
            case "additionalProperties" | "unevaluatedProperties":
                shape.others.append(value)
                shape.keywords["additionalProperties"] = value
            case "items":
                shape.items.append(value)
                shape.keywords["items"] = value
            case "prefixItems":
                shape.prefix = value
                shape.keywords["prefixItems"] = value
            case _ if keyword in _BOUNDS and keyword in shape.keywords:
                shape.keywords[keyword] = _BOUNDS[keyword](shape.keywords[keyword], value)
            case "$ref" | "allOf" | "oneOf" | "anyOf" | "x-discriminator":
                pass
            case _:
                shape.keywords.setdefault(keyword, value)


def _is_binary(keywords: Mapping[str, Any]) -> bool:
    media_type = keywords.get("contentMediaType", "")
    raw = media_type and "contentEncoding" not in keywords and not media_type.startswith(("text/", "application/json"))
    return keywords.get("format") == "binary" or bool(raw)


def _tagged(tag: str, schemas: Sequence[Any]) -> Any:
    """The value of a discriminator: what its property may be, where that is listed and is no text."""
    objects: list[dict[str, Any]] = [schema for schema in schemas if is_object(schema)]
    listed = [value for schema in objects for value in schema.get("enum", ())]
    listed += [schema["const"] for schema in objects if "const" in schema]
    if not listed or tag in listed:
        return tag
    return next((value for value in listed if str(value).lower() == tag.lower()), listed[0])


def _kind(value: Any) -> set[str]:
    if value is None:
        return {"null"}
    if isinstance(value, bool):
        return {"boolean"}
    if is_array(value) or is_object(value):
        return {"array"} if is_array(value) else {"object"}
    if isinstance(value, int):
        return {"integer", "number"}
    return {"string"} if isinstance(value, str) else {"number"}


def _distinct(items: Sequence[Any]) -> list[Any]:
    found: list[Any] = []
    for item in items:
        if item not in found:
            found.append(item)
    return found


def parts(value: Any) -> Iterator[Any]:
    """The scalars inside a value, names of members included."""
    if is_object(value):
        for name, item in value.items():
            yield name
            yield from parts(item)
    elif is_array(value):
        for item in value:
            yield from parts(item)
    else:
        yield value
