"""Proxies, TLS and clients of the user's own, on real connections and over both transports."""

# Lambdas stand for calls on either client, so their parameters have no one type; some tests look inside.
# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false, reportPrivateUsage=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import asyncio
import base64
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from specloom_templates.python_dataclass.runtime import errors
from specloom_templates.python_dataclass.runtime.async_client import AsyncClient
from specloom_templates.python_dataclass.runtime.httpx_transport import AsyncHttpxTransport, HttpxTransport
from specloom_templates.python_dataclass.runtime.sync_client import SyncClient

from tests.behaviour.server import Answer, Server, json_answer

from .client_api import API, CREATE, CREDENTIALS, FETCH, KINDS, run
from .network import Certificates, TlsServer, TunnelProxy, issue

USER = "Basic " + base64.b64encode(b"me@work:s/cret").decode()


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return issue(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def secure(certificates: Certificates) -> Iterator[TlsServer]:
    with TlsServer(certificates.server) as running:
        running.fallback = json_answer({"a": 1})
        yield running


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def fetch(kind: str, base_url: str, **options: Any) -> Any:
    options.setdefault("max_retries", 0)
    return run(kind, base_url, lambda client: client.call(FETCH, path={"id": "1"}), **options)


class TestProxies:
    def test_http_goes_to_the_proxy_with_the_whole_url(self, kind: str) -> None:
        with Server() as proxy:
            proxy.fallback = json_answer({"a": 1})
            assert fetch(kind, "http://api.test:8080/v1", proxy=proxy.origin) == {"a": 1}
            (request,) = proxy.requests
        assert request.target == "http://api.test:8080/v1/things/1"
        assert request.header("Host") == "api.test:8080"
        assert request.header("Proxy-Authorization") is None

    def test_the_user_of_the_proxy(self, kind: str) -> None:
        with Server() as proxy:
            url = proxy.origin.replace("http://", "http://me%40work:s%2Fcret@")
            fetch(kind, "http://api.test/v1", proxy=url)
            assert proxy.requests[0].header("Proxy-Authorization") == USER

    def test_https_goes_through_a_tunnel(self, kind: str, secure: TlsServer, certificates: Certificates) -> None:
        with TunnelProxy() as proxy:
            url = proxy.url.replace("http://", "http://me%40work:s%2Fcret@")
            assert fetch(kind, f"{secure.origin}/v1", proxy=url, verify=certificates.authority) == {"a": 1}
            assert proxy.targets == [secure.origin.removeprefix("https://")]
            assert proxy.header("Proxy-Authorization") == USER
            assert proxy.header("Authorization") is None
        (request,) = secure.requests
        assert request.target == "/v1/things/1"
        assert request.header("Authorization") is not None
        assert request.header("Proxy-Authorization") is None

    def test_the_other_end_of_a_tunnel_is_checked(self, kind: str, secure: TlsServer) -> None:
        with TunnelProxy() as proxy, pytest.raises(errors.ApiConnectionError) as caught:
            fetch(kind, f"{secure.origin}/v1", proxy=proxy.url)
        assert caught.value.sent is False
        assert secure.requests == []

    def test_a_proxy_that_refuses(self, kind: str, secure: TlsServer) -> None:
        with TunnelProxy(refusal=407) as proxy, pytest.raises(errors.ApiConnectionError) as caught:
            fetch(kind, f"{secure.origin}/v1", proxy=proxy.url.replace("://", "://me:s3cret@"), verify=False)
        assert caught.value.sent is False
        assert "s3cret" not in str(caught.value)
        assert secure.requests == []

    def test_a_proxy_that_is_not_there(self, kind: str) -> None:
        with Server() as gone:
            url = gone.origin
        with pytest.raises(errors.ApiConnectionError) as caught:
            run(kind, "http://api.test", lambda client: client.call(CREATE, body={}), proxy=url, max_retries=0)
        assert caught.value.sent is False

    def test_proxies_of_the_environment(self, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
        with Server() as proxy, Server() as direct:
            monkeypatch.setenv("http_proxy", proxy.origin)
            monkeypatch.setenv("no_proxy", "127.0.0.1")
            fetch(kind, "http://api.test/v1")
            fetch(kind, f"{direct.origin}/v1")
            assert [request.target for request in proxy.requests] == ["http://api.test/v1/things/1"]
            assert [request.target for request in direct.requests] == ["/v1/things/1"]


class TestTls:
    def test_an_unknown_authority_is_refused(self, kind: str, secure: TlsServer) -> None:
        with pytest.raises(errors.ApiConnectionError, match=r"(?i)certificate") as caught:
            fetch(kind, f"{secure.origin}/v1")
        assert caught.value.sent is False
        assert secure.requests == []

    @pytest.mark.parametrize("form", ["file", "folder", "context", "off"])
    def test_what_is_trusted(self, form: str, kind: str, secure: TlsServer, certificates: Certificates) -> None:
        verify: Any = {
            "file": certificates.authority,
            "folder": certificates.authorities,
            "context": ssl.create_default_context(cafile=certificates.authority),
            "off": False,
        }[form]
        assert fetch(kind, f"{secure.origin}/v1", verify=verify) == {"a": 1}

    def test_the_name_must_fit(self, kind: str, certificates: Certificates) -> None:
        with TlsServer(certificates.strange_server) as server:
            with pytest.raises(errors.ApiConnectionError):
                fetch(kind, f"{server.origin}/v1", verify=certificates.authority)
            assert fetch(kind, f"{server.origin}/v1", verify=False) == {}

    @pytest.mark.parametrize("form", ["one file", "two files"])
    def test_a_client_certificate(self, form: str, kind: str, certificates: Certificates) -> None:
        pair = (certificates.client_certificate, certificates.client_key)
        cert: Any = certificates.client if form == "one file" else pair
        with TlsServer(certificates.demanding_server) as server:
            assert fetch(kind, f"{server.origin}/v1", verify=certificates.authority, cert=cert) == {}
            with pytest.raises(errors.ApiConnectionError):
                fetch(kind, f"{server.origin}/v1", verify=certificates.authority)
        assert len(server.requests) == 1

    def test_files_that_cannot_be_used(self, kind: str, certificates: Certificates, tmp_path: Path) -> None:
        broken = tmp_path / "broken.pem"
        broken.write_text("no certificate")
        for options in (
            {"verify": "/no/such/file"},
            {"verify": str(broken)},
            {"cert": str(broken)},
            {"cert": (certificates.client_certificate, "/no/such/key")},
        ):
            with pytest.raises(errors.ConfigurationError, match="cannot be used"):
                fetch(kind, "https://localhost:1/v1", **options)


class TestClientsOfTheUser:
    """`HttpxTransport(client)`: what the user's client adds, and what stays the package's."""

    def test_it_adds_its_headers_and_stays_open(self) -> None:
        with Server() as server, httpx2.Client(headers={"X-Own": "1"}, cookies={"own": "2"}) as own:
            server.fallback = json_answer({"a": 1})
            options: dict[str, Any] = {"credentials": CREDENTIALS, "base_url": server.origin}
            with SyncClient(API, transport=HttpxTransport(own), **options) as client:
                assert client.call(FETCH, path={"id": "1"}) == {"a": 1}
            assert not own.is_closed
            (request,) = server.requests
        assert request.header("X-Own") == "1"
        assert request.header("Cookie") == "own=2"
        assert str(request.header("Authorization")).startswith("Basic ")
        assert str(request.header("User-Agent")) == API.user_agent

    def test_redirects_stay_with_the_package(self) -> None:
        with Server() as server, Server("127.0.0.2") as other, httpx2.Client(follow_redirects=True) as own:
            server.script.append(Answer(status=302, headers={"Location": f"{other.origin}/x"}))
            options: dict[str, Any] = {"credentials": CREDENTIALS, "base_url": server.origin}
            SyncClient(API, transport=HttpxTransport(own), **options).call(FETCH, path={"id": "1"})
            assert other.requests[0].header("Authorization") is None

    def test_an_async_one(self) -> None:
        async def main(origin: str) -> Any:
            async with httpx2.AsyncClient(headers={"X-Own": "1"}) as own:
                transport = AsyncHttpxTransport(own)
                async with AsyncClient(API, credentials=CREDENTIALS, base_url=origin, transport=transport) as client:
                    value = await client.call(FETCH, path={"id": "1"})
                return value, own.is_closed

        with Server() as server:
            server.fallback = json_answer({"a": 1})
            assert asyncio.run(main(server.origin)) == ({"a": 1}, False)
            assert server.requests[0].header("X-Own") == "1"


class TestLateAlerts:
    """TLS 1.3 refuses a client only after its handshake, and httpx2 lets what then comes through as it is."""

    def test_before_the_answer_and_within_it(self) -> None:
        def refuse(request: httpx2.Request) -> httpx2.Response:
            raise ssl.SSLError("alert certificate required")

        def cut(request: httpx2.Request) -> httpx2.Response:
            def body() -> Iterator[bytes]:
                yield b"{"
                raise ssl.SSLError("alert certificate required")

            return httpx2.Response(200, headers={"Content-Type": "application/json"}, content=body())

        for handler in (refuse, cut):
            with httpx2.Client(transport=httpx2.MockTransport(handler)) as own:
                client = SyncClient(API, credentials=CREDENTIALS, transport=HttpxTransport(own), max_retries=0)
                with pytest.raises(errors.ApiConnectionError, match="alert certificate required") as caught:
                    client.call(FETCH, path={"id": "1"})
                assert caught.value.sent is True
