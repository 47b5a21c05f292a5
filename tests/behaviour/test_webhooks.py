"""Webhooks and callbacks as a program receives them: over a connection, checked, typed by the event's name."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import http.client
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from .features import package
from .server import Server

SECRET = b"secret"


def is_signed(body: bytes, headers: Mapping[str, str]) -> bool:
    """A signature as services commonly make it."""
    return hmac.compare_digest(hmac.new(SECRET, body, hashlib.sha256).hexdigest(), headers.get("x-signature", ""))


def delivered(server: Server, body: bytes, **headers: str) -> tuple[bytes, dict[str, str]]:
    """Body and headers as the program's own server received them."""
    connection = http.client.HTTPConnection(server.origin.removeprefix("http://"))
    connection.request("POST", "/hook", body, {name.replace("_", "-"): value for name, value in headers.items()})
    connection.getresponse().read()
    connection.close()
    received = server.requests[-1]
    return received.body, dict(received.headers)


@pytest.mark.parametrize("client_name", ["WebhookEvents", "AsyncWebhookEvents"])
def test_a_signed_webhook_becomes_its_model(server: Server, client_name: str) -> None:
    sdk = package("webhook_events")
    webhooks: Any = getattr(sdk, client_name)(base_url=server.origin).webhooks
    payload = json.dumps({"id": 7, "name": "Rex"}).encode()
    signature = hmac.new(SECRET, payload, hashlib.sha256).hexdigest()
    body, headers = delivered(server, payload, X_Signature=signature, Content_Type="application/json")
    assert webhooks.parse("petAdded", body, headers=headers, verify=is_signed) == sdk.Pet(id=7, name="Rex")
    body, headers = delivered(server, payload + b" ", X_Signature=signature)
    with pytest.raises(sdk.SignatureError):
        webhooks.parse("petAdded", body, headers=headers, verify=is_signed)


def test_callbacks_forms_and_events_without_a_body() -> None:
    sdk = package("webhook_events")
    webhooks = sdk.WebhookEventsWebhooks()
    assert webhooks.events == ("petAdded", "ping", "onData", "createStream.petAdded")
    form = webhooks.parse(
        "petAdded", "id=7&name=Rex", headers={"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    )
    assert form.name == "Rex"
    assert webhooks.parse("ping", b"") is None
    moment = webhooks.parse("onData", b'{"at": "2024-02-03T04:05:06Z"}').at
    assert moment == dt.datetime(2024, 2, 3, 4, 5, 6, tzinfo=dt.UTC)
    assert webhooks.parse("createStream.petAdded", b"Rex", headers={"content-type": "text/plain"}) == "Rex"
    with pytest.raises(sdk.InvalidArgumentError, match="there is no webhook 'petGone'"):
        webhooks.parse("petGone", b"{}")


def test_the_client_is_usable_without_loading_webhooks() -> None:
    sdk = package("webhook_events")
    probe = (
        "import sys, webhook_events; webhook_events.WebhookEvents().streams;"
        "assert not [name for name in sys.modules if 'ebhooks' in name]"
    )
    folder = Path(sdk.__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", probe], cwd=folder, capture_output=True, text=True, check=False)
    assert done.stderr == ""
