"""A loopback HTTP server that answers from a script and injects faults; it keeps every request exactly as it
arrived."""

from __future__ import annotations

import json
import socket
import socketserver
import struct
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, cast
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True, kw_only=True)
class Received:
    """A request as it came over the wire."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    at: float = 0.0
    """When it arrived, in seconds of the monotonic clock."""

    def header(self, name: str) -> str | None:
        """The value of a header, None when absent."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def path(self) -> str:
        """The path, decoded."""
        return unquote(urlsplit(self.target).path)

    @property
    def raw_path(self) -> str:
        """The path as sent."""
        return urlsplit(self.target).path

    @property
    def query(self) -> list[tuple[str, str]]:
        """The query as decoded pairs in the order sent."""
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True, strict_parsing=False)

    @property
    def form(self) -> list[tuple[str, str]]:
        """The form body as decoded pairs in the order sent."""
        return parse_qsl(self.body.decode("ascii"), keep_blank_values=True, strict_parsing=bool(self.body))


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What to send back, and what to break on the way."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] | Sequence[tuple[str, str]] = ()
    delay: float = 0.0
    chunks: tuple[bytes, ...] | None = None
    """The pieces of a chunked transfer, sent instead of `body`."""
    pause: float = 0.0
    """Seconds to wait after each of the chunks."""
    unfinished: bool = False
    """Close the connection after the last of the chunks, without the end of the transfer."""
    cut_after: int | None = None
    """Close the connection after this many bytes of the body, although Content-Length promises all."""
    close: str = ""
    """`before`: reset without reading the request; `after`: read it whole, then close without an answer; `then`: close
    after the answer, without saying so."""


def json_answer(value: Any, status: int = 200, **options: Any) -> Answer:
    """An `application/json` answer."""
    headers = {"Content-Type": "application/json", **options.pop("headers", {})}
    return Answer(status=status, body=json.dumps(value).encode(), headers=headers, **options)


class _Handler(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self) -> None:
        server = cast("Server", self.server)
        server.connections += 1
        while self._one(server):
            pass

    def _one(self, server: Server) -> bool:
        peek = server.peek()
        if peek is not None and peek.close == "before":
            server.answer_for(None)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return False
        line = self.rfile.readline()
        if not line.strip():
            return False
        method, target, _ = line.decode("latin-1").split(" ", 2)
        headers: list[tuple[str, str]] = []
        while (raw := self.rfile.readline().rstrip(b"\r\n")) != b"":
            name, _, value = raw.decode("latin-1").partition(":")
            headers.append((name, value.strip()))
        lower = {name.lower(): value for name, value in headers}
        if lower.get("transfer-encoding", "").lower() == "chunked":
            body = self._chunks()
        else:
            body = self.rfile.read(int(lower.get("content-length", "0")))
        received = Received(method=method, target=target, headers=tuple(headers), body=body, at=time.monotonic())
        answer = server.answer_for(received)
        if answer.delay:
            time.sleep(answer.delay)
        if answer.close == "after":
            return False
        self._send(answer, head=method == "HEAD")
        broken = answer.cut_after is not None or answer.unfinished or answer.close == "then"
        return not broken and lower.get("connection", "").lower() != "close"

    def _chunks(self) -> bytes:
        body = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _send(self, answer: Answer, *, head: bool) -> None:
        headers = list(answer.headers.items() if isinstance(answer.headers, Mapping) else answer.headers)
        if answer.chunks is not None:
            headers.append(("Transfer-Encoding", "chunked"))
        elif answer.status not in (204, 304):
            headers.append(("Content-Length", str(len(answer.body))))
        lines = [f"HTTP/1.1 {answer.status} Scripted", *(f"{name}: {value}" for name, value in headers)]
        start = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
        if head or answer.chunks is None:
            self.wfile.write(start if head else start + answer.body[: answer.cut_after])
            return
        self.wfile.write(start)
        for chunk in answer.chunks:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))
            time.sleep(answer.pause)
        if not answer.unfinished:
            self.wfile.write(b"0\r\n\r\n")


class Server(socketserver.ThreadingTCPServer):
    """Use as a context manager. Answers come from `script` in order, then from `fallback`."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, host: str = "127.0.0.1") -> None:
        super().__init__((host, 0), _Handler)
        self.requests: list[Received] = []
        self.script: list[Answer] = []
        self.fallback: Answer | Callable[[Received], Answer] = json_answer({})
        self.connections = 0
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://{self.server_address[0]!s}:{self.server_address[1]}"

    def peek(self) -> Answer | None:
        """The next scripted answer, if there is one."""
        with self._lock:
            return self.script[0] if self.script else None

    def answer_for(self, received: Received | None) -> Answer:
        """Notes the request and takes the next answer."""
        with self._lock:
            if received is not None:
                self.requests.append(received)
            if self.script:
                return self.script.pop(0)
            fallback = self.fallback
        if isinstance(fallback, Answer):
            return fallback
        assert received is not None
        return fallback(received)

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
