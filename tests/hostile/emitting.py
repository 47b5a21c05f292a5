"""What every installed pack emits for a document, the runtime left out: that is source of ours, copied as it is."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from specloom import stages
from specloom.config import Config, Target
from specloom.pipeline import build_model
from specloom.render.emit import render
from specloom.render.packs import installed

PACKS = tuple(pack.target.name for pack in installed())


@dataclass(frozen=True, slots=True)
class Emitted:
    """The files of each pack by path, and the codes that were reported."""

    packs: Mapping[str, Mapping[str, bytes]]
    codes: frozenset[str]


@cache
def _templates() -> Path:
    return Path(tempfile.mkdtemp(prefix="specloom-templates-"))


def emit(document: Any, packs: tuple[str, ...] = PACKS, location: Path | None = None, **config: Any) -> Emitted:
    """The output for a document given as data, or at `location`, for each of `packs`."""
    content = None if location is not None else json.dumps(document).encode()
    targets = tuple(Target(pack=name) for name in packs)
    chosen = replace(Config(document=str(location or "")), targets=targets, **config)
    generated = build_model(chosen, content=content)
    found: dict[str, dict[str, bytes]] = {}
    for target in targets:
        pack = stages.pack_of(target)
        plan = replace(stages.lower(generated, pack, target), runtime="")
        files = {file.path: file.data for file in render(plan, pack, _templates())}
        found[target.pack] = {
            **files,
            "coverage.json": generated.coverage.dump(),
            "specloom.lock": generated.lock.dump(),
        }
    return Emitted(found, frozenset(diagnostic.code for diagnostic in generated.report))
