"""Plain data as JSON knows it, and how to tell its kinds apart."""

from __future__ import annotations

from typing import Any, TypeGuard


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a value of a document is an object; its keys are strings, as loading guarantees."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Whether a value of a document is an array."""
    return isinstance(value, list)
