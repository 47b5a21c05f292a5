"""What is served, and what a call must return or raise for it."""

from __future__ import annotations

import base64
import datetime as dt
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeGuard

from specloom.source.plain import is_array, is_object

from tests.behaviour.server import Answer
from tests.harness.values import dumps

from .media import Kind, essence, kind_of
from .operations import Content, Operation, Response

_ERRORS = {
    400: "BadRequestError",
    401: "UnauthorizedError",
    403: "ForbiddenError",
    404: "NotFoundError",
    409: "ConflictError",
    422: "UnprocessableEntityError",
    429: "RateLimitError",
}
_CONCRETE = {Kind.JSON: "application/json", Kind.TEXT: "text/plain", Kind.BYTES: "application/octet-stream"}
_DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?")
BYTES = b"\x00\xff bytes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """An answer: its status, how its body is written, the value in it; `value` is None for no body."""

    status: int
    declared: str
    content: Content | None
    value: Any = None
    document: str = ""
    """The text of an XML body."""

    @property
    def kind(self) -> Kind | None:
        """How the body is written."""
        return None if self.content is None else kind_of(self.content)

    @property
    def is_error(self) -> bool:
        """Whether the SDK must raise."""
        return not 200 <= self.status <= 299

    def __str__(self) -> str:
        return f"{self.declared} {self.content.media_type if self.content else 'without a body'}"

    def answer(self) -> Answer:
        """As the server sends it."""
        if self.content is None:
            return Answer(status=self.status)
        assert self.kind is not None
        media_type = essence(self.content.media_type)
        if "*" in media_type:
            media_type = _CONCRETE[self.kind]
        return Answer(status=self.status, body=self._body(), headers={"Content-Type": media_type})

    def _body(self) -> bytes:
        match self.kind:
            case Kind.XML:
                return self.document.encode()
            case Kind.LINES:
                seq = "\x1e" if self.content is not None and "json-seq" in self.content.media_type else ""
                return "".join(f"{seq}{dumps(item)}\n" for item in self.value).encode()
            case Kind.EVENTS:
                listed = self.content is not None and self.content.item is not None
                return "".join(_event(item, listed) for item in self.value).encode()
            case Kind.TEXT:
                return text_of(self.value).encode()
            case Kind.BYTES:
                return BYTES
            case _:
                return dumps(self.value).encode()


def text_of(value: Any) -> str:
    """A scalar as the body of a text."""
    return value if isinstance(value, str) else dumps(value)


def _event(value: Any, listed: bool) -> str:
    """A server-sent event: `value` is its data, or has its fields (OpenAPI 3.2, section 4.14.3). `listed`: the document
    describes the stream as a list of events; where it does not, only a property `event` tells."""
    fields = value if is_event(value, listed) else {"data": value}
    return "".join(f"{name}: {text_of(item)}\n" for name, item in fields.items() if item is not None) + "\n"


def is_event(value: Any, listed: bool) -> bool:
    """Whether an item has the fields of a server-sent event."""
    if not is_object(value) or not value.keys() <= {"event", "data", "id", "retry"}:
        return False
    return "event" in value or (listed and "data" in value)


def without_defaults(event: Any) -> Any:
    """A server-sent event without the fields that it has when nothing was sent for them."""
    defaults = {"event": "message", "id": ""}
    return {name: value for name, value in event.items() if value != defaults.get(name)} if is_object(event) else event


def statuses(operation: Operation) -> Iterator[tuple[int, Response]]:
    """A status for each declared response; none for what is no answer to a request (1xx), or leads elsewhere (3xx)."""
    declared = {response.status.upper() for response in operation.responses}
    for response in operation.responses:
        status = response.status.upper()
        if status == "DEFAULT":
            success = not any(one.startswith("2") for one in declared)
            yield 200 if success else 418, response
        elif re.fullmatch(r"[245]\d\d", status):
            yield int(status), response
        elif re.fullmatch(r"[245]XX", status):
            yield next(n for n in range(int(status[0]) * 100 + 6, 600) if str(n) not in declared), response


def error_class(status: int, general: str) -> str:
    """The class of the error for a status; `general` is that of a status without a class of its own."""
    return _ERRORS.get(status) or ("ServerError" if status >= 500 else general)


def _raw(text: str, found: Any) -> bool:
    """Whether bytes, as a harness gives them, are those that a text stands for."""
    return is_object(found) and found.get("$bytes") == text


def lost(served: Any, found: Any, path: str = "$") -> Iterator[str]:
    """What of a served value is not in the one that was decoded and encoded again.

    Null and absent are the same; moments, durations, UUIDs and bytes are compared by what they stand for."""
    if is_object(served) and is_object(found):
        for name in served.keys() | found.keys():
            yield from lost(served.get(name), found.get(name), f"{path}.{name}")
    elif isinstance(served, str) and _raw(served, found):
        return
    elif is_array(served) and is_array(found) and len(served) == len(found):
        for index, (one, other) in enumerate(zip(served, found, strict=True)):
            yield from lost(one, other, f"{path}[{index}]")
    elif isinstance(served, str) and isinstance(found, str):
        if served != found and not _same_meaning(served, found):
            yield f"{path}: {found!r}, served {served!r}"
    elif _is_number(served) and _is_number(found):
        if Decimal(str(served)) != Decimal(str(found)) and float(served) != float(found):
            yield f"{path}: {found}, served {served}"
    elif served is not found:
        yield f"{path}: {str(found)[:200]!r}, served {str(served)[:200]!r}"


def _is_number(value: object) -> TypeGuard[int | float | Decimal]:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _same_meaning(one: str, other: str) -> bool:
    return any((meaning := _tried(read, one)) is not None and meaning == _tried(read, other) for read in _MEANINGS)


def _tried(read: Callable[[str], object], text: str) -> object:
    try:
        return read(text)
    except ValueError:
        return None


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text.upper())


def _time(text: str) -> dt.time:
    return dt.time.fromisoformat(text.upper())


def _bytes(text: str) -> bytes:
    standard = text.replace("-", "+").replace("_", "/")
    return base64.b64decode(standard + "=" * (-len(text) % 4), validate=True)


def _duration(text: str) -> float | None:
    found = _DURATION.fullmatch(text)
    if found is None:
        return None
    units = zip(found.groups(), (604800, 86400, 3600, 60, 1), strict=True)
    return sum(float(number) * unit for number, unit in units if number)


_MEANINGS: tuple[Callable[[str], object], ...] = (_moment, _time, _duration, uuid.UUID, _bytes)
"""What a text may stand for."""
