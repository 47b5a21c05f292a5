"""Requests that the service sends: their payloads by name, and a place for checking who
sent them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from .errors import InvalidArgumentError, SdkError
from .media import essence
from .response import body_reader, type_for
from .types import Type

__all__ = ["SignatureError", "Verify", "Webhook", "Webhooks"]

Verify: TypeAlias = Callable[[bytes, Mapping[str, str]], bool]
"""Says whether body and headers (lower-case names) come from the service."""


class SignatureError(SdkError):
    """A webhook's body was not signed by the service, or was changed on its way."""


class Webhook:
    """A request that the service sends. `types` gives the type of its body by media
    type."""

    __slots__ = ("types",)

    def __init__(self, types: Mapping[str, Type]) -> None:
        self.types = types


class Webhooks:
    """The webhooks and callbacks of the API."""

    def __init__(
        self, package: str, events: Mapping[str, Webhook], *, strict: bool = False
    ) -> None:
        self._package = package
        self._events = events
        self._strict = strict

    @property
    def events(self) -> tuple[str, ...]:
        """The events that `parse` knows, by the names of the document."""
        return tuple(self._events)

    def parse(
        self,
        event: str,
        body: bytes | str,
        *,
        headers: Mapping[str, str] | None = None,
        verify: Verify | None = None,
    ) -> Any:
        """The typed payload of the webhook that the document calls `event`.

        The media type is that of `headers`, if given. Raises `SignatureError` where
        `verify` says no, before anything is parsed; `InvalidArgumentError` for an
        unknown event; `DecodeError` for a body that is not what its media type says.
        """
        webhook = self._events.get(event)
        if webhook is None:
            known = ", ".join(sorted(self._events)) or "none"
            raise InvalidArgumentError(
                f"there is no webhook {event!r}; known: {known}", path="event"
            )
        content = body.encode() if isinstance(body, str) else body
        fields = {name.lower(): value for name, value in (headers or {}).items()}
        if verify is not None and not verify(content, fields):
            raise SignatureError(
                f"the signature of webhook {event!r} does not fit its body"
            )
        if not webhook.types:
            return None
        content_type = fields.get("content-type", "")
        declared_as, type_ = type_for(webhook.types, essence(content_type))
        read = body_reader(type_, content_type or declared_as, declared_as)
        return read(content, self._strict)

    def __repr__(self) -> str:
        return f"<Webhooks of {self._package}: {', '.join(self._events)}>"
