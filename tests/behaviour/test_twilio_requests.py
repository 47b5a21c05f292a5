"""What the Twilio Video SDK puts on the wire: every operation, and every encoding rule, in all three forms of a
client."""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import json
import pickle
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from specloom.source.plain import is_array, is_object

from .conftest import ACCOUNT, TOKEN
from .drivers import Driver, reach
from .server import Answer, Server, json_answer

VECTORS = json.loads((Path(__file__).parents[1] / "wire" / "twilio_video_requests.json").read_text())["requests"]
SAMPLES = Path(__file__).parents[1] / "data" / "twilio" / "samples"
INDEX = {entry["operationId"]: entry for entry in json.loads((SAMPLES / "index.json").read_text())}
Client = Callable[..., dict[str, Any]]
RM = "RM677b0a721c6c5b20c6a642575e62b61c"


def value(raw: Any) -> Any:
    """An argument as a user would give it."""
    return dt.datetime.fromisoformat(raw["$datetime"]) if is_object(raw) and "$datetime" in raw else raw


def answer_of(operation: str, official: bool = False) -> Answer:
    """The sample answer of an operation."""
    entry = INDEX[operation]
    name, status = (
        (entry.get("official_shape_sample"), entry.get("official_status"))
        if official
        else (entry.get("sample"), entry["status"])
    )
    if not name:
        return Answer(status=status or entry["status"])
    return Answer(status=status, body=(SAMPLES / name).read_bytes(), headers={"Content-Type": "application/json"})


def normal(pairs: Iterable[tuple[str, str]], json_fields: list[str]) -> list[tuple[str, Any]]:
    """Pairs sorted by name, repeated names in their order, JSON texts as data."""
    decoded = [(name, json.loads(text) if name in json_fields else text) for name, text in pairs]
    return sorted(decoded, key=lambda pair: pair[0])


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["operation"] for vector in VECTORS])
def test_every_operation_sends_what_twilio_expects(
    vector: dict[str, Any], driver: Driver, server: Server, client: Client
) -> None:
    server.script.append(answer_of(vector["operation"]))
    kwargs = {name: value(raw) for name, raw in vector["kwargs"].items()}
    driver.call(vector["call"], *vector["args"], client=client(), **kwargs)

    (request,) = server.requests
    assert (request.method, request.raw_path) == (vector["method"], vector["path"])
    assert normal(request.query, []) == normal([tuple(pair) for pair in vector["query"]], [])
    if vector["form"] is None:
        assert request.body == b""
        assert request.header("Content-Type") is None
    else:
        assert request.header("Content-Type") == "application/x-www-form-urlencoded"
        assert normal(request.form, vector["json_fields"]) == normal(
            [tuple(pair) for pair in vector["form"]], vector["json_fields"]
        )
    expected = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
    assert request.header("Authorization") == f"Basic {expected}"
    agent = request.header("User-Agent") or ""
    assert "twilio_video" in agent or "twilio-video" in agent


def test_a_space_in_a_form_is_a_plus(driver: Driver, server: Server, client: Client) -> None:
    server.script.append(answer_of("createRoom"))
    driver.call("rooms.create", unique_name="a b+c&d=é", client=client())
    assert server.requests[0].body == b"UniqueName=a+b%2Bc%26d%3D%C3%A9"


def test_defaults_of_the_document_are_never_sent(driver: Driver, server: Server, client: Client) -> None:
    server.script += [answer_of("createRoom"), answer_of("updateCompositionHook")]
    driver.call("rooms.create", client=client())
    driver.call("composition_hooks.update", "HK1", friendly_name="x", client=client())
    empty, hook = server.requests
    assert empty.body == b""
    assert empty.header("Content-Length") == "0"
    assert hook.form == [("FriendlyName", "x")]


@pytest.mark.parametrize(
    ("name", "encoded"),
    [
        ("my room", "my%20room"),
        ("a/b", "a%2Fb"),
        ("a/b#c", "a%2Fb%23c"),
        ("q?x=1", "q%3Fx%3D1"),
        ("h#1", "h%231"),
        ("ü", "%C3%BC"),
        ("100%", "100%25"),
        ("a+b", "a%2Bb"),
        ("...", "..."),
        ("-._~", "-._~"),
    ],
)
def test_a_room_name_is_one_path_segment(
    name: str, encoded: str, driver: Driver, server: Server, client: Client
) -> None:
    server.script.append(answer_of("fetchRoom"))
    driver.call("rooms.fetch", name, client=client())
    assert server.requests[0].target == f"/v1/Rooms/{encoded}"


@pytest.mark.parametrize("name", ["", ".", ".."])
def test_a_segment_that_would_name_another_resource_is_refused(
    name: str, driver: Driver, server: Server, client: Client
) -> None:
    with pytest.raises(ValueError, match=r"RoomSid|room_sid"):
        driver.call("rooms.fetch", name, client=client())
    assert server.requests == []


