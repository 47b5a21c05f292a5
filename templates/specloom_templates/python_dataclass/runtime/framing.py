"""How a stream of bytes is cut into items: server-sent events, JSON Lines, JSON text
sequences. No I/O.

Every class has `feed(chunk)`, which returns what the chunk completed, and `end()`,
which returns what the end completes. Chunks may be cut anywhere, inside a character
too. An item of more than `limit` characters raises `ResponseTooLargeError`: a stream
may be endless, what is kept of it may not."""

from __future__ import annotations

from codecs import getincrementaldecoder
from typing import Protocol

from .errors import ResponseTooLargeError

__all__ = [
    "Event",
    "EventSplitter",
    "Framer",
    "JsonLinesSplitter",
    "JsonSeqSplitter",
    "LineSplitter",
]

_Utf8 = getincrementaldecoder("utf-8")


class Pending:
    """The pieces of a text that is not complete, up to `limit` characters."""

    __slots__ = ("_limit", "_pieces", "_size")

    def __init__(self, limit: int | None) -> None:
        self._limit = limit
        self._pieces: list[str] = []
        self._size = 0

    def __bool__(self) -> bool:
        return bool(self._pieces)

    def add(self, piece: str) -> None:
        """Keep a piece. Raises `ResponseTooLargeError` where that is too much."""
        self._size += len(piece)
        if self._limit is not None and self._size > self._limit:
            raise ResponseTooLargeError(
                f"an item of the stream is larger than response_limit={self._limit} bytes"
            )
        self._pieces.append(piece)

    def take(self, separator: str = "") -> str:
        """All pieces together, which are no longer kept."""
        text = separator.join(self._pieces)
        self._pieces.clear()
        self._size = 0
        return text


class LineSplitter:
    """Lines ended by LF, CR or CRLF; UTF-8, where a leading byte order mark is dropped
    and errors become U+FFFD.

    This is the line grammar of the HTML standard's event streams (section 9.2.5), a
    superset of the other formats'."""

    __slots__ = ("_after_cr", "_decoder", "_limit", "_pending", "_started")

    def __init__(self, limit: int | None = None) -> None:
        self._decoder = _Utf8("replace")
        self._limit = limit
        self._pending = Pending(limit)
        self._after_cr = False
        self._started = False

    def feed(self, chunk: bytes) -> list[str]:
        """The lines that `chunk` ends."""
        return self._split(self._decoder.decode(chunk))

    def end(self) -> list[str]:
        """The last line, where it has no end of its own."""
        lines = self._split(self._decoder.decode(b"", True))
        if self._pending:
            lines.append(self._pending.take())
        return lines

    def _split(self, text: str) -> list[str]:
        if not text:
            return []
        if not self._started:
            self._started = True
            text = text.removeprefix("\ufeff")
        if self._after_cr:
            text = text.removeprefix("\n")
            self._after_cr = False
        if text.endswith("\r"):
            self._after_cr = True
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        last = lines.pop()
        if lines:
            self._pending.add(lines[0])
            lines[0] = self._pending.take()
            if self._limit is not None and len(text) > self._limit:
                for line in lines:
                    self._pending.add(line)
                    self._pending.take()
        if last:
            self._pending.add(last)
        return lines


class Event:
    """One server-sent event. `id` is the last id seen; `retry` the reconnection time in
    milliseconds, if this event set it."""

    __slots__ = ("data", "event", "id", "retry")

    def __init__(
        self,
        data: str,
        *,
        event: str = "message",
        id: str = "",
        retry: int | None = None,
    ) -> None:
        self.data = data
        self.event = event
        self.id = id
        self.retry = retry

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Event) and (
            self.data,
            self.event,
            self.id,
            self.retry,
        ) == (
            other.data,
            other.event,
            other.id,
            other.retry,
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Event({self.data!r}, event={self.event!r}, id={self.id!r}, retry={self.retry!r})"


class EventSplitter:
    """Server-sent events (HTML standard, section 9.2.6). An event cut off by the end of
    the stream is dropped, as it says."""

    __slots__ = ("_data", "_event", "_id", "_lines", "_retry")

    def __init__(self, limit: int | None = None) -> None:
        self._lines = LineSplitter(limit)
        self._data = Pending(limit)
        self._event = ""
        self._id = ""
        self._retry: int | None = None

    def feed(self, chunk: bytes) -> list[Event]:
        """The events that `chunk` completes."""
        events: list[Event] = []
        for line in self._lines.feed(chunk):
            if line:
                self._field(line)
                continue
            if self._data:
                events.append(
                    Event(
                        self._data.take("\n"),
                        event=self._event or "message",
                        id=self._id,
                        retry=self._retry,
                    )
                )
            self._event = ""
            self._retry = None
        return events

    def end(self) -> list[Event]:
        """Nothing: an event is complete at its blank line only."""
        return []

    def _field(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._data.add(value)
        elif name == "event":
            self._event = value
        elif name == "id":
            if "\0" not in value:
                self._id = value
        elif name == "retry" and value.isascii() and value.isdecimal():
            self._retry = int(value)


class JsonLinesSplitter:
    """JSON Lines: a JSON text a line; blank lines are ignored."""

    __slots__ = ("_lines",)

    def __init__(self, limit: int | None = None) -> None:
        self._lines = LineSplitter(limit)

    def feed(self, chunk: bytes) -> list[str]:
        """The texts that `chunk` completes."""
        return [line for line in self._lines.feed(chunk) if line.strip()]

    def end(self) -> list[str]:
        """The last text, where no line end follows it."""
        return [line for line in self._lines.end() if line.strip()]


class JsonSeqSplitter:
    """JSON text sequences (RFC 7464): a JSON text after each record separator,
    U+001E."""

    __slots__ = ("_decoder", "_pending", "_started")

    def __init__(self, limit: int | None = None) -> None:
        self._decoder = _Utf8("replace")
        self._pending = Pending(limit)
        self._started = False

    def feed(self, chunk: bytes) -> list[str]:
        """The texts that `chunk` completes: those that another one follows."""
        *complete, rest = self._decoder.decode(chunk).split("\x1e")
        texts: list[str] = []
        for piece in complete:
            self._pending.add(piece)
            texts += self._take()
            self._started = True
        if rest:
            self._pending.add(rest)
        return texts

    def end(self) -> list[str]:
        """The last text."""
        self._pending.add(self._decoder.decode(b"", True))
        return self._take()

    def _take(self) -> list[str]:
        text = self._pending.take().strip()
        return [text] if text and self._started else []


class Framer(Protocol):
    """What cuts bytes into items of text."""

    def feed(self, chunk: bytes) -> list[str]: ...
    def end(self) -> list[str]: ...
