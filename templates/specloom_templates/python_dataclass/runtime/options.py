"""What a caller may set for one call, and how long it may take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .types import UNSET, Unset

__all__ = ["DEFAULT_TIMEOUT", "RequestOptions", "Timeout"]


class Timeout:
    """Seconds each step of a request may take; None waits for ever. `Timeout(30)` sets
    every step.

    `connect` covers name resolution, TCP and TLS; `read` and `write` are the longest
    silence between two pieces of data; `pool` is the wait for a free connection."""

    __slots__ = ("connect", "pool", "read", "write")

    connect: float | None
    read: float | None
    write: float | None
    pool: float | None

    def __init__(
        self,
        total: float | None = 60.0,
        *,
        connect: float | Unset | None = UNSET,
        read: float | Unset | None = UNSET,
        write: float | Unset | None = UNSET,
        pool: float | Unset | None = UNSET,
    ) -> None:
        self.connect = total if connect is UNSET else connect
        self.read = total if read is UNSET else read
        self.write = total if write is UNSET else write
        self.pool = total if pool is UNSET else pool

    @classmethod
    def of(cls, value: Timeout | float | None) -> Timeout:
        """`value` itself, or the time-out that has `value` for every step."""
        return value if isinstance(value, Timeout) else cls(value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Timeout) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"Timeout(connect={self.connect}, read={self.read}, write={self.write}, pool={self.pool})"

    def _key(self) -> tuple[float | None, float | None, float | None, float | None]:
        return (self.connect, self.read, self.write, self.pool)


DEFAULT_TIMEOUT = Timeout(60.0, connect=5.0)


class RequestOptions:
    """Settings of a single call, accepted by every method as `options=`.

    `timeout`, `max_retries`: instead of the client's. `headers`: added to, and before,
    the client's and the call's; a value of None removes a header. `query`: appended to
    the query. `body`: merged over the body, top level only; `{}` sends an empty one
    where none of its arguments is given. `idempotent`: the caller's word that sending
    the request twice does no harm, or (False) that it does. `idempotency_key`: sent in the header that the API names
    for it, and implies `idempotent=True`; refused where the API names none."""

    __slots__ = (
        "body",
        "headers",
        "idempotency_key",
        "idempotent",
        "max_retries",
        "query",
        "timeout",
    )

    timeout: Timeout | float | Unset | None
    max_retries: int | None
    headers: Mapping[str, str | None] | None
    query: Mapping[str, Any] | None
    body: Mapping[str, Any] | None
    idempotent: bool | None
    idempotency_key: str | None

    def __init__(
        self,
        *,
        timeout: Timeout | float | Unset | None = UNSET,
        max_retries: int | None = None,
        headers: Mapping[str, str | None] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        idempotent: bool | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        self.timeout = timeout
        self.max_retries = max_retries
        self.headers = headers
        self.query = query
        self.body = body
        self.idempotent = idempotent
        self.idempotency_key = idempotency_key

    def __repr__(self) -> str:
        given = [
            name
            for name in sorted(self.__slots__)
            if getattr(self, name) not in (None, UNSET)
        ]
        return f"RequestOptions({', '.join(f'{name}=…' for name in given)})"
