"""XML, as the XML Object of OpenAPI 3.2 (section 4.26) describes it, to and from JSON data.

Names, attributes and wrapping come from the `xml` hints of fields; the values themselves are read and written by the
codecs. A document with a document type declaration is refused, so that no entity is ever expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any

from .errors import DecodeError, InvalidArgumentError
from .fields import fields_of
from .media import charset_of, encoded
from .narrow import is_array, is_object
from .params import text_of
from .registry import bare
from .texts import text_value
from .types import (
    ANY,
    FieldSpec,
    FirstMatch,
    ListOf,
    MapOf,
    Shaped,
    Tagged,
    TupleOf,
    Type,
)
from .xml_hints import (
    PLAIN,
    XmlHints,
    fields_in,
    is_wrapped,
    item_hints,
    item_name_of,
    own_hints,
    own_name,
    variant_of,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from .encoding import Writer

__all__ = ["XmlHints", "decode_xml", "encode_xml"]

_NAME = re.compile(r"[^\W\d][\w.\-]*")
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def encode_xml(
    value: object,
    type_: Type,
    writer: Writer,
    hints: XmlHints | None = None,
    media_type: str = "application/xml",
) -> bytes:
    """The XML document of `value`. The root is named by `hints`, else by the model, else `root`."""
    data = writer.encode(value, type_)
    found = hints or own_hints(type_)
    target = bare(type_)
    items = own_name(target.item) if isinstance(target, ListOf) else ""
    pieces = list(
        _element(
            found.name or own_name(type_) or "root", data, type_, found, items=items
        )
    )
    charset = charset_of(media_type).upper()
    text = f'<?xml version="1.0" encoding="{charset}"?>\n' + "".join(pieces)
    return encoded(text, media_type)


def in_order(members: Mapping[str, Any], type_: Type) -> dict[str, Any]:
    """The members of an object in the order in which its type lists them: a sequence of elements has one."""
    listed = (spec.wire for spec in fields_in(variant_of(type_, members)))
    return {wire: members[wire] for wire in listed if wire in members} | dict(members)


def _tag(name: str, hints: XmlHints) -> str:
    for part in (name, hints.prefix or "x"):
        if _NAME.fullmatch(part) is None:
            raise InvalidArgumentError(f"{part!r} cannot be a name in XML")
    return f"{hints.prefix}:{name}" if hints.prefix else name


def _declaration(hints: XmlHints) -> str:
    if not hints.namespace:
        return ""
    return f' xmlns{":" if hints.prefix else ""}{hints.prefix}="{_escape(hints.namespace)}"'


def _escape(text: str) -> str:
    if _FORBIDDEN.search(text):
        raise InvalidArgumentError("the text holds a character that XML does not have")
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return (
        text.replace('"', "&quot;")
        .replace("\r", "&#13;")
        .replace("\t", "&#9;")
        .replace("\n", "&#10;")
    )


def _cdata(text: str) -> str:
    _escape(text)
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def _element(
    name: str, data: Any, type_: Type, hints: XmlHints, *, items: str = ""
) -> Iterator[str]:
    """`items`: what the items of an array are called, where no hints say it."""
    tag = _tag(name, hints)
    if data is None:
        yield f'<{tag}{_declaration(hints)} xmlns:xsi="{_XSI}" xsi:nil="true"/>'
        return
    attributes: list[str] = [_declaration(hints)]
    content: list[str] = []
    target = variant_of(type_, data)
    if is_object(data):
        specs = {spec.wire: spec for spec in fields_in(target)}
        value_type = target.value if isinstance(target, MapOf) else ANY
        for key, item in data.items():
            spec = specs.get(key)
            found = (spec and spec.xml) or PLAIN
            if found.node == "attribute":
                if item is not None:
                    attribute = _tag(found.name or key, found)
                    attributes.append(
                        f'{_declaration(found)} {attribute}="{_escape(text_of(item))}"'
                    )
            else:
                content.extend(
                    _member(key, item, spec.type if spec else value_type, found)
                )
    elif is_array(data):
        item_type = target.item if isinstance(target, ListOf) else ANY
        for item in data:
            content.extend(
                _element(
                    hints.item_name or own_hints(item_type).name or items or name,
                    item,
                    item_type,
                    PLAIN,
                )
            )
    else:
        content.append(_escape(text_of(data)))
    body = "".join(content)
    yield (
        f"<{tag}{''.join(attributes)}>{body}</{tag}>"
        if body
        else f"<{tag}{''.join(attributes)}/>"
    )


def _member(key: str, data: Any, type_: Type, hints: XmlHints) -> Iterator[str]:
    """What one property adds to the content of its element."""
    if hints.node in ("text", "cdata"):
        if data is not None:
            yield (
                _escape(text_of(data))
                if hints.node == "text"
                else _cdata(text_of(data))
            )
    elif is_array(data) and not is_wrapped(hints):
        target = bare(type_)
        item_type = target.item if isinstance(target, ListOf) else ANY
        for item in data:
            yield from _element(
                item_name_of(key, hints, item_type), item, item_type, item_hints(hints)
            )
    else:
        yield from _element(hints.name or key, data, type_, hints)


def decode_xml(type_: Type, content: bytes | str, *, strict: bool = False) -> Any:
    """The value of an XML document.

    Raises `DecodeError` for text that is no XML or has a document type declaration; a value that does not fit stays
    raw, as it does in JSON (see `codecs.decode`).
    """
    from .codecs import decode

    root = _parse(content)
    try:
        data = _data(root, type_, own_hints(type_))
    except RecursionError:
        raise DecodeError(
            "expected XML, found elements nested too deeply", path="$"
        ) from None
    return decode(type_, data, strict=strict)


def _parse(content: bytes | str) -> Element:
    from xml.etree import ElementTree

    class Builder(ElementTree.TreeBuilder):
        def doctype(self, name: str, pubid: str, system: str) -> None:
            raise DecodeError(
                "expected XML without a document type declaration, found one", path="$"
            )

    parser = ElementTree.XMLParser(target=Builder())
    try:
        parser.feed(content)
        root: Element = parser.close()
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        if isinstance(error, DecodeError):
            raise
        raise DecodeError(f"expected XML, found {error}", path="$") from None
    return root


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _data(element: Element, type_: Type, hints: XmlHints) -> Any:
    """The JSON data of an element."""
    if element.get(f"{{{_XSI}}}nil") in ("true", "1"):
        return None
    target = bare(type_)
    if isinstance(target, Tagged | Shaped | FirstMatch):
        target = variant_of(target, _loose(element))
    if isinstance(target, ListOf | TupleOf):
        item_type = target.item if isinstance(target, ListOf) else ANY
        return [_data(child, item_type, PLAIN) for child in element]
    if isinstance(target, MapOf):
        return {
            _local(child.tag): _data(child, target.value, PLAIN) for child in element
        }
    if not isinstance(target, type) or issubclass(target, Enum):
        return (
            _loose(element)
            if target is ANY
            else text_value("".join(element.itertext()), target)
        )
    return _object(element, fields_of(target))


def _object(element: Element, specs: tuple[FieldSpec, ...]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    children: dict[str, list[Element]] = {}
    attributes = {_local(key): text for key, text in element.attrib.items()}
    for child in element:
        children.setdefault(_local(child.tag), []).append(child)
    for spec in specs:
        hints = spec.xml or PLAIN
        target = bare(spec.type)
        name = hints.name or spec.wire
        if hints.node == "attribute":
            if name in attributes:
                data[spec.wire] = text_value(attributes.pop(name), target)
        elif hints.node in ("text", "cdata"):
            data[spec.wire] = text_value(element.text or "", target)
        elif isinstance(target, ListOf) and not is_wrapped(hints):
            found = children.pop(item_name_of(spec.wire, hints, target.item), None)
            if found is not None:
                data[spec.wire] = [_data(child, target.item, PLAIN) for child in found]
        elif name in children:
            data[spec.wire] = _data(children.pop(name)[-1], spec.type, hints)
    for name, rest in children.items():
        data.setdefault(
            name,
            _loose(rest[0]) if len(rest) == 1 else [_loose(child) for child in rest],
        )
    for name, text in attributes.items():
        data.setdefault(name, text)
    return data


def _loose(element: Element) -> Any:
    """An element that nothing describes: its text, or its attributes and children by name."""
    if not len(element) and not element.attrib:
        return element.text or ""
    return _object(element, ())
