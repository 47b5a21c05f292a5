"""What the wire vectors cannot say of the Twilio Video SDK: its own types, options and credentials, in all three forms
of a client."""

from __future__ import annotations

import base64
import datetime as dt
import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import ACCOUNT, TOKEN
from .drivers import Driver
from .server import Answer, Server, json_answer

SAMPLES = Path(__file__).parents[1] / "data" / "twilio" / "samples"
INDEX = {entry["operationId"]: entry for entry in json.loads((SAMPLES / "index.json").read_text())}
Client = Callable[..., dict[str, Any]]
RM = "RM677b0a721c6c5b20c6a642575e62b61c"


def answer_of(operation: str) -> Answer:
    """The sample answer of an operation."""
    entry = INDEX[operation]
    body = (SAMPLES / entry["sample"]).read_bytes()
    return Answer(status=entry["status"], body=body, headers={"Content-Type": "application/json"})


def test_a_naive_datetime_is_refused(driver: Driver, server: Server, client: Client) -> None:
    with pytest.raises(ValueError, match=r"(?i)naive|time zone|timezone"):
        driver.items("rooms.list", date_created_after=dt.datetime(2024, 3, 1), client=client())
    assert server.requests == []


def test_members_and_wire_values_of_an_enum_are_the_same(
    driver: Driver, server: Server, client: Client, twilio: Any
) -> None:
    server.script += [answer_of("createRoom")] * 3
    for kind in ("group", twilio.RoomType.GROUP, twilio.RoomType("brand-new")):
        driver.call("rooms.create", type=kind, client=client())
    assert [request.form for request in server.requests] == [
        [("Type", "group")],
        [("Type", "group")],
        [("Type", "brand-new")],
    ]


def test_options_add_headers_query_and_body(driver: Driver, server: Server, client: Client, twilio: Any) -> None:
    server.script.append(answer_of("createRoom"))
    options = twilio.RequestOptions(headers={"X-Trace": "1"}, query={"Debug": "yes"}, body={"LargeRoom": "true"})
    driver.call("rooms.create", unique_name="x", options=options, client=client())
    (request,) = server.requests
    assert request.header("X-Trace") == "1"
    assert request.query == [("Debug", "yes")]
    assert sorted(request.form) == [("LargeRoom", "true"), ("UniqueName", "x")]


def test_credentials_come_from_the_environment_when_the_client_is_made(
    driver: Driver, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", "SKenv")
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "secret")
    server.script.append(answer_of("fetchRoom"))
    driver.call("rooms.fetch", RM, client={"base_url": server.origin + "/v1"})
    assert server.requests[0].header("Authorization") == "Basic " + base64.b64encode(b"SKenv:secret").decode()


def test_missing_credentials_name_the_argument_and_the_variable(
    driver: Driver, server: Server, monkeypatch: pytest.MonkeyPatch, twilio: Any
) -> None:
    monkeypatch.delenv("TWILIO_ACCOUNT_SID", raising=False)
    monkeypatch.delenv("TWILIO_AUTH_TOKEN", raising=False)
    with pytest.raises((twilio.TwilioVideoError, ValueError)) as caught:
        driver.call("rooms.fetch", RM, client={"base_url": server.origin + "/v1"})
    assert "account_sid" in str(caught.value)
    assert "TWILIO_ACCOUNT_SID" in str(caught.value)
    assert server.requests == []


def test_credentials_may_be_callables(driver: Driver, server: Server, client: Client) -> None:
    server.script += [answer_of("fetchRoom")] * 2
    tokens = iter(["one", "two"])

    def use(opened: Any) -> Any:
        if driver.kind != "async":
            return [opened.rooms.fetch(RM), opened.rooms.fetch(RM)]

        async def both() -> Any:
            return [await opened.rooms.fetch(RM), await opened.rooms.fetch(RM)]

        return both()

    driver.run(use, client(auth_token=lambda: next(tokens)))
    sent = [base64.b64decode((r.header("Authorization") or "")[6:]).decode() for r in server.requests]
    assert sent == [f"{ACCOUNT}:one", f"{ACCOUNT}:two"]


def test_no_secret_in_repr_or_pickle(driver: Driver, client: Client) -> None:
    def use(opened: Any) -> Any:
        assert TOKEN not in repr(opened)
        assert TOKEN not in repr(opened.rooms)
        with pytest.raises(TypeError) as caught:
            pickle.dumps(opened)
        assert TOKEN not in str(caught.value)

    driver.run(use, client())


def test_unknown_properties_and_enum_values_survive(
    driver: Driver, server: Server, client: Client, twilio: Any
) -> None:
    server.script.append(json_answer({"sid": RM, "status": "melting", "enable_turn": True, "links": {"x": "y"}}))
    room = driver.call("rooms.fetch", RM, client=client())
    status: Any = room.status
    assert (str(status), status.is_known, type(status)) == ("melting", False, twilio.RoomStatus)
    assert room.additional_properties == {"enable_turn": True}
    assert room.to_dict() == {"sid": RM, "status": "melting", "enable_turn": True, "links": {"x": "y"}}


def test_nulls_everywhere_do_not_fail(driver: Driver, server: Server, client: Client) -> None:
    names = json.loads((SAMPLES / "fetchRoom.200.json").read_bytes())
    server.script.append(json_answer(dict.fromkeys(names)))
    room = driver.call("rooms.fetch", RM, client=client())
    assert room.sid is None
    assert room.links is None


def test_values_of_the_wrong_type_are_kept(driver: Driver, server: Server, client: Client, twilio: Any) -> None:
    body = {"sid": 5, "date_created": "yesterday", "links": "none", "video_codecs": "VP8"}
    server.script += [json_answer(body), json_answer(body)]
    room = driver.call("rooms.fetch", RM, client=client())
    assert (room.sid, room.date_created, room.links, room.video_codecs) == (5, "yesterday", "none", "VP8")
    with pytest.raises(twilio.DecodeError, match=r"\$\.sid"):
        driver.call("rooms.fetch", RM, client=client(strict=True))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2015-07-30T20:00:00Z", dt.datetime(2015, 7, 30, 20, tzinfo=dt.UTC)),
        ("2015-07-30t20:00:00.1234567z", dt.datetime(2015, 7, 30, 20, 0, 0, 123456, tzinfo=dt.UTC)),
        ("2015-07-30T22:00:00+02:00", dt.datetime(2015, 7, 30, 20, tzinfo=dt.UTC)),
    ],
)
def test_every_rfc_3339_form_is_read(
    text: str, moment: dt.datetime, driver: Driver, server: Server, client: Client
) -> None:
    server.script.append(json_answer({"date_created": text}))
    room = driver.call("rooms.fetch", RM, client=client())
    assert room.date_created == moment
    assert room.date_created.tzinfo is not None
