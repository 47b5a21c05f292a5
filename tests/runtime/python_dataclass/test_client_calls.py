"""Calls of both clients over both transports, against a real server on loopback."""

# Lambdas stand for calls on either client, so their parameters have no one type; some tests look inside.
# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false, reportPrivateUsage=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import base64
import gzip
import http.client
import zlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from specloom_templates.python_dataclass.runtime import errors
from specloom_templates.python_dataclass.runtime.options import RequestOptions

from tests.behaviour.server import Answer, Server, json_answer

from .client_api import CREATE, CREDENTIALS, DOWNLOAD, FETCH, KINDS, LIST, PUBLIC, UPLOAD, run, sync_client

BASIC = "Basic " + base64.b64encode(b"AC1:hunter2").decode()
AGAIN = {"Retry-After": "0"}


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def call(kind: str, server: Server, op: Any, options: RequestOptions | None = None, **arguments: Any) -> Any:
    client = arguments.pop("client", {})
    return run(kind, f"{server.origin}/v1", lambda opened: opened.call(op, options, **arguments), **client)


class TestRequests:
    def test_a_form(self, kind: str, server: Server) -> None:
        server.fallback = json_answer({"id": 1}, 201)
        body = {"Name": "a b&c", "Tags": ["x", "y"], "Absent": None}
        assert call(kind, server, CREATE, body=body) == {"id": 1}
        (request,) = server.requests
        assert (request.method, request.target) == ("POST", "/v1/things")
        assert request.form == [("Name", "a b&c"), ("Tags", "x"), ("Tags", "y")]
        assert request.header("Authorization") == BASIC
        assert request.header("Content-Type") == "application/x-www-form-urlencoded"
        assert request.header("Accept") == "application/json"
        assert request.header("User-Agent") == "demo/1.2"
        assert request.header("Accept-Encoding") == "gzip, deflate"
        assert len({name.lower() for name, _ in request.headers}) == len(request.headers)

    @pytest.mark.parametrize("id", ["a/b#c", "q?x=1", "ü", "100%", "a b", "a;b", "a\\b"])
    def test_path_values_arrive_as_they_are(self, id: str, kind: str, server: Server) -> None:
        call(kind, server, FETCH, path={"id": id})
        assert server.requests[0].path == f"/v1/things/{id}"

    @pytest.mark.parametrize("id", ["", ".", "..", None])
    def test_path_values_that_change_the_path_are_refused(self, id: str | None, kind: str, server: Server) -> None:
        with pytest.raises(errors.InvalidArgumentError):
            call(kind, server, FETCH, path={"id": id})
        assert server.requests == []

    def test_options_come_last(self, kind: str, server: Server) -> None:
        options = RequestOptions(
            headers={"x-custom": "2", "USER-AGENT": None, "accept": "text/plain"},
            query={"q": "ä"},
            body={"Name": "z", "N": 1},
        )
        client = {"headers": {"X-Custom": "1", "X-Client": "c"}, "query": {"p": True}, "user_agent": "app/2"}
        call(kind, server, CREATE, options, body={"Name": "a"}, client=client)
        (request,) = server.requests
        assert request.query == [("p", "true"), ("q", "ä")]
        assert sorted(request.form) == [("N", "1"), ("Name", "z")]
        assert request.header("X-Custom") == "2"
        assert request.header("X-Client") == "c"
        assert request.header("Accept") == "text/plain"
        assert "demo" not in (request.header("User-Agent") or "")

    @pytest.mark.parametrize("headers", [{"X": "a\r\nY: b"}, {"X": "a\nb"}, {"X\r\nY": "b"}, {"": "b"}, {"X Y": "b"}])
    def test_headers_cannot_be_broken_out_of(self, headers: dict[str, str], kind: str, server: Server) -> None:
        with pytest.raises(errors.InvalidArgumentError):
            call(kind, server, PUBLIC, RequestOptions(headers=headers))
        assert server.requests == []

    def test_no_credentials_where_none_are_wanted(self, kind: str, server: Server) -> None:
        call(kind, server, PUBLIC)
        assert server.requests[0].header("Authorization") is None

    def test_an_own_authorization_header_wins(self, kind: str, server: Server) -> None:
        call(kind, server, FETCH, RequestOptions(headers={"authorization": "mine"}), path={"id": "1"})
        assert server.requests[0].header("Authorization") == "mine"

    def test_a_stream_is_sent_in_chunks(self, kind: str, server: Server) -> None:
        pieces = [b"a" * 70_000, b"b"]
        call(kind, server, UPLOAD, body=iter(pieces))
        assert server.requests[0].body == b"".join(pieces)
        assert server.requests[0].header("Transfer-Encoding") == "chunked"

    def test_a_file_is_sent_again(self, kind: str, server: Server, tmp_path: Path) -> None:
        file = tmp_path / "upload.bin"
        file.write_bytes(b"x" * 100_000)
        server.script.append(json_answer({}, 503, headers=AGAIN))
        call(kind, server, UPLOAD, body=file)
        assert [len(request.body) for request in server.requests] == [100_000, 100_000]
        assert server.requests[0].header("Content-Length") == "100000"

    def test_a_stream_that_is_gone_is_not_sent_again(self, kind: str, server: Server) -> None:
        server.script.append(json_answer({}, 503, headers=AGAIN))
        with pytest.raises(errors.ServerError):
            call(kind, server, UPLOAD, body=iter([b"once"]))
        assert len(server.requests) == 1

    def test_an_async_source_needs_the_async_client(self, kind: str, server: Server) -> None:
        async def pieces() -> AsyncIterator[bytes]:
            yield b"abc"

        if kind == "async":
            call(kind, server, UPLOAD, body=pieces())
            assert server.requests[0].body == b"abc"
        else:
            with pytest.raises(errors.InvalidArgumentError):
                call(kind, server, UPLOAD, body=pieces())


