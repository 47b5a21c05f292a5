"""Downloads: what is let through, and what is not, against a server on loopback."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from specloom.diagnostics import SpecloomError, Unsupported
from specloom.source import Limits, SourceOptions, open_document
from specloom.source.fetch import RefusedError, download, is_public, origin_of


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "2001:0:0:0:0:0:80ff:fffe",
        "64:ff9b:1::a00:1",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]
)
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def test_origins_have_one_spelling() -> None:
    assert origin_of("HTTPS://Example.COM:443/a?b") == "https://example.com"
    assert origin_of("http://[::1]:8080/") == "http://[::1]:8080"
    for url in ("ftp://example.com/", "https://user:pw@example.com/", "https:///x", "https://example.com:x/"):
        with pytest.raises(RefusedError):
            origin_of(url)


class Handler(BaseHTTPRequestHandler):
    """Answers from `answers`: path → (status, headers, body)."""

    answers: dict[str, tuple[int, dict[str, str], bytes]]
    hosts: list[str]

    def do_GET(self) -> None:
        """One answer."""
        self.hosts.append(self.headers["Host"])
        status, headers, body = self.answers.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Says nothing."""


@pytest.fixture
def server() -> Iterator[tuple[str, type[Handler]]]:
    """The origin of a server, and where to put its answers."""
    handler = type("Answering", (Handler,), {"answers": {}, "hosts": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}", handler
        running.shutdown()
        thread.join()


def test_a_document_named_by_the_user_may_be_on_this_machine(server: tuple[str, type[Handler]]) -> None:
    origin, handler = server
    handler.answers["/api/openapi.yaml"] = (200, {}, b"openapi: 3.1.0\nx: {$ref: 'b.yaml#/k'}\ny: {$ref: ../up.yaml}\n")
    handler.answers["/api/b.yaml"] = (200, {}, b"k: {type: string}")
    handler.answers["/up.yaml"] = (200, {}, b"u: 1")
    source = open_document(f"{origin}/api/openapi.yaml", options=SourceOptions(validate=False))
    assert source.root.child("x").follow().id == "b.yaml#/k"
    assert source.root.child("y").follow().id == f"{origin}/up.yaml#"


def test_a_reference_to_a_private_address_is_refused_even_if_its_origin_is_allowed(
    server: tuple[str, type[Handler]], tmp_path: Path
) -> None:
    origin, handler = server
    handler.answers["/x.yaml"] = (200, {}, b"k: 1")
    path = tmp_path / "main.yaml"
    path.write_text("openapi: 3.1.0\n")
    port = origin.rsplit(":", 1)[1]
    for host in (origin, f"http://localhost:{port}", f"http://[::ffff:127.0.0.1]:{port}"):
        root = open_document(path, options=SourceOptions(allow_origins=(host,), validate=False)).root
        with pytest.raises(Unsupported, match="not on the public Internet") as caught:
            root.resolver.resolve(root, f"{host}/x.yaml")
        assert caught.value.code == "refused-reference"
    assert handler.hosts == []
    root = open_document(path, options=SourceOptions(allow_origins=(origin,), allow_private=True, validate=False)).root
    assert root.resolver.resolve(root, f"{origin}/x.yaml").value == {"k": 1}


def _anything_goes(address: object) -> bool:
    return address is not None


def test_redirects_are_checked_like_the_first_request(
    server: tuple[str, type[Handler]], monkeypatch: pytest.MonkeyPatch
) -> None:
    origin, handler = server
    port = origin.rsplit(":", 1)[1]
    handler.answers["/start"] = (302, {"Location": f"http://localhost:{port}/secret"}, b"")
    handler.answers["/same"] = (307, {"Location": "/secret"}, b"")
    handler.answers["/loop"] = (301, {"Location": "/loop"}, b"")
    handler.answers["/secret"] = (200, {}, b"secret")
    with pytest.raises(RefusedError, match="not on the public Internet"):
        download(f"{origin}/start", SourceOptions(), trusted=True)
    assert handler.hosts == [f"127.0.0.1:{port}"]
    assert download(f"{origin}/same", SourceOptions(), trusted=True) == b"secret"
    with pytest.raises(RefusedError, match="redirects more than"):
        download(f"{origin}/loop", SourceOptions(), trusted=True)
    monkeypatch.setattr("specloom.source.fetch.is_public", _anything_goes)
    with pytest.raises(RefusedError, match="not allowed"):
        download(f"{origin}/start", SourceOptions(allow_origins=(origin,)), trusted=False)


def test_downloads_are_bounded(server: tuple[str, type[Handler]]) -> None:
    origin, handler = server
    handler.answers["/big"] = (200, {}, b"x" * 5000)
    with pytest.raises(RefusedError, match="more than 1,000 bytes"):
        download(f"{origin}/big", SourceOptions(limits=Limits(remote_size=1000)), trusted=True)
    with pytest.raises(OSError, match="404"):
        download(f"{origin}/missing", SourceOptions(), trusted=True)
    with pytest.raises(SpecloomError, match="404") as caught:
        open_document(f"{origin}/missing")
    assert caught.value.diagnostics[0].code == "unreadable-document"


class Names:
    """A resolver whose answer for one name changes with every lookup."""

    def __init__(self, *answers: tuple[str, ...]) -> None:
        self.answers = list(answers)

    def look_up(self, host: str, port: int, **more: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        """As `socket.getaddrinfo`."""
        assert host == "rebinding.test"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in self.answers.pop(0)]


def test_a_name_that_changes_its_address_is_asked_once(
    server: tuple[str, type[Handler]], monkeypatch: pytest.MonkeyPatch
) -> None:
    origin, handler = server
    handler.answers["/x"] = (200, {}, b"x")
    loopback = ("127.0.0.1", int(origin.rsplit(":", 1)[1]))
    connect, look_up, connected = socket.create_connection, socket.getaddrinfo, list[tuple[str, int]]()

    def connect_to(address: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(address)
        with monkeypatch.context() as real:
            real.setattr(socket, "getaddrinfo", look_up)
            return connect(loopback, timeout)

    names = Names(("93.184.216.34",), ("127.0.0.1",))
    monkeypatch.setattr(socket, "getaddrinfo", names.look_up)
    monkeypatch.setattr(socket, "create_connection", connect_to)
    assert download("http://rebinding.test/x", SourceOptions(), trusted=False) == b"x"
    assert connected == [("93.184.216.34", 80)]
    assert handler.hosts == ["rebinding.test"]
    with pytest.raises(RefusedError, match="not on the public Internet"):
        download("http://rebinding.test/x", SourceOptions(), trusted=False)
    names.answers = [("93.184.216.34", "10.0.0.1")]
    with pytest.raises(RefusedError, match="not on the public Internet"):
        download("http://rebinding.test/x", SourceOptions(), trusted=False)
    assert len(connected) == 1


@pytest.mark.parametrize("before", [b"", b"HTTP/1.1 200 OK\r\nX-", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_server_that_always_has_another_byte_is_left(before: bytes) -> None:
    """The limit of time is one of the whole download, not of each byte."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        over = threading.Event()

        def drip() -> None:
            with suppress(OSError), listening.accept()[0] as connection:
                connection.sendall(before)
                while not over.wait(0.05):
                    connection.sendall(b"x")

        thread = threading.Thread(target=drip)
        thread.start()
        options = SourceOptions(limits=Limits(remote_seconds=0.4))
        started = time.monotonic()
        with pytest.raises(RefusedError, match=r"longer than 0\.4 seconds"):
            download(f"http://127.0.0.1:{listening.getsockname()[1]}/x", options, trusted=True)
        assert time.monotonic() - started < 5
        over.set()
        thread.join()
