"""What a user may decide about reading documents, and the limits that keep hostile ones harmless."""

from __future__ import annotations

from pathlib import Path

from specloom.quick import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on what one document may cost. Beyond them it is refused with a clear error, never half read.

    `size` is bytes of one document, `total_size` of all of them, `documents` their number. `depth` is the nesting of
    values. `alias_nodes` is how many nodes YAML aliases may add when written out. `remote_seconds` bounds one download,
    `redirects` its hops.
    """

    size: int = 200 * MEBIBYTE
    total_size: int = 400 * MEBIBYTE
    documents: int = 20_000
    depth: int = 200
    alias_nodes: int = 1_000_000
    remote_size: int = 20 * MEBIBYTE
    remote_seconds: float = 20.0
    redirects: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOptions:
    """How a document and what it refers to is read.

    `allow_origins` are the origins (`https://host[:port]`) that a `$ref` may be downloaded from; addresses that are not
    public are refused unless `allow_private`. `allow_folders` are folders beside the document's own that a `$ref` may
    read. `overlays` are applied in order to the document, before anything else looks at it. `base` is the folder that
    relative references of a document given as bytes or on standard input start from. `validate`: the document is
    checked against the schema of its version; what is wrong is reported, not refused.
    """

    allow_origins: tuple[str, ...] = ()
    allow_private: bool = False
    allow_folders: tuple[Path, ...] = ()
    overlays: tuple[str, ...] = ()
    base: Path | None = None
    validate: bool = True
    limits: Limits = Limits()


DEFAULTS = SourceOptions()
