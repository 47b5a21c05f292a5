"""Bodies, parts of forms, and responses."""

from __future__ import annotations

from typing import Any

import pytest
from specloom.ir.contents import Content, Encoding, Part
from specloom.ir.parameters import Style
from specloom.ir.types import ArrayType, Ref, ScalarKind, ScalarType

from tests.unit.documents import Built, built, json_answer, operation

STRING = ScalarType(kind=ScalarKind.STRING)
BINARY = ScalarType(kind=ScalarKind.STRING, format="binary")
OBJECT: dict[str, Any] = {"type": "object", "properties": {"a": {"type": "string"}}}


def with_body(content: dict[str, Any], **members: Any) -> Built:
    return built({"paths": operation("/a", "post", requestBody={"content": content, **members})})


def contents(content: dict[str, Any]) -> tuple[Content, ...]:
    body = with_body(content).only.body
    assert body is not None
    return body.contents


@pytest.mark.parametrize(
    ("media_type", "encoding"),
    [
        ("application/json", Encoding.JSON),
        ("application/json; charset=utf-8", Encoding.JSON),
        ("Application/Problem+JSON", Encoding.JSON),
        ("application/merge-patch+json", Encoding.JSON),
        ("*/*", Encoding.JSON),
        ("application/x-www-form-urlencoded", Encoding.FORM),
        ("multipart/form-data", Encoding.MULTIPART),
        ("multipart/mixed", Encoding.MULTIPART),
        ("application/xml", Encoding.XML),
        ("application/atom+xml", Encoding.XML),
        ("text/event-stream", Encoding.EVENT_STREAM),
        ("application/x-ndjson", Encoding.JSON_LINES),
        ("application/jsonl", Encoding.JSON_LINES),
        ("application/json-seq", Encoding.JSON_SEQ),
        ("application/geo+json-seq", Encoding.JSON_SEQ),
        ("text/plain", Encoding.TEXT),
        ("application/octet-stream", Encoding.BYTES),
        ("image/svg+xml", Encoding.BYTES),
        ("application/vnd.unknown", Encoding.BYTES),
    ],
)
def test_a_media_type_says_how_it_is_written(media_type: str, encoding: Encoding) -> None:
    assert [c.encoding for c in contents({media_type: {"schema": OBJECT}})] == [encoding]


def test_a_wildcard_without_structure_is_bytes() -> None:
    (content,) = contents({"*/*": {"schema": {"type": "string", "format": "binary"}}})
    assert (content.encoding, content.type) == (Encoding.BYTES, BINARY)


def test_contents_stand_best_first() -> None:
    names = [
        "application/octet-stream",
        "text/plain",
        "multipart/form-data",
        "application/json; version=2",
        "application/x-www-form-urlencoded",
        "application/hal+json",
        "application/json",
    ]
    assert [c.media_type for c in contents({name: {"schema": OBJECT} for name in names})] == [
        "application/json",
        "application/json; version=2",
        "application/hal+json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "text/plain",
        "application/octet-stream",
    ]


def test_structure_in_an_unknown_media_type_is_reported() -> None:
    result = with_body({"application/vnd.unknown": {"schema": OBJECT}})
    assert [entry.code for entry in result.coverage] == ["unsupported-media-type"]


@pytest.mark.parametrize(
    ("more", "schema", "kept"),
    [
        ({}, {"type": "object", "properties": {}, "additionalProperties": False}, False),
        ({}, {"type": "object", "additionalProperties": False}, False),
        ({"required": True}, {"type": "object", "additionalProperties": False}, True),
        ({}, {"type": "object", "properties": {}}, True),
    ],
)
def test_an_optional_form_without_fields_is_no_body(more: Any, schema: Any, kept: bool) -> None:
    body = {"content": {"application/x-www-form-urlencoded": {"schema": schema}}, **more}
    only = built({"paths": operation("/a", "post", requestBody=body)}).only
    assert (only.body is not None) == kept


def test_an_answer_is_not_asked_for_in_a_notation_that_is_not_read() -> None:
    pod = {"schema": {"$ref": "#/components/schemas/Pod"}}
    names = ("application/yaml", "application/json", "application/vnd.unknown.protobuf")
    log = {"schema": {"type": "string"}}
    report = {"application/json": pod, "text/csv": log, "application/x-tar": {"schema": {"type": "object"}}}
    answers = {
        "200": {"description": "", "content": dict.fromkeys(names, pod)},
        "201": {"description": "", "content": report},
        "202": {"description": "", "content": {"text/plain": log, "application/x-tar": log}},
    }
    result = built({"paths": operation("/a", responses=answers), "components": {"schemas": {"Pod": OBJECT}}})
    whole, other, text = result.only.responses
    assert [c.media_type for c in whole.contents] == ["application/json"]
    assert [c.media_type for c in other.contents] == ["application/json", "text/csv", "application/x-tar"]
    assert [c.media_type for c in text.contents] == ["text/plain"]
    assert result.codes == ("media-type-not-asked-for", "media-type-not-asked-for")
    assert result.coverage == ()


