"""Generating one document as a user does, with the command line in a process of its own."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from tests.corpus.documents import ROOT, Document
from tests.corpus.processes import Done, run
from tests.corpus.results import KEPT, OK, Result

SECONDS = 600.0
CRASH, REFUSED = "crash", "refused"
_SOURCES = ("*.py", "*.ts")
_RUNTIME = {"_runtime", "runtime"}
_KEPT_OF_ENTRY = ("kind", "id", "status", "code", "document", "pointer", "reason")


@cache
def generator_digest() -> str:
    """Changes with any file of the generator or its packs."""
    digest = hashlib.sha256()
    for folder in (ROOT / "generator", ROOT / "templates"):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(ROOT)}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def key_of(document: Document, pack: str) -> str:
    """What a result depends on: the document, the generator, the pack."""
    return f"{document.digest()[:20]}-{generator_digest()[:20]}-{pack}"


def generate(document: Document, output: Path, pack: str) -> Result:
    """Writes the SDK of a document into an emptied folder. Never raises for what the generator does."""
    shutil.rmtree(output, ignore_errors=True)
    command = [sys.executable, "-m", "specloom", "--debug", "generate", str(document.location), "-o", str(output)]
    command += ["--pack", pack, "--format", "json", "--no-cache"]
    for folder in document.folders:
        command += ["--allow-folder", str(folder)]
    env = {"PYTHONPATH": f"{ROOT / 'generator'}:{ROOT / 'templates'}", "SPECLOOM_CACHE_DIR": ""}
    done = run(command, seconds=SECONDS, env=env)
    result = Result(
        path=document.path,
        key=key_of(document, pack),
        status=CRASH,
        detail=_crash(done),
        seconds=round(done.seconds, 2),
        megabytes=done.megabytes,
    )
    try:
        record: dict[str, Any] = json.loads(done.out)
    except ValueError:
        return result
    return result if result.detail else _told(result, record, output)


def _crash(done: Done) -> str:
    if done.late:
        return f"not done after {SECONDS:.0f} s"
    if "Traceback (most recent call last)" in done.err or done.code not in (0, 2, 3):
        return f"exit code {done.code}: " + "\n".join(done.err.splitlines()[-KEPT:])
    return ""


def _told(result: Result, record: dict[str, Any], output: Path) -> Result:
    if record["exit_code"] != 0:
        errors = [f"{one['code']}: {one['message']}" for one in record["diagnostics"] if one["severity"] == "error"]
        return replace(result, status=REFUSED, detail="\n".join(errors[:KEPT]))
    coverage = record["coverage"]
    both = (coverage["operations"], coverage["schemas"])
    sources = [path for suffix in _SOURCES for path in output.rglob(suffix) if not _RUNTIME & {*path.parts}]
    return replace(
        result,
        status=OK,
        detail="",
        package=package_of(output),
        operations=both[0]["total"],
        schemas=both[1]["total"],
        degraded=sum(count["degraded"] for count in both),
        dropped=sum(count["dropped"] for count in both),
        lines=sum(path.read_bytes().count(b"\n") for path in sources),
        entries=tuple({name: entry[name] for name in _KEPT_OF_ENTRY} for entry in coverage["entries"]),
    )


def package_of(output: Path) -> str:
    """The import name of the emitted package: the folder that holds the runtime."""
    return next((path.parent.name for path in output.glob("*/_runtime")), "")
