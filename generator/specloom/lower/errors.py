"""The classes of errors, by the status that raises them: the same words in every language."""

from __future__ import annotations

ERRORS = {
    400: "BadRequestError",
    401: "UnauthorizedError",
    403: "ForbiddenError",
    404: "NotFoundError",
    409: "ConflictError",
    422: "UnprocessableEntityError",
    429: "RateLimitError",
}


STATUS_ERROR = "ApiStatusError"
"""The class of all that have none of their own."""


def error_class(status: str, general: str = STATUS_ERROR) -> str:
    """The class that a status of the document raises; `general` is what the language calls `STATUS_ERROR`."""
    if status.isdigit() and int(status) in ERRORS:
        return ERRORS[int(status)]
    return "ServerError" if status[:1] == "5" else general
