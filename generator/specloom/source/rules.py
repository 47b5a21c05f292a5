"""What a JSON Schema cannot say of a document: one small class a rule, each with one code and one message.

Rules see the normalised document. They yield `(cursor, message)`; `lint` turns that into diagnostics.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from specloom.quick import dataclass
from specloom.source.cursor import Cursor

Finding = tuple[Cursor, str]
SLOT = re.compile(r"\{([^{}/]*)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """An operation with what it inherits. `parameters` are the resolved ones, its own after those of the path item."""

    method: str
    path: str
    operation: Cursor
    own: tuple[Cursor, ...]
    inherited: tuple[Cursor, ...]

    @property
    def path_names(self) -> set[str]:
        """The names of the declared path parameters."""
        return {p.text("name") for p in (*self.inherited, *self.own) if p.text("in") == "path"}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What rules look at: the document's root, all its endpoints, and the names of its security schemes."""

    root: Cursor
    endpoints: tuple[Endpoint, ...]
    schemes: frozenset[str]


class Rule(Protocol):
    """One check of a whole document."""

    code: str

    def check(self, view: View) -> Iterator[Finding]:
        """The places that break the rule."""
        ...


class DuplicateOperationId:
    """`operationId` is unique in a document (OpenAPI 3.2, section 4.10.1)."""

    code = "duplicate-operation-id"

    def check(self, view: View) -> Iterator[Finding]:
        """Every use of an id after the first."""
        first: dict[str, Endpoint] = {}
        for endpoint in view.endpoints:
            name = endpoint.operation.text("operationId")
            if not name:
                continue
            other = first.setdefault(name, endpoint)
            if other is not endpoint:
                message = f"the operationId {name!r} is also that of {other.method.upper()} {other.path}"
                yield endpoint.operation, message


class UndeclaredPathParameter:
    """Each `{name}` of a path has a parameter (section 4.12)."""

    code = "undeclared-path-parameter"

    def check(self, view: View) -> Iterator[Finding]:
        """Operations that leave a part of their path open."""
        for endpoint in view.endpoints:
            for name in sorted(set(SLOT.findall(endpoint.path.split("#")[0])) - endpoint.path_names):
                yield endpoint.operation, f"{{{name}}} of the path {endpoint.path} has no parameter"


class UnusedPathParameter:
    """Each path parameter occurs in the path (section 4.12.2.1)."""

    code = "unused-path-parameter"

    def check(self, view: View) -> Iterator[Finding]:
        """Path parameters without a `{name}`."""
        for endpoint in view.endpoints:
            slots = set(SLOT.findall(endpoint.path))
            for parameter in (*endpoint.inherited, *endpoint.own):
                if parameter.text("in") == "path" and parameter.text("name") not in slots:
                    yield parameter, f"the path {endpoint.path} has no {{{parameter.text('name')}}}"


class DuplicateParameter:
    """Name and location of a parameter are unique in one list (section 4.10.1)."""

    code = "duplicate-parameter"

    def check(self, view: View) -> Iterator[Finding]:
        """Every repetition in a list."""
        for endpoint in view.endpoints:
            for parameters in (endpoint.own, endpoint.inherited):
                seen: set[tuple[str, str]] = set()
                for parameter in parameters:
                    key = (parameter.text("in"), parameter.text("name"))
                    if key in seen and all(key):
                        yield parameter, f"the {key[0]} parameter {key[1]!r} is declared twice"
                    seen.add(key)


class UndefinedSecurityScheme:
    """A requirement names schemes of the components (section 4.30); since 3.2 also by URI."""

    code = "undefined-security-scheme"

    def check(self, view: View) -> Iterator[Finding]:
        """Requirements whose scheme is not there."""
        for holder in (view.root, *(e.operation for e in view.endpoints)):
            security = holder.get("security")
            for requirement in security.elements() if security is not None else ():
                for name, place in requirement.items():
                    if name not in view.schemes and not any(c in name for c in "/#"):
                        yield place, f"no security scheme is called {name!r}"


class AmbiguousPaths:
    """Two paths that differ in the names of their parameters only mean the same (section 4.8); told where the method is
    the same too.
    """

    code = "ambiguous-paths"

    def check(self, view: View) -> Iterator[Finding]:
        """Each operation that an earlier one covers."""
        first: dict[tuple[str, str], Endpoint] = {}
        for endpoint in view.endpoints:
            other = first.setdefault((endpoint.method, SLOT.sub("{}", endpoint.path)), endpoint)
            if other is not endpoint:
                yield endpoint.operation, f"the path is that of {other.path} but for the names of its parameters"


class DuplicateTag:
    """Tag names are unique (section 4.1)."""

    code = "duplicate-tag"

    def check(self, view: View) -> Iterator[Finding]:
        """Repeated declarations of a tag."""
        tags = view.root.get("tags")
        seen: set[str] = set()
        for tag in tags.elements() if tags is not None else ():
            name = tag.text("name")
            if name and name in seen:
                yield tag, f"the tag {name!r} is declared twice"
            seen.add(name)


class UndefinedServerVariable:
    """Each `{name}` of a server's URL is among its variables (section 4.5)."""

    code = "undefined-server-variable"

    def check(self, view: View) -> Iterator[Finding]:
        """Servers with a part of their URL open."""
        for holder in (view.root, *(e.operation for e in view.endpoints)):
            servers = holder.get("servers")
            for server in servers.elements() if servers is not None else ():
                variables = server.get("variables")
                known: Mapping[str, Any] = dict(variables.items()) if variables is not None else {}
                for name in SLOT.findall(server.text("url")):
                    if name not in known:
                        yield server, f"{{{name}}} of the server {server.text('url')} is no variable"


RULES: tuple[Rule, ...] = (
    DuplicateOperationId(),
    UndeclaredPathParameter(),
    UnusedPathParameter(),
    DuplicateParameter(),
    UndefinedSecurityScheme(),
    AmbiguousPaths(),
    DuplicateTag(),
    UndefinedServerVariable(),
)
