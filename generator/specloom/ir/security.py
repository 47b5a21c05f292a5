"""Security schemes, and what an operation requires of them."""

from __future__ import annotations

from specloom.ir.names import Docs, Name, Origin
from specloom.ir.parameters import Location
from specloom.quick import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeUse:
    """One scheme of a requirement, with the scopes it needs."""

    scheme: str
    scopes: tuple[str, ...] = ()


Requirement = tuple[SchemeUse, ...]
"""Schemes that are all needed together; empty: anonymous is fine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeyScheme:
    """`type: apiKey`: a value sent as `name` in `location`."""

    id: str
    name: Name
    location: Location
    parameter: str
    docs: Docs
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpScheme:
    """`type: http`. `scheme` is lower case: `basic`, `bearer`, or another that takes a ready-made value.

    `parts` names the credentials of a basic scheme (user name, password) or the one token of the others.
    """

    id: str
    name: Name
    scheme: str
    bearer_format: str = ""
    parts: tuple[Name, ...]
    docs: Docs
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthFlow:
    """An OAuth Flow Object. `kind` is `clientCredentials`, `authorizationCode`, `password`, `implicit` or
    `deviceAuthorization`."""

    kind: str
    token_url: str = ""
    authorization_url: str = ""
    refresh_url: str = ""
    device_url: str = ""
    scopes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthScheme:
    """`type: oauth2`."""

    id: str
    name: Name
    flows: tuple[OAuthFlow, ...]
    docs: Docs
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIdScheme:
    """`type: openIdConnect`: a bearer token."""

    id: str
    name: Name
    url: str
    docs: Docs
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class MutualTlsScheme:
    """`type: mutualTLS`: a client certificate of the transport."""

    id: str
    name: Name
    docs: Docs
    origin: Origin


SecurityScheme = ApiKeyScheme | HttpScheme | OAuthScheme | OpenIdScheme | MutualTlsScheme
