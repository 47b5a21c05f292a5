"""The harness of the Python packs: `python harness.py FOLDER` drives the SDK in FOLDER by its `surface.json`.

The protocol is that of tests/harness/README.md. Forms: `sync` (httpx2), `http.client`, `async`. Nothing but the SDK and
what it depends on is imported.
"""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import importlib
import json
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import partial, reduce
from itertools import islice
from pathlib import Path
from typing import Any, TypeGuard

KINDS = (
    ("ApiStatusError", "status"),
    ("ApiTimeoutError", "timeout"),
    ("ApiConnectionError", "connection"),
    ("DecodeError", "decode"),
    ("InvalidArgumentError", "argument"),
    ("ConfigurationError", "argument"),
    ("PaginationError", "pagination"),
    ("TooManyRedirectsError", "redirects"),
    ("ResponseTooLargeError", "too_large"),
)
"""Errors of an SDK and their `kind`; of several that fit, the first."""


def is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    """Whether a neutral value is a JSON object."""
    return isinstance(value, dict)


def is_array(value: Any) -> TypeGuard[list[Any]]:
    """Whether a neutral value is a JSON array."""
    return isinstance(value, list)


def number(text: str) -> float | Decimal:
    """A number with a fraction: a float where that has all its digits."""
    value = float(text)
    return value if Decimal(repr(value)) == Decimal(text) else Decimal(text)


def given(value: Any) -> Any:
    """A neutral value as a caller would pass it."""
    if is_array(value):
        return [given(item) for item in value]
    if not is_object(value):
        return value
    match value:
        case {"$file": file}:
            content = base64.b64decode(file["base64"])
            return (file["filename"], content, file.get("contentType", ""), file.get("headers", {}))
        case {"$bytes": text}:
            return base64.b64decode(text)
        case {"$datetime": text}:
            return dt.datetime.fromisoformat(text)
        case _:
            return {name: given(item) for name, item in value.items()}


