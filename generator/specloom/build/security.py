"""Security schemes, the names of their credentials, and what each operation requires (OpenAPI 3.2, 4.27 to 4.30)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath

from specloom.build.options import BuildOptions, Words
from specloom.build.problems import Problems
from specloom.build.texts import described
from specloom.build.words import split
from specloom.diagnostics import Unsupported
from specloom.ir.names import Name
from specloom.ir.parameters import Location
from specloom.ir.security import (
    ApiKeyScheme,
    HttpScheme,
    MutualTlsScheme,
    OAuthFlow,
    OAuthScheme,
    OpenIdScheme,
    Requirement,
    SchemeUse,
    SecurityScheme,
)
from specloom.source.cursor import Cursor

_ROLE_WORDS = frozenset({"auth", "authentication", "authorization", "authorizer", "scheme", "security"})
_GENERIC_WORDS = frozenset(
    {
        "http",
        "https",
        "bearer",
        "jwt",
        "header",
        "query",
        "cookie",
        "oauth",
        "oauth2",
        "2",
        "open",
        "id",
        "connect",
        "oidc",
        "api",
    }
)
_COMPONENT = "#/components/securitySchemes/"


class Credentials:
    """Gives each credential of the API a name of its own."""

    def __init__(self, options: BuildOptions) -> None:
        self._options = options
        self._taken: set[Words] = set()
        self.given: dict[str, Words] = {}
        """The names given, by lock key."""
        self.known: set[str] = set()
        """What the configuration may name: `scheme.part`."""

    def name(self, scheme: str, part: str, words: Words, rule: str) -> Name:
        """The name of one credential: as configured, as given before, `words`, or `words` after the scheme's own."""
        self.known.add(f"{scheme}.{part}")
        configured = self._options.credentials.get(f"{scheme}.{part}")
        key = f"{_COMPONENT}{scheme}.{part}"
        if configured is not None:
            words, rule = split(configured), "configuration"
        elif key in self._options.lock:
            words, rule = tuple(self._options.lock[key]), "specloom.lock"
        elif words in self._taken:
            words, rule = (*split(scheme), *words), f"{rule}, after the scheme since another one has it"
        number = 2
        base = words
        while words in self._taken:
            words, number = (*base, str(number)), number + 1
        self._taken.add(words)
        self.given[key] = words
        return Name(wire=scheme, words=words, rule=rule)


class Schemes:
    """The security schemes of a document by name; one that cannot be understood is reported and left out. Those of
    other documents that requirements refer to come to them."""

    def __init__(self, root: Cursor, credentials: Credentials, problems: Problems) -> None:
        self._credentials = credentials
        self._elsewhere: dict[str, str] = {}
        self.found: dict[str, SecurityScheme] = {}
        components = root.get("components")
        holder = components.get("securitySchemes") if components else None
        for name, written in holder.items() if holder else ():
            scheme = problems.attempt(partial(_scheme, name, written, credentials), None)
            if scheme is not None:
                self.found[name] = scheme

    def named(self, requirement: Cursor, name: str) -> str:
        """The scheme that a requirement calls `name`, which may be a reference (3.2, 4.30); empty for none."""
        if name in self.found:
            return name
        if not any(mark in name for mark in "/#"):
            return ""
        try:
            referred = requirement.resolver.resolve(requirement, name)
        except Unsupported:
            return ""
        is_component = referred.parent is not None and referred.parent.key == "securitySchemes"
        if is_component and not referred.document.id:
            return str(referred.key) if referred.key in self.found else ""
        return self._of_another_document(referred)

    def _of_another_document(self, cursor: Cursor) -> str:
        if cursor.id not in self._elsewhere:
            key, stem = str(cursor.key), PurePosixPath(cursor.document.id).stem
            key = next(name for name in (key, f"{stem}_{key}", cursor.id) if name not in self.found)
            self.found[key] = _scheme(key, cursor, self._credentials)
            self._elsewhere[cursor.id] = key
        return self._elsewhere[cursor.id]


