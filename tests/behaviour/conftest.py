"""Fixtures: the committed Twilio Video SDK, a scripted server, and the three forms of a client."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .drivers import KINDS, Driver
from .server import Server

GENERATED = Path(__file__).parents[2] / "generated" / "python_dataclass"
ACCOUNT = "AC5483b13d69a2f0c27cfc03da9ce1b436"
TOKEN = "12345678901234567890123456789012"


@pytest.fixture(scope="session")
def twilio() -> Any:
    """The package `twilio_video` as it is committed."""
    root = str(GENERATED / "twilio_video")
    if root not in sys.path:
        sys.path.insert(0, root)
    return importlib.import_module("twilio_video")


@pytest.fixture
def server() -> Iterator[Server]:
    """A scripted server on loopback."""
    with Server() as running:
        yield running


@pytest.fixture(params=KINDS)
def driver(request: pytest.FixtureRequest, twilio: Any) -> Driver:
    """The Twilio SDK: sync over httpx2, sync over http.client, async."""
    return Driver(twilio, request.param, "TwilioVideo")


@pytest.fixture
def client(server: Server) -> Callable[..., dict[str, Any]]:
    """Keyword arguments of a client for the server."""

    def options(**more: Any) -> dict[str, Any]:
        return {"account_sid": ACCOUNT, "auth_token": TOKEN, "base_url": server.origin + "/v1", **more}

    return options