def written(body: dict[str, Any], media_type: str | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """How a body of a media type is passed, and the argument that chooses the media type, where there is one."""
    if media_type is None or media_type == body["media_types"][0] or "content_type" not in body:
        return body, {}
    others: list[dict[str, Any]] = body.get("alternatives", [])
    takes = (one for one in others if any(fnmatchcase(media_type, taken) for taken in one["media_types"]))
    return next(takes, body), {body["content_type"]: media_type}


class Sdk:
    """An imported package, and what `surface.json` says of it."""

    def __init__(self, folder: Path) -> None:
        self.surface: dict[str, Any] = json.loads((folder / "surface.json").read_text(encoding="utf-8"))
        sys.path.insert(0, str(folder))
        name = self.surface["package"]
        self.package = importlib.import_module(name)
        self.functions = (folder / name / "api").is_dir()
        self.write_json: Callable[[Any], str] = importlib.import_module(f"{name}._runtime.jsontext").dumps
        self.operations = {operation["pointer"]: operation for operation in self.surface["operations"]}

    def client(self, form: str, described: dict[str, Any]) -> Any:
        """A new client of a form."""
        names = {(c["scheme"], c["part"]): c["name"] for c in self.surface["credentials"]}
        variables = {v["wire"]: v["name"] for v in self.surface.get("variables", ())}
        options: dict[str, Any] = dict(described.get("options", {}))
        for scheme, parts in described.get("credentials", {}).items():
            options |= {names[scheme, part]: secret for part, secret in parts.items()}
        options |= {variables[wire]: value for wire, value in described.get("variables", {}).items()}
        options |= {key: described[key] for key in ("base_url", "environment") if key in described}
        if form == "async":
            return getattr(self.package, self.surface["async_client"])(**options)
        if form == "http.client":
            options["transport"] = self.package.HttpClientTransport()
        return getattr(self.package, self.surface["client"])(**options)

    def method(self, client: Any, form: str, operation: dict[str, Any], path: str, mode: str) -> Callable[..., Any]:
        """What is called for an operation: a method of the client, or a function that is given it."""
        if not self.functions:
            method: Any = reduce(getattr, path.split("."), client.with_raw_response if mode == "raw" else client)
            return partial(method)
        folder = f"{self.package.__name__}.{'async_api' if form == 'async' else 'api'}"
        module = importlib.import_module(f"{folder}.{operation['module']}" if operation["module"] else folder)
        function = getattr(module, path.rpartition(".")[2])
        if mode == "raw":
            function = importlib.import_module(f"{self.package.__name__}.answers").detailed(function)
        return partial(function, client)

    def arguments(self, operation: dict[str, Any], request: dict[str, Any]) -> dict[str, Any]:
        """The keyword arguments of a call."""
        names = {(a["in"], a["wire"]): a["name"] for a in operation["arguments"]}
        kwargs: dict[str, Any] = {}
        members: dict[str, Any] = {}
        for argument in request.get("arguments", ()):
            place, wire, value = argument["in"], argument["wire"], given(argument["value"])
            if (place, wire) in names:
                kwargs[names[place, wire]] = value
            elif place == "body":
                members[wire] = value
            else:
                raise LookupError(f"{operation['call']} has no argument for {wire} in {place}")
        options: dict[str, Any] = dict(request.get("request_options", {}))
        if "body" in request:
            value = given(request["body"]["value"])
            way, chosen = written(operation["body"], request["body"].get("mediaType"))
            kwargs |= chosen
            names |= {("body", a["wire"]): a["name"] for a in way.get("arguments", ())}
            if way["passed_as"] != "arguments":
                kwargs["body"] = value
            elif is_object(value):
                kwargs |= {names["body", wire]: item for wire, item in value.items() if ("body", wire) in names}
                options["body"] = {wire: item for wire, item in value.items() if ("body", wire) not in names}
            else:
                raise TypeError(f"{operation['call']} takes the properties of an object, not {value!r}")
        elif members and operation["body"]["passed_as"] == "body":
            kwargs["body"] = members
        elif members:
            options["body"] = members
        if options:
            kwargs["options"] = self.package.RequestOptions(**options)
        return kwargs

    def plain(self, value: Any) -> Any:
        """What a method returned as JSON data, by the SDK's own encoder."""
        if isinstance(value, bytes):
            return {"$bytes": base64.b64encode(value).decode()}
        return self.package.to_json_value(value)

    def failure(self, error: Exception) -> dict[str, Any]:
        """An error as the protocol has it."""
        kind = next((kind for name, kind in KINDS if isinstance(error, getattr(self.package, name))), "bug")
        found: dict[str, Any] = {"kind": kind, "class": type(error).__name__, "message": str(error)}
        if kind == "status":
            status: Any = error
            found |= {"status": status.status_code, "code": status.code, "message": status.message}
            found |= {"request_id": status.request_id, "body": self.plain(status.body)}
        return found


class Harness:
    """Answers requests, one after another."""

    def __init__(self, sdk: Sdk) -> None:
        self.sdk = sdk
        self.clients: dict[str, Any] = {}
        self.runner = asyncio.Runner()

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """What to say to a request; whatever goes wrong is in it."""
        try:
            return self.call(request)
        except Exception as error:
            return {"error": self.sdk.failure(error)}

    def call(self, request: dict[str, Any]) -> dict[str, Any]:
        """Makes a call."""
        form, mode = request.get("form", "sync"), request.get("mode", "value")
        operation = self.sdk.operations[request["operation"]]
        client = self.client(form, request.get("client", {}))
        path: str = operation["call"]
        if mode == "stream":
            path = operation["streaming"].get("call", path)
        method = self.sdk.method(client, form, operation, path, mode)
        kwargs = self.sdk.arguments(operation, request)
        use = _async_use if form == "async" else _use
        result: Any = use(mode, request.get("limit"), operation["pagination"] is not None, method, kwargs)
        if form == "async":
            result = self.runner.run(result)
        if mode != "raw":
            return {"value": self.sdk.plain(result)}
        value = result.value.items if operation["pagination"] is not None else result.value
        headers = {name.lower(): value for name, value in result.headers.items()}
        return {"value": self.sdk.plain(value), "status": result.status_code, "headers": headers}

    def client(self, form: str, described: dict[str, Any]) -> Any:
        """The client for a description, made when it is asked for first."""
        key = json.dumps([form, described], sort_keys=True)
        found = self.clients.get(key)
        if found is None:
            found = self.clients[key] = self.sdk.client(form, described)
        return found

    def close(self) -> None:
        """Closes all clients."""
        for client in self.clients.values():
            closed = client.close()
            if closed is not None:
                self.runner.run(closed)
        self.runner.close()


def _use(mode: str, limit: int | None, paged: bool, method: Callable[..., Any], kwargs: dict[str, Any]) -> Any:
    """Calls a method of a synchronous client, and gathers what it gives."""
    result = method(**kwargs)
    if mode == "items":
        return list(result) if limit is None else result.take(limit)
    if mode == "pages":
        return [page.items for page in islice(result.pages(), limit)]
    if mode == "stream":
        with result as stream:
            items: list[Any] = list(islice(stream, limit))
            return items
    return result.items if paged and mode == "value" else result


async def _async_use(
    mode: str, limit: int | None, paged: bool, method: Callable[..., Any], kwargs: dict[str, Any]
) -> Any:
    """`_use` of an asynchronous client."""
    result = method(**kwargs)
    if mode == "items":
        return [item async for item in result] if limit is None else await result.take(limit)
    if mode == "pages":
        return [page.items async for page in _first(result.pages(), limit)]
    if mode == "stream":
        async with result as stream:
            return [item async for item in _first(stream, limit)]
    result = await result
    return result.items if paged and mode == "value" else result


async def _first(items: AsyncIterator[Any], limit: int | None) -> AsyncIterator[Any]:
    """`islice` of an asynchronous iterable: what follows the last is not asked for."""
    count = 0
    if limit != 0:
        async for item in items:
            yield item
            count += 1
            if count == limit:
                break


def requests() -> Iterator[dict[str, Any]]:
    """What is asked on standard input."""
    for line in sys.stdin.buffer:
        yield json.loads(line, parse_float=number)


def main() -> None:
    """Answers until the input ends."""
    sdk = Sdk(Path(sys.argv[1]))
    harness = Harness(sdk)
    try:
        for request in requests():
            text = sdk.write_json({"id": request["id"], **harness.answer(request)})
            sys.stdout.buffer.write(text.encode() + b"\n")
            sys.stdout.buffer.flush()
    finally:
        harness.close()


if __name__ == "__main__":
    main()
