"""From the value of a body to its bytes, by the description of the body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from .bodies import (
    BodySpec,
    BytesBody,
    EncodedBody,
    FormBody,
    JsonBody,
    JsonLinesBody,
    MultipartBody,
    Part,
    XmlBody,
)
from .errors import InvalidArgumentError
from .jsontext import dumps
from .media import encoded, is_json
from .models import Model
from .narrow import is_array, is_mapping, is_object, is_sequence
from .params import Parameter, query, text_of
from .types import ANY, UNSET, Type

if TYPE_CHECKING:
    from .encoding import Writer


def encode(
    spec: BodySpec,
    value: object,
    writer: Writer,
    *,
    extra: Mapping[str, object] | None = None,
    boundary: str = "",
) -> EncodedBody | None:
    """The body for `value`, or None where nothing is sent.

    `extra` is merged over the top level of an object body (`RequestOptions.body`). `boundary` is random unless given.
    Raises `InvalidArgumentError` with the name of the argument, and the place inside it, for a value that cannot be
    sent. Modules that few bodies need are imported where they are.
    """
    match spec:
        case JsonBody():
            return _encode_json(spec, value, writer, extra)
        case FormBody():
            members = members_of(spec, value, writer, extra)
            if not members and not _is_sent_empty(spec, value, extra):
                return None
            return EncodedBody(_form(members, writer).encode(), spec.media_type)
        case MultipartBody():
            from .multipart import encode_multipart

            if is_sequence(value):
                return encode_multipart(spec, positional(spec, value), writer, boundary)
            members = members_of(spec, value, writer, extra)
            if not members and not _is_sent_empty(spec, value, extra):
                return None
            return encode_multipart(spec, members, writer, boundary)
        case XmlBody():
            return _encode_xml(spec, value, writer, extra)
        case _ if value is None or value is UNSET:
            return EncodedBody(b"", spec.media_type) if spec.required else None
        case JsonLinesBody():
            from .uploads import json_lines

            return json_lines(value, spec, writer)
        case BytesBody():
            from .uploads import upload

            return upload(value, spec.media_type)
        case _:
            text = (
                value
                if isinstance(value, bytes)
                else encoded(text_of(writer.encode(value, spec.type)), spec.media_type)
            )
            return EncodedBody(text, spec.media_type)


def arguments_of(
    spec: BodySpec, value: object, extra: Mapping[str, object] | None
) -> dict[str, Any]:
    """What was given of a flattened body: by wire name, without what is left out."""
    given: dict[str, Any] = {}
    if is_mapping(value):
        given.update(value)
    if extra:
        given.update(extra)
    keep = set(spec.nullable).union(extra or ())
    return {
        key: item
        for key, item in given.items()
        if item is not UNSET and (item is not None or key in keep)
    }


def _is_sent_empty(
    spec: BodySpec, value: object, extra: Mapping[str, object] | None
) -> bool:
    """Whether a body without any member is sent all the same: it must be there, or the caller gave it."""
    given = spec.whole and value is not None and value is not UNSET
    return spec.required or given or extra is not None


def _is_whole(spec: BodySpec, value: object) -> bool:
    return spec.whole or (value is not None and not isinstance(value, Mapping))


def _encode_json(
    spec: JsonBody, value: object, writer: Writer, extra: Mapping[str, object] | None
) -> EncodedBody | None:
    data: Any
    if not _is_whole(spec, value):
        data = {
            key: _named(key, item, spec.fields.get(key, ANY), writer)
            for key, item in arguments_of(spec, value, extra).items()
        }
        if not data and not _is_sent_empty(spec, value, extra):
            return None
    elif value is UNSET or (value is None and not (spec.required or spec.nullable)):
        if extra is None:
            return None
        data = writer.encode(extra)
    else:
        data = writer.encode(value, spec.type)
        if extra:
            data = _merged(data, extra, writer)
    return EncodedBody(dumps(data).encode(), spec.media_type)


def _merged(data: Any, extra: Mapping[str, object], writer: Writer) -> Any:
    if not is_object(data):
        raise InvalidArgumentError(
            "the body of the options can be merged into an object only",
            path="options.body",
        )
    return {**data, **writer.encode(extra)}


def _encode_xml(
    spec: XmlBody, value: object, writer: Writer, extra: Mapping[str, object] | None
) -> EncodedBody | None:
    from .xml import encode_xml, in_order

    if not _is_whole(spec, value):
        members = arguments_of(spec, value, extra)
        if not members and not _is_sent_empty(spec, value, extra):
            return None
        value = in_order(members, spec.type)
    elif value is UNSET or value is None:
        return None
    text = encode_xml(value, spec.type, writer, spec.xml, spec.media_type)
    return EncodedBody(text, spec.media_type)


def members_of(
    spec: FormBody | MultipartBody,
    value: object,
    writer: Writer,
    extra: Mapping[str, object] | None,
) -> list[tuple[str, Any, Part]]:
    """The properties of a form in order, each with how it is written; those that are left out are not in it."""
    types: dict[str, Type] = {}
    given: Mapping[str, Any] = {}
    if is_mapping(value):
        given = value
    elif isinstance(value, Model):
        from .fields import fields_of

        specs = [
            field
            for field in fields_of(type(value))
            if not (writer.request and field.access == "read")
        ]
        types = {field.wire: field.type for field in specs}
        own: dict[str, Any] = {
            field.wire: getattr(value, field.name) for field in specs
        }
        given = own | value.additional_properties
    elif value is not None and value is not UNSET:
        kind = type(value).__name__
        raise InvalidArgumentError(
            f"a form is made of a mapping or a model, not of a {kind}"
        )
    if extra:
        given = {**given, **extra}
    parts = spec.parts
    return [
        (name, item, parts.get(name) or _part(types.get(name)))
        for name, item in given.items()
        if item is not None and item is not UNSET
    ]


_PLAIN = Part()


def positional(
    spec: MultipartBody, values: Sequence[object]
) -> list[tuple[str | None, Any, Part]]:
    """The nameless parts of a body that is an array, each with how it is written."""
    rest = repeat(spec.item or _PLAIN)
    return [
        (None, item, part)
        for item, part in zip(values, chain(spec.prefix, rest), strict=False)
    ]


def _part(type_: Type | None) -> Part:
    return _PLAIN if type_ is None else Part(type_)


def _named(name: str, value: Any, type_: Type, writer: Writer) -> Any:
    """`value` as JSON data; what is wrong with it is reported under `name`."""
    try:
        return writer.encode(value, type_)
    except InvalidArgumentError as error:
        raise error.within(name) from None


def _form(members: Iterable[tuple[str, Any, Part]], writer: Writer) -> str:
    fragments: list[str] = []
    for name, value, part in members:
        if part is _PLAIN and value.__class__ is str:
            fragments.append(f"{_plus(name)}={_plus(value)}")
        elif part.styled:
            style = Parameter(
                part.type,
                style=part.style,
                explode=part.explode,
                allow_reserved=part.allow_reserved,
            )
            fragments.append(query(name, value, style, writer))
        else:
            fragments.extend(
                _pairs(name, _named(name, value, part.type, writer), part.content_type)
            )
    return "&".join(filter(None, fragments))


def form_text(data: Mapping[str, Any]) -> str:
    """JSON data as a form (WHATWG URL, section 5.2: a space is `+`); arrays are repeated, objects are JSON."""
    return "&".join(
        pair for name, value in data.items() for pair in _pairs(name, value, "")
    )


def _pairs(name: str, data: Any, content_type: str) -> Iterator[str]:
    for item in data if is_array(data) else [data]:
        if is_json(content_type):
            yield f"{_plus(name)}={_plus(dumps(item))}"
        elif item is not None:
            yield f"{_plus(name)}={_plus(text_of(item))}"


def _plus(text: str) -> str:
    """`quote_plus`, at once for the plain words that most names and values are."""
    return text if text.isalnum() and text.isascii() else quote_plus(text)
