"""Results of earlier runs, by content. A cache makes a run faster and never fails one."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MAX_ENTRIES = 200
"""Entries of one kind; the oldest go first."""


class Cache:
    """JSON values by kind and key, in a folder of the user's. `folder` None: a cache that keeps nothing."""

    # No dataclass: to load what makes those would be a quarter of a run in which nothing changed.
    __slots__ = ("folder",)

    def __init__(self, *, folder: Path | None) -> None:
        self.folder = folder

    def place(self, name: str) -> Path | None:
        """A folder of this cache that only the user may read; None when it keeps nothing or cannot be written."""
        if self.folder is None:
            return None
        try:
            (self.folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            return None
        return self.folder / name

    def get(self, kind: str, key: str) -> Any:
        """What was put there; None when there is nothing, or nothing readable."""
        if self.folder is None:
            return None
        try:
            return json.loads((self.folder / kind / f"{key}.json").read_bytes())
        except (OSError, ValueError, RecursionError):
            return None

    def put(self, kind: str, key: str, value: Mapping[str, Any] | list[Any]) -> None:
        """Keeps a value. Readers see the whole of it or nothing; problems of the file system are ignored."""
        if self.folder is None:
            return
        place = self.folder / kind
        with contextlib.suppress(OSError):
            place.mkdir(parents=True, exist_ok=True)
            temporary = place / f"{key}.{os.getpid()}.tmp"
            temporary.write_text(json.dumps(value), encoding="utf-8")
            os.replace(temporary, place / f"{key}.json")
            entries = sorted(place.iterdir(), key=lambda path: path.stat().st_mtime_ns)
            for path in entries[:-MAX_ENTRIES]:
                path.unlink(missing_ok=True)


def user_cache() -> Cache:
    """The cache of this user: `SPECLOOM_CACHE_DIR`, else `specloom` in the platform's folder for caches.

    `SPECLOOM_CACHE_DIR` set to nothing switches it off.
    """
    chosen = os.environ.get("SPECLOOM_CACHE_DIR")
    if chosen is not None:
        return Cache(folder=Path(chosen) if chosen else None)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        return Cache(folder=(Path(base) if base else Path.home() / ".cache") / "specloom")
    except RuntimeError:  # no home folder is known
        return Cache(folder=None)
