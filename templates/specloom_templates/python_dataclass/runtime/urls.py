"""Whose server a URL belongs to, and how one is made from another. Pure."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from .errors import ConfigurationError

__all__ = [
    "Origin",
    "add_query",
    "check_base",
    "is_clean",
    "join",
    "origin_of",
    "rebase",
    "target_of",
]

_UNSAFE = re.compile(r"[^\x21-\x7e]|[\\\"<>^`{|}]")
_DEFAULT_PORTS = {"http": 80, "https": 443}

Origin = tuple[str, str, int]
"""Scheme, host and port, as RFC 6454 compares them."""


def is_clean(url: str) -> bool:
    """Whether every reader of `url` must find the same server in it: printable ASCII,
    no backslash, no user name."""
    return (
        not _UNSAFE.search(url)
        and "@" not in url.partition("://")[2].partition("/")[0].partition("?")[0]
    )


def origin_of(url: str) -> Origin | None:
    """The origin of an absolute http or https URL; None for anything else."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not parts.hostname:
        return None
    return scheme, parts.hostname.lower().rstrip("."), port or _DEFAULT_PORTS[scheme]


def _covers(declared: str, origin: Origin) -> bool:
    """Whether `origin` is that of a declared URL; `*.` before its host stands for any
    number of labels, at least one."""
    pattern = origin_of(declared.replace("://*.", "://", 1))
    if pattern is None or "://*." not in declared:
        return pattern == origin
    scheme, host, port = pattern
    return (scheme, port) == (origin[0], origin[2]) and origin[1].endswith(f".{host}")


def check_base(url: str) -> str:
    """`url` without slashes at its end. Raises `ConfigurationError` where requests
    cannot be made below it."""
    if origin_of(url) is None or not is_clean(url) or "?" in url or "#" in url:
        raise ConfigurationError(
            "base_url must be an http or https URL without user, query and fragment, "
            f"such as https://host/v1; got {url!r}"
        )
    return url.rstrip("/")


def join(base: str, reference: str) -> str:
    """`reference` as an absolute URL, without fragment (RFC 3986, section 5)."""
    return urljoin(base, reference).partition("#")[0]


def add_query(url: str, query: str) -> str:
    """`url` with `query` (already encoded) at the end of its own."""
    if not query:
        return url
    return f"{url}{'&' if '?' in url else '?'}{query}"


def target_of(url: str) -> str:
    """Path and query of an absolute URL: the request target in origin form."""
    rest = url.partition("://")[2].partition("#")[0]
    match = re.search(r"[/?]", rest)
    if match is None:
        return "/"
    target = rest[match.start() :]
    return target if target.startswith("/") else f"/{target}"


def rebase(url: str, base: str, declared: tuple[str, ...]) -> str | None:
    """Where to send a request for `url`, an absolute URL that the service handed out,
    given the base URL in use.

    `url` itself where it has the origin of `base`; else, where it is below one of the
    `declared` URLs, the same place below `base` (a declared URL without a path stands
    for its origin, and paths are kept). None: it must not be asked."""
    origin = origin_of(url)
    base_origin = origin_of(base)
    if origin is None or base_origin is None or not is_clean(url):
        return None
    if origin == base_origin:
        return url
    target = target_of(url)
    for server in declared:
        if not _covers(server, origin):
            continue
        prefix = target_of(server).rstrip("/")
        if not prefix:
            scheme, _, rest = base.partition("://")
            return f"{scheme}://{rest.partition('/')[0]}{target}"
        if target.startswith(prefix) and target[len(prefix) : len(prefix) + 1] in (
            "",
            "/",
            "?",
        ):
            return base + target[len(prefix) :]
    return None
