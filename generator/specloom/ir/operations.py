"""Operations: what is sent where, and what may come back. Decisions, not raw keywords."""

from __future__ import annotations

from specloom.ir.contents import Body, Response
from specloom.ir.names import Deprecation, Docs, Name, Origin
from specloom.ir.paging import Pagination
from specloom.ir.parameters import Parameter
from specloom.ir.security import Requirement
from specloom.ir.servers import Server
from specloom.quick import dataclass

METHODS = frozenset({"GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "QUERY"})
"""The methods for which a Path Item Object has a field of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathSlot:
    """The place of a path parameter inside a path; `name` is its wire name."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An Operation Object with everything inherited from its path item and the document.

    `id` is stable: the operationId where it is unique, else derived from method and path. `name` is the method's name
    inside its service. `security` lists alternatives; empty: nothing is sent. `servers` is empty when the document's
    apply. `idempotent`: sending it twice has the effect of sending it once (RFC 9110, section 9.2.2).
    """

    id: str
    operation_id: str | None
    name: Name
    type_words: tuple[str, ...] = ()
    """What types that belong to this operation are named after."""
    method: str
    path: tuple[str | PathSlot, ...]
    path_template: str
    tags: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    responses: tuple[Response, ...] = ()
    security: tuple[Requirement, ...] = ()
    servers: tuple[Server, ...] = ()
    pagination: Pagination | None = None
    pagination_note: str = ""
    """Why it is, or is not, paged (`specloom explain` prints it)."""
    idempotent: bool = False
    idempotency_header: str = ""
    docs: Docs
    deprecation: Deprecation | None = None
    origin: Origin

    @property
    def pointer(self) -> str:
        """Where the paths of the document name the operation, whatever a reference there leads to: no two are alike."""
        path = self.path_template.replace("~", "~0").replace("/", "~1")
        field = self.method.lower() if self.method in METHODS else f"additionalOperations/{self.method}"
        return f"#/paths/{path}/{field}"
