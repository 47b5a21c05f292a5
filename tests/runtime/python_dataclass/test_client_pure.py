"""The decisions that both clients share: retries, redirects, URLs, next pages, error bodies, redaction."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from specloom_templates.python_dataclass.runtime import errors, retry, urls
from specloom_templates.python_dataclass.runtime.api import ApiInfo
from specloom_templates.python_dataclass.runtime.next_page import ParameterPage, UrlPage, items_of, link, next_page
from specloom_templates.python_dataclass.runtime.operations import (
    CursorPages,
    LinkHeader,
    NextUrl,
    NumberedPages,
    OffsetPages,
    Pagination,
)
from specloom_templates.python_dataclass.runtime.redirects import redirected
from specloom_templates.python_dataclass.runtime.transport import Headers, Request

API = ApiInfo(package="demo", version="1")


class TestRetry:
    @pytest.mark.parametrize(
        ("status", "idempotent", "expected"),
        [
            (429, False, True),
            (429, True, True),
            (408, True, True),
            (408, False, False),
            (500, True, True),
            (500, False, False),
            (503, False, False),
            (501, True, False),
            (404, True, False),
            (409, True, False),
        ],
    )
    def test_by_status(self, status: int, idempotent: bool, expected: bool) -> None:
        assert retry.retriable_status(status, idempotent=idempotent) is expected

    @pytest.mark.parametrize(
        ("sent", "idempotent", "expected"),
        [(False, False, True), (False, True, True), (True, False, False), (True, True, True)],
    )
    def test_by_failure(self, sent: bool, idempotent: bool, expected: bool) -> None:
        error = errors.ApiConnectionError("x", sent=sent)
        assert retry.retriable_failure(error, idempotent=idempotent) is expected

    def test_backoff_doubles_up_to_a_limit_and_is_jittered(self) -> None:
        assert [retry.backoff(n, 0.0) for n in range(6)] == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0]
        assert retry.backoff(2, 0.999) == pytest.approx(1.0, abs=0.01)
        assert retry.backoff(10_000, 0.0) == 8.0

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ("0", 0.0),
            ("2.5", 2.5),
            ("100000", 60.0),
            ("-1", None),
            ("soon", None),
            ("", None),
            ("Thu, 01 Jan 1970 00:01:50 GMT", 10.0),
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
            ("Sunday, 06-Nov-94 08:49:37 GMT", 60.0),
        ],
    )
    def test_retry_after(self, value: str, expected: float | None) -> None:
        assert retry.retry_after(Headers([("Retry-After", value)]), 100.0) == expected


class TestUrls:
    @pytest.mark.parametrize(
        ("url", "base", "expected"),
        [
            ("https://a.test/v1/x?p=1", "https://a.test/v1", "https://a.test/v1/x?p=1"),
            ("https://A.test:443/v2", "https://a.test/v1", "https://A.test:443/v2"),
            ("https://api.test/v1/x?p=1", "http://127.0.0.1:9/v1", "http://127.0.0.1:9/v1/x?p=1"),
            ("https://api.test/v1?p=1", "http://127.0.0.1:9/mock", "http://127.0.0.1:9/mock?p=1"),
            ("https://api.test/v11/x", "http://127.0.0.1:9/v1", None),
            ("https://api.test/other", "http://127.0.0.1:9/v1", None),
            ("http://api.test/v1/x", "http://127.0.0.1:9/v1", None),
            ("https://edge.test/any/path", "https://a.test/v1", "https://a.test/any/path"),
            ("https://api.test.evil.test/v1", "https://a.test/v1", None),
            ("https://api.test@evil.test/v1", "https://api.test/v1", None),
            ("https://evil.test\\@api.test/v1", "https://api.test/v1", None),
            ("https://evil.test#@api.test/v1", "https://api.test/v1", None),
            ("http://a.test/v1", "https://a.test/v1", None),
            ("https://a.test:8443/v1", "https://a.test/v1", None),
            ("file:///etc/passwd", "https://a.test/v1", None),
            ("https://a.test/v1/x\n", "https://a.test/v1", None),
            ("https://a.test:99999/", "https://a.test/v1", None),
        ],
    )
    def test_a_next_url_is_asked_where_it_may_be(self, url: str, base: str, expected: str | None) -> None:
        assert urls.rebase(url, base, ("https://api.test/v1", "https://edge.test")) == expected

    @pytest.mark.parametrize(
        "url", ["", "api.test/v1", "ftp://a.test", "https://u:p@a.test", "https://a.test/?x=1", "https://"]
    )
    def test_a_base_url_must_be_one(self, url: str) -> None:
        with pytest.raises(errors.ConfigurationError):
            urls.check_base(url)

    def test_the_request_target_is_path_and_query(self) -> None:
        assert urls.target_of("https://a.test/v1/a%2Fb?x=1#f") == "/v1/a%2Fb?x=1"
        assert urls.target_of("https://a.test?x=1") == "/?x=1"
        assert urls.target_of("https://a.test") == "/"


class TestRedirects:
    SECRETS: ClassVar[dict[str, str]] = {
        "Authorization": "Basic x",
        "Cookie": "s=1",
        "X-Key": "k",
        "X-Auth-Token": "t",
        "Accept": "a",
    }

    def follow(self, method: str, status: int, location: str, url: str = "https://a.test/x") -> Request | None:
        request = Request(method, url, headers={**self.SECRETS, "Content-Type": "text/plain"}, content=b"body")
        return redirected(request, status, Headers([("Location", location)]), frozenset({"x-key"}))

    def test_credentials_stay_on_the_same_origin(self) -> None:
        following = self.follow("GET", 302, "/y")
        assert following is not None
        assert following.url == "https://a.test/y"
        assert following.headers == {**self.SECRETS, "Content-Type": "text/plain"}

    @pytest.mark.parametrize("location", ["https://b.test/y", "https://a.test:444/y", "//b.test/y"])
    def test_credentials_do_not_go_to_another_origin(self, location: str) -> None:
        following = self.follow("GET", 307, location)
        assert following is not None
        assert following.headers == {"Accept": "a", "Content-Type": "text/plain"}

    @pytest.mark.parametrize("status", [301, 302, 307, 308])
    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
    def test_nothing_is_sent_twice(self, method: str, status: int) -> None:
        assert self.follow(method, status, "/y") is None

    def test_303_becomes_a_get_without_body(self) -> None:
        following = self.follow("POST", 303, "/y")
        assert following is not None
        assert (following.method, following.content) == ("GET", b"")
        assert "Content-Type" not in following.headers

    @pytest.mark.parametrize(
        "location",
        ["", "http://a.test/y", "file:///etc/passwd", "https://u@b.test/", "javascript:x", "https://b.test/\\"],
    )
    def test_some_places_are_never_followed(self, location: str) -> None:
        assert self.follow("GET", 302, location) is None

    @pytest.mark.parametrize("status", [200, 300, 304, 305])
    def test_other_statuses_are_outcomes(self, status: int) -> None:
        assert self.follow("GET", status, "/y") is None


def following(
    pages: Pagination,
    body: Any,
    *,
    items: list[Any] | None = None,
    headers: dict[str, str] | None = None,
    query: dict[str, Any] | None = None,
    payload: Any = None,
    received: int = 0,
) -> Any:
    page = next_page(
        pages,
        body=body,
        items=items or [],
        headers=Headers((headers or {}).items()),
        query=query or {},
        payload=payload,
        received=received,
    )
    if isinstance(page, UrlPage):
        return page.url
    return (page.name, page.value) if isinstance(page, ParameterPage) else None


class TestNextPage:
    def test_next_url(self) -> None:
        pages = NextUrl(items=("rooms",), next=("meta", "next"))
        assert following(pages, {"meta": {"next": "https://a.test/2"}}) == "https://a.test/2"
        ends: list[Any] = [
            {"meta": {"next": None}},
            {"meta": {"next": ""}},
            {"meta": None},
            {},
            [],
            None,
            {"meta": {"next": 3}},
        ]
        for body in ends:
            assert following(pages, body) is None

    @pytest.mark.parametrize(
        ("header", "expected"),
        [
            ('<https://a.test/2>; rel="next", <https://a.test/9>; rel="last"', "https://a.test/2"),
            ('<https://a.test/1>; rel="prev", <https://a.test/a,b;c?x=1>; rel=next', "https://a.test/a,b;c?x=1"),
            ('<u>; title="a, b; rel=\\"next\\""; rel="last first", <v>; rel="NEXT prefetch"', "v"),
            ('<u>; title="; rel=next"; rel="last"', None),
            ('<u>; title="; rel=next ;"; rel="last"', None),
            ("<u>; rel=nextish", None),
            ("<u>;" + " " * 60_000 + "x", None),
            ("<u>" + "; a" * 20_000 + "; rel=next", "u"),
            ("", None),
            ("nonsense", None),
        ],
    )
    def test_link_header(self, header: str, expected: str | None) -> None:
        assert following(LinkHeader(), [], headers={"Link": header}) == expected
        assert link(header, "next") == expected

    def test_cursor(self) -> None:
        pages = CursorPages(items=("data",), parameter="cursor", next=("next",), more=("has_more",))
        assert following(pages, {"next": "c2", "has_more": True}) == ("cursor", "c2")
        assert following(pages, {"next": "c2"}) == ("cursor", "c2")
        assert following(pages, {"next": "c2", "has_more": False}) is None
        assert following(pages, {"next": ""}) is None
        assert following(pages, {"next": 0}) == ("cursor", 0)

    def test_cursor_of_the_last_item(self) -> None:
        pages = CursorPages(
            items=("data",), parameter="starting_after", next=("id",), last_item=True, more=("has_more",)
        )
        assert following(pages, {"has_more": True}, items=[{"id": "a"}, {"id": "b"}]) == ("starting_after", "b")
        assert following(pages, {"has_more": False}, items=[{"id": "a"}]) is None
        assert following(pages, {"has_more": True}, items=[]) is None

    def test_offset(self) -> None:
        pages = OffsetPages(items=(), parameter="offset", total=("total",))
        assert following(pages, {}, items=[1, 2]) == ("offset", 2)
        assert following(pages, {}, items=[1, 2], query={"offset": 4}) == ("offset", 6)
        assert following(pages, {}, items=[], query={"offset": 4}) is None
        assert following(pages, {"total": 6}, items=[1, 2], query={"offset": 4}) is None
        assert following(pages, {"total": 7}, items=[1, 2], query={"offset": "4"}) == ("offset", 6)

    def test_offset_in_the_body(self) -> None:
        pages = OffsetPages(items=(), parameter="offset", in_body=True)
        assert following(pages, {}, items=[1], payload={"offset": 2}) == ("offset", 3)

    def test_numbers(self) -> None:
        pages = NumberedPages(items=(), parameter="page", total_pages=("pages",))
        assert following(pages, {}, items=[1]) == ("page", 2)
        assert following(pages, {}, items=[], query={"page": 3}) is None
        assert following(pages, {"pages": 3}, items=[], query={"page": 2}) == ("page", 3)
        assert following(pages, {"pages": 3}, items=[1], query={"page": 3}) is None

    def test_numbers_from_zero_with_a_total_of_items(self) -> None:
        pages = NumberedPages(items=(), parameter="page", first=0, total=("total",))
        assert following(pages, {"total": 5}, items=[1, 2], received=2) == ("page", 1)
        assert following(pages, {"total": 5}, items=[5], query={"page": 2}, received=5) is None

    def test_a_flag_decides_about_an_empty_page(self) -> None:
        pages = NumberedPages(items=(), parameter="page", more=("more",))
        assert following(pages, {"more": True}, items=[]) == ("page", 2)
        assert following(pages, {"more": False}, items=[1]) is None

    def test_items(self) -> None:
        assert items_of({"a": {"b": [1]}}, ("a", "b")) == [1]
        assert items_of([1], ()) == [1]
        assert items_of({"a": None}, ("a",)) == []
        assert items_of({}, ("a",)) == []
        with pytest.raises(errors.DecodeError, match=r"\$\.a"):
            items_of({"a": "text"}, ("a",))
