"""The connections of a synchronous client."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from .errors import SdkError
from .transport import Transport

if TYPE_CHECKING:
    from ssl import SSLContext

__all__ = ["Pool", "default_transport"]


class Pool:
    """The transport of a client and its copies, made on first use."""

    __slots__ = ("_closed", "_lock", "_make", "_owned", "_transport", "token_lock")

    def __init__(
        self, transport: Transport | None, make: Callable[[], Transport]
    ) -> None:
        self._transport = transport
        self._owned = transport is None
        self._make = make
        self._closed = False
        self._lock = threading.Lock()
        self.token_lock = threading.Lock()

    def get(self) -> Transport:
        """The transport. Raises `SdkError` once the pool is closed."""
        transport = self._transport
        if transport is None or self._closed:
            with self._lock:
                if self._closed:
                    raise SdkError("this client has been closed")
                transport = self._transport
                if transport is None:
                    self._transport = transport = self._make()
        return transport

    def close(self) -> None:
        """Close the transport, unless it is the user's, and refuse further use."""
        with self._lock:
            transport, self._closed = self._transport, True
            if transport is not None and self._owned:
                transport.close()


def default_transport(
    proxy: str | None,
    verify: bool | str | SSLContext,
    cert: str | tuple[str, str] | None,
    http2: bool,
) -> Transport:
    """httpx2 where it is installed, else the standard library."""
    from importlib.util import find_spec

    if find_spec("httpx2") is not None:
        from .httpx_transport import HttpxTransport

        return HttpxTransport(proxy=proxy, verify=verify, cert=cert, http2=http2)
    from .http_client_transport import HttpClientTransport

    return HttpClientTransport(proxy=proxy, verify=verify, cert=cert)
