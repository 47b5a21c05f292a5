"""How much work one schema may cause. A composition is put together anew wherever it is used, so that a document of a
few kilobytes can ask for more work than there is time; what would is cut off.
"""

from __future__ import annotations

from dataclasses import field
from typing import Any

from specloom.diagnostics import Diagnostic, Severity, SpecloomError
from specloom.ir.names import Origin
from specloom.quick import dataclass
from specloom.source.cursor import Cursor

MOST = 10_000
"""Schemas that one type may be put together from a second time. Large real documents stay below 1,000."""

_WHOLE = 100_000
_LEAST = 1_000


MAX_DECLARATIONS = 100_000
MAX_OPERATIONS = 50_000
MAX_PARTS = 1_000_000
"""What one document may describe, parts being parameters, bodies, properties, enum values and alternatives; beyond it
the run ends. The largest public documents have some thousands of operations and types.
"""


def too_large(what: str, origin: Origin) -> SpecloomError:
    """The error for a document that describes more than a client can be made of."""
    hint = "choose operations with `include` and `exclude` in the configuration, or split the document"
    found = Diagnostic(
        code="too-large", severity=Severity.ERROR, message=f"the document describes {what}", origin=origin, hint=hint
    )
    return SpecloomError(found, exit_code=3)


class TooComplexError(Exception):
    """The budget of the type that is being built is spent. Caught where the type begins, so that nothing of it is
    left."""


@dataclass(slots=True)
class Budget:
    """Counts the schemas that are built again. Every type gets the same, until the whole document has used too
    much."""

    _left: int = MOST
    _whole: int = _WHOLE
    _seen: dict[int, Any] = field(default_factory=dict[int, Any])

    def renew(self) -> None:
        """A new type begins."""
        self._left = min(MOST, max(self._whole, _LEAST))

    def spend(self, schema: Cursor, amount: int = 1) -> None:
        """Called before `schema` is built out of `amount` parts. Raises `TooComplexError`."""
        key = id(schema.value)
        if key not in self._seen:
            self._seen[key] = schema.value
            return
        self._left -= amount
        self._whole -= amount
        if self._left < 0:
            raise TooComplexError
