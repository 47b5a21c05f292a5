"""The streaming view of an asynchronous client: what its methods return can be used in
an `async with` directly."""

from __future__ import annotations

from collections.abc import Awaitable
from functools import wraps
from typing import Any

from .raw import AsyncStreamedResponse
from .resources import AsyncResource

__all__ = ["Opening", "StreamingView"]


class StreamingView:
    """Stands for a client or a resource in streaming mode, and for the resources below
    it."""

    def __init__(self, target: Any) -> None:
        self._target = target

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._target, name)
        if isinstance(value, AsyncResource):
            return StreamingView(value)
        if not callable(value):
            return value

        @wraps(value)
        def method(*args: Any, **kwargs: Any) -> Opening:
            pending: Any = value(*args, **kwargs)
            return Opening(pending)

        return method

    def __repr__(self) -> str:
        return f"<streaming view of {self._target!r}>"


class Opening:
    """A request that is sent when the `async with` is entered."""

    __slots__ = ("_pending", "_response")

    def __init__(self, pending: Awaitable[AsyncStreamedResponse]) -> None:
        self._pending = pending
        self._response: AsyncStreamedResponse | None = None

    async def __aenter__(self) -> AsyncStreamedResponse:
        self._response = await self._pending
        return self._response

    async def __aexit__(self, *exc_info: object) -> None:
        if self._response is not None:
            await self._response.close()
