"""`multipart/form-data` (RFC 7578), with file names as browsers write them (WHATWG HTML, section 4.10.21.8)."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from .bodies import EncodedBody, MultipartBody, Part
from .errors import InvalidArgumentError
from .jsontext import dumps
from .media import is_json, is_xml
from .narrow import (
    is_array,
    is_async_iterable,
    is_container,
    is_object,
    is_sequence,
)
from .params import deep_members, header, repeated_members, text_of
from .registry import resolve
from .types import ListOf, Scalar, Type
from .uploads import AsyncPieces, Pieces, pieces_of

if TYPE_CHECKING:
    from .encoding import Writer

_Chunk: TypeAlias = bytes | Pieces | AsyncPieces

_ESCAPES = {'"': "%22", "\r": "%0D", "\n": "%0A"}
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,\-./:=?]{1,70}")
_DELIMITERS = {"spaceDelimited": " ", "pipeDelimited": "|", "tabDelimited": "\t"}
_OCTETS = "application/octet-stream"


def encode_multipart(
    spec: MultipartBody,
    members: Iterable[tuple[str | None, Any, Part]],
    writer: Writer,
    boundary: str = "",
) -> EncodedBody:
    """The body of `members`, each with its name, if it has one, and how it is written.

    Streamed if a file is; its length where all are known.
    """
    boundary = boundary or os.urandom(16).hex()
    if _BOUNDARY.fullmatch(boundary) is None:
        raise InvalidArgumentError(f"{boundary!r} cannot be a boundary")
    chunks: list[_Chunk] = []
    for name, value, part in members:
        try:
            for head, content in _parts(name, value, part, writer):
                chunks.append(f"--{boundary}\r\n{head}\r\n".encode())
                chunks.append(content)
                chunks.append(b"\r\n")
        except InvalidArgumentError as error:
            raise error.within(name or "body") from None
    chunks.append(f"--{boundary}--\r\n".encode())
    media_type = f"{spec.media_type}; boundary={boundary}"
    if any(isinstance(chunk, AsyncPieces) for chunk in chunks):
        return EncodedBody(
            AsyncPieces(_joined_later(chunks)), media_type, replayable=False
        )
    at_hand = [chunk for chunk in chunks if not isinstance(chunk, AsyncPieces)]
    return _at_hand(at_hand, media_type)


def _at_hand(chunks: list[bytes | Pieces], media_type: str) -> EncodedBody:
    if not any(isinstance(chunk, Pieces) for chunk in chunks):
        return EncodedBody(
            b"".join(chunk for chunk in chunks if isinstance(chunk, bytes)), media_type
        )
    lengths = [
        chunk.length if isinstance(chunk, Pieces) else len(chunk) for chunk in chunks
    ]
    whole = (
        None
        if None in lengths
        else sum(length for length in lengths if length is not None)
    )
    replayable = all(chunk.replayable for chunk in chunks if isinstance(chunk, Pieces))
    body = Pieces(lambda: _joined(chunks), length=whole, replayable=replayable)
    return EncodedBody(body, media_type, length=whole, replayable=replayable)


def _joined(chunks: Iterable[bytes | Pieces]) -> Iterator[bytes]:
    for chunk in chunks:
        if isinstance(chunk, Pieces):
            yield from chunk
        else:
            yield chunk


async def _joined_later(chunks: Iterable[_Chunk]) -> AsyncIterator[bytes]:
    for chunk in chunks:
        if isinstance(chunk, AsyncPieces):
            async for piece in chunk:
                yield piece
        elif isinstance(chunk, Pieces):
            for piece in chunk:
                yield piece
        else:
            yield chunk


def _parts(
    name: str | None, value: Any, part: Part, writer: Writer
) -> Iterator[tuple[str, _Chunk]]:
    """The header block and the content of each part that one property gives."""
    if _is_file(value, part):
        yield _file(name, value, part, writer)
        return
    if is_sequence(value) and value and all(_is_file(item, part) for item in value):
        for item in value:
            yield _file(name, item, part, writer)
        return
    if is_xml(part.content_type):
        yield from _xml(name, value, part, writer)
        return
    data = writer.encode(value, part.type)
    if part.styled:
        yield from _styled(name, data, part)
    else:
        # One part for each item of an array (OpenAPI 3.2, section 4.14.5.1).
        for item in data if is_array(data) else [data]:
            if is_json(part.content_type) or is_container(item):
                content_type = part.content_type or "application/json"
                yield _head(name, content_type, part), dumps(item).encode()
            elif item is not None:
                content_type = part.content_type or _default_type(part)
                yield _head(name, content_type, part), text_of(item).encode()


def _xml(
    name: str | None, value: Any, part: Part, writer: Writer
) -> Iterator[tuple[str, bytes]]:
    from .xml import encode_xml
    from .xml_hints import XmlHints, own_name

    type_: Type = resolve(part.type)
    values: Sequence[Any] = [value]
    if isinstance(type_, ListOf) and is_sequence(value):
        type_, values = type_.item, value
    root = None if own_name(type_) else XmlHints(name=name or "")
    for item in values:
        content = encode_xml(item, type_, writer, root)
        yield _head(name, part.content_type, part), content


def _styled(name: str | None, data: Any, part: Part) -> Iterator[tuple[str, bytes]]:
    """Serialised by style, but without percent-encoding, which a multipart body does not need (3.2, section 4.15.1)."""
    explode = part.style in ("", "form") if part.explode is None else part.explode
    head = _head(name, part.content_type, part)
    delimiter = _DELIMITERS.get(part.style, ",")
    if part.style == "deepObject" and is_container(data):
        for key, text in deep_members(name or "", data):
            yield _head(key, part.content_type, part), text.encode()
    elif is_array(data):
        items = [text_of(item) for item in data if item is not None]
        for text in items if explode else [delimiter.join(items)]:
            yield head, text.encode()
    elif is_object(data):
        if explode:
            for key, text in repeated_members(data):
                yield _head(key, part.content_type, part), text.encode()
        else:
            pairs = [
                (key, text_of(item)) for key, item in data.items() if item is not None
            ]
            yield head, delimiter.join(text for pair in pairs for text in pair).encode()
    else:
        yield head, text_of(data).encode()


def _is_file(value: Any, part: Part) -> bool:
    if is_sequence(value):
        named = (
            isinstance(value, tuple)
            and 2 <= len(value) <= 4
            and isinstance(value[0], str)
        )
        return named and (part.is_file or not isinstance(value[1], str))
    if isinstance(value, bytes | bytearray | memoryview):
        return part.is_file or not (
            isinstance(part.type, Scalar) and part.type.name in ("bytes", "base64url")
        )
    return (
        isinstance(value, os.PathLike)
        or hasattr(value, "read")
        or is_async_iterable(value)
        or (part.is_file and isinstance(value, str))
    )


def _file(
    name: str | None, value: Any, part: Part, writer: Writer
) -> tuple[str, _Chunk]:
    filename = content_type = ""
    headers: Mapping[str, object] = {}
    if is_sequence(value):
        given = value
        filename, value = given[0], given[1]
        content_type = given[2] if len(given) > 2 and given[2] else ""
        headers = given[3] if len(given) > 3 and given[3] else {}
    pieces = AsyncPieces(aiter(value)) if is_async_iterable(value) else pieces_of(value)
    filename = filename or pieces.name or name or ""
    content_type = content_type or _guess(filename, part.content_type)
    head = _head(
        name, content_type, part, filename=filename, headers=headers, writer=writer
    )
    return head, (value if isinstance(value, bytes) else pieces)


def _guess(filename: str, declared: str) -> str:
    """The type that the document fixes; where it leaves a choice, the one the file name stands for."""
    options = [option.strip() for option in declared.split(",") if option.strip()]
    if len(options) == 1 and "*" not in options[0]:
        return options[0]
    from mimetypes import MimeTypes

    guessed = MimeTypes().guess_type(filename, strict=True)[0]
    if guessed and (not options or any(_covers(option, guessed) for option in options)):
        return guessed
    return next((option for option in options if "*" not in option), _OCTETS)


def _covers(pattern: str, media_type: str) -> bool:
    return pattern in ("*/*", media_type) or (
        pattern.endswith("/*") and media_type.startswith(pattern[:-1])
    )


def _default_type(part: Part) -> str:
    """Encoded bytes are octets in the end (3.1, section 4.8.15.1.1); plain text needs no header."""
    return (
        _OCTETS
        if isinstance(part.type, Scalar) and part.type.name in ("bytes", "base64url")
        else ""
    )


def _head(
    name: str | None,
    content_type: str,
    part: Part,
    *,
    filename: str = "",
    headers: Mapping[str, object] | None = None,
    writer: Writer | None = None,
) -> str:
    lines: list[str] = []
    if name is not None:
        lines.append(f'Content-Disposition: form-data; name="{_escape(name)}"')
        if filename:
            lines[0] += f'; filename="{_escape(filename)}"'
    elif filename:
        lines.append(f'Content-Disposition: attachment; filename="{_escape(filename)}"')
    if content_type:
        lines.append(f"Content-Type: {_checked(content_type)}")
    if headers and writer is not None:
        for key, value in headers.items():
            text = header(key, value, part.headers.get(key), writer)
            if text is not None:
                lines.append(f"{_checked(key)}: {text}")
    return "".join(f"{line}\r\n" for line in lines)


def _escape(text: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in text)


def _checked(text: str) -> str:
    if re.search(r"[\r\n\0]", text):
        raise InvalidArgumentError("a header of a part cannot hold a line break or NUL")
    return text
