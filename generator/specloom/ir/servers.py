"""Where an API is served."""

from __future__ import annotations

from specloom.ir.names import Docs, Name, Origin
from specloom.quick import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerVariable:
    """A Server Variable Object."""

    name: Name
    default: str
    values: tuple[str, ...] = ()
    docs: Docs


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A Server Object; `url` may hold `{variables}`, and may be relative to where the document was found."""

    name: Name
    url: str
    variables: tuple[ServerVariable, ...] = ()
    docs: Docs
    origin: Origin
