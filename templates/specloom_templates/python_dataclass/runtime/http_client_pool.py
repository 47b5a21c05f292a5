"""Connections of `http.client`, kept open between requests and shared by threads;
proxies by argument or environment."""

from __future__ import annotations

import select
import ssl
import threading
import time
from base64 import b64encode
from collections.abc import Callable
from http.client import HTTPConnection, HTTPSConnection
from typing import NamedTuple
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from .errors import ConfigurationError, InvalidArgumentError
from .urls import Origin, origin_of

__all__ = ["ConnectionPool", "Lease", "Proxy", "proxy_for"]

_KEPT_IDLE = 20
"""Idle connections that are kept, of all servers together."""
_LONGEST_IDLE = 30.0
"""Seconds after which an idle connection is closed: servers begin to do so soon
after."""


class Proxy(NamedTuple):
    """An HTTP proxy. `authorization` is the value of `Proxy-Authorization`, or ""."""

    secure: bool
    host: str
    port: int
    authorization: str

    @classmethod
    def parse(cls, url: str) -> Proxy:
        """The proxy at `http://[user:password@]host[:port]`. Raises
        `ConfigurationError`, without showing the password."""
        full = url if "://" in url else f"http://{url}"
        parts = urlsplit(full)
        origin = origin_of(full)
        if origin is None:
            raise ConfigurationError(
                "proxy must be an http or https URL, such as http://proxy.example:3128"
            )
        user = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
        authorization = (
            f"Basic {b64encode(user.encode()).decode()}" if parts.username else ""
        )
        return cls(origin[0] == "https", origin[1], origin[2], authorization)


def proxy_for(origin: Origin, given: Proxy | None) -> Proxy | None:
    """The proxy to reach `origin` through: the one that was given, else what the
    environment says (`HTTPS_PROXY`, …)."""
    if given is not None:
        return given
    scheme, host, port = origin
    proxies = getproxies()
    url = proxies.get(scheme) or proxies.get("all")
    return Proxy.parse(url) if url and not proxy_bypass(f"{host}:{port}") else None


class Lease:
    """A connection in use by one request. `reused`: it has served another one before,
    so the server may have closed it."""

    __slots__ = ("connection", "key", "proxy", "reused")

    def __init__(
        self,
        connection: HTTPConnection,
        key: tuple[object, ...],
        proxy: Proxy | None,
        reused: bool,
    ) -> None:
        self.connection = connection
        self.key = key
        self.proxy = proxy
        self.reused = reused


class ConnectionPool:
    """Idle connections by server and proxy, the freshest used first."""

    def __init__(self, tls: Callable[[], ssl.SSLContext], proxy: Proxy | None) -> None:
        self._tls = tls
        self._proxy = proxy
        self._idle: list[tuple[float, Lease]] = []
        self._lock = threading.Lock()
        self._closed = False

    def lease(
        self, url: str, connect_timeout: float | None, *, fresh: bool = False
    ) -> Lease:
        """A connection to the server of `url`; a new one is not connected yet. `fresh`:
        not one that was used before."""
        origin = origin_of(url)
        if origin is None:
            raise InvalidArgumentError(
                f"{url.partition('?')[0]!r} is not an http or https URL"
            )
        proxy = proxy_for(origin, self._proxy)
        key = (origin, proxy)
        if not fresh:
            while (idle := self._take(key)) is not None:
                if _is_alive(idle.connection):
                    idle.reused = True
                    return idle
                idle.connection.close()
        return Lease(
            self._connection(origin, proxy, connect_timeout), key, proxy, False
        )

    def give_back(self, lease: Lease) -> None:
        """Keep a connection whose answer was read whole."""
        now = time.monotonic()
        with self._lock:
            self._idle.append((now, lease))
            stale = [old for since, old in self._idle if now - since > _LONGEST_IDLE]
            kept = [entry for entry in self._idle if now - entry[0] <= _LONGEST_IDLE]
            if self._closed:
                stale, kept = [*stale, *(old for _, old in kept)], []
            stale += [old for _, old in kept[:-_KEPT_IDLE]]
            self._idle = kept[-_KEPT_IDLE:]
        for old in stale:
            old.connection.close()

    def close(self) -> None:
        """Close the idle connections, and those in use as soon as they are given
        back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for _, lease in idle:
            lease.connection.close()

    def _take(self, key: tuple[object, ...]) -> Lease | None:
        with self._lock:
            for index in range(len(self._idle) - 1, -1, -1):
                if self._idle[index][1].key == key:
                    return self._idle.pop(index)[1]
        return None

    def _connection(
        self, origin: Origin, proxy: Proxy | None, timeout: float | None
    ) -> HTTPConnection:
        scheme, host, port = origin
        secure = proxy.secure if proxy is not None else scheme == "https"
        at_host, at_port = (
            (proxy.host, proxy.port) if proxy is not None else (host, port)
        )
        if scheme == "https" and proxy is not None:
            if proxy.secure:
                raise ConfigurationError(
                    "this transport cannot reach https servers through an https proxy"
                )
            tunnel = HTTPSConnection(
                at_host, at_port, timeout=timeout, context=self._tls()
            )
            headers = (
                {"Proxy-Authorization": proxy.authorization}
                if proxy.authorization
                else {}
            )
            tunnel.set_tunnel(host, port, headers)
            return tunnel
        if secure:
            return HTTPSConnection(
                at_host, at_port, timeout=timeout, context=self._tls()
            )
        return HTTPConnection(at_host, at_port, timeout=timeout)


def _is_alive(connection: HTTPConnection) -> bool:
    """Whether an idle connection can be used: the server has neither closed it nor said
    anything on it."""
    sock = connection.sock
    if sock is None:
        return False
    try:
        poll = select.poll()
        poll.register(sock, select.POLLIN)
        return not poll.poll(0)
    except AttributeError:  # Windows has no poll
        return not select.select([sock], [], [], 0)[0]
    except (OSError, ValueError):
        return False
