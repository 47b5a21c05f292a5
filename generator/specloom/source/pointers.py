"""JSON pointers (RFC 6901): tokens, escapes, and their form in URI fragments."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from specloom.source.plain import is_array, is_object

_NOT_IN_URLS = re.compile("[%#\x00-\x20]")
Path = tuple["Path", str | int] | None
"""A place as a linked list, innermost first: cheap to extend while walking, turned into a pointer only when needed."""


def escape(token: str | int) -> str:
    """One token as it stands in a pointer."""
    text = str(token)
    return text.replace("~", "~0").replace("/", "~1") if "~" in text or "/" in text else text


def join(tokens: Iterable[str | int]) -> str:
    """The pointer made of `tokens`; `""` for none."""
    return "".join("/" + escape(token) for token in tokens)


def split(pointer: str) -> list[str]:
    """The tokens of a pointer, unescaped."""
    if not pointer:
        return []
    tokens = pointer.removeprefix("/").split("/")
    return [t.replace("~1", "/").replace("~0", "~") for t in tokens] if "~" in pointer else tokens


def of_path(path: Path) -> str:
    """The pointer of a linked path."""
    tokens: list[str | int] = []
    while path is not None:
        path, token = path
        tokens.append(token)
    return join(reversed(tokens))


def to_path(pointer: str) -> Path:
    """The linked path of a pointer."""
    path: Path = None
    for token in split(pointer):
        path = (path, token)
    return path


def decode_fragment(fragment: str) -> str:
    """The pointer that a URI fragment holds."""
    return unquote(fragment) if "%" in fragment else fragment


def encode_fragment(pointer: str) -> str:
    """The pointer as part of a reference, from which `decode_fragment` and readers of URLs take nothing away."""
    return _NOT_IN_URLS.sub(lambda match: f"%{ord(match[0]):02X}", pointer)


def step(value: Any, token: str) -> tuple[bool, Any, str | int]:
    """Whether `value` has the member or element `token`, what it is, and the key with its proper type."""
    if is_object(value):
        return (True, value[token], token) if token in value else (False, None, token)
    if is_array(value) and token.isascii() and token.isdigit() and int(token[:9]) < len(value):
        return True, value[int(token)], int(token)
    return False, None, token


def lookup(data: Any, pointer: str) -> tuple[bool, Any]:
    """Whether `pointer` names something in `data`, and what."""
    value = data
    for token in split(pointer):
        found, value, _ = step(value, token)
        if not found:
            return False, None
    return True, value
