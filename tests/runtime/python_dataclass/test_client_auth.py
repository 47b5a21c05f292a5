"""Credentials, security schemes and OAuth 2.0 tokens of both clients."""

# Lambdas stand for calls on either client, so their parameters have no one type; some tests look inside.
# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false, reportPrivateUsage=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar

import pytest
from specloom_templates.python_dataclass.runtime import errors
from specloom_templates.python_dataclass.runtime.async_client import AsyncClient
from specloom_templates.python_dataclass.runtime.sync_client import SyncClient
from specloom_templates.python_dataclass.runtime.testing import AsyncRecordingTransport, RecordingTransport

from tests.behaviour.server import Server, json_answer

from .client_api import API, FETCH, PUBLIC, secured
from .client_fixtures import recorded as recorded


class TestCredentials:
    @pytest.mark.parametrize(
        ("scheme", "credentials", "check"),
        [
            ("bearer", {"token": "t"}, lambda r: r.headers["Authorization"] == "Bearer t"),
            ("header", {"key": "k"}, lambda r: r.headers["X-Key"] == "k"),
            ("query", {"key": "k&1"}, lambda r: r.query == {"api_key": ["k&1"]}),
            ("cookie", {"key": "k"}, lambda r: r.headers["Cookie"] == "session=k"),
            ("basic", {"account": "ü", "secret": ""}, lambda r: r.headers["Authorization"] == "Basic w7w6"),
        ],
    )
    def test_each_scheme(self, scheme: str, credentials: Any, check: Any, recorded: Any) -> None:
        recorded.transport.answer(json={})
        recorded(lambda client: client.call(secured((scheme,))), credentials=credentials)
        assert check(recorded.transport.requests[0])

    def test_and_and_or(self, recorded: Any) -> None:
        both = secured(("bearer", "header"), ("query",))
        recorded.transport.answer(json={})
        recorded(lambda client: client.call(both), credentials={"token": "t", "key": "k"})
        assert {"authorization", "x-key"} <= set(recorded.transport.requests[0].headers)
        recorded.transport.answer(json={})
        recorded(lambda client: client.call(both), credentials={"key": "k"})
        assert recorded.transport.requests[1].query == {"api_key": ["k"]}
        assert "x-key" not in recorded.transport.requests[1].headers

    def test_functions_are_asked_every_time(self, recorded: Any) -> None:
        count = iter("12")
        for _ in range(2):
            recorded.transport.answer(json={})

        def use(client: Any) -> Any:
            if not recorded.is_async:
                return [client.call(secured(("bearer",))) for _ in range(2)]

            async def two() -> Any:
                return [await client.call(secured(("bearer",))) for _ in range(2)]

            return two()

        recorded(use, credentials={"token": lambda: next(count)})
        assert [request.headers["Authorization"] for request in recorded.transport.requests] == ["Bearer 1", "Bearer 2"]

    def test_async_functions(self) -> None:
        async def token() -> str:
            return "later"

        async def main() -> str:
            transport = AsyncRecordingTransport()
            transport.answer(json={})
            await AsyncClient(API, credentials={"token": token}, transport=transport).call(FETCH, path={"id": 1})
            return transport.requests[0].headers["Authorization"]

        assert asyncio.run(main()) == "Bearer later"

    @pytest.mark.parametrize("value", ["a\r\nX: y", "a\0"])
    def test_a_credential_cannot_start_another_header(self, value: str, recorded: Any) -> None:
        with pytest.raises(errors.InvalidArgumentError) as caught:
            recorded(lambda client: client.call(secured(("bearer",))), credentials={"token": value})
        assert value not in str(caught.value)

    def test_they_come_from_the_environment(self, recorded: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DEMO_ACCOUNT", "env")
        monkeypatch.setenv("DEMO_SECRET", "s")
        recorded.transport.answer(json={})
        recorded(lambda client: client.call(FETCH, path={"id": 1}), credentials={"account": None, "secret": None})
        assert recorded.transport.requests[0].headers["Authorization"] == "Basic ZW52OnM="

    def test_none_at_all_is_an_error_at_once(self) -> None:
        with pytest.raises(errors.ConfigurationError, match=r"account= \(or DEMO_ACCOUNT\) and secret= .*, or token="):
            SyncClient(API)

    def test_a_missing_one_is_an_error_of_the_call(self, recorded: Any) -> None:
        with pytest.raises(errors.ConfigurationError, match="token="):
            recorded(lambda client: client.call(secured(("bearer",))), credentials={"key": "k"})
        recorded.transport.answer(json={})
        recorded(lambda client: client.call(PUBLIC), credentials={"key": "k"})
        assert "authorization" not in recorded.transport.requests[0].headers


class TestTokens:
    CLIENT: ClassVar[dict[str, str]] = {"client_id": "id:1", "client_secret": "s 1"}

    def test_client_credentials(self, recorded: Any) -> None:
        transport = recorded.transport
        transport.answer(json={"access_token": "T1", "expires_in": 3600})
        transport.answer(json={})
        recorded(lambda client: client.call(secured(("oauth",))), credentials=self.CLIENT)
        token, call = transport.requests
        assert token.url == "https://api.test/oauth/token"
        assert token.form == {"grant_type": ["client_credentials"], "scope": ["a b"]}
        assert token.headers["Authorization"] == "Basic aWQlM0ExOnMrMQ=="
        assert call.headers["Authorization"] == "Bearer T1"

    def test_a_token_is_kept_until_shortly_before_its_end(self) -> None:
        transport = RecordingTransport()
        client = SyncClient(API, credentials=self.CLIENT, transport=transport)
        for lifetime, calls in ((3600, 2), (5, 1)):
            client._settings.tokens.forget("oauth")
            transport.requests.clear()
            transport.answer(json={"access_token": "T", "expires_in": lifetime})
            transport.answer(json={})
            client.call(secured(("oauth",)))
            if calls == 1:
                transport.answer(json={"access_token": "T", "expires_in": lifetime})
            transport.answer(json={})
            client.with_options(max_retries=0).call(secured(("oauth",)))
            assert len(transport.requests) == (3 if calls == 2 else 4)

    def test_a_refused_token_is_fetched_anew_once(self, recorded: Any) -> None:
        transport = recorded.transport
        transport.answer(json={"access_token": "T1"})
        transport.answer(json={}, status=401)
        transport.answer(json={"access_token": "T2"})
        transport.answer(json={}, status=401)
        with pytest.raises(errors.UnauthorizedError):
            recorded(lambda client: client.call(secured(("oauth",))), credentials=self.CLIENT)
        authorizations = [request.headers["Authorization"] for request in transport.requests]
        assert authorizations[1::2] == ["Bearer T1", "Bearer T2"]
        assert transport.unused() == 0

    def test_refresh_tokens_are_rotated(self) -> None:
        transport = RecordingTransport()
        client = SyncClient(API, credentials={"client_id": "i", "refresh_token": "R1"}, transport=transport)
        for n in (1, 2):
            transport.answer(json={"access_token": f"T{n}", "refresh_token": f"R{n + 1}", "expires_in": 0})
            transport.answer(json={})
            client.call(secured(("refresh",)))
        assert transport.requests[0].form == {
            "grant_type": ["refresh_token"],
            "refresh_token": ["R1"],
            "client_id": ["i"],
        }
        assert transport.requests[2].form["refresh_token"] == ["R2"]

    @pytest.mark.parametrize("answer", [b"", b"[]", b"{}", b'{"access_token": 3}', b'{"access_token": "a\\r\\nX: y"}'])
    def test_a_strange_answer_is_an_error(self, answer: bytes, recorded: Any) -> None:
        recorded.transport.answer(content=answer)
        with pytest.raises(errors.DecodeError, match="token endpoint"):
            recorded(lambda client: client.call(secured(("oauth",))), credentials=self.CLIENT)

    def test_a_refusal_is_an_error_of_the_package(self, recorded: Any) -> None:
        recorded.transport.answer(json={"error": "invalid_client"}, status=400)
        with pytest.raises(errors.BadRequestError, match="invalid_client"):
            recorded(lambda client: client.call(secured(("oauth",))), credentials=self.CLIENT)

    def test_sixteen_threads_fetch_one_token(self) -> None:
        with Server() as server:
            server.fallback = lambda request: json_answer({"access_token": "T", "expires_in": 60}, delay=0.05)
            start = threading.Barrier(16)
            client = SyncClient(API, base_url=server.origin, credentials=self.CLIENT)

            def call(_: int) -> Any:
                start.wait(10)
                return client.call(secured(("oauth",)))

            with client, ThreadPoolExecutor(16) as pool:
                list(pool.map(call, range(16)))
            assert [request.target for request in server.requests].count("/oauth/token") == 1
