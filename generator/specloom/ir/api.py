"""The API as a whole: its operations, how they are grouped, and what the service sends on its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from specloom.ir.contents import Body
from specloom.ir.names import Docs, Name, Origin
from specloom.ir.operations import Operation
from specloom.ir.parameters import Parameter
from specloom.ir.security import SecurityScheme
from specloom.ir.servers import Server
from specloom.ir.types import Declaration
from specloom.quick import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A group of operations that a client offers under one name. The root has no name of its own (`words` is empty)."""

    name: Name
    operations: tuple[str, ...] = ()
    children: tuple[Service, ...] = ()
    docs: Docs
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """A request that the service sends: a webhook, or a callback of an operation (`expression` is then its URL)."""

    id: str
    name: Name
    method: str
    body: Body | None
    parameters: tuple[Parameter, ...] = ()
    expression: str = ""
    operation: str = ""
    docs: Docs
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """Everything a target needs to know. Mappings keep the order of the document."""

    name: Name
    version: str
    docs: Docs
    openapi: str
    servers: tuple[Server, ...]
    declarations: Mapping[str, Declaration]
    operations: Mapping[str, Operation]
    root: Service
    security_schemes: Mapping[str, SecurityScheme]
    webhooks: tuple[Webhook, ...] = ()
    document_hash: str = ""
    license: str = ""
    contact: str = ""
    sent: frozenset[str] = field(default_factory=frozenset[str])
    """Ids of declarations that are reachable from a request (a webhook is a response in this sense)."""
    received: frozenset[str] = field(default_factory=frozenset[str])
    """Ids of declarations that are reachable from a response."""
