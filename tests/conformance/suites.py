"""The suites, and how one is run: an SDK for each of its documents, every call through its harness, a verdict a case.

The suites and the driver that judges them are not part of this project; `tests/conformance/README.md` says what they
are.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tests.harness.emit import folder_of, ready
from tests.harness.packs import PACKS

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """Planned calls, and the folder with the documents they are for; paths are relative to the folder of suites."""

    name: str
    calls: str
    documents: str


SUITES = (
    Suite(name="echo", calls="echo/calls.json", documents="echo/openapi"),
    Suite(name="param-3.1", calls="param/calls-3.1.json", documents="param/openapi-3.1"),
    Suite(name="param-3.2", calls="param/calls-3.2.json", documents="param/openapi-3.2"),
    Suite(name="rest-json", calls="rest-json/calls.json", documents="rest-json/openapi"),
    Suite(name="jsts", calls="jsts/calls.json", documents="jsts/openapi"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A case of a suite. `typed`: its document says the types of all values, so that nothing is left to chance."""

    case: str
    passed: bool
    typed: bool
    errors: tuple[str, ...]
    differences: tuple[str, ...]


def suites_folder() -> Path:
    """Where the suites are: `SPECLOOM_CONFORMANCE`, else `../shared/conformance` beside the checkout."""
    return Path(os.environ.get("SPECLOOM_CONFORMANCE") or ROOT.parent / "shared" / "conformance")


def run(suite: Suite, base: Path, work: Path, pack: str) -> list[Verdict]:
    """Generates the SDKs of a suite with a pack, and makes its calls.

    `base` is the folder of suites, `work` one for what is written on the way."""
    planned = json.loads((base / suite.calls).read_text(encoding="utf-8"))
    documents = {case["scenarioPath"]: base / suite.documents / case["doc"] for case in planned}
    clients = work / f"{suite.name}-{pack}"
    clients.mkdir(parents=True, exist_ok=True)
    (clients / "commands.json").write_text(json.dumps(started(documents, suite.name, pack)))
    results = drive(base / suite.calls, base / "driver", clients)
    typed = {case["scenario"] for case in planned if case.get("typed")}
    return [_verdict(result, result["scenario"] in typed) for result in results]


def started(documents: Mapping[str, Path], suite: str, pack: str) -> dict[str, dict[str, Any]]:
    """How the harness for each document is started; SDKs are made side by side, where there are many."""
    names = {path: f"{suite}-{re.sub('[^A-Za-z0-9]', '_', path)}" for path in documents}
    jobs = [(path, document, names[path], pack) for path, document in documents.items()]
    if len(jobs) < 4:
        return dict(map(_ready, jobs))
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        return dict(pool.map(_ready, jobs, chunksize=4))


def _ready(job: tuple[str, Path, str, str]) -> tuple[str, dict[str, Any]]:
    path, document, name, pack = job
    return path, {"command": ready(document, PACKS[pack], name), "sdk": str(folder_of(PACKS[pack], name))}


def drive(calls: Path, driver: Path, clients: Path) -> list[dict[str, Any]]:
    """What the suites' driver says of each case, every call made through the adapter."""
    out = clients / "results.json"
    module = "tests.conformance.adapter"
    command = [sys.executable, str(driver / "run_stub.py"), str(calls), str(clients), module, str(out)]
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    results: list[dict[str, Any]] = json.loads(out.read_text(encoding="utf-8"))
    return results


def _verdict(result: dict[str, Any], typed: bool) -> Verdict:
    calls = result["calls"]
    return Verdict(
        case=result["scenario"],
        passed=result["verdict"] == "pass",
        typed=typed,
        errors=tuple(f"{call['error']} ({call.get('where', '')})" for call in calls if "error" in call),
        differences=tuple(_differences(calls)),
    )


def _differences(calls: Iterable[dict[str, Any]]) -> Iterator[str]:
    short = partial(json.dumps, ensure_ascii=False)
    for call in calls:
        yield from call.get("request", ())
        if "got" in call:
            yield f"returned {short(call['got'])[:400]}, expected {short(call['want'])[:400]}"
