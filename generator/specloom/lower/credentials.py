"""What a client has to be given to identify itself: one entry for each secret of each scheme that operations use."""

from __future__ import annotations

from collections.abc import Iterator

from specloom.ir.api import Api
from specloom.ir.security import ApiKeyScheme, HttpScheme, MutualTlsScheme, OAuthScheme, OpenIdScheme, SecurityScheme
from specloom.quick import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A secret. `part` says what the scheme needs it for: `username`, `password`, `token`, `value`, `client_id`, …"""

    scheme: SecurityScheme
    part: str
    words: tuple[str, ...]


def used_schemes(api: Api) -> tuple[SecurityScheme, ...]:
    """The schemes that an operation asks for, in the order of the document; all of them when none does."""
    used = {use.scheme for op in api.operations.values() for requirement in op.security for use in requirement}
    return tuple(scheme for id, scheme in api.security_schemes.items() if id in used)


def credentials_of(scheme: SecurityScheme) -> Iterator[Credential]:
    """The secrets of a scheme."""
    match scheme:
        case ApiKeyScheme(name=name):
            yield Credential(scheme=scheme, part="value", words=name.words)
        case HttpScheme(scheme="basic", parts=parts):
            for part, name in zip(("username", "password"), parts, strict=False):
                yield Credential(scheme=scheme, part=part, words=name.words)
        case HttpScheme(scheme=kind, parts=parts):
            for name in parts[:1]:
                yield Credential(scheme=scheme, part="token" if kind == "bearer" else "value", words=name.words)
        case OAuthScheme(flows=flows):
            yield Credential(scheme=scheme, part="token", words=("access", "token"))
            if any(flow.kind == "clientCredentials" or _refreshes(flow.kind) for flow in flows):
                yield Credential(scheme=scheme, part="client_id", words=("client", "id"))
                yield Credential(scheme=scheme, part="client_secret", words=("client", "secret"))
            if any(_refreshes(flow.kind) for flow in flows):
                yield Credential(scheme=scheme, part="refresh_token", words=("refresh", "token"))
        case OpenIdScheme(name=name):
            yield Credential(scheme=scheme, part="token", words=("access", "token"))
        case MutualTlsScheme():
            return


def _refreshes(kind: str) -> bool:
    return kind in ("authorizationCode", "password", "deviceAuthorization")
