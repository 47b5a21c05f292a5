"""Transports without a network, for the tests of this package's users.

```python
transport = RecordingTransport()
transport.answer(Room(sid="RM1"), status=201)
client = TwilioVideo(account_sid="AC1", auth_token="x", transport=transport)
client.rooms.create(unique_name="DailyStandup")
assert transport.requests[0].form == {"UniqueName": ["DailyStandup"]}
```
"""

from __future__ import annotations

import threading
from collections.abc import (
    AsyncIterator,
    Callable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from typing import Any, Literal, TypeAlias
from urllib.parse import parse_qs, unquote, urlsplit

from .codecs import dumps, loads, writer
from .errors import ApiConnectionError, ApiTimeoutError
from .transport import AsyncResponse, Headers, Request, Response
from .types import UNSET

__all__ = ["AsyncRecordingTransport", "Fault", "RecordedRequest", "RecordingTransport"]

Fault: TypeAlias = Literal[
    "refused", "connect-timeout", "read-timeout", "disconnected", "cut-body"
]
"""What goes wrong: the first two before anything is sent, the others after."""


class RecordedRequest:
    """A request as it was sent, with what it means."""

    def __init__(self, request: Request, content: bytes) -> None:
        parts = urlsplit(request.url)
        self.method = request.method
        self.url = request.url
        self.path = unquote(parts.path)
        self.raw_path = parts.path
        self.query: dict[str, list[str]] = parse_qs(parts.query, keep_blank_values=True)
        self.headers: Mapping[str, str] = Headers(request.headers.items())
        self.content = content
        self.timeout = request.timeout

    @property
    def form(self) -> dict[str, list[str]]:
        """The pairs of a form body by name."""
        return parse_qs(self.content.decode(), keep_blank_values=True)

    @property
    def json(self) -> Any:
        """The data of a JSON body."""
        return loads(self.content)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode("utf-8", "replace")

    def __repr__(self) -> str:
        return f"<RecordedRequest {self.method} {self.path}>"


class _Answer:
    __slots__ = ("content", "fault", "headers", "status")

    def __init__(
        self,
        status: int,
        headers: dict[str, str],
        content: bytes,
        fault: Fault | None = None,
    ) -> None:
        self.status = status
        self.headers = headers
        self.content = content
        self.fault = fault


class _Recorder:
    """What both transports share: the queue of answers, and the requests that were
    sent."""

    def __init__(self, *, content_type: str = "application/json") -> None:
        self.requests: list[RecordedRequest] = []
        self.closed = False
        self._content_type = content_type
        self._answers: list[Callable[[RecordedRequest], _Answer]] = []
        self._otherwise: Callable[[RecordedRequest], _Answer] | None = None
        self._lock = threading.Lock()

    def answer(
        self,
        value: Any = UNSET,
        *,
        json: Any = UNSET,
        text: str | None = None,
        content: bytes | None = None,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
        content_type: str | None = None,
    ) -> None:
        """Queue an answer: a model (or a list of them) by `value`, JSON data by `json`,
        or `text` or `content` as they are."""
        made = self._make(value, json, text, content, status, headers, content_type)
        self._answers.append(lambda request: made)

    def always(
        self, value: Any = UNSET, *, json: Any = UNSET, status: int | None = None
    ) -> None:
        """The answer to every request for which none is queued."""
        made = self._make(value, json, None, None, status, None, None)
        self._otherwise = lambda request: made

    def on_request(self, make: Callable[[RecordedRequest], Any]) -> None:
        """Queue an answer made when its request comes: `make` returns a model, or JSON
        data."""
        self._answers.append(lambda request: self._make_value(make(request)))

    def fail(self, fault: Fault, *, times: int = 1) -> None:
        """Queue something that goes wrong."""
        made = _Answer(0, {}, b"", fault)
        for _ in range(times):
            self._answers.append(lambda request: made)

    def answer_pages(
        self,
        *pages: Sequence[Any],
        items: Sequence[str],
        next_url: Sequence[str],
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        """Queue the pages of a list whose body holds its items at `items` and the URL
        of the next page at `next_url`."""
        for number, page in enumerate(pages, 1):
            last = number == len(pages)
            following = None if last else number + 1
            self._answers.append(
                _paged(
                    self._make_value,
                    page,
                    items,
                    next_url,
                    dict(extra or {}),
                    following,
                )
            )

    def unused(self) -> int:
        """The number of queued answers that nobody asked for."""
        return len(self._answers)

    def _record(self, request: Request, content: bytes) -> _Answer:
        recorded = RecordedRequest(request, content)
        with self._lock:
            self.requests.append(recorded)
            make = self._answers.pop(0) if self._answers else self._otherwise
        if make is None:
            raise AssertionError(
                f"no answer is queued for request {len(self.requests)}: {recorded!r}"
            )
        answer = make(recorded)
        if answer.fault in _BEFORE_BODY:
            kind, message, sent = _BEFORE_BODY[answer.fault]
            raise kind(message, method=request.method, url=request.safe_url, sent=sent)
        return answer

    def _make_value(self, value: Any) -> _Answer:
        return self._make(value, UNSET, None, None, None, None, None)

    def _make(
        self,
        value: Any,
        json: Any,
        text: str | None,
        content: bytes | None,
        status: int | None,
        headers: Mapping[str, str] | None,
        content_type: str | None,
    ) -> _Answer:
        kind = content_type or self._content_type
        if value is not UNSET or json is not UNSET:
            content = dumps(writer().encode(value if json is UNSET else json)).encode()
        elif text is not None:
            content, kind = text.encode(), content_type or "text/plain"
        code = status if status is not None else 204 if content is None else 200
        fields = {"Content-Type": kind} if content is not None else {}
        return _Answer(code, {**fields, **(headers or {})}, content or b"")


class RecordingTransport(_Recorder):
    """A transport that keeps the requests and gives the answers that were queued."""

    def send(self, request: Request) -> Response:
        """See `Transport.send`. Raises `AssertionError` where no answer is queued."""
        content = request.content
        if not isinstance(content, bytes):
            assert isinstance(
                content, Iterable
            ), "an asynchronous source needs the asynchronous client"
            content = b"".join(content)
        answer = self._record(request, content)
        return Response(
            answer.status, answer.headers.items(), self._pieces(request, answer)
        )

    def close(self) -> None:
        """Note that the transport was closed."""
        self.closed = True

    def _pieces(self, request: Request, answer: _Answer) -> Iterator[bytes] | bytes:
        return answer.content if answer.fault is None else _cut(request)


class AsyncRecordingTransport(_Recorder):
    """`RecordingTransport` for an asynchronous client."""

    async def send(self, request: Request) -> AsyncResponse:
        """See `AsyncTransport.send`. Raises `AssertionError` where no answer is
        queued."""
        content = request.content
        if not isinstance(content, bytes):
            if isinstance(content, Iterable):
                content = b"".join(content)
            else:
                content = b"".join([piece async for piece in content])
        answer = self._record(request, content)
        pieces = answer.content if answer.fault is None else _async_cut(request)
        return AsyncResponse(answer.status, answer.headers.items(), pieces)

    async def close(self) -> None:
        """Note that the transport was closed."""
        self.closed = True


_BEFORE_BODY: Mapping[str | None, tuple[type[ApiConnectionError], str, bool]] = {
    "refused": (ApiConnectionError, "connection refused", False),
    "connect-timeout": (ApiTimeoutError, "timed out while connecting", False),
    "read-timeout": (ApiTimeoutError, "timed out while waiting for the answer", True),
    "disconnected": (
        ApiConnectionError,
        "the server closed the connection without an answer",
        True,
    ),
}


def _paged(
    answer: Callable[[Any], _Answer],
    page: Sequence[Any],
    items: Sequence[str],
    next_url: Sequence[str],
    body: dict[str, Any],
    following: int | None,
) -> Callable[[RecordedRequest], _Answer]:
    def make(request: RecordedRequest) -> _Answer:
        url = (
            f"{request.url.partition('?')[0]}?Page={following}"
            if following is not None
            else None
        )
        filled = _put(_put(body, items, list(page)), next_url, url)
        return answer(filled)

    return make


def _put(body: Mapping[str, Any], path: Sequence[str], value: Any) -> dict[str, Any]:
    head, *rest = path
    return {**body, head: _put(body.get(head, {}), rest, value) if rest else value}


def _cut(request: Request) -> Iterator[bytes]:
    yield b"{"
    raise ApiConnectionError(
        "the answer was cut off", method=request.method, url=request.safe_url
    )


async def _async_cut(request: Request) -> AsyncIterator[bytes]:
    for piece in _cut(request):
        yield piece
