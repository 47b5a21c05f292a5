"""What a client is made with in this API: credentials, and variables of the URLs of its servers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from specloom.ir.api import Api
from specloom.ir.servers import Server
from specloom.languages.code import Code
from specloom.languages.scope import Case
from specloom.lower.credentials import Credential, credentials_of, used_schemes
from specloom.lower.package import Package
from specloom.quick import dataclass

_CAPITAL = re.compile(r"(?<=[^A-Z_])(?=[A-Z])")
"""Where a word begins inside of an identifier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientArgument:
    """An argument of the client: for a credential, or for a variable of a server's URL."""

    identifier: Code
    environment: str = ""
    credential: Credential | None = None
    variable: str = ""
    text: str = ""


def client_arguments(package: Package, owned: Iterable[str]) -> tuple[ClientArgument, ...]:
    """The arguments of the client that this API needs, credentials first. `owned`: those that every client has."""
    scope = package.language.scope(owned)
    given = package.options.environment or {}
    found: list[ClientArgument] = []
    for scheme in used_schemes(package.api):
        for credential in credentials_of(scheme):
            identifier = scope.claim(credential.words, Case.ARGUMENT, scheme.name.words)
            words = _CAPITAL.sub("_", identifier).lower()
            found.append(
                ClientArgument(
                    identifier=identifier,
                    environment=given.get(words, f"{package.package}_{words}".upper()),
                    credential=credential,
                    text=scheme.docs.body or scheme.docs.summary,
                )
            )
    seen: set[str] = set()
    for server in servers_of(package.api):
        for variable in server.variables:
            if variable.name.wire not in seen:
                seen.add(variable.name.wire)
                identifier = scope.claim(variable.name, Case.ARGUMENT, ("server",))
                found.append(
                    ClientArgument(identifier=identifier, variable=variable.name.wire, text=variable.docs.body)
                )
    return tuple(found)


def servers_of(api: Api) -> Iterator[Server]:
    """The servers of the API, then those that operations have of their own."""
    yield from api.servers
    for operation in api.operations.values():
        yield from operation.servers
