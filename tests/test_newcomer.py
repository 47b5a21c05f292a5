"""Five large documents as a newcomer meets them: generate, write a script, run it.

The scripts are in tests/newcomer, each with what the server is asked and answers, and what the script prints."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import yaml

from tests.behaviour.server import Answer, Received, Server
from tests.corpus.documents import corpus_folder
from tests.needs import missing

FOLDER = Path(__file__).parent / "newcomer"
CASES = sorted(FOLDER.glob("*.yaml"))


def _answer(described: dict[str, Any], origin: str) -> Answer:
    headers = dict(described.get("headers", {}))
    body = b""
    if "json" in described:
        headers.setdefault("Content-Type", "application/json")
        body = json.dumps(described["json"]).replace("{origin}", origin).encode()
    elif "text" in described:
        headers.setdefault("Content-Type", "text/plain")
        body = described["text"].encode()
    headers = {name: value.replace("{origin}", origin) for name, value in headers.items()}
    return Answer(status=described.get("status", 200), headers=headers, body=body)


def _differences(expected: dict[str, Any], received: Received) -> list[str]:
    """What of a request is not as it should be."""
    request: str = expected["request"]
    method, _, target = request.partition(" ")
    parts = urlsplit(target)
    wanted: list[tuple[str, Any, Any]] = [
        ("method", method, received.method),
        ("path", parts.path, received.path),
        ("query", sorted(parse_qsl(parts.query, keep_blank_values=True)), sorted(received.query)),
        *((f"header {name}", value, received.header(name)) for name, value in expected.get("headers", {}).items()),
    ]
    if "json" in expected:
        wanted.append(("body", expected["json"], json.loads(received.body)))
    if "form" in expected:
        form: list[list[str]] = expected["form"]
        wanted.append(("body", sorted((name, value) for name, value in form), sorted(received.form)))
    text = received.body.decode("utf-8", "replace")
    wanted += [(f"{piece!r} in the body", True, piece in text) for piece in expected.get("contains", ())]
    return [
        f"{method} {target}: {what}: {found!r}, expected {value!r}" for what, value, found in wanted if found != value
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_script_of_a_newcomer(case: Path, tmp_path: Path) -> None:
    described: dict[str, Any] = yaml.safe_load(case.read_text(encoding="utf-8"))
    document = corpus_folder() / described["document"]
    if not document.is_file():
        missing(f"no {document} (SPECLOOM_CORPUS names the corpus)")
    command = [sys.executable, "-m", "specloom", "generate", str(document), "-o", str(tmp_path / "sdk")]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    with Server() as server:
        exchanges: list[dict[str, Any]] = described["exchanges"]
        server.script = [_answer(exchange["answer"], server.origin) for exchange in exchanges]
        env = {**os.environ, "PYTHONPATH": str(tmp_path / "sdk"), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-W", "error", str(case.with_suffix(".py")), server.origin]
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""
    found = [line for pair in zip(exchanges, server.requests, strict=False) for line in _differences(*pair)]
    assert found == []
    assert len(server.requests) == len(exchanges)
    assert done.stdout == described["output"]
