"""Where operations are offered: resources, method names, and that no edit elsewhere moves them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from specloom.build import BuildOptions
from specloom.ir.api import Service
from specloom.ir.paging import NextUrl
from specloom.source import open_document

from tests.unit.documents import Built, build_source, built, operation


def call(path: str, method: str = "get", **members: Any) -> str:
    (found,) = built({"paths": operation(path, method, **members)}).calls.values()
    return found


@pytest.mark.parametrize(
    ("tag", "operation_id", "expected"),
    [
        ("Rooms", "listRooms", "rooms.list"),
        ("Rooms", "createRoom", "rooms.create"),
        ("Recordings", "listRoomRecordings", "recordings.list_room_recordings"),
        ("Recordings", "fetchRecordingSettings", "recordings.fetch_recording_settings"),
        ("Recording Rules", "fetchRecordingRules", "recording_rules.fetch"),
        ("Participants", "fetchSubscribeRules", "participants.fetch_subscribe_rules"),
        ("Compositions", "createCompositionSettings", "compositions.create_composition_settings"),
        ("pets", "getPetById", "pets.get_pet_by_id"),
        ("people", "listPeople", "people.list"),
        ("categories", "delete_category", "categories.delete"),
        ("Rooms", "roomSettings", "rooms.room_settings"),
        ("rooms", "rooms.list", "rooms.list"),
        ("rooms", "rooms_list", "rooms.list"),
        ("Rooms", "Rooms_listActive", "rooms.list_active"),
        ("rooms", "RoomsController_findAll", "rooms.find_all"),
        ("repos", "repos/list-for-org", "repos.list_for_org"),
        ("issues", "issues/list-issues", "issues.list"),
        ("buckets", "storage.buckets.list", "buckets.list"),
        ("projects", "cloud.projects.locations.list", "projects.locations.list"),
        ("admin.apps", "admin_apps_approve", "admin.apps.approve"),
        ("core_v1", "listCoreV1NamespacedPod", "core_v1.list_namespaced_pod"),
        ("Chat", "createChatCompletion", "chat.create_chat_completion"),
    ],
)
def test_a_method_is_the_operation_id_without_its_resource(tag: str, operation_id: str, expected: str) -> None:
    assert call("/x/{y}", tags=[tag], operationId=operation_id, parameters=[]) == expected


@pytest.mark.parametrize(
    ("operation_id", "expected"),
    [
        ("rooms.list", "rooms.list"),
        ("projects.rooms.list", "projects.rooms.list"),
        ("rooms/list-active", "rooms.list_active"),
        ("RoomsController_findAll", "rooms.find_all"),
        ("listThings", "things.list"),
        ("list_for_user", "things.list_for_user"),
    ],
)
def test_without_tags_the_operation_id_or_the_path_gives_the_resource(operation_id: str, expected: str) -> None:
    assert call("/api/v1/things/{id}", operationId=operation_id) == expected


def test_what_fastapi_appends_is_left_out() -> None:
    path, id_ = "/claims/{claim_id}", "delete_claim_claims__claim_id__delete"
    assert call(path, "delete", operationId=id_, tags=["claims"]) == "claims.delete"


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("get", "/v1/rooms", "rooms.list"),
        ("get", "/api/v2/rooms/{id}", "rooms.get"),
        ("post", "/rooms", "rooms.create"),
        ("put", "/rooms/{id}", "rooms.replace"),
        ("patch", "/rooms/{id}", "rooms.update"),
        ("delete", "/rooms/{id}", "rooms.delete"),
        ("head", "/rooms/{id}", "rooms.head"),
        ("get", "/status", "status.get"),
        ("get", "/rooms/{id}/participants", "rooms.list_participants"),
        ("get", "/rooms/{id}/participants/{pid}", "rooms.get_participant"),
        ("post", "/rooms/{id}/cancel", "rooms.cancel"),
        ("post", "/rooms/{id}/login_links", "rooms.create_login_link"),
        ("get", "/pets/findByStatus", "pets.find_by_status"),
        ("post", "/v1/jobs/{id}:cancel", "jobs.cancel"),
        ("get", "/{id}", "default.get"),
        ("get", "/", "default.get"),
    ],
)
def test_without_an_operation_id_method_and_path_name_it(method: str, path: str, expected: str) -> None:
    assert call(path, method) == expected


@pytest.mark.parametrize(
    ("method", "path", "operation_id", "expected"),
    [
        ("get", "/v1/accounts", "GetAccounts", "accounts.list"),
        ("get", "/v1/accounts/{account}", "GetAccountsAccount", "accounts.get"),
        ("post", "/v1/accounts/{account}/capture", "PostAccountsAccountCapture", "accounts.capture"),
        ("get", "/rooms", "getRooms", "rooms.get"),
    ],
)
def test_an_operation_id_made_of_method_and_path_counts_as_none(
    method: str, path: str, operation_id: str, expected: str
) -> None:
    assert call(path, method, operationId=operation_id) == expected


def rooms(**ids: str) -> dict[str, Any]:
    return {
        "paths": {
            f"/{key}": {"get": {"operationId": operation_id, "tags": ["Rooms"]}} for key, operation_id in ids.items()
        }
    }


def test_two_that_want_one_name_both_use_the_whole_id() -> None:
    assert built(rooms(a="listRoom", b="listRooms", c="createRoom")).calls == {
        "listRoom": "rooms.list_room",
        "listRooms": "rooms.list_rooms",
        "createRoom": "rooms.create",
    }


def test_the_whole_id_of_one_may_be_the_verb_of_another() -> None:
    assert built(rooms(a="list", b="listRooms")).calls == {"list": "rooms.list", "listRooms": "rooms.list_rooms"}


def test_ids_that_split_into_the_same_words_stay_apart() -> None:
    calls = built(rooms(a="find_all", b="findAll", c="find-all")).calls
    assert len(set(calls.values())) == 3


def test_an_operation_elsewhere_moves_no_name() -> None:
    document = rooms(a="listRooms", b="fetchRoom")
    before = built(document).calls
    document["paths"] |= operation("/other", tags=["Participants"], operationId="listParticipants")
    document["paths"] = operation("/first", tags=["Rooms"], operationId="countRooms") | document["paths"]
    after = built(document).calls
    assert {key: after[key] for key in before} == before


def test_names_given_before_are_kept() -> None:
    before = built(rooms(a="listRooms"))
    after = built(rooms(b="listRoom", a="listRooms"), BuildOptions(lock=before.lock))
    assert after.calls == {"listRooms": "rooms.list", "listRoom": "rooms.list_room"}
    again = built(rooms(a="listRooms"), BuildOptions(lock=after.lock))
    assert again.lock == before.lock


def test_configuration_gives_any_name() -> None:
    document = rooms(a="listRooms") | {"paths": rooms(a="listRooms")["paths"] | operation("/x/{y}")}
    options = BuildOptions(methods={"listRooms": "video.rooms.all", "GET /x/{y}": "x.look"})
    assert built(document, options).calls == {"listRooms": "video.rooms.all", "GET /x/{y}": "x.look"}


def test_every_name_says_which_rule_chose_it() -> None:
    document = rooms(a="listRooms", b="makeNoise") | {
        "paths": rooms(a="listRooms", b="makeNoise")["paths"] | operation("/x")
    }
    found = built(document, BuildOptions(methods={"makeNoise": "rooms.noise"})).api.operations
    assert [o.name.rule for o in found.values()] == ["the verb of the operationId", "configuration", "method and path"]


def services(result: Built) -> list[Service]:
    return list(result.api.root.children)


def test_resources_stand_in_the_order_of_the_tags_and_carry_their_texts() -> None:
    tags = [
        {"name": "Unused"},
        {"name": "Rooms", "summary": "Rooms.", "description": "All of *them*.", "externalDocs": {"url": "https://x"}},
    ]
    paths = operation("/b", operationId="b", tags=["Other"]) | operation("/a", operationId="a", tags=["Rooms"])
    first, second = services(built({"tags": tags, "paths": paths}))
    assert [first.name.wire, second.name.wire] == ["Rooms", "Other"]
    assert (first.docs.summary, first.docs.body, first.docs.link) == ("Rooms.", "All of *them*.", "https://x")
    assert first.origin.pointer == "/tags/1"


def test_tags_nest_below_their_parents() -> None:
    tags = [{"name": "Video"}, {"name": "Rooms", "parent": "Video"}, {"name": "Loop", "parent": "Loop"}]
    paths = operation("/a", operationId="listRooms", tags=["Rooms"]) | operation("/b", operationId="x", tags=["Loop"])
    assert built({"tags": tags, "paths": paths}).calls == {"listRooms": "video.rooms.list", "x": "loop.x"}


def test_tags_of_the_same_words_are_one_resource() -> None:
    paths = operation("/a", operationId="a", tags=["Room Sets"]) | operation("/b", operationId="b", tags=["room_sets"])
    (only,) = services(built({"paths": paths}))
    assert only.operations == ("a", "b")


TWILIO = """
listRooms rooms.list
createRoom rooms.create
fetchRoom rooms.fetch
updateRoom rooms.update
listParticipants participants.list
fetchParticipant participants.fetch
updateParticipant participants.update
listPublishedTracks participants.list_published_tracks
fetchSubscribeRules participants.fetch_subscribe_rules
updateSubscribeRules participants.update_subscribe_rules
listRoomRecordings recordings.list_room_recordings
fetchRecordingRules recording_rules.fetch
updateRecordingRules recording_rules.update
fetchRecording recordings.fetch
deleteRecording recordings.delete
listCompositions compositions.list
createComposition compositions.create
fetchComposition compositions.fetch
deleteComposition compositions.delete
listCompositionHooks composition_hooks.list
createCompositionHook composition_hooks.create
fetchCompositionHook composition_hooks.fetch
updateCompositionHook composition_hooks.update
deleteCompositionHook composition_hooks.delete
fetchCompositionSettings compositions.fetch_composition_settings
createCompositionSettings compositions.create_composition_settings
fetchRecordingSettings recordings.fetch_recording_settings
createRecordingSettings recordings.create_recording_settings
"""


def test_the_twilio_document(root: Path) -> None:
    """Every call of the committed SDK, and the six lists that are paged."""
    result = build_source(open_document(root / "spec" / "twilio_video_v1.yaml"))
    lines = [line.partition(" ") for line in TWILIO.strip().splitlines()]
    assert result.calls == {name: call for name, _, call in lines}
    pages = {o.id: o.pagination for o in result.api.operations.values() if o.pagination is not None}
    assert {key: (page.items, page.next) for key, page in pages.items() if isinstance(page, NextUrl)} == {
        "listRooms": (("rooms",), ("meta", "next_page_url")),
        "listParticipants": (("participants",), ("meta", "next_page_url")),
        "listPublishedTracks": (("published_tracks",), ("meta", "next_page_url")),
        "listRoomRecordings": (("recordings",), ("meta", "next_page_url")),
        "listCompositions": (("compositions",), ("meta", "next_page_url")),
        "listCompositionHooks": (("composition_hooks",), ("meta", "next_page_url")),
    }
    assert len(pages) == 6
    assert (result.coverage, result.codes) == ((), ())
