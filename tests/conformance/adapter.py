"""Makes the planned calls of the conformance suites through the harness of a pack: what the suites' driver loads.

`clients` is a folder with `commands.json`: for the path of each scenario the command that starts its harness, and the
folder of its SDK.
"""

from __future__ import annotations

import base64
import json
import re
from collections import OrderedDict
from pathlib import Path
from typing import Any, ClassVar

from specloom.source.plain import is_array, is_object

from tests.harness.process import Process

RUNNING = 4
"""Harnesses that are kept running; the scenarios of one document follow each other, but for a few."""


class Adapter:
    """One SDK."""

    running: ClassVar[OrderedDict[str, Process]] = OrderedDict()

    def __init__(self, clients: str, scenario_path: str) -> None:
        self.path = scenario_path
        self.started = json.loads((Path(clients) / "commands.json").read_text())[scenario_path]
        self.surface = json.loads((Path(self.started["sdk"]) / "surface.json").read_text())
        self.operations = {(o["method"].lower(), o["path"]): o for o in self.surface["operations"]}

    def call(self, planned: dict[str, Any], base_url: str) -> dict[str, Any]:
        """Makes one call; what came back as the driver wants it."""
        operation = self.operations[planned["method"].lower(), planned["path"]]
        request: dict[str, Any] = {"operation": operation["pointer"], "mode": "raw"}
        request["client"] = self._client(planned, base_url)
        request |= _arguments(operation, planned)
        answer = self._harness().call(request)
        if "error" in answer:
            raise RuntimeError(f"{answer['error']['kind']}: {answer['error'].get('message')}")
        value = plain(answer["value"])
        if operation["pagination"] is not None:
            body = planned["expect"]["body"]["json"]
            value = with_items(body, operation["pagination"]["items"], value)
        return {"status": answer["status"], "headers": answer["headers"], "json": value}

    def _harness(self) -> Process:
        running = Adapter.running
        if self.path not in running:
            running[self.path] = Process(self.started["command"])
            if len(running) > RUNNING:
                running.popitem(last=False)[1].close()
        running.move_to_end(self.path)
        return running[self.path]

    def _client(self, planned: dict[str, Any], base_url: str) -> dict[str, Any]:
        """A client of the judging server with the credentials of a call."""
        server = re.sub(r"^https?://[^/]+", base_url, planned["serverUrl"]).rstrip("/")
        variables: dict[str, str] = planned["serverVariables"] or {}
        for name, value in variables.items():
            server = server.replace(f"{{{name}}}", value)
        credentials = self._credentials(planned["auth"])
        return {"base_url": server, "credentials": credentials, "options": {"max_retries": 0}}

    def _credentials(self, auth: dict[str, Any] | None) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for credential in self.surface["credentials"]:
            if auth is None:
                found.setdefault(credential["scheme"], {})[credential["part"]] = "unused"
            elif credential["scheme"] == auth["scheme"]:
                found.setdefault(credential["scheme"], {})[credential["part"]] = auth["value"]
        if auth is not None and auth.get("httpScheme") == "basic":
            user, _, password = base64.b64decode(auth["value"]).decode().partition(":")
            return {auth["scheme"]: {"username": user, "password": password}}
        return found


def _arguments(operation: dict[str, Any], planned: dict[str, Any]) -> dict[str, Any]:
    """The arguments and the body of a planned call; headers that the document does not describe are options."""
    known = {_key(a["in"], a["wire"]): a["wire"] for a in operation["arguments"]}
    arguments: list[dict[str, Any]] = []
    headers: dict[str, str] = {}
    for argument in planned["args"]:
        place, name = argument["in"], argument["name"]
        wire = known.get(_key(place, name))
        if wire is None and place == "header":
            headers[name] = str(argument["value"])
        else:
            arguments.append({"in": place, "wire": wire or name, "value": argument["value"]})
    found: dict[str, Any] = {"arguments": arguments}
    body = planned["body"]
    if body is not None:
        found["body"] = {"value": {"$bytes": body["base64"]} if body["kind"] == "bytes" else body["value"]}
    return found | ({"request_options": {"headers": headers}} if headers else {})


def _key(place: str, name: str) -> tuple[str, str]:
    return place, name.lower() if place == "header" else name


def plain(data: Any) -> Any:
    """JSON data with exact numbers as the floats that the driver compares."""
    return json.loads(json.dumps(data, default=float))


def with_items(body: Any, path: list[str], items: list[Any]) -> Any:
    """The body of a page with the items, decoded and encoded again, in the place of those it came with."""
    if not path:
        return items
    if not is_object(body) or not is_array(items) or path[0] not in body:
        return body
    return {**body, path[0]: with_items(body[path[0]], path[1:], items)}
