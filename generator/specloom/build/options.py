"""What the user decided about names and meanings, and what `build` answers beside the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from specloom.ir.names import Origin
from specloom.quick import dataclass

NAMING = 1
"""The version of the naming algorithm. A change of any rule that moves a name takes a new number."""

Words = tuple[str, ...]


def _nothing() -> Mapping[str, str]:
    return {}


def _no_words() -> Mapping[str, Words]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """The part of the configuration that decides what the model is, for every target alike."""

    names: Mapping[str, str] = field(default_factory=_nothing)
    """Pinned names of declarations, by id (`#/components/schemas/Room`) or by the bare name of a component."""
    methods: Mapping[str, str] = field(default_factory=_nothing)
    """`resource.method`, by operationId or `METHOD /path`."""
    credentials: Mapping[str, str] = field(default_factory=_nothing)
    """Names of credentials, by `scheme.part`."""
    json_text: tuple[str, ...] = ()
    """Globs over ids and pointers of string schemas that hold JSON."""
    pagination: Mapping[str, str | Mapping[str, object]] = field(
        default_factory=dict[str, "str | Mapping[str, object]"]
    )
    """Overrides of pagination, by operationId or `METHOD /path`; `"none"` switches it off."""
    idempotency_header: str = ""
    lock: Mapping[str, Words] = field(default_factory=_no_words)
    """Names given before, by lock key; they are kept."""
    naming: int = NAMING
    include: tuple[str, ...] = ()
    """Globs over operations that are generated; empty: all."""
    exclude: tuple[str, ...] = ()
    """Globs over operations that are left out."""
    configuration: str = ""
    """The file that all this is from, for findings about it; empty for none."""


class CoverageKind(StrEnum):
    """What a coverage entry is about."""

    OPERATION = "operation"
    SCHEMA = "schema"


class CoverageStatus(StrEnum):
    """How much of it is left."""

    DEGRADED = "degraded"
    """Generated, with a type wider than the document's, or without a part."""
    DROPPED = "dropped"
    """Not generated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageEntry:
    """An operation or schema that could not be built completely, and why. `id` is the operation's or component's."""

    kind: CoverageKind
    id: str
    origin: Origin
    status: CoverageStatus
    code: str
    reason: str
