"""Bytes from where the caller has them: files, paths, iterables. Streamed, and replayed where that can be."""

from __future__ import annotations

import os
from collections.abc import (
    AsyncIterable,
    AsyncIterator,
    Callable,
    Iterable,
    Iterator,
)
from typing import IO, TYPE_CHECKING, Any, TypeAlias

from .bodies import BodySpec, EncodedBody
from .errors import InvalidArgumentError
from .jsontext import dumps
from .media import essence
from .narrow import (
    is_async_iterable,
    is_buffer,
    is_iterable,
    is_object,
    is_path,
    is_sequence,
)

if TYPE_CHECKING:
    from .encoding import Writer

FileContent: TypeAlias = (
    bytes | str | os.PathLike[str] | IO[bytes] | Iterable[bytes] | AsyncIterable[bytes]
)
"""What a file is made of. A `str` is text, sent as UTF-8; a path is a `pathlib.Path`; an
asynchronous source needs the asynchronous client."""

FileTypes: TypeAlias = (
    FileContent
    | tuple[str, FileContent]
    | tuple[str, FileContent, str]
    | tuple[str, FileContent, str, dict[str, str]]
)
"""A file for a multipart body: its content, or `(filename, content[, content_type[, headers]])`."""

_CHUNK = 65_536


class Pieces:
    """Bytes in pieces. Iterating again starts anew where `replayable`, and raises `InvalidArgumentError` where not."""

    __slots__ = ("_open", "_used", "length", "name", "replayable")

    def __init__(
        self,
        open_: Callable[[], Iterator[bytes]],
        *,
        length: int | None,
        replayable: bool,
        name: str = "",
    ) -> None:
        self._open = open_
        self._used = False
        self.length = length
        self.replayable = replayable
        self.name = name

    def __iter__(self) -> Iterator[bytes]:
        if self._used and not self.replayable:
            raise InvalidArgumentError(
                "this body can be read only once, so the request cannot be repeated"
            )
        self._used = True
        return self._open()


class AsyncPieces:
    """Bytes from an asynchronous source, once. It has no name of its own."""

    __slots__ = ("_source", "name")

    def __init__(self, source: AsyncIterator[bytes]) -> None:
        self._source = source
        self.name = ""

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._source


def pieces_of(value: Any) -> Pieces:
    """The bytes of a path, a file object, an iterable of bytes, or bytes themselves."""
    if (data := _whole(value)) is not None:
        return Pieces(lambda: iter((data,)), length=len(data), replayable=True)
    if is_path(value):
        return _from_path(os.fspath(value))
    if hasattr(value, "read"):
        return _from_file(value)
    if is_iterable(value):
        again = not isinstance(value, Iterator)
        return Pieces(lambda: map(bytes, value), length=None, replayable=again)
    kind = type(value).__name__
    raise InvalidArgumentError(
        f"expected bytes, a path, a file object or an iterable of bytes, not a {kind}"
    )


def _whole(value: object) -> bytes | None:
    """The bytes of a value that is all there."""
    if isinstance(value, str):
        return value.encode()
    return bytes(value) if is_buffer(value) else None


def _from_path(path: str) -> Pieces:
    try:
        length = os.stat(path).st_size
    except OSError as error:
        raise InvalidArgumentError(f"cannot read {path!r}: {error.strerror}") from None

    def read() -> Iterator[bytes]:
        with open(path, "rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk

    return Pieces(read, length=length, replayable=True, name=os.path.basename(path))


def _from_file(file: Any) -> Pieces:
    """From where the file stands now. It stays open: it is the caller's."""
    name = getattr(file, "name", "")
    label = os.path.basename(name) if isinstance(name, str) else ""
    try:
        start = file.tell()
        length: int | None = file.seek(0, os.SEEK_END) - start
        file.seek(start)
        seekable = True
    except (AttributeError, OSError, ValueError):
        start, length, seekable = 0, None, False

    def read() -> Iterator[bytes]:
        if seekable:
            file.seek(start)
        while chunk := file.read(_CHUNK):
            if isinstance(chunk, str):
                raise InvalidArgumentError(
                    "a file to be sent must be opened in binary mode"
                )
            yield chunk

    return Pieces(read, length=length, replayable=seekable, name=label)


def upload(value: Any, media_type: str) -> EncodedBody:
    """A body of raw bytes."""
    if (data := _whole(value)) is not None:
        return EncodedBody(data, media_type)
    if is_async_iterable(value):
        return EncodedBody(AsyncPieces(aiter(value)), media_type, replayable=False)
    pieces = pieces_of(value)
    return EncodedBody(
        pieces, media_type, length=pieces.length, replayable=pieces.replayable
    )


def json_lines(value: Any, spec: BodySpec, writer: Writer) -> EncodedBody:
    """One JSON text a line, each ended by a line feed and, in a sequence of RFC 7464, begun by a record separator; a
    list is sent whole, another iterable as its items come."""
    start = b"\x1e" if essence(spec.media_type).endswith("json-seq") else b""

    def line(item: Any) -> bytes:
        return start + dumps(writer.encode(item, spec.type)).encode() + b"\n"

    if is_sequence(value):
        return EncodedBody(b"".join(map(line, value)), spec.media_type)
    if is_async_iterable(value):

        async def lines() -> AsyncIterator[bytes]:
            async for item in value:
                yield line(item)

        return EncodedBody(AsyncPieces(lines()), spec.media_type, replayable=False)
    if (
        is_iterable(value)
        and not isinstance(value, str | bytes)
        and not is_object(value)
    ):
        again = not isinstance(value, Iterator)
        return EncodedBody(
            Pieces(lambda: map(line, value), length=None, replayable=again),
            spec.media_type,
            replayable=again,
        )
    raise InvalidArgumentError(
        f"expected an iterable of values, not a {type(value).__name__}"
    )
