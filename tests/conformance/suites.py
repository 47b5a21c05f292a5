"""The suites, and how one is run: an SDK for each of its documents, every call through the adapter, a verdict a case.

The suites and the driver that judges them are not part of this project; `tests/conformance/README.md` says what they
are.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import specloom

from tests.conformance.adapter import folder_of

ROOT = Path(__file__).parents[2]
RUNTIME = ROOT / "templates" / "specloom_templates" / "python_dataclass" / "runtime"


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


def run(suite: Suite, base: Path, work: Path) -> list[Verdict]:
    """Generates the SDKs of a suite below `work`, and makes its calls; `base` is the folder of suites."""
    planned = json.loads((base / suite.calls).read_text(encoding="utf-8"))
    clients = work / suite.name
    emit_all(base / suite.documents, {case["scenarioPath"]: case["doc"] for case in planned}, clients)
    results = drive(base / suite.calls, base / "driver", clients, work / f"{suite.name}.json")
    typed = {case["scenario"] for case in planned if case.get("typed")}
    return [_verdict(result, result["scenario"] in typed) for result in results]


def emit_all(documents: Path, wanted: dict[str, str], clients: Path) -> None:
    """Writes an SDK for each document, by scenario path; many at once, where there are many."""
    jobs = [(documents / document, clients / folder_of(path)) for path, document in wanted.items()]
    if len(jobs) < 4:
        list(map(_emit_job, jobs))
        return
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(_emit_job, jobs, chunksize=4))


def _emit_job(job: tuple[Path, Path]) -> None:
    emit(*job)


def emit(document: Path, folder: Path) -> None:
    """Writes the SDK of a document. The runtime, equal in all of them, is a link: Python compiles it only once."""
    generated = specloom.generate(document)
    assert generated.files, [found.message for found in generated.findings()]
    for file in generated.files:
        package, _, inner = file.path.partition("/_runtime/")
        if inner:
            link = folder / package / "_runtime"
            if not link.exists():
                link.parent.mkdir(parents=True, exist_ok=True)
                link.symlink_to(RUNTIME, target_is_directory=True)
            continue
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)


def drive(calls: Path, driver: Path, clients: Path, out: Path) -> list[dict[str, Any]]:
    """What the suites' driver says of each case, every call made through the adapter."""
    command = [sys.executable, str(driver / "run_stub.py"), str(calls), str(clients), "adapter", str(out)]
    path = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
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
