"""Which redirects are followed, and with what. Pure."""

from __future__ import annotations

from .transport import Headers, Request
from .urls import is_clean, join, origin_of

__all__ = ["LIMIT", "redirected"]

LIMIT = 10

_STATUSES = frozenset({301, 302, 303, 307, 308})
_CREDENTIALS = frozenset({"authorization", "cookie", "proxy-authorization"})
_OF_BODY = frozenset(
    {"content-type", "content-length", "content-encoding", "transfer-encoding"}
)
_SUSPICIOUS = ("auth", "token", "key", "secret", "session")


def redirected(
    request: Request, status: int, headers: Headers, secret_headers: frozenset[str]
) -> Request | None:
    """The request that a redirect asks for, or None where it is not followed and the
    answer is the outcome.

    Only GET and HEAD are followed, and 303 after any method (as GET, RFC 9110, section
    15.4.4): nothing is sent a second time. Another origin gets no header that may hold
    a credential, `secret_headers` (lower case) among them; and nobody on https is sent
    on to http."""
    if status not in _STATUSES:
        return None
    location = headers.get("location")
    if not location or (status != 303 and request.method not in ("GET", "HEAD")):
        return None
    url = join(request.url, location.strip())
    origin, target = origin_of(request.url), origin_of(url)
    if (
        origin is None
        or target is None
        or not is_clean(url)
        or (origin[0] == "https" and target[0] == "http")
    ):
        return None
    method = "HEAD" if request.method == "HEAD" else "GET"
    dropped = _OF_BODY if method != request.method else frozenset[str]()
    kept = {
        name: value
        for name, value in request.headers.items()
        if name.lower() not in dropped
        and (origin == target or not _is_secret(name.lower(), secret_headers))
    }
    content = request.content if method == request.method else b""
    return Request(method, url, headers=kept, content=content, timeout=request.timeout)


def _is_secret(name: str, secret_headers: frozenset[str]) -> bool:
    return (
        name in _CREDENTIALS
        or name in secret_headers
        or any(word in name for word in _SUSPICIOUS)
    )
