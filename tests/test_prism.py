"""A peer that nobody here wrote: Stoplight Prism mocks and validates the Twilio Video document with `--errors`.

Its answers are made up from the schemas (`--dynamic`): the static ones break the patterns of the document, which
`--errors` refuses.

Every operation is called through the harness of every pack; Prism must accept the request and the SDK must decode what
Prism makes up.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from tests.harness.cases import Case, group
from tests.harness.packs import PACKS
from tests.harness.running import Harnesses
from tests.needs import missing

PRISM = "@stoplight/prism-cli@5.16.0"
CACHE = ROOT / ".cache" / "prism"
TWILIO = group("twilio_video")
OPERATIONS = [case for case in TWILIO.cases.values() if case.id in TWILIO.operations]
FORMS = [pytest.param(pack.name, form, id=f"{pack.name}-{form}") for pack in PACKS.values() for form in pack.forms]


def install() -> Path:
    """Prism's command, installed once below `.cache`."""
    command = CACHE / "node_modules" / ".bin" / "prism"
    if not command.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        npm = shutil.which("npm")
        assert npm is not None
        arguments = [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(CACHE), PRISM]
        subprocess.run(arguments, check=True, timeout=300)
    return command


def spelled_out(folder: Path) -> Path:
    """The document with the defaults of form arrays written down (`style: form`, `explode: true`).

    The two mean the same (OpenAPI 3.1, section 4.8.15); Prism reads a repeated name as an array only when told.
    """
    assert isinstance(TWILIO.document, Path)
    document = yaml.load(TWILIO.document.read_bytes(), Loader=yaml.CSafeLoader)
    for item in document["paths"].values():
        for operation in item.values():
            for content in operation.get("requestBody", {}).get("content", {}).values():
                schema = content["schema"]
                if "$ref" in schema:
                    schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
                arrays = [name for name, part in schema["properties"].items() if part["type"] == "array"]
                if arrays:
                    content["encoding"] = {name: {"style": "form", "explode": True} for name in arrays}
    path = folder / "document.json"
    path.write_text(json.dumps(document, default=str))
    return path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def prism(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of a running mock."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        missing("Node and npm are not installed")
    port = free_port()
    options = ["--errors", "--dynamic", "--seed", "specloom", "--port", str(port), "--host", "127.0.0.1"]
    command = [str(install()), "mock", str(spelled_out(tmp_path_factory.mktemp("prism"))), *options]
    log = CACHE / "prism.log"
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT) as process:
        try:
            wait_for(port, process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/Rooms", timeout=1)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"Prism did not start:\n{log.read_text()[-2000:]}")


def request_of(case: Case, form: str, base_url: str, **more: Any) -> dict[str, Any]:
    """The call of a case, to be made of Prism, with an answer that is held to the document."""
    (call,) = case.calls
    client = {**call.request["client"], "base_url": base_url, "options": {"strict": True, "max_retries": 0}}
    return {**call.request, "form": form, "client": client, "mode": "raw", **more}


@pytest.mark.parametrize("case", OPERATIONS, ids=lambda case: case.id)
@pytest.mark.parametrize(("pack", "form"), FORMS)
def test_prism_accepts_every_operation(case: Case, pack: str, form: str, harnesses: Harnesses, prism: str) -> None:
    answer = harnesses.get(PACKS[pack], TWILIO).call(request_of(case, form, prism))
    assert "error" not in answer
    assert 200 <= answer["status"] <= 299
    declared = case.calls[0].expected["value"] is not None
    assert (answer["value"] is not None) is declared


@pytest.mark.parametrize(("pack", "form"), FORMS)
def test_prism_would_have_refused_a_wrong_request(pack: str, form: str, harnesses: Harnesses, prism: str) -> None:
    """The mock does validate: the tests above can fail."""
    options = {"query": {"PageSize": "many"}}
    request = request_of(TWILIO.cases["listCompositions"], form, prism, arguments=[], request_options=options)
    answer = harnesses.get(PACKS[pack], TWILIO).call(request)
    assert answer["error"]["kind"] == "status"
    assert answer["error"]["status"] in (400, 422)


def test_every_operation_is_called() -> None:
    assert {case.id for case in OPERATIONS} == TWILIO.operations.keys()
    assert len(OPERATIONS) == 28
