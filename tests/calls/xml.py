"""Values as XML, as the XML Objects of a schema say (OpenAPI 3.2, section 4.26), written and compared.

Where the specification leaves a name open (of a root without a component, of a property that refers to what has another
name), any of the possible ones may arrive, and what would have to be served is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

from specloom.source.plain import is_array, is_object

from .leaves import Unmakeable
from .styles import same_text

_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SCALARS = frozenset({"string", "integer", "number", "boolean"})
_ANY = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """An element: the names that it may have (`*`: any), its namespace where one is said, and what is in it."""

    names: tuple[str, ...]
    namespace: str = ""
    prefix: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict[str, Any])
    text: Any = None
    children: tuple[Element, ...] = ()

    def written(self) -> str:
        """The text of the element; raises `Unmakeable` where its name is not certain."""
        name = self.names[0] if self.names != (_ANY,) else "root"
        if len(self.names) > 1:
            raise Unmakeable("XML in which the name of an element is left open")
        tag = f"{self.prefix}:{name}" if self.prefix else name
        declared = (
            f" xmlns{':' if self.prefix else ''}{self.prefix}={quoteattr(self.namespace)}" if self.namespace else ""
        )
        attributes = "".join(f" {key}={quoteattr(_text(value))}" for key, value in self.attributes.items())
        inside = "" if self.text is None else escape(_text(self.text))
        return f"<{tag}{declared}{attributes}>{inside}{''.join(child.written() for child in self.children)}</{tag}>"


def element_of(schema: Any, name: str, value: Any) -> Element:
    """The element for a value of a closed schema; `name` is that of its component, empty for none. Raises `Unmakeable`
    for a value that XML has no form for, or that has no type."""
    return _Writer(schema.get("$defs", {}) if is_object(schema) else {}).root(schema, name, value)


def xml_differences(expected: Element, body: bytes) -> Iterator[str]:
    """What of a document that arrived is not as expected, one line each."""
    try:
        root = ET.fromstring(body)
    except ET.ParseError as error:
        yield f"the body {body[:200]!r} is no XML: {error}"
        return
    yield from _differences(expected, root, "body")


def _differences(expected: Element, found: ET.Element, path: str) -> Iterator[str]:
    namespace, name = _split(found.tag)
    if _ANY not in expected.names and name not in expected.names:
        yield f"{path}: <{name}>, expected <{' or '.join(expected.names)}>"
    if expected.namespace and namespace != expected.namespace:
        yield f"{path}: <{name}> of {namespace!r}, expected {expected.namespace!r}"
    attributes = {_split(key)[1]: text for key, text in found.attrib.items()}
    for key in attributes.keys() | expected.attributes.keys():
        if key not in attributes or key not in expected.attributes:
            yield f"{path}: the attribute {key} {'is not expected' if key in attributes else 'is not there'}"
        elif not same_text(expected.attributes[key], attributes[key]):
            yield f"{path}: {key}={attributes[key]!r}, expected {expected.attributes[key]!r}"
    text = found.text or ""
    if (expected.text is None and text.strip()) or (expected.text is not None and not same_text(expected.text, text)):
        yield f"{path}: the text {text!r}, expected {expected.text!r}"
    yield from _children(expected.children, list(found), path)


def _children(expected: Sequence[Element], found: list[ET.Element], path: str) -> Iterator[str]:
    """Elements of different names come in any order, those of one name in theirs."""
    for child in expected:
        index = next(
            (i for i, one in enumerate(found) if _split(one.tag)[1] in child.names or _ANY in child.names), None
        )
        if index is None:
            yield f"{path}: no <{' or '.join(child.names)}>"
        else:
            yield from _differences(child, found.pop(index), f"{path}.{child.names[0]}")
    yield from (f"{path}: <{_split(one.tag)[1]}> is not expected" for one in found)


def _split(tag: str) -> tuple[str, str]:
    namespace, _, name = tag.rpartition("}")
    return namespace.removeprefix("{"), name


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "true" if value is True else "false" if value is False else repr(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Described:
    """What all parts of a schema say together. `hints`: its XML Object; `referred`: that of what it refers to."""

    kinds: frozenset[str]
    properties: Mapping[str, Any]
    items: Any
    extra: Any
    hints: Mapping[str, Any]
    referred: Mapping[str, Any]


class _Writer:
    def __init__(self, definitions: Mapping[str, Any]) -> None:
        self._definitions = definitions

    def root(self, schema: Any, component: str, value: Any) -> Element:
        described = self._described(schema)
        said = described.hints.get("name") or described.referred.get("name") or component
        if is_array(value):
            hints = {"nodeType": "element", **described.hints}
            (found,) = self._list(replace(described, hints=hints), said or _ANY, value)
            return replace(found, names=(said or _ANY,), children=tuple(_anyhow(one) for one in found.children))
        (found,) = self._property(replace(described, hints={**described.referred, **described.hints}), "", value)
        return replace(found, names=(said or _ANY,))

    def _described(self, schema: Any) -> _Described:
        kinds: set[str] = set()
        properties: dict[str, list[Any]] = {}
        found: dict[str, Any] = {"items": None, "extra": None}
        hints: dict[str, Any] = {}
        referred: dict[str, Any] = {}
        for part, is_own in self._parts(schema, own=True, depth=0):
            for name, inner in part.get("properties", {}).items():
                properties.setdefault(name, []).append(inner)
            said = part.get("type", ())
            kinds |= {said} if isinstance(said, str) else {*said}
            if any(keyword in part for keyword in ("oneOf", "anyOf", "patternProperties", "prefixItems")):
                raise Unmakeable("XML of what is one of several things")
            found["items"] = part.get("items", found["items"])
            found["extra"] = part.get("additionalProperties", found["extra"])
            (hints if is_own else referred).update(part.get("xml") or {})
        merged = {name: inner[0] if len(inner) == 1 else {"allOf": inner} for name, inner in properties.items()}
        return _Described(kinds=frozenset(kinds), properties=merged, hints=hints, referred=referred, **found)

    def _parts(self, schema: Any, *, own: bool, depth: int) -> Iterator[tuple[Mapping[str, Any], bool]]:
        """A schema with all that must hold beside it; those reached by a reference are not its own."""
        if not is_object(schema) or depth > 30:
            return
        if "$ref" in schema:
            yield from self._parts(self._definitions[schema["$ref"].rpartition("/")[2]], own=False, depth=depth + 1)
        for part in schema.get("allOf", ()):
            yield from self._parts(part, own=own, depth=depth + 1)
        yield schema, own

    def _property(self, described: _Described, name: str, value: Any) -> Iterator[Element]:
        """The elements that one property adds; attributes and texts are its parent's."""
        if is_array(value):
            yield from self._list(described, name, value)
            return
        space, prefix = _space(described.hints)
        base = Element(names=_names(described, name), namespace=space, prefix=prefix)
        if is_object(value):
            yield self._filled(base, described, value)
        elif described.kinds & _SCALARS and isinstance(value, str | int | float):
            if isinstance(value, str) and (_CONTROL.search(value) or value != value.strip() or not value):
                raise Unmakeable("XML of a text that it cannot carry")
            yield replace(base, text=value)
        else:
            raise Unmakeable("XML of a value without a type")

    def _filled(self, element: Element, described: _Described, value: Mapping[str, Any]) -> Element:
        if not value:
            raise Unmakeable("XML of an object without members")
        attributes: dict[str, Any] = {}
        children: list[Element] = []
        text: Any = None
        for name, item in value.items():
            schema = described.properties.get(name, described.extra)
            inner = self._described(schema)
            hints = inner.hints or inner.referred
            wire = str(hints.get("name") or name)
            if _NAME.fullmatch(wire) is None or ":" in str(hints.get("prefix", "")):
                raise Unmakeable("XML of a name that it does not have")
            node = hints.get("nodeType") or ("attribute" if hints.get("attribute") is True else "")
            added = list(self._property(inner, name, item))
            if node in ("attribute", "text", "cdata") and isinstance(item, list | dict):
                raise Unmakeable("XML of an object as an attribute or a text")
            if node == "attribute":
                attributes[wire] = added[0].text
            elif node in ("text", "cdata"):
                text = added[0].text
            else:
                children += added
        return replace(element, attributes=attributes, text=text, children=tuple(children))

    def _list(self, described: _Described, name: str, value: Sequence[Any]) -> Iterator[Element]:
        if not value or any(is_array(item) for item in value):
            raise Unmakeable("XML of an empty list, or of lists in a list")
        hints = described.hints or described.referred
        item = self._described(described.items)
        said = item.hints.get("name") or item.referred.get("name") or hints.get("name") or name
        names = (str(said),)
        elements = [replace(one, names=names) for each in value for one in self._property(item, name, each)]
        if hints.get("wrapped") is True or hints.get("nodeType") == "element":
            space, prefix = _space(hints)
            yield Element(names=_names(described, name), namespace=space, prefix=prefix, children=tuple(elements))
        else:
            yield from elements


def _names(described: _Described, name: str) -> tuple[str, ...]:
    """The names that the element of a property may have."""
    if said := described.hints.get("name"):
        return (str(said),)
    return tuple(dict.fromkeys(str(one) for one in (name, described.referred.get("name")) if one)) or (_ANY,)


def _space(hints: Mapping[str, Any]) -> tuple[str, str]:
    return str(hints.get("namespace") or ""), str(hints.get("prefix") or "")


def _anyhow(element: Element) -> Element:
    return replace(element, names=(_ANY,)) if len(element.names) > 1 else element