def test_an_error_under_the_type_of_a_file_is_json_too() -> None:
    content = {"application/x-tar": {"schema": {"$ref": "#/components/schemas/Fault"}}}
    answers: dict[str, Any] = {
        "200": {"description": "", "content": {"application/x-tar": {}}},
        "404": {"description": "", "content": content},
    }
    document = {"paths": operation("/a", responses=answers), "components": {"schemas": {"Fault": OBJECT}}}
    result = built(document)
    ok, missing = result.only.responses
    assert [c.media_type for c in ok.contents] == ["application/x-tar"]
    assert [(c.media_type, c.encoding) for c in missing.contents] == [
        ("application/json", Encoding.JSON),
        ("application/x-tar", Encoding.BYTES),
    ]
    assert missing.contents[0].type == Ref(id="#/components/schemas/Fault")
    assert result.coverage == ()


def test_a_stream_has_items() -> None:
    item = {"$ref": "#/components/schemas/Event"}
    answers = {
        "application/jsonl": {"itemSchema": item},
        "text/event-stream": {"schema": item},
        "application/json-seq": {"schema": {"type": "array", "items": item}},
    }
    paths = operation("/a", responses={"200": {"description": "", "content": answers}})
    (answer,) = built({"paths": paths, "components": {"schemas": {"Event": OBJECT}}}).only.responses
    event = Ref(id="#/components/schemas/Event")
    assert {c.media_type: c.item for c in answer.contents} == dict.fromkeys(answers, event)
    assert answer.contents[0].type == ArrayType(item=event)


def test_a_media_type_may_be_a_component() -> None:
    document = {
        "paths": operation(
            "/a", "post", requestBody={"content": {"application/json": {"$ref": "#/components/mediaTypes/Text"}}}
        ),
        "components": {"mediaTypes": {"Text": {"schema": {"type": "string"}}}},
    }
    body = built(document).only.body
    assert body is not None
    assert body.contents[0].type == STRING


def test_a_body_is_optional_unless_it_says_so() -> None:
    content = {"application/json": {"schema": OBJECT}}
    bodies = [with_body(content, **members).only.body for members in ({}, {"required": True})]
    assert [body.required for body in bodies if body is not None] == [False, True]


def parts(media_type: str, properties: dict[str, Any], encoding: dict[str, Any] | None = None) -> dict[str, Part]:
    media = {"schema": {"type": "object", "properties": properties}, "encoding": encoding or {}}
    return {part.name: part for part in contents({media_type: media})[0].parts}


def test_values_of_a_form() -> None:
    found = parts(
        "application/x-www-form-urlencoded",
        {
            "Name": {"type": "string"},
            "Tags": {"type": "array", "items": {"type": "string"}},
            "Address": OBJECT,
            "Rules": {"type": "string", "contentMediaType": "application/json"},
            "Id": {"type": "string", "readOnly": True},
        },
    )
    assert {name: (part.encoding, part.many, part.is_file) for name, part in found.items()} == {
        "Name": (Encoding.TEXT, False, False),
        "Tags": (Encoding.TEXT, True, False),
        "Address": (Encoding.JSON, False, False),
        "Rules": (Encoding.JSON, False, False),
    }


def test_parts_of_a_multipart_body_go_by_their_types() -> None:
    found = parts(
        "multipart/form-data",
        {
            "text": {"type": "string"},
            "number": {"type": "integer"},
            "object": OBJECT,
            "file": {"type": "string", "format": "binary"},
            "files": {"type": "array", "items": {"type": "string", "format": "binary"}},
            "image": {"type": "string", "contentMediaType": "image/png"},
            "anything": {},
            "encoded": {"type": "string", "contentEncoding": "base64", "contentMediaType": "image/png"},
        },
    )
    assert {name: (part.encoding, part.content_type, part.is_file, part.many) for name, part in found.items()} == {
        "text": (Encoding.TEXT, "", False, False),
        "number": (Encoding.TEXT, "", False, False),
        "object": (Encoding.JSON, "application/json", False, False),
        "file": (Encoding.BYTES, "application/octet-stream", True, False),
        "files": (Encoding.BYTES, "application/octet-stream", True, True),
        "image": (Encoding.BYTES, "image/png", True, False),
        "anything": (Encoding.BYTES, "application/octet-stream", True, False),
        "encoded": (Encoding.TEXT, "", False, False),
    }


