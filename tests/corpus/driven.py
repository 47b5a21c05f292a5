"""The check of an output against its document: calls are made and judged, in a process of their own (`tests.calls`)."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from tests.corpus.documents import ROOT, Document
from tests.corpus.processes import GIBIBYTE, run
from tests.corpus.results import KEPT, Check
from tests.harness.packs import PACKS, BuildError

_REASONS = (
    (r"name of an element is left open", "XML in which the name of an element is left open by the specification"),
    (
        r"\bXML\b",
        "XML has no form for the value, or none that is certain: an empty list, a value of any type",
    ),
    (r"not ask for its media type", "a call for pages does not ask for what is not JSON"),
    (r"how its members are written", "a structure in a media type of which nobody says how it is written"),
    (r"no string for", "no text was found that matches the pattern"),
    (r"no value fits", "no value is allowed by the schema and written by the style (a list of objects in a query)"),
    (r"types exclude|nothing is allowed|in every enum|is not valid|no end", "the schema allows no value"),
    (r"leads nowhere|refers to itself|is elsewhere|no anchor|https?://", "a reference leads nowhere, or elsewhere"),
    (r"dynamic reference", "the judge does not follow dynamic references"),
    (r"is not served here", "an answer that is a form or multipart is not served"),
    (r"is no stream", "an error that is described as a stream is not served"),
)
"""What reasons say beside where something is."""
NAME = "calls"
SAMPLE = 40
SECONDS = 1800.0


def kind_of_reason(reason: str) -> str:
    """Why something was not called, told without its place."""
    return next((text for pattern, text in _REASONS if re.search(pattern, reason)), reason)


def calls(document: Document, output: Path, pack: str, sample: int = SAMPLE) -> Check:
    """Calls of at most `sample` operations (0: all) arrive as the document says, and their answers are read whole."""
    try:
        PACKS[pack].build(output)
    except BuildError as error:
        return Check(errors=1, lines=(f"does not compile: {error}"[:500],))
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
