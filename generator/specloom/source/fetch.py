"""Downloads that cannot be turned against the machine they run on: public addresses only, checked at every hop.

The host is looked up once and the connection goes to an address that was checked, so that a name cannot answer
differently a moment later (DNS rebinding). Redirects are followed by hand and checked like the first request. Proxy
settings of the environment are not used.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from threading import Timer
from urllib.parse import SplitResult, urljoin, urlsplit

from specloom.quick import dataclass
from specloom.source.options import SourceOptions

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PORTS = {"http": 80, "https": 443}
_CHUNK = 64 * 1024
_NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
_COMPATIBLE = ipaddress.IPv6Network("::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class RefusedError(Exception):
    """A download that is not allowed, or that went beyond a limit."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def origin_of(url: str) -> str:
    """Scheme, host and port of a URL (RFC 6454), in one spelling: `https://example.com`."""
    parts = urlsplit(url)
    scheme, host, port = _target(parts)
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}://{shown}" + ("" if port == _PORTS.get(scheme) else f":{port}")


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public Internet, also when it is an IPv4 address inside an IPv6 one."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _embedded(address)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


def _embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for: mapped, compatible, 6to4, Teredo, NAT64."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if any(address in network for network in _NAT64) or (address in _COMPATIBLE and int(address) > 1):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def download(url: str, options: SourceOptions, *, trusted: bool) -> bytes:
    """The body at `url`. `trusted`: the user named this origin as the document to read, so its address may be private.

    Raises `RefusedError`, or `OSError` when the network or the server fails.
    """
    deadline = time.monotonic() + options.limits.remote_seconds
    first = origin_of(url)
    for _ in range(options.limits.redirects + 1):
        private = options.allow_private or (trusted and origin_of(url) == first)
        result = _one(url, options, deadline, private)
        if isinstance(result, bytes):
            return result
        url = result.url
        target = origin_of(url)
        allowed = {origin_of(origin) for origin in options.allow_origins}
        if target != first and target not in allowed and not trusted:
            raise RefusedError(
                f"{first} redirects to {target}, which is not allowed", f"allow it with --allow-origin {target}"
            )
    raise RefusedError(f"{first} redirects more than {options.limits.redirects} times")


@dataclass(frozen=True, slots=True)
class _Redirect:
    url: str


def _one(url: str, options: SourceOptions, deadline: float, private: bool) -> bytes | _Redirect:
    scheme, host, port = _target(urlsplit(url))
    address = _checked_address(host, port, private)
    remaining = max(deadline - time.monotonic(), 0.001)
    raw = socket.create_connection((address, port), timeout=remaining)
    with _ended_at(deadline, raw, f"{url} took longer than {options.limits.remote_seconds:g} seconds"):
        connection = _connection(scheme, host, port, raw, remaining)
        try:
            return _answer(connection, url, options)
        except http.client.HTTPException as error:
            raise OSError(f"not an HTTP answer: {error!r}") from None
        finally:
            connection.close()


@contextmanager
def _ended_at(deadline: float, raw: socket.socket, message: str) -> Generator[None]:
    """Ends the connection at the deadline, also that to a server which always has another byte in time."""
    end = raw.dup()
    timer = Timer(max(deadline - time.monotonic(), 0), _end, (end,))
    timer.daemon = True
    timer.start()
    try:
        yield
    except OSError:
        if time.monotonic() < deadline:
            raise
    finally:
        timer.cancel()
        timer.join()
        end.close()
    if time.monotonic() >= deadline:
        raise RefusedError(message)


def _end(raw: socket.socket) -> None:
    with suppress(OSError):
        raw.shutdown(socket.SHUT_RDWR)


def _answer(connection: http.client.HTTPConnection, url: str, options: SourceOptions) -> bytes | _Redirect:
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    accepted = "application/json, application/yaml, */*"
    connection.request("GET", target, headers={"Accept": accepted, "User-Agent": "specloom"})
    with connection.getresponse() as response:
        if response.status in _REDIRECTS:
            return _Redirect(urljoin(url, response.headers.get("Location", "")))
        if response.status != 200:
            raise OSError(f"the server answered {response.status} {response.reason}")
        return _body(response, url, options)


def _body(response: http.client.HTTPResponse, url: str, options: SourceOptions) -> bytes:
    limit = options.limits.remote_size
    parts: list[bytes] = []
    size = 0
    while chunk := response.read1(_CHUNK):
        parts.append(chunk)
        size += len(chunk)
        if size > limit:
            raise RefusedError(f"{url} has more than {limit:,} bytes")
    return b"".join(parts)


def _target(parts: SplitResult) -> tuple[str, str, int]:
    scheme = parts.scheme.lower()
    try:
        port = parts.port
    except ValueError:
        raise RefusedError(f"{parts.netloc} has no valid port") from None
    if scheme not in _PORTS or not parts.hostname:
        raise RefusedError(f"{parts.geturl()} is no http or https URL")
    if parts.username is not None or parts.password is not None:
        raise RefusedError(f"the URL of {parts.hostname} carries credentials")
    return scheme, parts.hostname.lower(), port or _PORTS[scheme]


def _checked_address(host: str, port: int, private: bool) -> str:
    """The address to connect to. One that is not public among several makes the whole host suspect."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise OSError(f"cannot find the host {host}: {error}") from None
    addresses = [str(entry[4][0]).split("%")[0] for entry in found]
    if not private and not all(is_public(ipaddress.ip_address(a)) for a in addresses):
        raise RefusedError(f"{host} is not on the public Internet", "allow private addresses with --allow-private")
    return addresses[0]


def _connection(scheme: str, host: str, port: int, raw: socket.socket, seconds: float) -> http.client.HTTPConnection:
    """HTTP over a connection to an address that speaks to `host`: the certificate and the Host header are those of the
    name."""
    if scheme == "http":
        connection = http.client.HTTPConnection(host, port, timeout=seconds)
        connection.sock = raw
        return connection
    secure = http.client.HTTPSConnection(host, port, timeout=seconds)
    try:
        secure.sock = ssl.create_default_context().wrap_socket(raw, server_hostname=host)
    except BaseException:
        raw.close()
        raise
    return secure