def test_an_encoding_object_decides() -> None:
    found = parts(
        "multipart/form-data",
        {
            "photo": {"type": "string", "format": "binary"},
            "meta": {"type": "string"},
            "xml": OBJECT,
            "ids": {"type": "array", "items": {"type": "integer"}},
        },
        {
            "photo": {
                "contentType": "image/png, image/jpeg",
                "headers": {"X-Id": {"schema": {"type": "string"}}, "Content-Type": {"schema": {"type": "string"}}},
            },
            "meta": {"contentType": "application/json"},
            "xml": {"contentType": "application/xml"},
            "ids": {"style": "pipeDelimited", "explode": False, "allowReserved": True},
        },
    )
    assert (found["photo"].content_type, found["photo"].is_file) == ("image/png, image/jpeg", True)
    assert [header.name.wire for header in found["photo"].headers] == ["X-Id"]
    assert (found["meta"].encoding, found["xml"].encoding) == (Encoding.JSON, Encoding.XML)
    ids = found["ids"]
    assert (ids.style, ids.explode, ids.allow_reserved, ids.many) == (Style.PIPE_DELIMITED, False, True, True)
    assert found["meta"].style is None


def test_parts_by_position() -> None:
    media = {
        "schema": {
            "type": "array",
            "prefixItems": [OBJECT, {"type": "string", "format": "binary"}],
            "items": {"type": "string"},
        },
        "prefixEncoding": [{}, {"contentType": "image/png"}],
        "itemEncoding": {"contentType": "text/csv"},
    }
    (content,) = contents({"multipart/mixed": media})
    assert [(p.name, p.encoding, p.content_type, p.many) for p in content.parts] == [
        ("", Encoding.JSON, "application/json", False),
        ("", Encoding.BYTES, "image/png", False),
        ("", Encoding.TEXT, "text/csv", True),
    ]


def test_statuses_and_headers_of_responses() -> None:
    responses = {
        "200": {
            "description": "Fine.",
            "headers": {"X-Total": {"required": True, "schema": {"type": "integer"}}, "content-type": {}},
            "content": {},
        },
        "4xx": {"description": "Bad."},
        "default": {"$ref": "#/components/responses/Problem"},
        "x-note": {},
        "6000": {"description": ""},
    }
    problem = {"description": "Any.", "content": {"application/problem+json": {"schema": OBJECT}}}
    result = built({"paths": operation("/a", responses=responses), "components": {"responses": {"Problem": problem}}})
    assert [(r.status, r.docs.body, len(r.contents)) for r in result.only.responses] == [
        ("200", "Fine.", 0),
        ("4XX", "Bad.", 0),
        ("default", "Any.", 1),
    ]
    (header,) = result.only.responses[0].headers
    assert (header.name.wire, header.name.words, header.required) == ("X-Total", ("x", "total"), True)
    assert "invalid-status" in result.codes


def test_a_dead_response_leaves_the_status() -> None:
    responses = {"200": {"$ref": "#/components/responses/None"}, "404": {"description": "No."}}
    result = built({"paths": operation("/a", responses=responses)})
    assert [r.status for r in result.only.responses] == ["200", "404"]
    assert [entry.code for entry in result.coverage] == ["unresolved-reference"]


def test_what_is_sent_and_received_is_known() -> None:
    schemas = {
        "In": OBJECT,
        "Out": OBJECT | {"properties": {"x": {"$ref": "#/components/schemas/Deep"}}},
        "Deep": OBJECT,
        "No": OBJECT,
    }
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/In"}}}}
    paths = operation("/a", "post", requestBody=body, responses=json_answer({"$ref": "#/components/schemas/Out"}))
    api = built({"paths": paths, "components": {"schemas": schemas}}).api
    assert api.sent == {"#/components/schemas/In"}
    assert api.received == {"#/components/schemas/Out", "#/components/schemas/Deep"}


def test_a_schema_written_out_for_several_media_types_is_one_type() -> None:
    shape = {"type": "object", "properties": {"a": {"type": "string"}}}
    other = {"type": "object", "properties": {"b": {"type": "string"}}}
    content = {
        "application/xml": {"schema": shape},
        "application/json": {"schema": dict(shape)},
        "text/json": {"schema": other},
    }
    answer = {"200": {"description": "", "content": content}}
    first, second, third = built({"paths": operation("/a", responses=answer)}).only.responses[0].contents
    assert {first.media_type, second.media_type} == {"application/json", "text/json"}
    types = {found.media_type: found.type for found in (first, second, third)}
    assert types["application/json"] == types["application/xml"] != types["text/json"]