class TestAnswers:
    @pytest.mark.parametrize("status", [200, 201, 202, 206, 299])
    def test_any_2xx_is_success(self, status: int, kind: str, server: Server) -> None:
        server.fallback = json_answer({"a": 1}, status)
        assert call(kind, server, FETCH, path={"id": "1"}) == {"a": 1}

    def test_no_content(self, kind: str, server: Server) -> None:
        server.fallback = Answer(status=204)
        assert call(kind, server, FETCH, path={"id": "1"}) is None

    def test_a_body_that_is_not_json(self, kind: str, server: Server) -> None:
        server.fallback = Answer(body=b"<html>", headers={"Content-Type": "application/json"})
        with pytest.raises(errors.DecodeError) as caught:
            call(kind, server, FETCH, path={"id": "1"})
        assert caught.value.content == b"<html>"

    def test_bytes(self, kind: str, server: Server) -> None:
        server.fallback = Answer(body=b"\0\xff", headers={"Content-Type": "application/octet-stream"})
        assert call(kind, server, DOWNLOAD) == b"\0\xff"

    @pytest.mark.parametrize(
        ("encoding", "encode"),
        [
            ("gzip", gzip.compress),
            ("deflate", zlib.compress),
            ("deflate", lambda data: zlib.compress(data)[2:-4]),
            ("identity", bytes),
        ],
    )
    def test_content_encodings(self, encoding: str, encode: Any, kind: str, server: Server) -> None:
        data = b'{"a": "' + bytes(range(97, 122)) * 10_000 + b'"}'
        headers = {"Content-Type": "application/json", "Content-Encoding": encoding}
        server.fallback = Answer(body=encode(data), headers=headers)
        assert call(kind, server, FETCH, path={"id": "1"})["a"].startswith("abc")

    def test_a_decompression_bomb_is_refused(self, kind: str, server: Server) -> None:
        bomb = gzip.compress(b"[" + b" " * 20_000_000 + b"]")
        server.fallback = Answer(body=bomb, headers={"Content-Type": "application/json", "Content-Encoding": "gzip"})
        with pytest.raises(errors.ResponseTooLargeError):
            call(kind, server, FETCH, path={"id": "1"}, client={"response_limit": 1_000_000})
        assert len(server.requests) == 1

    def test_broken_compression_is_an_error_of_the_package(self, kind: str, server: Server) -> None:
        server.fallback = Answer(body=b"not gzip", headers={"Content-Encoding": "gzip"})
        with pytest.raises(errors.ApiConnectionError):
            call(kind, server, DOWNLOAD, client={"max_retries": 0})


class TestHooks:
    def test_they_see_every_request_and_answer(self, kind: str, server: Server) -> None:
        seen: list[Any] = []
        server.script += [json_answer({}, 500, headers=AGAIN), json_answer({}, 404)]
        client = {
            "before_request": [
                lambda request: seen.append(request.method),
                lambda request: request.headers.update(X="1"),
            ],
            "after_response": lambda response: seen.append((response.status_code, response.request.method)),
            "on_error": lambda error: seen.append(type(error)),
        }
        with pytest.raises(errors.NotFoundError):
            call(kind, server, FETCH, path={"id": "1"}, client=client)
        assert seen == ["GET", (500, "GET"), "GET", (404, "GET"), errors.NotFoundError]
        assert [request.header("X") for request in server.requests] == ["1", "1"]


