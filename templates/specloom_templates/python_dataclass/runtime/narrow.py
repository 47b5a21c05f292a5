"""Questions about JSON data, asked so that type checkers know the answer."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, Iterable, Mapping
from typing import Any, TypeGuard


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Whether a value is a JSON array."""
    return isinstance(value, list)


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a value is a JSON object."""
    return isinstance(value, dict)


def is_container(value: object) -> TypeGuard[list[Any] | dict[str, Any]]:
    """Whether a value has parts."""
    return isinstance(value, list | dict)


def is_mapping(value: object) -> TypeGuard[Mapping[str, Any]]:
    """Whether a value is a mapping of any kind."""
    return value.__class__ is dict or isinstance(value, Mapping)


def is_sequence(value: object) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    """Whether a value is a list or a tuple."""
    return isinstance(value, list | tuple)


def is_iterable(value: object) -> TypeGuard[Iterable[Any]]:
    """Whether a value can be iterated."""
    return isinstance(value, Iterable)


def is_async_iterable(value: object) -> TypeGuard[AsyncIterable[Any]]:
    """Whether a value can be iterated asynchronously."""
    return isinstance(value, AsyncIterable)


def is_buffer(value: object) -> TypeGuard[bytes | bytearray | memoryview]:
    """Whether a value is made of bytes."""
    return isinstance(value, bytes | bytearray | memoryview)


def is_path(value: object) -> TypeGuard[os.PathLike[str]]:
    """Whether a value is a path of the file system."""
    return isinstance(value, os.PathLike)
