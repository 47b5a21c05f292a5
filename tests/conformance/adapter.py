"""Makes the planned calls of the conformance suites through an SDK, from its `surface.json` alone.

`clients` holds one output folder a document (`clients/<path of the document with / as _>/`). Values of a plan are JSON;
they are given to the SDK as they are, files and bytes aside.
"""

from __future__ import annotations

import base64
import importlib.util
import json
import re
import sys
from functools import reduce
from pathlib import Path
from types import ModuleType
from typing import Any, TypeGuard


def folder_of(scenario_path: str) -> str:
    """The name of the output folder for a document."""
    return re.sub(r"\W", "_", scenario_path)


def load(root: Path, package: str, alias: str) -> ModuleType:
    """The package below `root`, under another name: many SDKs of one name can be loaded side by side."""
    path = root / package / "__init__.py"
    spec = importlib.util.spec_from_file_location(alias, path, submodule_search_locations=[str(path.parent)])
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[alias] = module
    spec.loader.exec_module(module)
    return module


def given(value: Any) -> Any:
    """A planned value as a caller would pass it."""
    if is_object(value):
        if "$file" in value:
            file = value["$file"]
            return (file["filename"], base64.b64decode(file["base64"]), file["contentType"])
        return {name: given(item) for name, item in value.items()}
    return [given(item) for item in value] if is_array(value) else value


def plain(data: Any) -> Any:
    """JSON data with exact numbers as the floats that the driver compares."""
    return json.loads(json.dumps(data, default=float))


def with_items(body: Any, path: list[str], items: list[Any]) -> Any:
    """The body of a page with the items, decoded and encoded again, in the place of those it came with."""
    if not path:
        return items
    if not is_object(body) or path[0] not in body:
        return body
    return {**body, path[0]: with_items(body[path[0]], path[1:], items)}


def is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    """Whether planned data is a JSON object."""
    return isinstance(value, dict)


def is_array(value: Any) -> TypeGuard[list[Any]]:
    """Whether planned data is a JSON array."""
    return isinstance(value, list)


class Adapter:
    """One SDK."""

    def __init__(self, clients: str, scenario_path: str) -> None:
        self.root = Path(clients) / folder_of(scenario_path)
        self.surface = json.loads((self.root / "surface.json").read_text())
        self.package = load(self.root, self.surface["package"], f"sdk_{folder_of(scenario_path)}")
        self.operations = {(o["method"].lower(), o["path"]): o for o in self.surface["operations"]}
        self.clients: dict[str, Any] = {}

    def call(self, planned: dict[str, Any], base_url: str) -> dict[str, Any]:
        """Makes one call; what came back as the driver wants it."""
        operation = self.operations[planned["method"].lower(), planned["path"]]
        client = self._client(planned, base_url).with_raw_response
        raw = reduce(getattr, operation["call"].split("."), client)(**self._arguments(operation, planned))
        value = raw.value
        return {
            "status": raw.status_code,
            "headers": dict(raw.headers),
            "parsed": value,
            "json": self._json(value, operation["pagination"]),
            "content": raw.content,
        }

    def _client(self, planned: dict[str, Any], base_url: str) -> Any:
        """A client of the judging server with the credentials of a call; one for all calls that need the same."""
        server = re.sub(r"^https?://[^/]+", base_url, planned["serverUrl"]).rstrip("/")
        variables: dict[str, str] = planned["serverVariables"] or {}
        for name, value in variables.items():
            server = server.replace(f"{{{name}}}", value)
        options = {"base_url": server, "max_retries": 0, **self._credentials(planned["auth"])}
        found = self.clients.get(repr(options))
        if found is None:
            found = self.clients[repr(options)] = getattr(self.package, self.surface["client"])(**options)
        return found

    def _arguments(self, operation: dict[str, Any], planned: dict[str, Any]) -> dict[str, Any]:
        names = {(a["in"], a["wire"]): a["name"] for a in operation["arguments"]}
        lower = {(place, wire.lower()): name for (place, wire), name in names.items() if place == "header"}
        headers: dict[str, str] = {}
        options: dict[str, Any] = {}
        kwargs: dict[str, Any] = {}
        for argument in planned["args"]:
            key = (argument["in"], argument["name"])
            name = names.get(key) or lower.get((argument["in"], argument["name"].lower()))
            if name is not None:
                kwargs[name] = given(argument["value"])
            elif argument["in"] == "header":
                headers[argument["name"]] = str(argument["value"])
            else:
                raise LookupError(f"{operation['call']} has no argument for {key}")
        if planned["body"] is not None:
            self._body(operation, planned["body"], names, kwargs, options)
        if headers:
            options["headers"] = headers
        if options:
            kwargs["options"] = self.package.RequestOptions(**options)
        return kwargs

    def _body(
        self,
        operation: dict[str, Any],
        body: dict[str, Any],
        names: dict[Any, str],
        kwargs: dict[str, Any],
        options: dict[str, Any],
    ) -> None:
        value = base64.b64decode(body["base64"]) if body["kind"] == "bytes" else given(body["value"])
        if operation["body"]["passed_as"] == "body" or not is_object(value):
            kwargs["body"] = value
            return
        for wire, item in value.items():
            if ("body", wire) in names:
                kwargs[names["body", wire]] = item
        # Properties that the document does not declare; `{}` for a body of none, which is not the same as no body.
        options["body"] = {wire: item for wire, item in value.items() if ("body", wire) not in names}

    def _credentials(self, auth: dict[str, Any] | None) -> dict[str, Any]:
        if auth is None:
            return {c["name"]: "unused" for c in self.surface["credentials"]}
        own = {c["part"]: c["name"] for c in self.surface["credentials"] if c["scheme"] == auth["scheme"]}
        if auth.get("httpScheme") == "basic":
            user, _, password = base64.b64decode(auth["value"]).decode().partition(":")
            return {own["username"]: user, own["password"]: password}
        return dict.fromkeys(own.values(), auth["value"])

    def _json(self, value: Any, pagination: dict[str, Any] | None) -> Any:
        if isinstance(value, bytes):
            return {"$bytes": base64.b64encode(value).decode()}
        if pagination is None:
            return plain(self.package.to_json_value(value))
        return with_items(value.body, pagination["items"], plain(self.package.to_json_value(value.items)))
