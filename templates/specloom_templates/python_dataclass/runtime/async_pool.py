"""The connections of an asynchronous client: a pool of them for each event loop."""

from __future__ import annotations

import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import TYPE_CHECKING

from .errors import ConfigurationError, SdkError
from .transport import AsyncTransport

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, Lock
    from ssl import SSLContext

__all__ = ["LoopPool", "Pools", "default_transport"]


class LoopPool:
    """What belongs to one event loop."""

    __slots__ = ("keeper", "loop", "sleep", "token_lock", "transport")

    def __init__(self, loop: AbstractEventLoop, transport: AsyncTransport) -> None:
        from asyncio import Lock, sleep

        self.loop = loop
        self.transport = transport
        self.keeper: AsyncGenerator[None, None] | None = None
        self.token_lock: Lock = Lock()
        self.sleep: Callable[[float], Awaitable[None]] = sleep


async def _kept(transport: AsyncTransport) -> AsyncGenerator[None, None]:
    """Closes `transport` when it is closed itself: by `close`, or by the loop, which
    ends its generators before it ends."""
    try:
        yield
    finally:
        await transport.close()


class Pools:
    """The pools of a client and its copies, by event loop. Each operation on the
    mapping is atomic."""

    __slots__ = ("_closed", "_given", "_make", "_pools")

    def __init__(
        self, transport: AsyncTransport | None, make: Callable[[], AsyncTransport]
    ) -> None:
        self._given = transport
        self._make = make
        self._pools: dict[int, LoopPool] = {}
        self._closed = False

    async def get(self) -> LoopPool:
        """The pool of the running loop. Those of closed loops are dropped when a new
        one is made."""
        if self._closed:
            raise SdkError("this client has been closed")
        loop = sys.modules["asyncio"].get_running_loop()
        pool = self._pools.get(id(loop))
        if pool is None or pool.loop is not loop:
            for key, old in list(self._pools.items()):
                if old.loop.is_closed():
                    self._pools.pop(key, None)
            pool = self._pools[id(loop)] = LoopPool(loop, self._given or self._make())
            if self._given is None:
                pool.keeper = _kept(pool.transport)
                await anext(pool.keeper)
        return pool

    async def close(self) -> None:
        """Close the pool of the running loop and forget the others; refuse further
        use."""
        self._closed = True
        loop = sys.modules["asyncio"].get_running_loop()
        pool = self._pools.pop(id(loop), None)
        self._pools.clear()
        if pool is not None and pool.loop is loop and pool.keeper is not None:
            await pool.keeper.aclose()


def default_transport(
    proxy: str | None,
    verify: bool | str | SSLContext,
    cert: str | tuple[str, str] | None,
    http2: bool,
) -> AsyncTransport:
    """httpx2, which an asynchronous client cannot do without unless it was given a
    transport."""
    from importlib.util import find_spec

    if find_spec("httpx2") is None:
        raise ConfigurationError(
            "an asynchronous client needs the package httpx2, or a transport= of your own"
        )
    from .httpx_transport import AsyncHttpxTransport

    return AsyncHttpxTransport(proxy=proxy, verify=verify, cert=cert, http2=http2)
