"""Pages and streams of both clients, over recording transports."""

# Lambdas stand for calls on either client, so their parameters have no one type; some tests look inside.
# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false, reportPrivateUsage=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from specloom_templates.python_dataclass.runtime import errors
from specloom_templates.python_dataclass.runtime.async_client import AsyncClient
from specloom_templates.python_dataclass.runtime.decoding import READER
from specloom_templates.python_dataclass.runtime.options import RequestOptions, Timeout
from specloom_templates.python_dataclass.runtime.sync_client import SyncClient
from specloom_templates.python_dataclass.runtime.testing import AsyncRecordingTransport, RecordingTransport

from .client_api import API, CREDENTIALS, EVENTS, LIST
from .client_fixtures import recorded as recorded


class TestPages:
    @pytest.fixture
    def client(self) -> SyncClient:
        self.transport = RecordingTransport()
        return SyncClient(API, base_url="https://api.test/v1", credentials=CREDENTIALS, transport=self.transport)

    def pages(self, *pages: list[int]) -> None:
        self.transport.answer_pages(*pages, items=("things",), next_url=("next",))

    def test_all_items_of_all_pages(self, recorded: Any) -> None:
        recorded.transport.answer_pages([1, 2], [], [3], items=("things",), next_url=("next",))
        assert list(recorded(lambda client: client.page(LIST, query={"q": 1}))) == [1, 2, 3]
        urls = [request.url for request in recorded.transport.requests]
        assert urls == [f"https://api.test/v1/things?{query}" for query in ("q=1", "Page=2", "Page=3")]

    def test_take_fetches_no_page_it_does_not_need(self, client: SyncClient) -> None:
        self.pages([1, 2], [3, 4], [5])
        page = client.page(LIST)
        assert page.take(0) == []
        assert page.take(2) == [1, 2]
        assert len(self.transport.requests) == 1
        assert page.take(3) == [1, 2, 3]
        assert len(self.transport.requests) == 2

    def test_an_async_pager_sends_nothing_before_it_is_used(self) -> None:
        async def main() -> None:
            transport = AsyncRecordingTransport()
            transport.answer_pages([1], [2], items=("things",), next_url=("next",))
            client = AsyncClient(API, base_url="https://api.test/v1", credentials=CREDENTIALS, transport=transport)
            pager = client.page(LIST)
            assert await pager.take(0) == []
            assert transport.requests == []
            page = await pager
            assert (page.items, page.has_next, len(transport.requests)) == ([1], True, 1)
            following = await page.next_page()
            assert following is not None
            assert (following.items, following.has_next) == ([2], False)
            assert await following.next_page() is None

        asyncio.run(main())

    def test_a_page_by_hand(self, client: SyncClient) -> None:
        self.pages([1], [])
        page = client.page(LIST)
        following = page.next_page()
        assert following is not None
        assert (following.items, following.has_next, bool(following)) == ([], False, True)
        assert following.next_page() is None
        assert page.response.status_code == 200
        assert page.body["things"] == [1]

    @pytest.mark.parametrize(
        "url",
        ["https://evil.test/v1/things", "//evil.test/", "https://api.test@evil.test/", "https://api.test\\.evil.test/"],
    )
    def test_foreign_next_urls_are_refused(self, url: str, client: SyncClient) -> None:
        self.transport.answer(json={"things": [1], "next": url})
        with pytest.raises(errors.PaginationError):
            list(client.page(LIST))
        assert len(self.transport.requests) == 1

    def test_declared_servers_are_rebased(self, client: SyncClient) -> None:
        self.transport.answer(json={"things": [1], "next": "https://eu.api.test/v1/things?p=2"})
        self.transport.answer(json={"things": [2], "next": "/v1/things?p=3"})
        self.transport.answer(json={"things": [3]})
        edge = client.with_options(base_url="https://edge.test/mock/v1")
        assert list(edge.page(LIST)) == [1, 2, 3]
        assert [request.url for request in self.transport.requests] == [
            "https://edge.test/mock/v1/things",
            "https://edge.test/mock/v1/things?p=2",
            "https://edge.test/v1/things?p=3",
        ]

    @pytest.mark.parametrize("hops", [1, 2])
    def test_circles_are_noticed(self, hops: int, client: SyncClient) -> None:
        for n in range(hops + 2):
            self.transport.answer(json={"things": [n], "next": f"/v1/things?p={n % hops}"})
        with pytest.raises(errors.PaginationError):
            list(client.page(LIST))
        assert len(self.transport.requests) == hops + 1

    def test_credentials_and_options_go_with_every_page(self, client: SyncClient) -> None:
        self.pages([1], [2])
        list(client.page(LIST, RequestOptions(headers={"X": "1"}, timeout=Timeout(3))))
        for request in self.transport.requests:
            assert request.headers["authorization"].startswith("Basic ")
            assert request.headers["X"] == "1"
            assert request.timeout == Timeout(3)

    def test_an_error_on_a_later_page_is_the_same_error(self, client: SyncClient) -> None:
        self.pages([1], [2])
        self.transport._answers.pop()
        self.transport.answer(json={"code": 9, "message": "gone"}, status=404)
        with pytest.raises(errors.NotFoundError) as caught:
            list(client.page(LIST))
        assert caught.value.code == 9


class TestStreams:
    def test_items_as_they_arrive(self, recorded: Any) -> None:
        recorded.transport.answer(
            content=b'data: {"a": 1}\n\ndata: text\n\ndata: [DONE]\n\ndata: 3\n\n', content_type="text/event-stream"
        )

        def use(client: Any) -> Any:
            if not recorded.is_async:
                with client.stream(EVENTS) as events:
                    return list(events)

            async def gather() -> list[Any]:
                async with client.stream(EVENTS) as events:
                    return [event async for event in events]

            return gather()

        assert recorded(use) == [{"a": 1}, "text"]

    @pytest.mark.parametrize("kind", ["application/jsonl", "application/x-ndjson"])
    def test_json_lines(self, kind: str, recorded: Any) -> None:
        recorded.transport.answer(content=b'{"a": 1}\n2', content_type=kind)

        def use(client: Any) -> Any:
            if not recorded.is_async:
                return list(client.stream(EVENTS))

            async def gather() -> list[Any]:
                return [event async for event in client.stream(EVENTS)]

            return gather()

        assert recorded(use) == [{"a": 1}, 2]

    def test_an_error_is_raised_when_it_is_opened(self, recorded: Any) -> None:
        recorded.transport.answer(json={"message": "no"}, status=403)
        with pytest.raises(errors.ForbiddenError):
            recorded(lambda client: client.stream(EVENTS) if not recorded.is_async else _open(client.stream(EVENTS)))


async def _open(stream: Any) -> Any:
    return await stream


def test_pages_leave_nothing_behind(recorded: Any) -> None:
    """A codec is kept for ever, so one that was made for a page would be a leak."""

    def pages(count: int) -> int:
        for number in range(count):
            recorded.transport.answer(json={"things": [{"a": number}], "next": None})
            recorded(lambda client: client.page(LIST))
        return len(READER._done)

    before = pages(1)
    assert pages(5) == before
