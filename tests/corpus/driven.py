"""The check of an output against its document: calls are made and judged, in a process of their own (`tests.calls`)."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from tests.corpus.documents import ROOT, Document
from tests.corpus.processes import GIBIBYTE, run
from tests.corpus.results import KEPT, Check
from tests.harness.packs import PACKS

NAME = "calls"
SAMPLE = 40
SECONDS = 1800.0


def calls(document: Document, output: Path, pack: str, sample: int = SAMPLE) -> Check:
    """Calls of at most `sample` operations (0: all) arrive as the document says, and their answers are read whole."""
    command = [sys.executable, "-m", "tests.calls", str(document.location), str(output)]
    command += ["--pack", pack, "--sample", str(sample)]
    # Node asks for far more addresses than it uses.
    memory = 0 if "node" in PACKS[pack].tools else 4 * GIBIBYTE
    done = run(command, seconds=SECONDS, memory=memory, env={"PYTHONPATH": str(ROOT)})
    try:
        record: dict[str, Any] = json.loads(done.out)
    except ValueError:
        return Check(errors=1, lines=(f"ended with {done.code}: {done.err[-500:]}",))
    found: list[str] = record["found"]
    return Check(
        errors=len(found),
        lines=tuple(line[:600] for line in found[:KEPT]),
        figures={name: record[name] for name in ("operations", "calls")},
        left_out={why: len(places) for why, places in record["left_out"].items()},
    )
