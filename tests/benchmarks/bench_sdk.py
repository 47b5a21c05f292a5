"""Figures of the emitted Twilio Video SDK beside its HTTP library: `make bench`.

Each pair is measured in turns in one run, so that the noise of the machine hits both; figures are medians, with the
spread.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "generated" / "python_dataclass" / "twilio_video"
SAMPLES = ROOT / "tests" / "data" / "twilio" / "samples"
sys.path[:0] = [str(PACKAGE), str(ROOT)]


def interleaved(runs: int, **work: Callable[[], float]) -> dict[str, list[float]]:
    """Runs the functions in turns; each returns the seconds it wants counted."""
    results: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(runs):
        for name, function in work.items():
            results[name].append(function())
    return results


def show(title: str, seconds: list[float], unit: float, suffix: str) -> float:
    median = statistics.median(seconds)
    low, high = min(seconds), max(seconds)
    print(f"  {title:<44} {median * unit:9.2f} {suffix}   (min {low * unit:.2f}, max {high * unit:.2f})")
    return median


def cpu(function: Callable[[], object], count: int) -> float:
    """CPU seconds of one call, over `count` calls."""
    start = time.process_time()
    for _ in range(count):
        function()
    return (time.process_time() - start) / count


def wall(function: Callable[[], object]) -> float:
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def fresh(code: str) -> tuple[float, int]:
    """Seconds and modules of a statement in a fresh interpreter, beyond its start."""
    script = (
        "import sys, time; n = len(sys.modules); t = time.perf_counter();"
        f"{code}; print(time.perf_counter() - t, len(sys.modules) - n)"
    )
    out = subprocess.run([sys.executable, "-c", script], cwd=PACKAGE, capture_output=True, text=True, check=True).stdout
    seconds, modules = out.split()
    return float(seconds), int(modules)


def imports() -> None:
    print("import (fresh interpreter)")
    cases = {
        "httpx2": "import httpx2",
        "twilio_video": "import twilio_video",
        "twilio_video, client made": "import twilio_video; twilio_video.TwilioVideo(account_sid='a', auth_token='b')",
        "twilio_video beside httpx2, warmed up": (
            "import httpx2; n = len(sys.modules); t = time.perf_counter(); import twilio_video;"
            "twilio_video.TwilioVideo(account_sid='a', auth_token='b').warmup()"
        ),
    }
    modules = {}

    def run(name: str) -> float:
        seconds, modules[name] = fresh(cases[name])
        return seconds

    for name, seconds in interleaved(9, **{name: lambda name=name: run(name) for name in cases}).items():
        show(f"{name} ({modules[name]} modules)", seconds, 1e3, "ms")


class Memory:
    """A transport that answers at once from memory, and keeps the last request."""

    def __init__(self, package: Any, body: bytes) -> None:
        self.package = package
        self.body = body
        self.request: Any = None

    def send(self, request: Any) -> Any:
        self.request = request
        return self.package.Response(201, {"Content-Type": "application/json"}, self.body)

    def close(self) -> None:
        """Nothing to close."""


def calls() -> None:
    import twilio_video

    transport = Memory(twilio_video, (SAMPLES / "createRoom.201.json").read_bytes())
    client = twilio_video.TwilioVideo(account_sid="AC1", auth_token="t", transport=transport)
    client.rooms.create(unique_name="DailyStandup", type="group")
    request = transport.request

    print("one rooms.create, CPU, over a transport that answers from memory")
    results = interleaved(
        15,
        sdk=lambda: cpu(lambda: client.rooms.create(unique_name="DailyStandup", type="group"), 2000),
        transport=lambda: cpu(lambda: transport.send(request), 2000),
    )
    sdk = show("rooms.create", results["sdk"], 1e6, "µs")
    bare = show("the transport alone", results["transport"], 1e6, "µs")
    print(f"  {'over the transport':<44} {(sdk - bare) * 1e6:9.2f} µs   (aim: under 60)")


def listing() -> None:
    import httpx2
    import twilio_video

    from tests.behaviour.server import Answer, Received, Server

    room = json.loads((SAMPLES / "fetchRoom.200.json").read_bytes())
    with Server() as server:
        pages: list[bytes] = []
        for number in range(100):
            after = f"{server.origin}/v1/Rooms?Page={number + 1}" if number < 99 else None
            page = {"rooms": [room] * 100, "meta": {"key": "rooms", "next_page_url": after}}
            pages.append(json.dumps(page).encode())

        def answer(request: Received) -> Answer:
            number = int(dict(request.query).get("Page", "0"))
            return Answer(body=pages[number], headers={"Content-Type": "application/json"})

        server.fallback = answer
        base = server.origin + "/v1"

        def sdk() -> None:
            with twilio_video.TwilioVideo(account_sid="a", auth_token="b", base_url=base) as client:
                assert sum(1 for _ in client.rooms.list(page_size=100)) == 10_000

        def bare() -> None:
            with httpx2.Client(auth=("a", "b")) as client:
                url, seen = f"{base}/Rooms", 0
                while url:
                    page = json.loads(client.get(url).content)
                    seen += len(page["rooms"])
                    url = page["meta"]["next_page_url"]
                assert seen == 10_000

        print("10,000 rooms in 100 pages over loopback")
        results = interleaved(7, sdk=lambda: wall(sdk), bare=lambda: wall(bare))
        ours = show("rooms.list", results["sdk"], 1e3, "ms")
        theirs = show("httpx2 and json.loads", results["bare"], 1e3, "ms")
        print(f"  {'ratio':<44} {ours / theirs:9.2f}      (aim: under 2)")


def main(argv: list[str]) -> None:
    parts: dict[str, Callable[[], Any]] = {"imports": imports, "calls": calls, "listing": listing}
    for name in argv or parts:
        parts[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
