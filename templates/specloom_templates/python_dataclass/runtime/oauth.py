"""OAuth 2.0 access tokens: what to ask the token endpoint for, what it answered, and
how long that holds. No I/O."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote_plus, urlencode

from .api import OAuth2
from .auth import oauth_flows
from .errors import ConfigurationError, DecodeError
from .options import Timeout
from .transport import Request
from .urls import is_clean, join, origin_of

__all__ = ["Token", "TokenCache", "read_token", "token_request"]

_MARGIN = 30.0
"""Seconds before its end at which a token is no longer used."""


class Token:
    """An access token. `expires` is in seconds of the monotonic clock; None: until the
    service refuses it."""

    __slots__ = ("expires", "refresh", "value")

    def __init__(
        self, value: str, *, expires: float | None = None, refresh: str = ""
    ) -> None:
        self.value = value
        self.expires = expires
        self.refresh = refresh

    def __repr__(self) -> str:
        return "<Token>"


class TokenCache:
    """The tokens of a client and its copies, by scheme. Not a lock: its users hold one
    while they fetch a token."""

    __slots__ = ("_tokens",)

    def __init__(self) -> None:
        self._tokens: dict[str, Token] = {}

    def __repr__(self) -> str:
        return "<TokenCache>"

    def get(self, scheme: str, now: float) -> str | None:
        """The token to send, if there is one that still holds."""
        token = self._tokens.get(scheme)
        if (
            token is None
            or not token.value
            or (token.expires is not None and now >= token.expires - _MARGIN)
        ):
            return None
        return token.value

    def refresh_token(self, scheme: str) -> str:
        """The refresh token that came with the last answer, or ""."""
        token = self._tokens.get(scheme)
        return token.refresh if token else ""

    def put(self, scheme: str, token: Token) -> None:
        """Keep `token`; a refresh token stays where the answer brought no new one."""
        token.refresh = token.refresh or self.refresh_token(scheme)
        self._tokens[scheme] = token

    def forget(self, scheme: str) -> None:
        """Forget all about a scheme, its refresh token too."""
        self._tokens.pop(scheme, None)

    def drop(self, scheme: str, value: str) -> None:
        """Forget an access token that the service refused, unless another has taken its
        place meanwhile."""
        token = self._tokens.get(scheme)
        if token is not None and token.value == value:
            self._tokens[scheme] = Token("", refresh=token.refresh)


def token_request(
    scheme: OAuth2,
    secrets: Mapping[str, str],
    *,
    refresh: str,
    base_url: str,
    timeout: Timeout,
    user_agent: str,
) -> Request:
    """The request for an access token: by `refresh` token if there is one, else by the
    client's credentials.

    Raises `ConfigurationError` where the document's token URL cannot be used.
    """
    refresh = refresh or secrets.get(scheme.refresh_token, "")
    client_id, client_secret = secrets.get(scheme.client_id, ""), secrets.get(
        scheme.client_secret, ""
    )
    form = (
        {"grant_type": "refresh_token", "refresh_token": refresh}
        if refresh
        else {"grant_type": "client_credentials"}
    )
    if scheme.scopes:
        form["scope"] = " ".join(scheme.scopes)
    headers = {
        "Accept": "application/json",
        "Content-Type": "application/x-www-form-urlencoded",
        "User-Agent": user_agent,
    }
    if client_id and client_secret and not scheme.in_body:
        pair = f"{quote_plus(client_id)}:{quote_plus(client_secret)}"  # RFC 6749, section 2.3.1
        headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    elif client_id:
        form["client_id"] = client_id
        if client_secret:
            form["client_secret"] = client_secret
    reference = (refresh and scheme.refresh_url) or scheme.token_url
    url = join(f"{base_url}/", reference)
    if not reference or origin_of(url) is None or not is_clean(url):
        raise ConfigurationError(
            f"no access token can be fetched: the token URL is {reference!r}"
        )
    return Request(
        "POST", url, headers=headers, content=urlencode(form).encode(), timeout=timeout
    )


def read_token(content: bytes, now: float) -> Token:
    """The token of a 2xx answer (RFC 6749, section 5.1). Raises `DecodeError`, which
    does not show the answer."""
    try:
        data: Any = json.loads(content)
        value, lifetime, refresh = (
            data["access_token"],
            data.get("expires_in"),
            data.get("refresh_token"),
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        raise DecodeError(
            "the token endpoint answered without an access token"
        ) from None
    if not isinstance(value, str) or not value.isprintable():
        raise DecodeError(
            "the token endpoint answered with an access token that cannot be sent"
        )
    try:
        expires = None if lifetime is None else now + float(lifetime)
    except (TypeError, ValueError):
        expires = None
    return Token(
        value, expires=expires, refresh=refresh if isinstance(refresh, str) else ""
    )


def stored_token(scheme: OAuth2, secrets: Mapping[str, str]) -> str | None:
    """The access token that was given to the client itself."""
    return (
        secrets.get(scheme.token)
        if scheme.token in secrets and (scheme.token,) in oauth_flows(scheme)
        else None
    )
