"""The identifiers that a lock keeps: what a run finds there, and what it leaves for the next one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from specloom.quick import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Identifiers of one pack by lock key.

    `given` is from the lock. `kept` fills while names are claimed: each identifier that its element could lose when
    another comes, because it is not how the document spells the element. Such an element chooses first on the next run.
    """

    given: Mapping[str, str] = field(default_factory=dict[str, str])
    kept: dict[str, str] = field(default_factory=dict[str, str])

    def pinned(self, key: str) -> str:
        """The identifier given before, empty for none."""
        return self.given.get(key, "")

    def keep(self, key: str, identifier: str, wire: str) -> None:
        """Keeps an identifier, unless it is the spelling of the document, which nobody else can have."""
        if identifier != wire:
            self.kept[key] = str(identifier)
