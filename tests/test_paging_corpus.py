"""Pages in documents of the corpus: how many operations are paged and how, that every one says why or why not, and for
each kind of paging one operation that is asked for all of its items."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import specloom
from specloom.build import BuildOptions, build
from specloom.config import Config, Target
from specloom.diagnostics import Report
from specloom.source import SourceOptions, open_document

from tests.behaviour.server import Server, json_answer
from tests.corpus.documents import corpus_folder
from tests.harness.emit import write
from tests.harness.packs import PACKS
from tests.harness.process import Process
from tests.needs import missing

PACK = PACKS["python_dataclass"]


def document(path: str) -> Path:
    """A document of the corpus."""
    found = corpus_folder() / path
    if not found.is_file():
        missing(f"{found} (SPECLOOM_CORPUS)")
    return found


COUNTS: Mapping[str, Mapping[str, int]] = {
    "apis-guru-google/googleapis.com__calendar__v3__openapi.yaml": {"CursorPages": 5},
    "apis-guru-google/googleapis.com__drive__v3__openapi.yaml": {"CursorPages": 8},
    "apis-guru/listennotes.com__2.0__openapi.yaml": {"NumberedPages": 2, "OffsetPages": 1},
    "clerk/bapi-2026-05-12.yml": {"OffsetPages": 37},
    "github-rest/api.github.com.json": {"LinkHeader": 204, "NumberedPages": 65},
    "kubernetes/v3__apis_batch_v1.json": {"CursorPages": 4},
    "netlify/swagger.yml": {"NumberedPages": 11},
    "slack/slack_web_openapi_v2.json": {"CursorPages": 7, "NumberedPages": 1},
    "spotify/official-spotify-open-api.yml": {"NextUrl": 21},
    "stripe/spec3.yaml": {"CursorPages": 107},
    "twilio/twilio_video_v1.yaml": {"NextUrl": 9},
}


@pytest.mark.parametrize("path", COUNTS)
def test_what_is_paged_and_that_everything_says_why(path: str) -> None:
    source = open_document(document(path), options=SourceOptions(validate=False))
    operations = build(source.root, BuildOptions(), Report()).api.operations.values()
    assert Counter(type(one.pagination).__name__ for one in operations if one.pagination) == COUNTS[path]
    for one in operations:
        assert one.pagination_note.startswith("paged: " if one.pagination else "not paged: "), one.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An operation of a document, two pages that it answers, and what has to be asked for the second. `@` in an answer
    stands for the address of the server."""

    path: str
    operation: str
    first: Any
    second: Any
    asked: tuple[tuple[str, str], ...]
    items: list[Any]
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])


CASES = {
    "link header": Case(
        path="github-rest/api.github.com.json",
        operation="issues/list-labels-for-repo",
        arguments={"path:owner": "o", "path:repo": "r"},
        first=[{"name": "a"}],
        headers={"Link": '<@/repositories/1/labels?per_page=1&page=2>; rel="next"'},
        second=[{"name": "b"}],
        asked=(("per_page", "1"), ("page", "2")),
        items=["a", "b"],
    ),
    "id of the last item": Case(
        path="stripe/spec3.yaml",
        operation="GetCountrySpecs",
        first={"data": [{"id": "DE"}, {"id": "FR"}], "has_more": True, "object": "list", "url": "/v1/x"},
        second={"data": [{"id": "US"}], "has_more": False, "object": "list", "url": "/v1/x"},
        asked=(("starting_after", "FR"),),
        items=["DE", "FR", "US"],
    ),
    "cursor inside of the answer": Case(
        path="slack/slack_web_openapi_v2.json",
        operation="conversations_list",
        arguments={"query:token": "xoxb"},
        first={"channels": [{"name": "a"}], "ok": True, "response_metadata": {"next_cursor": "dGVhbQ=="}},
        second={"channels": [{"name": "b"}], "ok": True, "response_metadata": {"next_cursor": ""}},
        asked=(("token", "xoxb"), ("cursor", "dGVhbQ==")),
        items=["a", "b"],
    ),
    "page token": Case(
        path="apis-guru-google/googleapis.com__drive__v3__openapi.yaml",
        operation="drive.changes.list",
        arguments={"query:pageToken": "1"},
        first={"changes": [{"fileId": "a"}], "nextPageToken": "t/2"},
        second={"changes": [{"fileId": "b"}]},
        asked=(("pageToken", "t/2"),),
        items=["a", "b"],
    ),
    "continue": Case(
        path="kubernetes/v3__apis_batch_v1.json",
        operation="listBatchV1JobForAllNamespaces",
        first={"items": [{"kind": "a"}], "metadata": {"continue": "c=="}},
        second={"items": [{"kind": "b"}], "metadata": {"continue": ""}},
        asked=(("continue", "c=="),),
        items=["a", "b"],
    ),
    "URL": Case(
        path="twilio/twilio_video_v1.yaml",
        operation="ListRoom",
        first={"rooms": [{"sid": "a"}], "meta": {"next_page_url": "@/v1/Rooms?PageToken=PT2"}},
        second={"rooms": [{"sid": "b"}], "meta": {"next_page_url": None}},
        asked=(("PageToken", "PT2"),),
        items=["a", "b"],
    ),
    "offset": Case(
        path="apis-guru/listennotes.com__2.0__openapi.yaml",
        operation="search",
        arguments={"query:q": "x", "header:X-ListenAPI-Key": "k"},
        first={"results": [{"id": "a"}, {"id": "b"}], "total": 3, "next_offset": 2},
        second={"results": [{"id": "c"}], "total": 3, "next_offset": 3},
        asked=(("q", "x"), ("offset", "2")),
        items=["a", "b", "c"],
    ),
    "page number": Case(
        path="netlify/swagger.yml",
        operation="listSites",
        first=[{"id": "a"}],
        second=[],
        asked=(("page", "2"),),
        items=["a"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_all_pages_are_asked_for(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    config = replace(Config(), document=str(document(case.path)), include=(case.operation,))
    made = specloom.generate(config=replace(config, targets=(Target(pack=PACK.name),)))
    write({file.path: file.data for file in made.files}, tmp_path)
    surface = json.loads((tmp_path / "surface.json").read_text(encoding="utf-8"))
    (described,) = surface["operations"]
    credentials: dict[str, dict[str, str]] = {}
    for one in surface["credentials"]:
        if one["part"] in ("token", "username", "password"):
            credentials.setdefault(one["scheme"], {})[one["part"]] = "secret"
    with Server() as server, Process(PACK.command(tmp_path)) as harness:
        first, second = (json.loads(json.dumps(page).replace("@", server.origin)) for page in (case.first, case.second))
        headers = {name: value.replace("@", server.origin) for name, value in case.headers.items()}
        server.script += [json_answer(first, headers=headers), json_answer(second)]
        answer = harness.call(
            {
                "client": {"base_url": server.origin, "credentials": credentials},
                "operation": described["pointer"],
                "arguments": [
                    dict(zip(("in", "wire"), name.split(":"), strict=True), value=value)
                    for name, value in case.arguments.items()
                ],
                "mode": "items",
            }
        )
        assert "error" not in answer, answer["error"]
        assert [next(iter(item.values())) for item in answer["value"]] == case.items
        assert [tuple(request.query) for request in server.requests[1:]] == [case.asked]
