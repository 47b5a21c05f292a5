"""Every error this package raises. All derive from `SdkError`, so one `except` catches
them all.

```
SdkError
├── ConfigurationError            the client cannot be made, or lacks a credential
├── InvalidArgumentError          an argument that cannot be sent (also a ValueError)
├── DecodeError                   a body that is not what it claims to be (also a ValueError)
├── ResponseTooLargeError         a body beyond the client's `response_limit`
├── PaginationError               a next page that must not, or cannot, be fetched
├── TooManyRedirectsError
├── ApiConnectionError            no complete answer arrived
│   └── ApiTimeoutError
└── ApiStatusError                an answer that is not 2xx
    ├── BadRequestError 400 · UnauthorizedError 401 · ForbiddenError 403 · NotFoundError 404
    ├── ConflictError 409 · UnprocessableEntityError 422 · RateLimitError 429
    └── ServerError 5xx
```
No message and no `repr` holds a credential: URLs are shown without their query.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

__all__ = [
    "ApiConnectionError",
    "ApiStatusError",
    "ApiTimeoutError",
    "BadRequestError",
    "ConfigurationError",
    "ConflictError",
    "DecodeError",
    "ForbiddenError",
    "InvalidArgumentError",
    "NotFoundError",
    "PaginationError",
    "RateLimitError",
    "ResponseTooLargeError",
    "SdkError",
    "ServerError",
    "TooManyRedirectsError",
    "UnauthorizedError",
    "UnprocessableEntityError",
    "status_error_class",
]


class SdkError(Exception):
    """The base of every error of this package."""

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        """Pickle by state, so that keyword-only constructors survive a process
        boundary."""
        return _restore, (type(self), self.args, self.__dict__.copy())


def _restore(
    cls: type[SdkError], args: tuple[Any, ...], state: dict[str, Any]
) -> SdkError:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class ConfigurationError(SdkError):
    """The client cannot be made as asked, or a credential that an operation needs was
    not given."""


class InvalidArgumentError(SdkError, ValueError):
    """An argument cannot be sent: an empty path segment, a line break in a header, a
    naive datetime.

    `path` names the argument, and the place inside it (`rules[0].starts_at`); `reason`
    says what is wrong with it."""

    reason: str
    path: str

    def __init__(self, reason: str, *, path: str = "") -> None:
        super().__init__(f"{path}: {reason}" if path else reason)
        self.reason = reason
        self.path = path

    def within(self, place: str | int) -> InvalidArgumentError:
        """The same error, seen from outside: `place` is the argument, property or index
        that holds the value."""
        head = f"[{place}]" if isinstance(place, int) else place
        joint = "" if not self.path or self.path.startswith("[") else "."
        return InvalidArgumentError(self.reason, path=f"{head}{joint}{self.path}")


class DecodeError(SdkError, ValueError):
    """A body is not what its content type says, or, in strict mode, not what the
    document says.

    `path` is the place in the body as a JSON path (`$.rooms[3].sid`); `content` is the
    body where it is known."""

    path: str
    content: bytes | None

    def __init__(
        self, message: str, *, path: str = "", content: bytes | None = None
    ) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.path = path
        self.content = content


class ResponseTooLargeError(SdkError):
    """The decoded body, or one item of a stream, is larger than the client's
    `response_limit`; reading it was stopped there."""


class PaginationError(SdkError):
    """The next page cannot be fetched: its URL is on a foreign host, or is the URL of a
    page already seen."""


class TooManyRedirectsError(SdkError):
    """The answer was a redirect once more than the client follows."""


class ApiConnectionError(SdkError):
    """No complete answer arrived.

    `sent` is False where nothing of the request can have reached the server (a name
    that does not resolve, a refused connection, a pool without a free connection), so
    that repeating it is safe whatever its method."""

    method: str
    url: str
    sent: bool

    def __init__(
        self, message: str, *, method: str = "", url: str = "", sent: bool = True
    ) -> None:
        super().__init__(f"{method} {url}: {message}" if method else message)
        self.method = method
        self.url = url
        self.sent = sent


class ApiTimeoutError(ApiConnectionError):
    """No complete answer arrived in time."""


class ApiStatusError(SdkError):
    """The service answered with a status that is not 2xx.

    `body` is the declared error type where the document declares one and the body fits
    it, else the parsed JSON, else the text, else None. `text` and `content` are always
    as received. `code` and `message` are taken from the body where it has them (RFC
    9457 problem details included); `message` is the status line otherwise."""

    status_code: int
    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes
    body: Any
    code: Any
    message: str
    errors: Any
    more_info: str | None

    def __init__(
        self,
        *,
        status_code: int,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: bytes = b"",
        body: Any = None,
        code: Any = None,
        message: str = "",
        errors: Any = None,
        more_info: str | None = None,
    ) -> None:
        label = (
            f"{status_code} {message}"
            if code is None
            else f"{status_code} {message} (code {code})"
        )
        super().__init__(f"{method} {url}: {label}")
        self.status_code = status_code
        self.method = method
        self.url = url
        self.headers = headers
        self.content = content
        self.body = body
        self.code = code
        self.message = message
        self.errors = errors
        self.more_info = more_info

    @property
    def text(self) -> str:
        """The body as text; bytes that are not UTF-8 become U+FFFD."""
        return self.content.decode("utf-8", "replace")

    @property
    def request_id(self) -> str | None:
        """What the service calls this request, for its support team."""
        return request_id(self.headers)


class BadRequestError(ApiStatusError):
    """400: the service does not accept the request as it is."""


class UnauthorizedError(ApiStatusError):
    """401: the credentials are missing or wrong."""


class ForbiddenError(ApiStatusError):
    """403: the credentials do not allow this."""


class NotFoundError(ApiStatusError):
    """404: there is no such resource."""


class ConflictError(ApiStatusError):
    """409: the resource is in a state that does not allow this."""


class UnprocessableEntityError(ApiStatusError):
    """422: the request is well formed, and its values are refused."""


class RateLimitError(ApiStatusError):
    """429: too many requests. Retries, if any, are used up."""


class ServerError(ApiStatusError):
    """5xx: the service failed."""


_CLASSES: dict[int, type[ApiStatusError]] = {
    400: BadRequestError,
    401: UnauthorizedError,
    403: ForbiddenError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}

_REQUEST_ID_HEADERS = (
    "x-request-id",
    "request-id",
    "x-correlation-id",
    "x-amzn-requestid",
    "x-ms-request-id",
    "x-github-request-id",
    "twilio-request-id",
    "cf-ray",
)


def status_error_class(status: int) -> type[ApiStatusError]:
    """The class of the error that `status` is raised as."""
    return _CLASSES.get(status) or (
        ServerError if 500 <= status <= 599 else ApiStatusError
    )


def request_id(headers: Mapping[str, str]) -> str | None:
    """The first header that services commonly put the id of a request into."""
    for name in _REQUEST_ID_HEADERS:
        value = headers.get(name)
        if value:
            return value
    return None
