"""What a client was told: immutable, shared by its copies, and everything the pure
functions need to know of it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from .api import ApiInfo, Security, Server
from .auth import Grant, choose
from .encoding import Writer, writer
from .errors import ConfigurationError
from .logs import secret_headers_of
from .oauth import TokenCache
from .options import Timeout
from .types import UNSET, Unset
from .urls import check_base

__all__ = ["Hooks", "Settings", "base_of", "changed", "make_settings", "server_url"]

_ENDS_AUTHORITY = re.compile(r"[/?#@\\\s]")

Hooks: TypeAlias = Callable[..., Any] | Iterable[Callable[..., Any]]
"""One function, or several to be called in order."""


class Settings:
    """See `make_settings`. Its `repr` shows no credential, and neither does that of
    anything it holds."""

    __slots__ = (
        "after_response",
        "api",
        "base_is_given",
        "base_url",
        "before_request",
        "choices",
        "credentials",
        "declared",
        "environment",
        "grants",
        "headers",
        "max_retries",
        "on_error",
        "query",
        "response_limit",
        "secret_names",
        "strict",
        "timeout",
        "tokens",
        "user_agent",
        "validate",
        "variables",
        "writer",
    )

    api: ApiInfo
    base_url: str
    base_is_given: bool
    credentials: Mapping[str, Any]
    declared: tuple[str, ...]
    environment: str | None
    variables: Mapping[str, str]
    timeout: Timeout
    max_retries: int
    headers: Mapping[str, str]
    query: Mapping[str, Any]
    strict: bool
    validate: bool
    response_limit: int | None
    before_request: tuple[Callable[..., Any], ...]
    after_response: tuple[Callable[..., Any], ...]
    on_error: tuple[Callable[..., Any], ...]
    user_agent: str
    secret_names: frozenset[str]
    choices: dict[Security, tuple[str, ...]]
    grants: dict[tuple[str, ...], Grant]
    tokens: TokenCache
    writer: Writer

    def __repr__(self) -> str:
        return f"<Settings of {self.api.package} {self.base_url}>"

    def chosen(self, security: Security | None) -> tuple[str, ...]:
        """The ids of the schemes to use for `security` (None: the API's own)."""
        wanted = self.api.security if security is None else security
        found = self.choices.get(wanted)
        if found is None:
            found = self.choices[wanted] = choose(self.api, wanted, self.credentials)
        return found


def make_settings(
    api: ApiInfo,
    *,
    credentials: Mapping[str, Any],
    base_url: str | None,
    environment: str | None,
    variables: Mapping[str, str | None] | None,
    timeout: Timeout | float | None,
    max_retries: int,
    headers: Mapping[str, str] | None,
    query: Mapping[str, Any] | None,
    strict: bool,
    validate: bool,
    response_limit: int | Unset | None,
    before_request: Hooks,
    after_response: Hooks,
    on_error: Hooks,
    user_agent: str,
) -> Settings:
    """The settings of a new client.

    `variables` are by their names in URLs. Reads the process's environment for
    credentials that were not given. Raises `ConfigurationError` for an unknown
    environment, a bad value of a variable, a base URL that is none, and where an API
    whose every operation needs credentials got none at all."""
    given = {name: value for name, value in credentials.items() if value is not None}
    for name, variable in api.credentials.items():
        if name not in given and variable and os.environ.get(variable):
            given[name] = os.environ[variable]
    if api.auth_required and not given:
        choose(api, api.security or tuple((scheme,) for scheme in api.schemes), given)
    values = {
        name: value for name, value in (variables or {}).items() if value is not None
    }
    settings = Settings()
    settings.api = api
    settings.base_is_given = base_url is not None
    settings.environment = environment
    settings.variables = values
    settings.base_url = check_base(
        base_url
        if base_url is not None
        else server_url(_server(api.servers, environment), values)
    )
    settings.declared = _declared(api, values)
    settings.credentials = given
    settings.timeout = Timeout.of(timeout)
    settings.max_retries = _retries(max_retries)
    settings.headers = dict(headers or {})
    settings.query = dict(query or {})
    settings.strict = strict
    settings.validate = validate
    settings.response_limit = (
        api.response_limit if isinstance(response_limit, Unset) else response_limit
    )
    settings.before_request = _hooks(before_request)
    settings.after_response = _hooks(after_response)
    settings.on_error = _hooks(on_error)
    settings.user_agent = (
        f"{api.user_agent} {user_agent}" if user_agent else api.user_agent
    )
    settings.secret_names = secret_headers_of(api.schemes)
    settings.choices = {}
    settings.grants = {}
    settings.tokens = TokenCache()
    settings.writer = _writer(settings)
    return settings


def changed(settings: Settings, changes: Mapping[str, Any]) -> Settings:
    """A copy with those of `changes` that are not `UNSET`; `headers` and `query` are
    merged over what there is."""
    copy = Settings()
    for name in Settings.__slots__:
        setattr(copy, name, getattr(settings, name))
    for name, value in changes.items():
        if value is UNSET:
            continue
        match name:
            case "timeout":
                value = Timeout.of(value)
            case "max_retries":
                value = _retries(value)
            case "headers" | "query":
                value = {**getattr(settings, name), **value}
            case "base_url":
                value = check_base(value)
                copy.base_is_given = True
            case "before_request" | "after_response" | "on_error":
                value = _hooks(value)
            case _:
                pass
        setattr(copy, name, value)
    copy.writer = _writer(copy)
    return copy


def base_of(settings: Settings, servers: tuple[Server, ...]) -> str:
    """What the paths of an operation with `servers` of its own are appended to: that of
    the client's environment, else the first, with the client's variables; the client's
    base URL where it was given one, and for all other operations."""
    if not servers or settings.base_is_given:
        return settings.base_url
    named = [s for s in servers if s.name and s.name == settings.environment]
    return server_url((named or servers)[0], settings.variables)


def server_url(server: Server, values: Mapping[str, str]) -> str:
    """The URL of a server of the document with its variables filled in, by their names
    in it. Raises `ConfigurationError` for a bad value."""
    url = server.url
    authority = url.partition("://")[2].partition("/")[0]
    for variable in server.variables:
        value = values.get(variable.name, variable.default)
        if variable.values and value not in variable.values:
            allowed = ", ".join(variable.values)
            raise ConfigurationError(
                f"{variable.argument} must be one of {allowed}; got {value!r}"
            )
        slot = f"{{{variable.name}}}"
        if slot in authority and _ENDS_AUTHORITY.search(value):
            raise ConfigurationError(
                f"{variable.argument} cannot hold {value!r}: it is part of the host"
            )
        url = url.replace(slot, value)
    return url.rstrip("/")


def _server(servers: tuple[Server, ...], environment: str | None) -> Server:
    if environment is not None:
        for server in servers:
            if server.name == environment:
                return server
        names = ", ".join(server.name for server in servers if server.name)
        raise ConfigurationError(
            f"there is no environment {environment!r}; known: {names or 'none'}"
        )
    if not servers:
        raise ConfigurationError(
            "base_url= is needed: the API's document names no server"
        )
    return servers[0]


def _declared(api: ApiInfo, values: Mapping[str, str]) -> tuple[str, ...]:
    """The URLs whose next-page links may be followed, at the base URL in use."""
    urls: list[str] = []
    for server in api.servers:
        try:
            urls.append(server_url(server, values))
        except ConfigurationError:
            urls.append(server_url(server, {}))
    return (*urls, *(origin.rstrip("/") for origin in api.origins))


def _retries(value: int) -> int:
    if value < 0:
        raise ConfigurationError(f"max_retries must be zero or more; got {value}")
    return value


def _hooks(hooks: Hooks) -> tuple[Callable[..., Any], ...]:
    return (hooks,) if callable(hooks) else tuple(hooks)


def _writer(settings: Settings) -> Writer:
    return writer(
        request=True,
        date_time="seconds" if settings.api.date_time == "seconds" else "exact",
    )
