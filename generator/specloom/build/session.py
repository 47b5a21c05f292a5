"""What every builder of operations shares: the document, the configuration, the schemas, the report."""

from __future__ import annotations

from dataclasses import field

from specloom.build.context import Context, Role
from specloom.build.options import BuildOptions, CoverageKind, Words
from specloom.build.problems import Problems
from specloom.build.schemas import Schemas
from specloom.diagnostics import Report
from specloom.ir.contents import Header
from specloom.ir.names import Origin
from specloom.quick import dataclass
from specloom.source.cursor import Cursor


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One run of `build`.

    `media` finds the Media Type Object of a Content that was built, by origin and media type, and `headers` what
    was built of the headers of an Encoding Object, by the id of its cursor.
    """

    root: Cursor
    options: BuildOptions
    report: Report
    schemas: Schemas
    media: dict[tuple[Origin, str], Cursor] = field(default_factory=dict[tuple[Origin, str], Cursor])
    headers: dict[str, tuple[Header, ...]] = field(default_factory=dict[str, tuple[Header, ...]])


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The operation or webhook that is being built: its id, what its inline types are named after, its problems."""

    session: Session
    owner: str
    words: Words
    problems: Problems
    outgoing: bool = True
    """False for a webhook: its requests are received, and its responses sent."""

    def context(self, role: Role, *suffix: str, request: bool, leaf: Words = ()) -> Context:
        """The context of a schema directly below this operation, named after it and `suffix`."""
        sent = request is self.outgoing
        return Context(
            owner=self.owner,
            words=(*self.words, *suffix),
            leaf=leaf,
            role=role,
            sent=sent,
            received=not sent,
            kind=CoverageKind.OPERATION,
        )
