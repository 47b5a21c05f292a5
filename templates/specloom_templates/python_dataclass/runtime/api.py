"""What an API is, as data: emitted once (`_api.py`), read by every client of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

__all__ = [
    "ApiInfo",
    "ApiKey",
    "Basic",
    "Bearer",
    "HttpAuth",
    "MutualTls",
    "OAuth2",
    "Scheme",
    "Security",
    "Server",
    "ServerVariable",
]

Security: TypeAlias = tuple[tuple[str, ...], ...]
"""Alternatives, the best first; each lists the ids of schemes that are needed together.
`()` sends nothing, and an empty alternative says that anonymous is fine."""


class ServerVariable:
    """A variable of a server's URL. `argument` is the client's keyword for it; `values`
    lists what is allowed, if limited."""

    __slots__ = ("argument", "default", "name", "values")

    def __init__(
        self,
        name: str,
        default: str,
        *,
        argument: str = "",
        values: tuple[str, ...] = (),
    ) -> None:
        self.name = name
        self.default = default
        self.argument = argument or name
        self.values = values


class Server:
    """A server of the document. `name` is what `environment=` calls it; `url` may hold
    `{variables}`."""

    __slots__ = ("name", "url", "variables")

    def __init__(
        self, url: str, *, name: str = "", variables: tuple[ServerVariable, ...] = ()
    ) -> None:
        self.url = url
        self.name = name
        self.variables = variables


class Basic:
    """HTTP Basic (RFC 7617). `username` and `password` are names of credentials; an
    empty name sends an empty text."""

    __slots__ = ("password", "username")

    def __init__(self, *, username: str, password: str = "") -> None:
        self.username = username
        self.password = password


class Bearer:
    """A bearer token (RFC 6750): `http`/`bearer` and `openIdConnect`. `token` is the
    name of a credential."""

    __slots__ = ("token",)

    def __init__(self, *, token: str) -> None:
        self.token = token


class HttpAuth:
    """Another HTTP authentication scheme, whose value the caller makes: `Authorization:
    <scheme> <value>`."""

    __slots__ = ("scheme", "value")

    def __init__(self, *, scheme: str, value: str) -> None:
        self.scheme = scheme
        self.value = value


class ApiKey:
    """A value sent as the header, query parameter or cookie `name`. `value` is the name
    of a credential."""

    __slots__ = ("location", "name", "value")

    def __init__(
        self, *, name: str, location: Literal["header", "query", "cookie"], value: str
    ) -> None:
        self.name = name
        self.location: Literal["header", "query", "cookie"] = location
        self.value = value


class OAuth2:
    """OAuth 2.0. Every attribute but the URLs and `scopes` is the name of a credential;
    empty: the flow is not offered.

    A given `token` is sent as it is. Else `refresh_token` (RFC 6749, section 6), else
    the client credentials (section 4.4) are exchanged for one at the token URL, which
    may be relative to the server's. `in_body`: the client's id and secret go into the
    form of that request instead of its `Authorization`."""

    __slots__ = (
        "client_id",
        "client_secret",
        "in_body",
        "refresh_token",
        "refresh_url",
        "scopes",
        "token",
        "token_url",
    )

    def __init__(
        self,
        *,
        token: str = "",
        client_id: str = "",
        client_secret: str = "",
        refresh_token: str = "",
        token_url: str = "",
        refresh_url: str = "",
        scopes: tuple[str, ...] = (),
        in_body: bool = False,
    ) -> None:
        self.token = token
        self.client_id = client_id
        self.client_secret = client_secret
        self.refresh_token = refresh_token
        self.token_url = token_url
        self.refresh_url = refresh_url
        self.scopes = scopes
        self.in_body = in_body


class MutualTls:
    """A client certificate: given to the transport by `cert=`."""

    __slots__ = ()


Scheme: TypeAlias = Basic | Bearer | HttpAuth | ApiKey | OAuth2 | MutualTls


class ApiInfo:
    """Everything about the API that is not an operation.

    `credentials` maps the client's keyword arguments for credentials to the environment
    variables that stand in for them (or ""). `auth_required`: every operation needs
    credentials, so that a client without any is an error at once. `origins` are further
    origins whose next-page URLs are rebased onto the base URL. `error_code`,
    `error_message`: where an error's body has them. `date_time` is how date-times are
    written: `"auto"` with a fraction where there is one, `"seconds"` without."""

    __slots__ = (
        "auth_required",
        "credentials",
        "date_time",
        "error_code",
        "error_message",
        "idempotency_header",
        "origins",
        "package",
        "response_limit",
        "schemes",
        "security",
        "servers",
        "user_agent",
        "version",
    )

    def __init__(
        self,
        *,
        package: str,
        version: str,
        servers: tuple[Server, ...] = (),
        schemes: Mapping[str, Scheme] | None = None,
        security: Security = (),
        credentials: Mapping[str, str] | None = None,
        auth_required: bool = False,
        user_agent: str = "",
        date_time: Literal["auto", "seconds"] = "auto",
        error_code: tuple[str, ...] = ("code",),
        error_message: tuple[str, ...] = ("message",),
        origins: tuple[str, ...] = (),
        idempotency_header: str = "",
        response_limit: int | None = 1 << 30,
    ) -> None:
        self.package = package
        self.version = version
        self.servers = servers
        self.schemes: Mapping[str, Scheme] = schemes or {}
        self.security = security
        self.credentials: Mapping[str, str] = credentials or {}
        self.auth_required = auth_required
        self.user_agent = user_agent or f"{package.replace('_', '-')}/{version}"
        self.date_time: Literal["auto", "seconds"] = date_time
        self.error_code = error_code
        self.error_message = error_message
        self.origins = origins
        self.idempotency_header = idempotency_header
        self.response_limit = response_limit

    def __repr__(self) -> str:
        return f"<ApiInfo {self.package} {self.version}>"