def test_a_naive_datetime_is_refused(driver: Driver, server: Server, client: Client) -> None:
    with pytest.raises(ValueError, match=r"(?i)naive|time zone|timezone"):
        driver.items("rooms.list", date_created_after=dt.datetime(2024, 3, 1), client=client())
    assert server.requests == []


@pytest.mark.parametrize(
    ("rules", "sent"),
    [
        ([{"type": "include", "all": True}], [{"type": "include", "all": True}]),
        ('[{"type": "include", "all": true}]', [{"type": "include", "all": True}]),
        ([], []),
    ],
    ids=["list", "text", "empty"],
)
def test_rules_are_one_json_text(rules: Any, sent: Any, driver: Driver, server: Server, client: Client) -> None:
    server.script.append(Answer(status=200))
    driver.call("recording_rules.update", RM, rules=rules, client=client())
    ((name, text),) = server.requests[0].form
    assert name == "Rules"
    assert json.loads(text) == sent


def test_an_empty_text_is_sent_and_an_empty_list_is_not(driver: Driver, server: Server, client: Client) -> None:
    server.script.append(answer_of("createRoom"))
    driver.call("rooms.create", unique_name="", video_codecs=[], client=client())
    assert server.requests[0].form == [("UniqueName", "")]


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


def test_a_header_with_a_line_break_is_refused(driver: Driver, server: Server, client: Client, twilio: Any) -> None:
    options = twilio.RequestOptions(headers={"X-Trace": "1\r\nX-Evil: 1"})
    with pytest.raises(ValueError, match="X-Trace"):
        driver.call("rooms.fetch", RM, options=options, client=client())
    assert server.requests == []


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


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["operation"] for vector in VECTORS])
@pytest.mark.parametrize("official", [False, True], ids=["document", "service"])
def test_every_sample_decodes(
    vector: dict[str, Any], official: bool, twilio: Any, server: Server, client: Client
) -> None:
    """Samples in both shapes: 202 for 200, bodies where none is declared, nulls nearly everywhere."""
    operation = vector["operation"]
    answer = answer_of(operation, official)
    server.script.append(answer)
    driver = Driver(twilio, "http.client", "TwilioVideo")
    kwargs = {name: value(raw) for name, raw in vector["kwargs"].items()}
    result = driver.run(
        lambda opened: reach(opened.with_raw_response, vector["call"])(*vector["args"], **kwargs), client()
    )
    assert result.status_code == answer.status
    assert result.content == answer.body
    declared = INDEX[operation]["declared_body"]
    if not declared:
        assert result.value is None
        return
    body = json.loads(answer.body)
    if operation.startswith("list"):
        key = body["meta"]["key"]
        assert [without_nulls(item.to_dict()) for item in result.value.items] == [
            without_nulls(item) for item in body[key]
        ]
        assert len(result.value.items) == len(body[key])
    else:
        assert without_nulls(result.value.to_dict()) == without_nulls(body)
        assert result.value.from_json(result.value.to_json()) == result.value


def without_nulls(data: Any) -> Any:
    """Null and absent read alike."""
    if is_object(data):
        return {key: without_nulls(item) for key, item in data.items() if item is not None}
    return [without_nulls(item) for item in data] if is_array(data) else data


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


@pytest.mark.parametrize("body", [b"", b"ignored", b'{"sid": "x"}'])
def test_a_body_where_none_is_declared_is_tolerated(
    body: bytes, driver: Driver, server: Server, client: Client
) -> None:
    server.script.append(Answer(status=200, body=body, headers={"Content-Type": "application/json"}))
    assert driver.call("recording_rules.update", RM, rules="[]", client=client()) is None


@pytest.mark.parametrize("headers", [{}, {"Content-Length": "0"}])
def test_deletes_return_nothing(headers: dict[str, str], driver: Driver, server: Server, client: Client) -> None:
    server.script.append(Answer(status=204, headers=headers))
    assert driver.call("recordings.delete", "RT1", client=client()) is None


def test_a_gzip_body_is_decoded(driver: Driver, server: Server, client: Client) -> None:
    body = gzip.compress(json.dumps({"sid": RM}).encode())
    server.script.append(Answer(body=body, headers={"Content-Type": "application/json", "Content-Encoding": "gzip"}))
    assert driver.call("rooms.fetch", RM, client=client()).sid == RM


def test_a_body_that_is_not_json_is_a_decode_error(driver: Driver, server: Server, client: Client, twilio: Any) -> None:
    server.script.append(Answer(body=b"<html>", headers={"Content-Type": "application/json"}))
    with pytest.raises(twilio.DecodeError):
        driver.call("rooms.fetch", RM, client=client())
