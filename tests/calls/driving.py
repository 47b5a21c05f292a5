"""One emitted SDK, driven: its calls made through a harness, against a loopback server, and judged."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from specloom.source.plain import is_object

from tests.behaviour.server import Answer, Received, Server
from tests.harness.packs import PACKS
from tests.harness.process import Process
from tests.harness.values import dumps, of_one_moment

from .answers import Served, error_class, is_event, lost, without_defaults
from .leaves import Unmakeable
from .making import Values
from .media import Kind
from .operations import Description, Operation, Parameter
from .planning import SECRETS, Planner
from .requests import BASE, Given, as_given, asks_for_stream, covers, request_differences
from .source import Source

_NO_ANSWER = Answer(status=204)


@dataclass(slots=True, kw_only=True)
class Findings:
    """What came of a document: calls made, and one line for each thing that is not as it should be, or was not done."""

    operations: int = 0
    calls: int = 0
    found: list[str] = field(default_factory=list[str])
    left_out: dict[str, list[str]] = field(default_factory=dict[str, list[str]])


class Driver:
    """Drives the SDK in a folder."""

    def __init__(self, document: Path, output: Path, pack: str, seed: str) -> None:
        self.description = Description(Source(document))
        self.surface: dict[str, Any] = json.loads((output / "surface.json").read_text(encoding="utf-8"))
        self.planner = Planner(Values(self.description), self.description.schemes(), f"{seed} {document.name}")
        self.pack = PACKS[pack]
        self.command = self.pack.command(output)
        self.seed = seed
        self.findings = Findings()
        self._turn = 0
        described = {(o["method"], o["path"]): o for o in self.surface["operations"]}
        self.described: dict[tuple[str, str], dict[str, Any]] = described

    def run(self, sample: int) -> Findings:
        """Makes the calls of at most `sample` operations (0: of all)."""
        operations: list[Operation] = []
        for operation in self.description.operations():
            if isinstance(operation, Operation):
                operations.append(operation)
            else:
                self._leave_out(f"{operation[0]} {operation[1]}", f"not readable: {operation[2]}")
        if sample and len(operations) > sample:
            operations = Random(self.seed).sample(operations, sample)
        with Server() as server, Process(self.command) as harness:
            for operation in operations:
                self._operation(operation, server, harness)
        return self.findings

    def _operation(self, operation: Operation, server: Server, harness: Process) -> None:
        described = self.described.get((operation.method, operation.path))
        if described is None:
            self.findings.found.append(f"{operation}: no method of the SDK")
            return
        self.findings.operations += 1
        self._names(operation, described)
        answers: list[Served] = []
        for name, served in self.planner.served(operation):
            if served is None:
                self._leave_out(operation, f"answer: {name}")
            else:
                answers.append(served)
        first = next((served for served in answers if not served.is_error), None)
        body: dict[str, Any] | None = described["body"]
        media_types: list[str] = [""] if body is None else body["media_types"]
        least = self._given(operation, media_types[0], full=False)
        if least is None:
            return
        self._call(f"{operation} (least)", described, least, first, server, harness)
        for media_type in media_types:
            if (given := self._given(operation, media_type, full=True)) is not None:
                label = f"{operation} (all{', as ' + media_type if media_type else ''})"
                self._call(label, described, given, first, server, harness)
        for served in answers:
            if served is not first:
                self._call(f"{operation} ({served})", described, least, served, server, harness)

    def _given(self, operation: Operation, media_type: str, *, full: bool) -> Given | None:
        try:
            return self.planner.given(operation, media_type, full=full)
        except Unmakeable as error:
            self._leave_out(operation, str(error))
            return None

    def _leave_out(self, where: object, why: str) -> None:
        self.findings.left_out.setdefault(why[:200], []).append(str(where))

    def _names(self, operation: Operation, described: dict[str, Any]) -> None:
        """Every parameter of the document is an argument."""
        names = {(a["in"], a["wire"]) for a in described["arguments"]}
        for parameter in operation.parameters:
            if (parameter.place, parameter.name) not in names and parameter.place != "querystring":
                self.findings.found.append(f"{operation}: no argument for {parameter.place} {parameter.name}")

    def _call(
        self,
        label: str,
        described: dict[str, Any],
        given: Given,
        served: Served | None,
        server: Server,
        harness: Process,
    ) -> None:
        server.requests.clear()
        server.fallback = _NO_ANSWER if served is None else served.answer()
        request = self._request(described, given, served, server)
        # A method for streams sets the property where it has it as an argument.
        body: dict[str, Any] = described["body"] or {}
        stream = "call" in (described["streaming"] or {}) and body.get("passed_as") != "body"
        answer = harness.call(request)
        self.findings.calls += 1
        lines: list[str] = []
        if len(server.requests) == 1:
            sent = asks_for_stream(given) if request["mode"] == "stream" and stream else given
            lines += request_differences(sent, server.requests[0])
        elif not server.requests:
            lines.append("nothing was sent")
        else:
            lines.append(f"{len(server.requests)} requests were sent")
        if served is None or served.is_error or _is_asked_for(served, server.requests):
            lines += self._outcome(described, served, answer)
        else:
            self._leave_out(label, "answer: the call does not ask for its media type")
        told = [line for line in lines if not (self.pack.moments and of_one_moment(line))]
        self.findings.found += [f"{label} [{request['form']}]: {line[:600]}" for line in told]

    def _request(
        self, described: dict[str, Any], given: Given, served: Served | None, server: Server
    ) -> dict[str, Any]:
        self._turn += 1
        credentials: dict[str, dict[str, str]] = {}
        for one in self.surface["credentials"]:
            if one["part"] in SECRETS:
                credentials.setdefault(one["scheme"], {})[one["part"]] = SECRETS[one["part"]]
        request: dict[str, Any] = {
            "form": self.pack.forms[self._turn % len(self.pack.forms)],
            "client": {
                "base_url": server.origin + BASE,
                "credentials": credentials,
                "options": {"max_retries": 0, "strict": True, "validate": True},
            },
            "operation": described["pointer"],
            "arguments": [
                {"in": parameter.place, "wire": self._wire(parameter, described), "value": value}
                for parameter, value in given.parameters
            ],
            "mode": "value",
        }
        if given.content is not None:
            value = as_given(given.body, encoding=given.content.encoding)
            request["body"] = {"mediaType": given.media_type, "value": value}
        stream = described["streaming"]
        if stream and (served is None or served.kind in (Kind.LINES, Kind.EVENTS)):
            request["mode"] = "stream"
        return request

    def _wire(self, parameter: Parameter, described: dict[str, Any]) -> str:
        """The name that the surface has for a parameter: one that is the whole query needs none in the document."""
        whole = (a["wire"] for a in described["arguments"] if a["in"] == "querystring")
        return next(whole, parameter.name) if parameter.place == "querystring" else parameter.name

    def _outcome(self, described: dict[str, Any], served: Served | None, answer: dict[str, Any]) -> Iterator[str]:
        error: dict[str, Any] | None = answer.get("error")
        if served is None or not served.is_error:
            if error is not None:
                yield f"failed: {dumps(error)}; served {dumps(served.value) if served else None}"
            elif served is not None:
                yield from self._value(described, served, answer["value"])
            return
        if error is None:
            yield f"returned {dumps(answer['value'])} for status {served.status}"
            return
        promised = described["errors"].get(str(served.status), error_class(served.status, self.pack.status_error))
        if (error["kind"], error.get("class"), error.get("status")) != ("status", promised, served.status):
            yield f"raised {dumps(error)}, expected {promised} for {served.status}"
        elif served.content is not None and served.kind is not Kind.BYTES:  # their errors are given as text
            yield from (f"error body {line}" for line in lost(served.value, error["body"]))

    def _value(self, described: dict[str, Any], served: Served, found: Any) -> Iterator[str]:
        expected = served.value
        pagination = described["pagination"]
        for name in pagination["items"] if pagination else ():
            expected = expected.get(name) if is_object(expected) else expected
        if pagination and expected is None:
            expected = []
        if served.kind is Kind.EVENTS:
            listed = served.content is not None and served.content.item is not None
            found = [without_defaults(item) if is_event(served.value[0], listed) else item for item in found]
        yield from (f"value {line}" for line in lost(expected, found))


def _is_asked_for(served: Served, requests: Sequence[Received]) -> bool:
    """Whether the media type of an answer is one that the request asked for (RFC 9110, section 12.5.1)."""
    if served.content is None or not requests:
        return True
    asked = (requests[0].header("Accept") or "*/*").split(",")
    return any(covers(one.strip(), served.content.media_type) for one in asked)