def _scheme(key: str, written: Cursor, credentials: Credentials) -> SecurityScheme:
    cursor = written.follow()
    docs, origin = described(cursor), cursor.origin
    match cursor.text("type"):
        case "apiKey":
            where, parameter = cursor.text("in"), cursor.text("name")
            if where not in {"query", "header", "cookie"} or not parameter:
                raise Unsupported(
                    "invalid-security-scheme", origin, f"the API key {key!r} needs `name` and a valid `in`"
                )
            name = credentials.name(key, "key", _key_words(key), "the scheme's name")
            return ApiKeyScheme(
                id=key, name=name, location=Location(where), parameter=parameter, docs=docs, origin=origin
            )
        case "http":
            scheme = cursor.text("scheme").lower() or "bearer"
            parts = tuple(
                credentials.name(key, part, words, rule)
                for part, words, rule in (_basic_parts(key) if scheme == "basic" else _token_part(key))
            )
            name = Name(wire=key, words=split(key), rule="the scheme's name")
            return HttpScheme(
                id=key,
                name=name,
                scheme=scheme,
                bearer_format=cursor.text("bearerFormat"),
                parts=parts,
                docs=docs,
                origin=origin,
            )
        case "oauth2":
            _, words, rule = _token_part(key)[0]
            holder = cursor.get("flows")
            flows = (
                tuple(_flow(kind, flow) for kind, flow in holder.items() if not kind.startswith("x-")) if holder else ()
            )
            name = credentials.name(key, "token", words, rule)
            return OAuthScheme(id=key, name=name, flows=flows, docs=docs, origin=origin)
        case "openIdConnect":
            _, words, rule = _token_part(key)[0]
            name = credentials.name(key, "token", words, rule)
            return OpenIdScheme(id=key, name=name, url=cursor.text("openIdConnectUrl"), docs=docs, origin=origin)
        case "mutualTLS":
            name = Name(wire=key, words=split(key), rule="the scheme's name")
            return MutualTlsScheme(id=key, name=name, docs=docs, origin=origin)
        case other:
            raise Unsupported(
                "invalid-security-scheme", origin, f"the security scheme {key!r} is of an unknown type {other!r}"
            )


def _basic_parts(scheme: str) -> tuple[tuple[str, Words, str], ...]:
    """A scheme called after its two credentials (`accountSid_authToken`) names them."""
    halves = scheme.split("_")
    if len(halves) == 2 and all(halves) and not any(_ROLE_WORDS.issuperset(split(half)) for half in halves):
        named = [split(half) for half in halves]
        if ("basic" not in named[0] and any(len(words) > 1 for words in named)) or set(named[0]) & {
            "user",
            "username",
            "email",
        }:
            rule = "the halves of the scheme's name"
            return (("username", named[0], rule), ("password", named[1], rule))
    return (("username", ("username",), "basic authentication"), ("password", ("password",), "basic authentication"))


def _token_part(scheme: str) -> tuple[tuple[str, Words, str], ...]:
    own = tuple(word for word in _role_free(scheme) if word not in _GENERIC_WORDS)
    if not own or own == ("token",):
        return (("token", ("token",), "bearer token"),)
    words = own if own[-1] in {"token", "key", "secret"} else (*own, "token")
    return (("token", words, "the scheme's name"),)


def _key_words(scheme: str) -> Words:
    own = _role_free(scheme)
    if not own or _GENERIC_WORDS.issuperset(own):
        return ("api", "key")
    if own == ("apikey",):
        return ("api", "key")
    return own


def _role_free(scheme: str) -> Words:
    words = split(scheme)
    while words and words[-1] in _ROLE_WORDS:
        words = words[:-1]
    return words


def _flow(kind: str, cursor: Cursor) -> OAuthFlow:
    scopes = cursor.get("scopes")
    return OAuthFlow(
        kind=kind,
        token_url=cursor.text("tokenUrl"),
        authorization_url=cursor.text("authorizationUrl"),
        refresh_url=cursor.text("refreshUrl"),
        device_url=cursor.text("deviceAuthorizationUrl"),
        scopes=tuple((name, scope.value) for name, scope in scopes.items() if isinstance(scope.value, str))
        if scopes
        else (),
    )


def build_requirements(
    operation: Cursor, root: Cursor, schemes: Schemes, problems: Problems
) -> tuple[Requirement, ...]:
    """The alternatives an operation accepts, its own or the document's, anonymous last: who can identify himself does.
    One with an unknown scheme is left out."""
    listed = operation.get("security") or root.get("security")
    alternatives: list[Requirement] = []
    for element in listed.elements() if listed else ():
        try:
            uses = tuple(_uses(element, schemes))
        except Unsupported as problem:
            problems.lose(problem.diagnostic())
            continue
        if isinstance(element.value, dict) and uses not in alternatives:
            alternatives.append(uses)
    return tuple(sorted(alternatives, key=lambda requirement: not requirement))


def _uses(requirement: Cursor, schemes: Schemes) -> Iterator[SchemeUse]:
    """The schemes of one Security Requirement Object. Raises `Unsupported` for one that is not there."""
    for name, scopes in requirement.items():
        scheme = schemes.named(requirement, name)
        if not scheme:
            message = f"no security scheme is called {name!r}; it cannot be satisfied"
            raise Unsupported("undefined-security-scheme", scopes.origin, message)
        scopes_needed = tuple(element.value for element in scopes.elements() if isinstance(element.value, str))
        yield SchemeUse(scheme=scheme, scopes=scopes_needed)
