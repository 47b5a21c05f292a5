"""Requests that the service sends: their payloads by name, and a place for checking who
sent them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from .api import ApiInfo
from .errors import InvalidArgumentError, SdkError
from .response import body_reader, type_for

__all__ = ["SignatureError", "Verify", "Webhooks"]

Verify: TypeAlias = Callable[[bytes, Mapping[str, str]], bool]
"""Says whether body and headers (lower-case names) come from the service."""


class SignatureError(SdkError):
    """A webhook's body was not signed by the service, or was changed on its way."""


class Webhooks:
    """The webhooks and callbacks of the API."""

    def __init__(self, api: ApiInfo, *, strict: bool = False) -> None:
        self._api = api
        self._strict = strict

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
        webhook = self._api.webhooks.get(event)
        if webhook is None:
            known = ", ".join(sorted(self._api.webhooks)) or "none"
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
        media_type = fields.get("content-type", "").partition(";")[0].strip().lower()
        declared_as, type_ = type_for(webhook.types, media_type)
        read = body_reader(type_, media_type or declared_as, declared_as)
        return read(content, self._strict)

    def __repr__(self) -> str:
        return f"<Webhooks of {self._api.package}: {', '.join(self._api.webhooks)}>"
