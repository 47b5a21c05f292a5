"""What an operation answers with: one value, pages, or a stream."""

from __future__ import annotations

from enum import StrEnum

from specloom.ir.api import Api
from specloom.ir.contents import Content, Encoding, Response
from specloom.ir.operations import Operation
from specloom.ir.types import ArrayType, JsonTextType, LiteralType, Model, Ref, ScalarKind, ScalarType, TypeExpr, Union
from specloom.lower.shapes import all_fields, bare
from specloom.quick import dataclass

STREAMED = frozenset((Encoding.EVENT_STREAM, Encoding.JSON_LINES, Encoding.JSON_SEQ))

_EVENT_FIELDS = frozenset(("data", "event", "id", "retry"))


class ResultKind(StrEnum):
    """The kind of a result; the value is the runtime's class of such operations."""

    VALUE = "Operation"
    PAGES = "PagedOperation"
    STREAM = "StreamOperation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a method returns.

    `contents` are the different contents of success, each with its type; `empty`: success may come without content.
    `item` is that of pages or a stream. `accept` are the media types to ask for where the operation could answer in
    another way too. `whole_event`: an item is a server-sent event with its fields, not its data alone; `json_data`: the
    data of such an event is JSON.
    """

    kind: ResultKind
    contents: tuple[Content, ...] = ()
    empty: bool = False
    item: TypeExpr | None = None
    accept: str = ""
    whole_event: bool = False
    json_data: bool = False


def result_of(api: Api, operation: Operation) -> Result:
    """The result of an operation; of one that can answer with a stream or a value, the value."""
    success = _success(operation)
    contents = [content for response in success for content in response.contents]
    if operation.pagination is not None:
        json = [content.media_type for content in contents if content.encoding is Encoding.JSON]
        accept = ", ".join(dict.fromkeys(json)) if len(json) < len(contents) else ""
        return Result(kind=ResultKind.PAGES, contents=tuple(contents), item=operation.pagination.item, accept=accept)
    streamed = [content for content in contents if content.encoding in STREAMED]
    values = [content for content in contents if content.encoding not in STREAMED]
    if streamed and not values:
        return _stream(api, streamed[0], streamed[0].media_type if len(streamed) > 1 else "")
    return Result(
        kind=ResultKind.VALUE,
        contents=tuple(values),
        empty=not contents or any(not response.contents for response in success),
        accept=", ".join(dict.fromkeys(content.media_type for content in values)) if streamed else "",
    )


def stream_of(api: Api, operation: Operation) -> Result | None:
    """The stream of an operation that can answer with a stream or a value; None for all others."""
    if operation.pagination is not None:
        return None
    contents = [content for response in _success(operation) for content in response.contents]
    streamed = [content for content in contents if content.encoding in STREAMED]
    if not streamed or len(streamed) == len(contents):
        return None
    return _stream(api, streamed[0], streamed[0].media_type)


def _success(operation: Operation) -> list[Response]:
    found = [response for response in operation.responses if response.status.startswith("2")]
    return found or [response for response in operation.responses if response.status == "default"]


def _stream(api: Api, content: Content, accept: str) -> Result:
    item = content.item if content.item is not None else content.type
    listed = isinstance(content.type, ArrayType)
    data = _event_data(api, item, listed) if content.encoding is Encoding.EVENT_STREAM else None
    return Result(
        kind=ResultKind.STREAM,
        contents=(content,),
        item=item,
        accept=accept,
        whole_event=data is not None,
        json_data=bool(data) and not all(_is_text(api, type_) for type_ in data or ()),
    )


def _event_data(api: Api, item: TypeExpr, listed: bool) -> list[TypeExpr] | None:
    """The types of `data` where `item` describes events with their fields (OpenAPI 3.2, section 4.14.3), else None.

    `listed`: the document describes the stream as a list of events. Where it does not, only a property `event` tells.
    """
    found, _ = bare(api, item)
    declaration = api.declarations.get(found.id) if isinstance(found, Ref) else None
    if isinstance(declaration, Union):
        parts = [_event_data(api, variant.type, listed) for variant in declaration.variants]
        known = [part for part in parts if part is not None]
        return [type_ for part in known for type_ in part] if parts and len(known) == len(parts) else None
    if not isinstance(declaration, Model):
        return None
    fields = {field.name.wire: field.type for field in all_fields(api, declaration)}
    if not fields.keys() <= _EVENT_FIELDS or not ("event" in fields or (listed and "data" in fields)):
        return None
    return [fields["data"]] if "data" in fields else []


def _is_text(api: Api, expr: TypeExpr) -> bool:
    found, _ = bare(api, expr)
    if isinstance(found, LiteralType):
        return isinstance(found.value, str)
    return isinstance(found, JsonTextType) or (isinstance(found, ScalarType) and found.kind is ScalarKind.STRING)
