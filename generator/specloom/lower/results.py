"""What an operation answers with: one value, pages, or a stream."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from specloom.ir.api import Api, Content, Encoding, Operation
from specloom.ir.types import TypeExpr

STREAMED = frozenset((Encoding.EVENT_STREAM, Encoding.JSON_LINES, Encoding.JSON_SEQ))


class ResultKind(StrEnum):
    """The kind of a result; the value is the runtime's class of such operations."""

    VALUE = "Operation"
    PAGES = "PagedOperation"
    STREAM = "StreamOperation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a method returns.

    `contents` are the different contents of success, each with its type; `empty`: success may come without content.
    `item` is that of pages or a stream. `accept` is the media type to ask for where the operation could answer in
    another way too.
    """

    kind: ResultKind
    contents: tuple[Content, ...] = ()
    empty: bool = False
    item: TypeExpr | None = None
    accept: str = ""


def result_of(api: Api, operation: Operation) -> Result:
    """The result of an operation. An operation that can answer with a stream or a value is taken to answer with the
    value."""
    success = [response for response in operation.responses if response.status.startswith("2")]
    if not success:
        success = [response for response in operation.responses if response.status == "default"]
    contents = [content for response in success for content in response.contents]
    if operation.pagination is not None:
        return Result(kind=ResultKind.PAGES, contents=tuple(contents), item=operation.pagination.item)
    streamed = [content for content in contents if content.encoding in STREAMED]
    values = [content for content in contents if content.encoding not in STREAMED]
    if streamed and not values:
        first = streamed[0]
        return Result(
            kind=ResultKind.STREAM,
            contents=(first,),
            item=first.item if first.item is not None else first.type,
            accept=first.media_type if len(streamed) > 1 else "",
        )
    return Result(
        kind=ResultKind.VALUE,
        contents=tuple(values),
        empty=not contents or any(not response.contents for response in success),
    )
