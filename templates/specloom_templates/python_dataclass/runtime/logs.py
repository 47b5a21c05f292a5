"""Logging to `logging.getLogger(<package>)`: one line a request and answer at INFO,
headers and bodies at DEBUG.

Nothing that may be a credential is written. `logging` is not imported for it: as long
as nobody has, nobody listens."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from .transport import Request, show_url

if TYPE_CHECKING:
    from logging import Logger

__all__ = [
    "DEBUG",
    "INFO",
    "active",
    "log_answer",
    "log_failure",
    "log_request",
    "redact_body",
    "redact_headers",
    "redact_url",
]

DEBUG, INFO = 10, 20

_LOGGERS: dict[str, Logger] = {}
"""`getLogger` takes a lock; a logger, once made, stays."""

_LONGEST_BODY = 2000
_HIDDEN = "***"
_SECRET = re.compile(
    r"auth|token|secret|password|passwd|passphrase|credential|cookie|session|signature|api[-_]?key|access[-_]?key|private[-_]?key",
    re.IGNORECASE,
)
_JSON_MEMBER = re.compile(
    r'("((?:[^"\\]|\\.)*)"\s*:\s*)("(?:[^"\\]|\\.)*"?|[^\s,\]}"\[{]+)'
)
_TEXTUAL = re.compile(r"json|text|xml|x-www-form-urlencoded|javascript", re.IGNORECASE)


def active(package: str, level: int) -> Logger | None:
    """The package's logger if a record of `level` would go anywhere."""
    logging = sys.modules.get("logging")
    if logging is None:
        return None
    logger = _LOGGERS.get(package)
    if logger is None:
        logger = _LOGGERS[package] = logging.getLogger(package)
    return logger if logger.isEnabledFor(level) else None


def log_request(
    package: str, request: Request, attempt: int, secret_names: frozenset[str]
) -> None:
    """What is about to be sent."""
    logger = active(package, DEBUG)
    if logger is None:
        return
    body = request.content
    logger.debug(
        "request %s %s attempt=%d headers=%s body=%s",
        request.method,
        redact_url(request.url, secret_names),
        attempt + 1,
        redact_headers(request.headers.items(), secret_names),
        (
            redact_body(body, request.header("Content-Type") or "")
            if isinstance(body, bytes)
            else "<stream>"
        ),
    )


def log_answer(
    package: str,
    request: Request,
    status: int,
    headers: Iterable[tuple[str, str]],
    content: bytes | None,
    seconds: float,
) -> None:
    """What came back, and how long it took. `content` is None where it is streamed."""
    logger = active(package, INFO)
    if logger is None:
        return
    logger.info(
        "%s %s -> %d in %.0f ms",
        request.method,
        request.safe_url,
        status,
        seconds * 1000,
    )
    if logger.isEnabledFor(DEBUG):
        pairs = list(headers)
        kind = next(
            (value for name, value in pairs if name.lower() == "content-type"), ""
        )
        body = "<stream>" if content is None else redact_body(content, kind)
        logger.debug(
            "answer %d headers=%s body=%s", status, redact_headers(pairs), body
        )


def log_failure(
    package: str, request: Request, error: Exception, wait: float | None
) -> None:
    """What went wrong, and whether it is tried again."""
    logger = active(package, INFO)
    if logger is not None:
        outcome = "giving up" if wait is None else f"trying again in {wait:.2f} s"
        logger.info(
            "%s %s failed: %s; %s",
            request.method,
            request.safe_url,
            type(error).__name__,
            outcome,
        )


def redact_headers(
    headers: Iterable[tuple[str, str]], secret_names: frozenset[str] = frozenset()
) -> dict[str, str]:
    """Headers with the values of those that may hold credentials hidden."""
    return {
        name: _HIDDEN if _SECRET.search(name) or name.lower() in secret_names else value
        for name, value in headers
    }


def redact_url(url: str, secret_names: frozenset[str] = frozenset()) -> str:
    """A URL with the values of query parameters that may hold credentials hidden."""
    query = url.partition("#")[0].partition("?")[2]
    return (
        f"{show_url(url)}?{_redact_form(query, secret_names)}"
        if query
        else show_url(url)
    )


def redact_body(content: bytes, content_type: str) -> str:
    """The start of a body as text, with the values of members that may hold credentials
    hidden."""
    if not content:
        return "<empty>"
    if content_type and not _TEXTUAL.search(content_type):
        return f"<{len(content)} bytes of {content_type}>"
    text = content[:_LONGEST_BODY].decode("utf-8", "replace")
    text = (
        _redact_form(text)
        if "x-www-form-urlencoded" in content_type
        else _JSON_MEMBER.sub(_redact_member, text)
    )
    return f"{text}… ({len(content)} bytes)" if len(content) > _LONGEST_BODY else text


def _redact_member(match: re.Match[str]) -> str:
    return f'{match[1]}"{_HIDDEN}"' if _SECRET.search(match[2]) else match[0]


def _redact_form(text: str, secret_names: frozenset[str] = frozenset()) -> str:
    pairs = (pair.partition("=") for pair in text.split("&"))
    return "&".join(
        (
            f"{name}={_HIDDEN}"
            if is_secret(unquote_plus(name), secret_names)
            else f"{name}{equals}{value}"
        )
        for name, equals, value in pairs
    )


def is_secret(name: str, secret_names: frozenset[str]) -> bool:
    """Whether the value of something called `name` may be a credential."""
    return _SECRET.search(name) is not None or name.lower() in secret_names


def secret_headers_of(schemes: Mapping[str, Any]) -> frozenset[str]:
    """The names (lower case) that API keys of the document are sent under."""
    return frozenset(
        scheme.name.lower()
        for scheme in schemes.values()
        if hasattr(scheme, "location")
    )
