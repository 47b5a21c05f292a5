"""Copies, threads, event loops, webhooks, validation, the recording transports, and what an import costs."""

# Lambdas stand for calls on either client, so their parameters have no one type; some tests look inside.
# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false, reportPrivateUsage=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import asyncio
import copy
import json
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from specloom_templates.python_dataclass.runtime import errors
from specloom_templates.python_dataclass.runtime.async_client import AsyncClient
from specloom_templates.python_dataclass.runtime.operations import FormBody, Operation, Parameter, Slot
from specloom_templates.python_dataclass.runtime.sync_client import SyncClient
from specloom_templates.python_dataclass.runtime.testing import RecordingTransport
from specloom_templates.python_dataclass.runtime.types import ANY
from specloom_templates.python_dataclass.runtime.validation import ConstraintError, Constraints
from specloom_templates.python_dataclass.runtime.webhooks import SignatureError, Webhook, Webhooks

from tests.behaviour.server import Server, json_answer

from .client_api import API, CREDENTIALS, FETCH, JSON, PUBLIC, run
from .client_fixtures import recorded as recorded


class TestCopies:
    def test_a_copy_shares_connections_and_closes_nothing(self) -> None:
        with Server() as server, SyncClient(API, base_url=server.origin, credentials=CREDENTIALS) as client:
            with client.with_options(timeout=1, headers={"X": "1"}) as hasty:
                hasty.call(PUBLIC)
            client.call(PUBLIC)
            assert server.connections == 1
            assert [request.header("X") for request in server.requests] == ["1", None]
            client.close()
            for closed in (client, hasty):
                with pytest.raises(errors.SdkError, match="closed"):
                    closed.call(PUBLIC)

    def test_a_transport_of_the_users_stays_open(self) -> None:
        transport = RecordingTransport()
        with SyncClient(API, credentials=CREDENTIALS, transport=transport):
            pass
        assert not transport.closed

    def test_clients_cannot_be_pickled(self) -> None:
        for client in (SyncClient(API, credentials=CREDENTIALS), AsyncClient(API, credentials=CREDENTIALS)):
            for attempt in (pickle.dumps, copy.copy, copy.deepcopy):
                with pytest.raises(TypeError, match="cannot be pickled"):
                    attempt(client)
            assert "hunter2" not in repr(client)

    @pytest.mark.parametrize(
        "options",
        [
            {"base_url": "api.test"},
            {"environment": "nowhere"},
            {"variables": {"region": "mars"}, "environment": "regional"},
            {"max_retries": -1},
        ],
    )
    def test_bad_settings_are_refused(self, options: dict[str, Any]) -> None:
        with pytest.raises(errors.ConfigurationError):
            SyncClient(API, credentials=CREDENTIALS, **options)

    def test_environments_and_variables(self) -> None:
        def base(**options: Any) -> str:
            return SyncClient(API, credentials=CREDENTIALS, **options)._settings.base_url

        assert base() == "https://api.test/v1"
        assert base(environment="regional") == "https://eu.api.test/v1"
        assert base(environment="regional", variables={"region": "us"}) == "https://us.api.test/v1"


def test_sixteen_threads_share_a_client() -> None:
    for kind in ("httpx2", "http.client"):
        with Server() as server:
            server.fallback = lambda request: json_answer({"id": request.raw_path.rsplit("/", 1)[-1]})

            def work(client: Any) -> list[Any]:
                def calls(turn: int) -> list[str]:
                    return [client.call(FETCH, path={"id": f"{turn}-{n}"})["id"] for n in range(10)]

                with ThreadPoolExecutor(16) as pool:
                    return list(pool.map(calls, range(16)))

            results = run(kind, server.origin, work)
        assert results == [[f"{thread}-{n}" for n in range(10)] for thread in range(16)]


def test_an_async_client_works_in_three_event_loops() -> None:
    with Server() as server:
        server.fallback = json_answer({"a": 1})
        client = AsyncClient(API, base_url=server.origin, credentials=CREDENTIALS)

        async def call() -> Any:
            return await client.call(FETCH, path={"id": 1})

        assert [asyncio.run(call()) for _ in range(3)] == [{"a": 1}] * 3
        assert len(client._pools._pools) == 1
        asyncio.run(client.close())


