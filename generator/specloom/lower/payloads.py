"""How the body of an operation is passed: one way for each kind of data that its media types carry.

An object is flattened into its properties where that loses nothing; anything else is one argument called `body`. Media
types with the same data are one way, among which a further argument chooses; the others are ways of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum

from specloom.ir.api import Api
from specloom.ir.contents import Body, Content, Encoding
from specloom.ir.names import Docs, Name
from specloom.ir.operations import Operation
from specloom.ir.types import Access, AnyType, Default, Field, Model, Ref, ScalarKind, ScalarType
from specloom.lower.arguments import Argument, Place, bare_optional
from specloom.lower.same import same_type
from specloom.lower.shapes import all_fields, bare, model_of
from specloom.quick import dataclass


class PassedAs(StrEnum):
    """How a body is given: as arguments (flattened), whole, or either way."""

    ARGUMENTS = "arguments"
    BODY = "body"
    EITHER = "either"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """One way to pass the body of an operation.

    `contents` are the media types that carry it, best first. `fields` are the properties of `model` that are arguments;
    none: the body is one argument. `arguments` are those of the body and, where there is a choice, of its media type.
    """

    contents: tuple[Content, ...]
    required: bool
    model: Model | None
    fields: tuple[Field, ...]
    arguments: tuple[Argument, ...]

    @property
    def content(self) -> Content:
        """What is sent unless another media type is chosen."""
        return self.contents[0]


def payloads(api: Api, operation: Operation, returned: frozenset[str]) -> tuple[Payload, ...]:
    """The ways to pass the body of `operation`, best first; none when it has no body.

    `returned` are the ids of models that operations answer with: such a body can be given whole, too.
    """
    body = operation.body
    if body is None:
        return ()
    found: list[Payload] = []
    is_always_whole = not any(_fields(api, content) for content in body.contents)
    for content in body.contents:
        way = _payload(api, body, content, may_be_null=is_always_whole and not body.required)
        index = next((index for index, known in enumerate(found) if _same_data(api, known, way)), None)
        if index is None:
            found.append(way)
        else:
            found[index] = replace(found[index], contents=(*found[index].contents, content))
    either = [twin for way in found for twin in (way, *_whole_twin(api, body, way, returned))]
    return tuple(_with_choice(either, body, len(body.contents)))


def passed_as(ways: Sequence[Payload]) -> PassedAs:
    """How the best media type of a body is given."""
    flat = {bool(way.fields) for way in ways if way.content is ways[0].content}
    return PassedAs.EITHER if len(flat) > 1 else PassedAs.ARGUMENTS if True in flat else PassedAs.BODY


_FLAT = frozenset((Encoding.JSON, Encoding.FORM, Encoding.MULTIPART, Encoding.XML))
_DATA = frozenset((Encoding.JSON, Encoding.XML))
_TEXT = ScalarType(kind=ScalarKind.STRING)


def _payload(api: Api, body: Body, content: Content, *, may_be_null: bool) -> Payload:
    """The way to pass one content, without a choice of its media type. `may_be_null`: null is told from no body, where
    the body may be null."""
    fields = _fields(api, content)
    parts = {part.name: part for part in content.parts}
    flattened = tuple(
        Argument(
            name=field.name,
            place=Place.BODY,
            type=bare_optional(api, field.type),
            required=field.required and body.required,
            nullable=bare(api, field.type)[1] and content.encoding in _DATA,
            part=parts.get(field.name.wire),
            default=field.default,
            constraints=field.constraints,
            docs=field.docs,
            deprecation=field.deprecation,
            origin=field.origin,
        )
        for field in fields
    )
    return Payload(
        contents=(content,),
        required=body.required,
        model=model_of(api, content.type) if fields else None,
        fields=fields,
        arguments=flattened or (_nullable(api, _whole(body, content)) if may_be_null else _whole(body, content),),
    )


def _fields(api: Api, content: Content) -> tuple[Field, ...]:
    """The properties that are arguments: of an object that does not limit what else it has, those that are sent."""
    model = model_of(api, content.type)
    if model is None or content.encoding not in _FLAT or bare(api, content.type)[1]:
        return ()
    if not (model.extra is None or isinstance(model.extra, AnyType)):
        return ()
    return tuple(field for field in all_fields(api, model) if field.access is not Access.READ)


def _whole(body: Body, content: Content) -> Argument:
    return Argument(
        name=Name(wire="", words=("body",)),
        place=Place.BODY,
        type=content.type,
        required=body.required,
        content=content,
        docs=body.docs,
        origin=body.origin,
    )


def _nullable(api: Api, whole: Argument) -> Argument:
    assert whole.content is not None
    if whole.content.encoding is not Encoding.JSON or not bare(api, whole.type)[1]:
        return whole
    return replace(whole, type=bare_optional(api, whole.type), nullable=True)


def _whole_twin(api: Api, body: Body, way: Payload, returned: frozenset[str]) -> Iterator[Payload]:
    """The way to give whole what is flattened: data that an operation answers with, so that it can be sent back."""
    expr, _ = bare(api, way.content.type)
    if way.fields and way.content.encoding in _DATA and isinstance(expr, Ref) and expr.id in returned:
        whole = replace(_whole(body, way.content), required=True)
        yield Payload(contents=way.contents, required=way.required, model=None, fields=(), arguments=(whole,))


def _same_data(api: Api, left: Payload, right: Payload) -> bool:
    """Whether two ways take the same arguments."""
    others = {argument.name.wire: argument for argument in right.arguments}
    if others.keys() != {argument.name.wire for argument in left.arguments}:
        return False
    return all(_same_argument(api, one, others[one.name.wire]) for one in left.arguments)


def _same_argument(api: Api, left: Argument, right: Argument) -> bool:
    if left.content is not None and right.content is not None:
        return _same_content(api, left.content, right.content)
    files = [part is not None and part.is_file and (part.many,) for part in (left.part, right.part)]
    return (
        left.whole == right.whole
        and left.required == right.required
        and files[0] == files[1]
        and same_type(api, left.type, right.type)
    )


def _same_content(api: Api, left: Content, right: Content) -> bool:
    """Whether two bodies are given as the same value: bytes, items of a stream, or one of a type."""
    if Encoding.BYTES in (left.encoding, right.encoding):
        return left.encoding is right.encoding
    if left.item is not None or right.item is not None:
        return left.item is not None and right.item is not None and same_type(api, left.item, right.item)
    one, other = (_TEXT if content.encoding is Encoding.TEXT else content.type for content in (left, right))
    return same_type(api, one, other)


def _with_choice(ways: Iterable[Payload], body: Body, media_types: int) -> Iterator[Payload]:
    """The ways with an argument for the media type, where there is more than one, or a range of them."""
    for way in ways:
        if media_types == 1 and not way.content.sent_as:
            yield way
            continue
        default = (way.content.sent_as or way.content.media_type) if way.content is body.contents[0] else ""
        choice = Argument(
            name=Name(wire="Content-Type", words=("content", "type")),
            place=Place.MEDIA_TYPE,
            type=_TEXT,
            required=not default,
            media_types=tuple(content.media_type for content in way.contents),
            default=Default(value=default) if default else None,
            docs=Docs(summary="", body="The media type of the body."),
            origin=body.origin,
        )
        yield replace(way, arguments=(*way.arguments, choice))
