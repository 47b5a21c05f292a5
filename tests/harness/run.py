"""Runs a case: scripts the server, has the harness make the calls, compares what happened with what is expected."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Sequence
from decimal import Decimal
from email.utils import formatdate
from functools import reduce
from operator import getitem
from typing import Any

from specloom.source.plain import is_array, is_object

from tests.behaviour.server import Answer, Server

from .answers import BEYOND, NOTHING, answer
from .cases import Case
from .expected import check
from .process import Process
from .values import differences, dumps

BETWEEN_CALLS = 0.05
"""Seconds: what the server closes after an answer is closed when the next call is made."""


class Loopback:
    """Two servers with one script: `origin`, and `other` of another origin. Use it as a context manager."""

    def __init__(self) -> None:
        self.origin = Server()
        self.other = Server()

    def __enter__(self) -> Loopback:
        self.origin.__enter__()
        self.other.__enter__()
        self.other.fallback = self.origin.answer_for
        return self

    def __exit__(self, *exc_info: Any) -> None:
        self.other.__exit__(*exc_info)
        self.origin.__exit__(*exc_info)

    @property
    def hosts(self) -> dict[str, str]:
        """The `Host` of each server."""
        return {name: server.origin.partition("://")[2] for name, server in self._servers()}

    def filled(self, value: Any) -> Any:
        """`value` with `@origin@` and `@other@` as the URLs of the servers, `@port@` as the port of the first, and
        `@date+2@` as an HTTP date in two seconds."""
        if is_object(value):
            return {self.filled(name): self.filled(item) for name, item in value.items()}
        if is_array(value):
            return [self.filled(item) for item in value]
        if not isinstance(value, str) or "@" not in value:
            return value
        for name, server in self._servers():
            value = value.replace(f"@{name}@", server.origin)
        value = value.replace("@port@", self.origin.origin.rpartition(":")[2])
        return re.sub(r"@date\+(\d+)@", lambda found: formatdate(time.time() + int(found[1]), usegmt=True), value)

    def _servers(self) -> tuple[tuple[str, Server], ...]:
        return (("origin", self.origin), ("other", self.other))


def run(case: Case, form: str, harness: Process, servers: Loopback) -> Iterator[str]:
    """What is not as the case expects, one line each."""
    server = servers.origin
    server.requests.clear()
    answers = [answer(servers.filled(entry), case.files) for entry in case.answers]
    server.script[:] = answers
    server.fallback = BEYOND if answers else NOTHING
    for index, call in enumerate(case.calls):
        if index:
            time.sleep(BETWEEN_CALLS)
        request: dict[str, Any] = {"form": form, **servers.filled(call.request)}
        client: dict[str, Any] = {"base_url": server.origin, **request["client"]}
        request["client"] = {name: value for name, value in client.items() if value is not None}
        found = harness.call(request)
        place = f"call {index + 1}: " if len(case.calls) > 1 else ""
        expected = as_answered(servers.filled(call.expected), answers)
        yield from (place + difference for difference in _outcome(expected, found))
    yield from _requests(case, servers)


def as_answered(expected: dict[str, Any], answers: Sequence[Answer]) -> dict[str, Any]:
    """What is expected, where `{"$answer": path}` as the value stands for what is at a path of the last answer.

    Its nulls may be missing: a property that need not be there is read alike, null or absent."""
    match expected.get("value"):
        case {"$answer": path}:
            body = json.loads(answers[-1].body, parse_float=Decimal)
            return {**expected, "value": {"$nulls": reduce(getitem, path, body)}}
        case _:
            return expected


def _outcome(expected: dict[str, Any], found: dict[str, Any]) -> Iterator[str]:
    if "error" in found:
        if "error" not in expected:
            yield f"failed: {dumps(found['error'])}"
            return
        kept = {name: found["error"].get(name) for name in expected["error"]}
        yield from differences(expected["error"], kept, "error")
    elif "error" in expected:
        yield f"returned {dumps(found['value'])}, expected the error {dumps(expected['error'])}"
    if "value" in expected and "value" in found:
        yield from differences(expected["value"], found["value"], "value")
    if "status" in expected:
        yield from differences(expected["status"], found.get("status"), "status")
    for name, value in expected.get("headers", {}).items():
        yield from differences(value, found.get("headers", {}).get(name), f"header {name}")


def _requests(case: Case, servers: Loopback) -> Iterator[str]:
    requests = servers.origin.requests
    if case.sent is None:
        return
    if len(requests) != len(case.sent):
        sent = "; ".join(f"{request.method} {request.target}" for request in requests)
        yield f"{len(requests)} requests were sent, expected {len(case.sent)}: {sent}"
        return
    for index, expected in enumerate(case.sent):
        previous = requests[index - 1] if index else None
        found = check(servers.filled(expected), requests[index], previous, servers.hosts)
        place = f"request {index + 1}: " if len(case.sent) > 1 else ""
        yield from (place + difference for difference in found)
