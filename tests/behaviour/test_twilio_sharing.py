"""One client in many threads, one async client in several event loops, proxies, and the testing transport."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from .conftest import GENERATED
from .drivers import Driver
from .server import Received, Server, json_answer

Client = Callable[..., dict[str, Any]]


def echo_sid(request: Received) -> Any:
    return json_answer({"sid": request.raw_path.rsplit("/", 1)[-1]})


def test_sixteen_threads_share_a_client(driver: Driver, server: Server, client: Client) -> None:
    if driver.kind == "async":
        return_concurrently(driver, server, client)
        return
    server.fallback = echo_sid
    start = threading.Barrier(16)

    def work(opened: Any, thread: int) -> list[str]:
        start.wait(10)
        return [opened.rooms.fetch(f"R{thread}-{turn}").sid for turn in range(20)]

    with driver.opened(**client()) as opened, ThreadPoolExecutor(16) as pool:
        results = list(pool.map(partial(work, opened), range(16)))
    assert results == [[f"R{thread}-{turn}" for turn in range(20)] for thread in range(16)]
    assert len(server.requests) == 320


def return_concurrently(driver: Driver, server: Server, client: Client) -> None:
    """The async form of the test above: 320 calls at once on one client."""
    server.fallback = echo_sid
    names = [f"R{number}" for number in range(320)]

    def use(opened: Any) -> Any:
        async def all_at_once() -> Any:
            return await asyncio.gather(*(opened.rooms.fetch(name) for name in names))

        return all_at_once()

    assert [room.sid for room in driver.run(use, client())] == names


def test_an_async_client_works_in_three_event_loops(twilio: Any, server: Server, client: Client) -> None:
    server.fallback = echo_sid
    opened = twilio.AsyncTwilioVideo(**client())

    async def fetch(name: str) -> str:
        return str((await opened.rooms.fetch(name)).sid)

    assert [asyncio.run(fetch(name)) for name in ("a", "b", "c")] == ["a", "b", "c"]
    asyncio.run(opened.close())


def test_a_client_can_be_used_in_two_with_blocks_of_copies(driver: Driver, server: Server, client: Client) -> None:
    server.fallback = echo_sid

    def use(opened: Any) -> Any:
        if driver.kind != "async":
            with opened.with_options(max_retries=0) as copy:
                copy.rooms.fetch("a")
            return opened.rooms.fetch("b")

        async def both() -> Any:
            async with opened.with_options(max_retries=0) as copy:
                await copy.rooms.fetch("a")
            return await opened.rooms.fetch("b")

        return both()

    assert driver.run(use, client()).sid == "b"


def test_a_proxy_is_used(driver: Driver, server: Server, client: Client) -> None:
    """A plain-HTTP request through a proxy carries the whole URL as its target."""
    server.fallback = json_answer({"sid": "through"})
    settings = client(base_url="http://video.invalid/v1", proxy=server.origin)
    assert driver.call("rooms.fetch", "x", client=settings).sid == "through"
    assert server.requests[0].target == "http://video.invalid/v1/Rooms/x"


def test_hooks_see_every_request_and_response(driver: Driver, server: Server, client: Client) -> None:
    seen: list[tuple[str, Any]] = []
    server.script += [json_answer({}, 500, headers={"Retry-After": "0"}), json_answer({"sid": "x"})]

    def before(request: Any) -> None:
        seen.append(("request", request.method))

    def after(response: Any) -> None:
        seen.append(("response", response.status_code))

    settings = client(before_request=before, after_response=after)
    driver.call("rooms.fetch", "x", client=settings)
    assert seen == [("request", "GET"), ("response", 500), ("request", "GET"), ("response", 200)]


def test_importing_loads_no_model_and_no_http_library() -> None:
    """In a fresh interpreter: nothing of httpx2, no model, no resource before they are used."""
    code = (
        "import sys; before = set(sys.modules); import twilio_video; "
        "new = set(sys.modules) - before; "
        "bad = [m for m in new if m.startswith(('httpx2', 'httpcore', 'http.', 'ssl', 'asyncio', "
        "'twilio_video.models.', 'twilio_video.resources.'))]; "
        "assert not bad, bad; client = twilio_video.TwilioVideo(account_sid='a', auth_token='b'); "
        "assert 'twilio_video.resources.rooms' not in sys.modules; client.rooms; "
        "assert 'twilio_video.resources.rooms' in sys.modules; assert 'httpx2' not in sys.modules"
    )
    root = GENERATED / "twilio_video"
    result = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_the_package_is_small() -> None:
    files = [
        path for path in (GENERATED / "twilio_video").rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ]
    assert sum(path.stat().st_size for path in files) < 1_000_000
