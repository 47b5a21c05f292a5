"""A small API for the tests of the clients, with operations of every kind, and helpers to run both clients."""

# Lambdas stand for calls on either client, so their parameters have no one type; some tests look inside.
# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false, reportPrivateUsage=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from specloom_templates.python_dataclass.runtime.api import (
    ApiInfo,
    ApiKey,
    Basic,
    Bearer,
    OAuth2,
    Server,
    ServerVariable,
)
from specloom_templates.python_dataclass.runtime.async_client import AsyncClient
from specloom_templates.python_dataclass.runtime.http_client_transport import HttpClientTransport
from specloom_templates.python_dataclass.runtime.operations import (
    BytesBody,
    FormBody,
    JsonBody,
    NextUrl,
    Operation,
    PagedOperation,
    Slot,
    StreamOperation,
)
from specloom_templates.python_dataclass.runtime.sync_client import SyncClient
from specloom_templates.python_dataclass.runtime.types import ANY, BINARY

JSON = {"200": {"application/json": ANY}}

API = ApiInfo(
    package="demo",
    version="1.2",
    servers=(
        Server("https://api.test/v1", name="production"),
        Server(
            "https://{region}.api.test/v1",
            name="regional",
            variables=(ServerVariable("region", "eu", values=("eu", "us")),),
        ),
    ),
    schemes={
        "basic": Basic(username="account", password="secret"),
        "bearer": Bearer(token="token"),
        "header": ApiKey(name="X-Key", location="header", value="key"),
        "query": ApiKey(name="api_key", location="query", value="key"),
        "cookie": ApiKey(name="session", location="cookie", value="key"),
        "oauth": OAuth2(
            client_id="client_id", client_secret="client_secret", token_url="/oauth/token", scopes=("a", "b")
        ),
        "refresh": OAuth2(client_id="client_id", refresh_token="refresh_token", token_url="/oauth/token", in_body=True),
    },
    security=(("basic",), ("bearer",)),
    credentials={"account": "DEMO_ACCOUNT", "secret": "DEMO_SECRET", "token": "", "key": "DEMO_KEY"},
    auth_required=True,
)

FETCH: Operation[Any] = Operation(
    id="fetch", call="things.fetch", method="GET", path=("/things/", Slot("id")), responses=JSON, idempotent=True
)
CREATE: Operation[Any] = Operation(
    id="create",
    call="things.create",
    method="POST",
    path=("/things",),
    body=FormBody(required=True),
    responses={"201": {"application/json": ANY}},
)
KEYED: Operation[Any] = Operation(
    id="keyed",
    call="things.keyed",
    method="POST",
    path=("/things",),
    body=JsonBody(),
    responses=JSON,
    idempotency_header="Idempotency-Key",
)
UPLOAD: Operation[Any] = Operation(
    id="upload",
    call="things.upload",
    method="PUT",
    path=("/upload",),
    body=BytesBody(),
    responses=JSON,
    idempotent=True,
)
DOWNLOAD: Operation[bytes] = Operation(
    id="download",
    call="things.download",
    method="GET",
    path=("/download",),
    idempotent=True,
    responses={"200": {"application/octet-stream": BINARY}},
)
PUBLIC: Operation[Any] = Operation(
    id="public", call="public", method="GET", path=("/public",), responses=JSON, security=(), idempotent=True
)
LIST: PagedOperation[Any] = PagedOperation(
    id="list",
    call="things.list",
    method="GET",
    path=("/things",),
    responses=JSON,
    idempotent=True,
    pages=NextUrl(items=("things",), next=("next",)),
    item=ANY,
)
EVENTS: StreamOperation[Any] = StreamOperation(
    id="events",
    call="things.events",
    method="GET",
    path=("/events",),
    item=ANY,
    idempotent=True,
    responses={"200": {"text/event-stream": ANY}},
)

CREDENTIALS: Mapping[str, Any] = {"account": "AC1", "secret": "hunter2"}
KINDS = ("httpx2", "http.client", "async")


def secured(*alternatives: tuple[str, ...]) -> Operation[Any]:
    """A GET that needs these schemes."""
    return Operation(
        id="secured",
        call="secured",
        method="GET",
        path=("/secured",),
        responses=JSON,
        security=alternatives,
        idempotent=True,
    )


def sync_client(kind: str, base_url: str, **options: Any) -> SyncClient:
    """A synchronous client on one of the two transports."""
    options.setdefault("credentials", CREDENTIALS)
    if kind == "http.client":
        tls = {name: options.pop(name) for name in ("proxy", "verify", "cert") if name in options}
        options["transport"] = HttpClientTransport(**tls)
    return SyncClient(API, base_url=base_url, **options)


def run(kind: str, base_url: str, use: Callable[[Any], Any], **options: Any) -> Any:
    """What `use` returns for an open client of this kind, awaited where it must be."""
    if kind != "async":
        client = sync_client(kind, base_url, **options)
        try:
            with client:
                return use(client)
        finally:
            if isinstance(client._pool._transport, HttpClientTransport):
                client._pool._transport.close()

    async def main() -> Any:
        options.setdefault("credentials", CREDENTIALS)
        async with AsyncClient(API, base_url=base_url, **options) as client:
            result = use(client)
            return await result if isinstance(result, Coroutine) or hasattr(result, "__await__") else result

    return asyncio.run(main())
