"""What errors say, and what they and the log never show."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from specloom_templates.python_dataclass.runtime import errors, logs
from specloom_templates.python_dataclass.runtime.api import ApiInfo
from specloom_templates.python_dataclass.runtime.response import status_error
from specloom_templates.python_dataclass.runtime.transport import Headers, Request

API = ApiInfo(package="demo", version="1")


class TestErrors:
    def error(self, content: bytes, status: int = 404, kind: str = "application/json") -> errors.ApiStatusError:
        request = Request("GET", "https://u:p@a.test/x?key=secret")
        headers = Headers([("Content-Type", kind), ("X-Request-Id", "RQ1")])
        return status_error(API, None, request, status, headers, content)

    @pytest.mark.parametrize(
        ("content", "code", "message"),
        [
            (b'{"code": 20404, "message": "gone"}', 20404, "gone"),
            (b'{"title": "Nope", "detail": "Gone", "code": "x"}', "x", "Gone"),
            (b'{"title": "Nope"}', None, "Nope"),
            (b'{"error": {"code": "c", "message": "m"}}', "c", "m"),
            (b'{"error": "invalid_grant", "error_description": "bad"}', None, "bad"),
            (b'{"message": {"not": "text"}}', None, "Not Found"),
            (b"[1]", None, "Not Found"),
            (b"null", None, "Not Found"),
            (b"<html>x</html>", None, "Not Found"),
            (b"{broken", None, "Not Found"),
            (b"\xff\xfe", None, "Not Found"),
            (b"", None, "Not Found"),
            (b"[" * 100_000, None, "Not Found"),
        ],
    )
    def test_any_body(self, content: bytes, code: Any, message: str) -> None:
        error = self.error(content)
        assert type(error) is errors.NotFoundError
        assert (error.code, error.message, error.content) == (code, message, content)

    def test_it_says_what_happened_and_hides_secrets(self) -> None:
        error = self.error(b'{"code": 1, "message": "gone"}')
        assert str(error) == "GET https://a.test/x: 404 gone (code 1)"
        assert error.request_id == "RQ1"
        assert "secret" not in repr(error)
        assert "u:p" not in repr(error)

    def test_an_odd_status_has_the_base_class(self) -> None:
        assert type(self.error(b"", 418)) is errors.ApiStatusError
        assert type(self.error(b"", 599)) is errors.ServerError
        assert self.error(b"", 799).message == "unexpected status"

    @pytest.mark.parametrize(
        "error",
        [
            errors.ApiTimeoutError("slow", method="GET", url="https://a.test", sent=False),
            errors.DecodeError("bad", path="$.a", content=b"x"),
            errors.InvalidArgumentError("bad", path="a"),
        ],
    )
    def test_errors_survive_pickling(self, error: errors.SdkError) -> None:
        for original in (error, self.error(b'{"code": 1}')):
            copy = pickle.loads(pickle.dumps(original))
            assert type(copy) is type(original)
            assert str(copy) == str(original)
            assert vars(copy) == vars(original)


class TestRedaction:
    def test_urls(self) -> None:
        shown = logs.redact_url(
            "https://u:p@a.test/x?api_key=k1&b=2&x-custom=k3&access_token=k2", frozenset({"x-custom"})
        )
        assert shown == "https://a.test/x?api_key=***&b=2&x-custom=***&access_token=***"

    def test_headers(self) -> None:
        pairs = [("Authorization", "Basic x"), ("Set-Cookie", "s=1"), ("X-Api-Key", "k"), ("Accept", "a"), ("K", "k")]
        shown = logs.redact_headers(pairs, frozenset({"k"}))
        assert shown == {"Authorization": "***", "Set-Cookie": "***", "X-Api-Key": "***", "Accept": "a", "K": "***"}

    @pytest.mark.parametrize(
        ("body", "kind", "expected"),
        [
            (b"password=p&a=1", "application/x-www-form-urlencoded", "password=***&a=1"),
            (b'{"client_secret": "a\\"b", "n": 1}', "application/json", '{"client_secret": "***", "n": 1}'),
            (b'{"a": {"token":5}, "b": "x"}', "application/json", '{"a": {"token":"***"}, "b": "x"}'),
            (b'{"token": "cut off', "application/json", '{"token": "***"'),
            (b"\x89PNG", "image/png", "<4 bytes of image/png>"),
            (b"", "", "<empty>"),
        ],
    )
    def test_bodies(self, body: bytes, kind: str, expected: str) -> None:
        assert logs.redact_body(body, kind) == expected

    def test_long_bodies_are_cut(self) -> None:
        assert len(logs.redact_body(b"x" * 100_000, "text/plain")) < 2100
