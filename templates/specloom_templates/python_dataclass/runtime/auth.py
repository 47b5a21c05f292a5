"""Which credentials go with a request, and where they are written. Pure: credentials
arrive here as text."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias
from urllib.parse import quote

from .api import (
    ApiInfo,
    ApiKey,
    Basic,
    Bearer,
    HttpAuth,
    MutualTls,
    OAuth2,
    Scheme,
    Security,
)
from .errors import ConfigurationError, InvalidArgumentError
from .transport import Request
from .urls import add_query

__all__ = ["NO_GRANT", "AsyncSecret", "Grant", "Secret", "choose", "grant", "needs"]

Secret: TypeAlias = str | Callable[[], str]
"""A credential, or a function that returns it: called for every request, so that it can
be rotated."""

AsyncSecret: TypeAlias = str | Callable[[], str] | Callable[[], Awaitable[str]]
"""A credential of an asynchronous client."""


class Grant:
    """What a request gets to be let in: header fields, query pairs and cookies."""

    __slots__ = ("cookies", "headers", "query")

    def __init__(self) -> None:
        self.headers: dict[str, str] = {}
        self.query: dict[str, str] = {}
        self.cookies: dict[str, str] = {}

    def __repr__(self) -> str:
        return "<Grant>"

    def apply(self, request: Request) -> None:
        """Write the credentials into `request`. A header that the caller set himself is
        left alone."""
        headers = request.headers
        for name, value in self.headers.items():
            if name not in headers and request.header(name) is None:
                headers[name] = value
        if self.query:
            present = {
                pair.partition("=")[0]
                for pair in request.url.partition("?")[2].split("&")
            }
            pairs = (
                (quote(name, safe=""), quote(value, safe=""))
                for name, value in self.query.items()
            )
            request.url = add_query(
                request.url, "&".join(f"{n}={v}" for n, v in pairs if n not in present)
            )
        if self.cookies:
            given = request.header("Cookie")
            pairs_text = "; ".join(
                f"{name}={value}" for name, value in self.cookies.items()
            )
            request.headers["Cookie"] = (
                f"{given}; {pairs_text}" if given else pairs_text
            )


NO_GRANT = Grant()


def needs(scheme: Scheme) -> tuple[str, ...]:
    """The credentials without which `scheme` cannot be used; of OAuth 2.0, those of the
    first flow that is offered."""
    match scheme:
        case Basic():
            return tuple(name for name in (scheme.username, scheme.password) if name)
        case Bearer():
            return (scheme.token,)
        case HttpAuth() | ApiKey():
            return (scheme.value,)
        case OAuth2():
            for flow in oauth_flows(scheme):
                return flow
            return ()
        case MutualTls():
            return ()


def oauth_flows(scheme: OAuth2) -> tuple[tuple[str, ...], ...]:
    """The sets of credentials that `scheme` can be used with, the simplest first."""
    client = tuple(name for name in (scheme.client_id, scheme.client_secret) if name)
    flows = (
        (scheme.token,),
        (scheme.refresh_token,),
        client if len(client) == 2 else ("",),
    )
    return tuple(flow for flow in flows if all(flow))


def choose(
    api: ApiInfo, security: Security, given: Mapping[str, object]
) -> tuple[str, ...]:
    """The first alternative of `security` for which every credential is given: the ids
    of its schemes.

    Raises `ConfigurationError`, which names the client's arguments and the environment
    variables, if there is none."""
    for alternative in security:
        if all(_usable(api.schemes[scheme], given) for scheme in alternative):
            return alternative
    if not security:
        return ()
    wanted = (" and ".join(_wanted(api, alternative)) for alternative in security)
    raise ConfigurationError(
        f"this operation needs credentials: give the client {', or '.join(dict.fromkeys(wanted))}"
    )


def grant(
    api: ApiInfo,
    chosen: tuple[str, ...],
    secrets: Mapping[str, str],
    tokens: Mapping[str, str],
) -> Grant:
    """The credentials of the chosen schemes as they are sent. `tokens` holds the access
    token of each OAuth 2.0 scheme."""
    result = Grant()
    for scheme_id in chosen:
        scheme = api.schemes[scheme_id]
        match scheme:
            case Basic():
                pair = f"{_secret(secrets, scheme.username)}:{_secret(secrets, scheme.password)}"
                result.headers["Authorization"] = (
                    f"Basic {b64encode(pair.encode()).decode()}"
                )
            case Bearer():
                result.headers["Authorization"] = (
                    f"Bearer {_secret(secrets, scheme.token)}"
                )
            case HttpAuth():
                result.headers["Authorization"] = (
                    f"{scheme.scheme} {_secret(secrets, scheme.value)}"
                )
            case OAuth2():
                result.headers["Authorization"] = f"Bearer {tokens[scheme_id]}"
            case ApiKey():
                place = {
                    "header": result.headers,
                    "query": result.query,
                    "cookie": result.cookies,
                }[scheme.location]
                place[scheme.name] = _secret(secrets, scheme.value)
            case MutualTls():
                pass
    return result


def _secret(secrets: Mapping[str, str], name: str) -> str:
    if not name:
        return ""
    value = secrets[name]
    if not value.isprintable():
        raise InvalidArgumentError(
            "a credential cannot hold a line break or another control character",
            path=name,
        )
    return value


def _usable(scheme: Scheme, given: Mapping[str, object]) -> bool:
    if isinstance(scheme, OAuth2):
        return any(all(name in given for name in flow) for flow in oauth_flows(scheme))
    return all(name in given for name in needs(scheme))


def _wanted(api: ApiInfo, alternative: tuple[str, ...]) -> list[str]:
    names = dict.fromkeys(
        name for scheme in alternative for name in needs(api.schemes[scheme])
    )
    return [
        (
            f"{name}= (or {api.credentials[name]})"
            if api.credentials.get(name)
            else f"{name}="
        )
        for name in names
    ]