class TestViews:
    def test_raw(self, kind: str, server: Server) -> None:
        server.fallback = Answer(body=b'{"a": 1}', headers={"Content-Type": "application/json", "X-Request-Id": "RQ"})
        answer = run(kind, server.origin, lambda opened: opened._view("raw").call(FETCH, path={"id": "1"}))
        assert (answer.status_code, answer.content, answer.value, answer.request_id) == (
            200,
            b'{"a": 1}',
            {"a": 1},
            "RQ",
        )
        assert answer.headers["content-type"] == "application/json"

    def test_raw_gives_a_body_that_cannot_be_decoded(self, kind: str, server: Server) -> None:
        server.fallback = Answer(body=b"<html>", headers={"Content-Type": "application/json"})
        answer = run(kind, server.origin, lambda opened: opened._view("raw").call(FETCH, path={"id": "1"}))
        assert answer.content == b"<html>"
        with pytest.raises(errors.DecodeError):
            _ = answer.value

    def test_raw_page(self, kind: str, server: Server) -> None:
        server.fallback = json_answer({"things": [1, 2], "next": None})
        answer = run(kind, server.origin, lambda opened: opened._view("raw").page(LIST))
        assert answer.status_code == 200
        assert answer.value.items == [1, 2]

    def test_streaming(self, kind: str, server: Server, tmp_path: Path) -> None:
        server.fallback = Answer(body=b"line 1\r\nline 2" * 50_000)

        def use(opened: Any) -> Any:
            view = opened._view("streaming")
            if kind != "async":
                with view.call(DOWNLOAD) as answer:
                    size = answer.save(tmp_path / "saved")
                with view.call(DOWNLOAD) as answer:
                    return size, sum(1 for _ in answer.iter_lines())

            async def both() -> Any:
                async with view.call(DOWNLOAD) as answer:
                    size = await answer.save(tmp_path / "saved")
                async with view.call(DOWNLOAD) as answer:
                    return size, len([line async for line in answer.iter_lines()])

            return both()

        assert run(kind, server.origin, use) == (700_000, 50_001)
        assert (tmp_path / "saved").read_bytes() == b"line 1\r\nline 2" * 50_000

    def test_streaming_raises_for_errors(self, kind: str, server: Server) -> None:
        server.fallback = json_answer({"message": "no"}, 404)

        def use(opened: Any) -> Any:
            if kind != "async":
                return opened._view("streaming").call(DOWNLOAD)

            async def enter() -> Any:
                async with opened._view("streaming").call(DOWNLOAD):
                    pass

            return enter()

        with pytest.raises(errors.NotFoundError, match="no"):
            run(kind, server.origin, use)


def test_connections_are_used_again(kind: str, server: Server) -> None:
    def use(opened: Any) -> Any:
        if kind != "async":
            return [opened.call(FETCH, path={"id": str(n)}) for n in range(5)]

        async def five() -> Any:
            return [await opened.call(FETCH, path={"id": str(n)}) for n in range(5)]

        return five()

    run(kind, server.origin, use)
    assert len(server.requests) == 5
    assert server.connections == 1


def test_a_kept_connection_that_the_server_closed_is_replaced(server: Server) -> None:
    """Also for a POST: the idle connection is seen to be closed before anything is sent on it."""
    client = sync_client("http.client", server.origin)
    client.call(CREATE, body={})
    server.script.append(Answer(close="after"))
    with pytest.raises(errors.ApiConnectionError):
        client.call(CREATE, body={})
    client.call(CREATE, body={})
    assert len(server.requests) == 3
    client._pool.get().close()


def test_the_stdlib_transport_reads_an_answer_given_before_the_whole_body_was_sent() -> None:
    import socket
    import threading

    listener = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        connection, _ = listener.accept()
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(1 << 16):
            pass
        connection.close()

    thread = threading.Thread(target=answer)
    thread.start()
    client = sync_client("http.client", f"http://127.0.0.1:{listener.getsockname()[1]}")
    with pytest.raises(errors.ApiStatusError) as caught:
        client.call(UPLOAD, body=b"x" * 5_000_000)
    thread.join(10)
    listener.close()
    client._pool.get().close()
    assert caught.value.status_code == http.client.REQUEST_ENTITY_TOO_LARGE


def test_nothing_shows_a_secret(kind: str, server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", "demo")
    server.fallback = json_answer({"token": "sesame", "a": 1}, headers={"Set-Cookie": "s=hunter2"})
    call(kind, server, CREATE, RequestOptions(query={"api_key": "hunter2"}), body={"Password": "hunter2", "b": "2"})
    text = "\n".join(record.getMessage() for record in caplog.records if record.name == "demo")
    assert "POST" in text
    assert "200" in text
    assert "b=2" in text
    assert "hunter2" not in text
    assert "sesame" not in text
    assert base64.b64encode(b"AC1:hunter2").decode() not in text
    client = sync_client(kind if kind != "async" else "httpx2", server.origin, credentials=CREDENTIALS)
    assert "hunter2" not in repr(client) + repr(client._settings)
    client.close()
