"""A TLS server, a proxy for tunnels, and the certificates that they need, on loopback."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import trustme

from tests.behaviour.server import Server


@dataclass(frozen=True, kw_only=True)
class Certificates:
    """Files of an authority made for one test run, and of what it has signed."""

    authority: str
    authorities: str
    client: str
    client_certificate: str
    client_key: str
    server: ssl.SSLContext
    strange_server: ssl.SSLContext
    demanding_server: ssl.SSLContext


def issue(folder: Path) -> Certificates:
    """Make an authority that knows a client, `localhost` (which may want a certificate of its clients), and a server
    of another name."""
    authority = trustme.CA()
    client = authority.issue_cert("client@example.test")
    paths = {name: str(folder / f"{name}.pem") for name in ("authority", "client", "certificate", "key")}
    authority.cert_pem.write_to_path(paths["authority"])
    client.private_key_and_cert_chain_pem.write_to_path(paths["client"])
    client.cert_chain_pems[0].write_to_path(paths["certificate"])
    client.private_key_pem.write_to_path(paths["key"])
    hashed = folder / "authorities"
    hashed.mkdir()
    authority.cert_pem.write_to_path(str(hashed / f"{_subject_hash(paths['authority'])}.0"))
    demanding = _context(authority.issue_cert("localhost"), str(folder / "demanding.pem"))
    demanding.load_verify_locations(paths["authority"])
    demanding.verify_mode = ssl.CERT_REQUIRED
    return Certificates(
        authority=paths["authority"],
        authorities=str(hashed),
        client=paths["client"],
        client_certificate=paths["certificate"],
        client_key=paths["key"],
        server=_context(authority.issue_cert("localhost"), str(folder / "server.pem")),
        strange_server=_context(authority.issue_cert("elsewhere.test"), str(folder / "stranger.pem")),
        demanding_server=demanding,
    )


def _context(certificate: trustme.LeafCert, path: str) -> ssl.SSLContext:
    certificate.private_key_and_cert_chain_pem.write_to_path(path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def _subject_hash(path: str) -> str:
    """The name that OpenSSL looks a certificate up by in a folder."""
    import subprocess

    run = subprocess.run(
        ["openssl", "x509", "-noout", "-subject_hash", "-in", path], capture_output=True, text=True, check=True
    )
    return run.stdout.strip()


class TlsServer(Server):
    """The scripted server behind TLS."""

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__()
        self._context = context

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"https://localhost:{self.server_address[1]}"

    def get_request(self) -> tuple[Any, Any]:
        """A connection whose handshake takes place in the thread that serves it."""
        accepted, address = super().get_request()
        return self._context.wrap_socket(accepted, server_side=True, do_handshake_on_connect=False), address


class _TunnelHandler(socketserver.StreamRequestHandler):
    rbufsize = 0

    def handle(self) -> None:
        proxy = cast("TunnelProxy", self.server)
        head = b""
        while not head.endswith(b"\r\n\r\n") and (byte := self.rfile.read(1)):
            head += byte
        lines = head.decode("latin-1").split("\r\n")
        proxy.heads.append(lines)
        method, target, _ = lines[0].split(" ")
        if method != "CONNECT" or proxy.refusal:
            self.wfile.write(f"HTTP/1.1 {proxy.refusal or 405} No\r\nContent-Length: 0\r\n\r\n".encode())
            return
        host, _, port = target.rpartition(":")
        with socket.create_connection((host, int(port))) as onward:
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=_copy, args=(onward, self.connection), daemon=True)
            back.start()
            _copy(self.connection, onward)
            back.join(5)


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(1 << 16):
            target.sendall(piece)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


class TunnelProxy(socketserver.ThreadingTCPServer):
    """A proxy that opens tunnels (RFC 9110, section 9.3.6), or answers `refusal`; it keeps what it was asked."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, *, refusal: int = 0) -> None:
        super().__init__(("127.0.0.1", 0), _TunnelHandler)
        self.refusal = refusal
        self.heads: list[list[str]] = []
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def url(self) -> str:
        """Where the proxy is, without a user."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def targets(self) -> list[str]:
        """What tunnels were asked for."""
        return [lines[0].split(" ")[1] for lines in self.heads]

    def header(self, name: str) -> str | None:
        """A header of the last request for a tunnel."""
        pairs = (line.partition(": ") for line in self.heads[-1][1:])
        return next((value for key, _, value in pairs if key.lower() == name.lower()), None)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is part of the tests."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join(5)