@pytest.fixture
def webhooks() -> Webhooks:
    return Webhooks("demo", {"added": Webhook({"application/json": ANY})})


def test_constraints_are_checked_on_request(recorded: Any) -> None:
    short = Operation[Any](
        id="short",
        call="short",
        method="POST",
        path=("/x/", Slot("id", Parameter(constraints=Constraints(max_length=2)))),
        query={"q": Parameter(constraints=Constraints(maximum=5))},
        body=FormBody(constraints={"Name": Constraints(min_length=2)}),
        responses=JSON,
    )
    arguments: dict[str, Any] = {"path": {"id": "abc"}, "query": {"q": 6}, "body": {"Name": "a"}}
    for name, good in (("path", {"id": "ab"}), ("query", {"q": 5}), ("body", {"Name": "ab"})):
        with pytest.raises(ConstraintError):
            recorded(lambda client: client.call(short, **arguments), validate=True)
        arguments[name] = good
    for _ in range(2):
        recorded.transport.answer(json={})
    recorded(lambda client: client.call(short, **arguments), validate=True)
    recorded(lambda client: client.call(short, path={"id": "abc"}))
    assert len(recorded.transport.requests) == 2


class TestWebhooks:
    def test_a_payload(self, webhooks: Webhooks) -> None:
        assert webhooks.parse("added", b'{"a": 1}', headers={"Content-Type": "application/json"}) == {"a": 1}

    def test_the_signature_is_checked_first(self, webhooks: Webhooks) -> None:
        seen: list[Any] = []

        def verify(body: bytes, headers: Any) -> bool:
            seen.append((body, headers["x-signature"]))
            return False

        with pytest.raises(SignatureError):
            webhooks.parse("added", "{broken", headers={"X-Signature": "s"}, verify=verify)
        assert seen == [(b"{broken", "s")]

    def test_unknown_events_and_broken_bodies(self, webhooks: Webhooks) -> None:
        with pytest.raises(errors.InvalidArgumentError, match="added"):
            webhooks.parse("removed", b"{}")
        with pytest.raises(errors.DecodeError):
            webhooks.parse("added", b"{")


class TestRecording:
    def test_faults(self, recorded: Any) -> None:
        faults = {
            "refused": False,
            "connect-timeout": False,
            "read-timeout": True,
            "disconnected": True,
            "cut-body": True,
        }
        for fault, sent in faults.items():
            recorded.transport.fail(fault)
            with pytest.raises(errors.ApiConnectionError) as caught:
                recorded(lambda client: client.call(FETCH, path={"id": 1}), max_retries=0)
            assert caught.value.sent is sent
            assert isinstance(caught.value, errors.ApiTimeoutError) is fault.endswith("timeout")

    def test_an_answer_that_is_missing_fails_the_test(self, recorded: Any) -> None:
        with pytest.raises(AssertionError, match="no answer is queued"):
            recorded(lambda client: client.call(FETCH, path={"id": 1}))

    def test_answers_by_request(self, recorded: Any) -> None:
        recorded.transport.on_request(lambda request: {"asked": request.path})
        assert recorded(lambda client: client.call(FETCH, path={"id": "a b"})) == {"asked": "/v1/things/a b"}


def test_importing_the_clients_loads_little() -> None:
    code = (
        "import sys; base = 'specloom_templates.python_dataclass.runtime.'; import importlib; "
        "importlib.import_module(base + 'sync_client'); importlib.import_module(base + 'async_client'); "
        "import json; print(json.dumps(sorted(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(json.loads(result.stdout))
    heavy = {
        "httpx2",
        "ssl",
        "asyncio",
        "concurrent",
        "http",
        "email",
        "urllib.request",
        "logging",
        "dataclasses",
        "inspect",
    }
    assert sorted(loaded & heavy) == []
