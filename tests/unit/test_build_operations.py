"""Operations and their parameters: found, identified, and with every default decided."""

from __future__ import annotations

from typing import Any

import pytest
from specloom.build import BuildOptions, CoverageStatus
from specloom.ir.operations import PathSlot
from specloom.ir.parameters import Location, Style
from specloom.ir.types import ArrayType, Ref, ScalarKind, ScalarType

from tests.unit.documents import built, json_answer, operation, query


def parameter(where: str, name: str = "p", **members: Any) -> dict[str, Any]:
    return {"name": name, "in": where, "schema": {"type": "string"}, **members}


def test_every_method_is_an_operation() -> None:
    item: dict[str, Any] = {
        method: {"operationId": method}
        for method in ("get", "put", "post", "delete", "options", "head", "patch", "trace")
    }
    item |= {"query": {"operationId": "query"}, "additionalOperations": {"COPY": {"operationId": "copy"}}}
    operations = built({"paths": {"/things": item}}).api.operations
    assert [o.method for o in operations.values()] == [
        *("GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "QUERY", "COPY")
    ]
    assert {o.method for o in operations.values() if not o.idempotent} == {"POST", "PATCH", "COPY"}


@pytest.mark.parametrize("method", ["GET / HTTP/1.1\r\nX: 1\r\n\r\n", "GET\t", "", "a b", "GÉT", 'A"'])
def test_what_is_no_method_is_refused(method: str) -> None:
    found = built({"paths": {"/things": {"additionalOperations": {method: {}, "COPY": {}}}}})
    assert [operation.method for operation in found.api.operations.values()] == ["COPY"]
    (entry,) = found.coverage
    assert (entry.status, entry.code) == (CoverageStatus.DROPPED, "invalid-operation")
    assert entry.origin.pointer.startswith("/paths/~1things/additionalOperations/")


def test_an_operation_without_an_id_goes_by_method_and_path() -> None:
    found = built({"paths": operation("/rooms/{id}")}).only
    assert (found.id, found.operation_id) == ("GET /rooms/{id}", None)


def test_duplicate_ids_are_kept_and_reported() -> None:
    paths = (
        operation("/a", operationId="same") | operation("/b", operationId="same") | operation("/c", operationId="own")
    )
    result = built({"paths": paths})
    assert list(result.api.operations) == ["GET /a", "GET /b", "own"]
    assert len(set(result.calls.values())) == 3
    assert result.codes.count("duplicate-operation-id") == 2


def test_an_id_that_looks_like_another_operation_does_not_hide_it() -> None:
    result = built({"paths": operation("/a", operationId="GET /b") | operation("/b")})
    assert [o.path_template for o in result.api.operations.values()] == ["/a", "/b"]


def test_two_paths_of_one_shape_are_both_kept() -> None:
    result = built({"paths": operation("/a/{x}") | operation("/a/{y}")})
    assert list(result.api.operations) == ["GET /a/{x}", "GET /a/{y}"]
    assert len(set(result.calls.values())) == 2
    assert "ambiguous-paths" in result.codes


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("/rooms/{id}/x", ("/rooms/", PathSlot(name="id"), "/x")),
        ("/{name}-{version}.zip", ("/", PathSlot(name="name"), "-", PathSlot(name="version"), ".zip")),
        ("/#Action=AddPermission", ("/",)),
        ("/rest?method=flickr.test", ("/rest?method=flickr.test",)),
        ("/a b/ü", ("/a%20b/%C3%BC",)),
        ("/{a}{b}", ("/", PathSlot(name="a"), PathSlot(name="b"))),
    ],
)
def test_paths_become_text_and_slots(template: str, expected: tuple[str | PathSlot, ...]) -> None:
    assert built({"paths": operation(template)}).only.path == expected


def test_path_parameters_come_first_in_path_order() -> None:
    listed = [query("q"), parameter("path", "b", required=True), parameter("path", "a", required=True)]
    found = built({"paths": operation("/{a}/{b}", parameters=listed)}).only
    assert [p.name.wire for p in found.parameters] == ["a", "b", "q"]


def test_an_operation_overrides_the_parameter_of_its_path_item() -> None:
    item = {
        "parameters": [query("page"), parameter("header", "page")],
        "get": {"parameters": [query("page", "integer")]},
    }
    parameters = built({"paths": {"/a": item}}).only.parameters
    assert [(p.location, p.type) for p in parameters] == [
        (Location.QUERY, ScalarType(kind=ScalarKind.INTEGER)),
        (Location.HEADER, ScalarType(kind=ScalarKind.STRING)),
    ]


def test_an_undeclared_slot_is_a_string_and_an_unused_declaration_is_ignored() -> None:
    result = built({"paths": operation("/{id}", parameters=[parameter("path", "other", required=True)])})
    (found,) = result.only.parameters
    assert (found.name.wire, found.type, found.required) == ("id", ScalarType(kind=ScalarKind.STRING), True)
    assert {"undeclared-path-parameter", "unused-path-parameter"} <= set(result.codes)
    assert result.coverage == ()


def test_a_path_parameter_is_required_whatever_it_says() -> None:
    result = built({"paths": operation("/{id}", parameters=[parameter("path", "id", required=False)])})
    assert result.only.parameters[0].required
    assert "optional-path-parameter" in result.codes


def test_links_are_no_part_of_an_answer() -> None:
    links = {
        "self": {"operationId": "getIt", "parameters": {"id": "$response.body#/id"}},
        "gone": {"operationRef": "#/paths/~1none/get"},
        "broken": {"$ref": "#/components/links/none"},
    }
    with_links = built({"paths": operation("/a", operationId="getIt", responses=json_answer({}, links=links))})
    without = built({"paths": operation("/a", operationId="getIt", responses=json_answer({}))})
    assert (with_links.only, with_links.coverage) == (without.only, ())


@pytest.mark.parametrize(
    ("where", "members", "style", "explode"),
    [
        ("path", {"required": True}, Style.SIMPLE, False),
        ("path", {"required": True, "style": "matrix", "explode": True}, Style.MATRIX, True),
        ("query", {}, Style.FORM, True),
        ("query", {"explode": False}, Style.FORM, False),
        ("query", {"style": "pipeDelimited"}, Style.PIPE_DELIMITED, False),
        ("query", {"style": "deepObject"}, Style.DEEP_OBJECT, True),
        ("query", {"style": "deepObject", "explode": False}, Style.DEEP_OBJECT, True),
        ("header", {}, Style.SIMPLE, False),
        ("cookie", {}, Style.FORM, True),
        ("cookie", {"style": "cookie"}, Style.COOKIE, True),
    ],
)
def test_style_and_explode_have_the_defaults_of_the_location(
    where: str, members: dict[str, Any], style: Style, explode: bool
) -> None:
    found = built({"paths": operation("/{p}", parameters=[parameter(where, "p", **members)])}).only.parameters
    assert next((p.style, p.explode) for p in found if p.location == where) == (style, explode)


def test_a_style_of_another_location_is_reported() -> None:
    result = built({"paths": operation("/a", parameters=[parameter("header", style="form")])})
    assert result.only.parameters[0].style is Style.SIMPLE
    assert "invalid-style" in result.codes


def test_headers_that_others_decide_are_no_parameters() -> None:
    decided = ("Accept", "content-type", "AUTHORIZATION", "Content-Length", "Transfer-Encoding")
    listed = [parameter("header", name) for name in (*decided, "X-Own")]
    assert [p.name.wire for p in built({"paths": operation("/a", parameters=listed)}).only.parameters] == ["X-Own"]


def test_a_parameter_may_be_content() -> None:
    content = {"application/json": {"schema": {"type": "array", "items": {"type": "integer"}}}}
    (found,) = built(
        {"paths": operation("/a", parameters=[{"name": "f", "in": "query", "content": content}])}
    ).only.parameters
    assert found.media_type == "application/json"
    assert found.type == ArrayType(item=ScalarType(kind=ScalarKind.INTEGER))


def test_a_query_string_may_be_one_parameter() -> None:
    content = {"application/x-www-form-urlencoded": {"schema": {"$ref": "#/components/schemas/Search"}}}
    schemas = {"Search": {"type": "object", "properties": {"q": {"type": "string"}}}}
    listed = [{"name": "search", "in": "querystring", "content": content}]
    (found,) = built({"paths": operation("/a", parameters=listed), "components": {"schemas": schemas}}).only.parameters
    assert (found.location, found.type) == (Location.QUERYSTRING, Ref(id="#/components/schemas/Search"))


def test_flags_defaults_and_docs_of_a_parameter_are_kept() -> None:
    member = query("q", "integer", default=5, minimum=1) | {
        "allowReserved": True,
        "allowEmptyValue": True,
        "deprecated": True,
        "description": "What to look for.",
    }
    (found,) = built({"paths": operation("/a", parameters=[member])}).only.parameters
    assert found.allow_reserved
    assert found.allow_empty
    assert found.deprecation is not None
    assert not found.required
    assert found.default is not None
    assert found.default.value == 5
    assert (found.constraints.minimum, found.docs.body) == (1, "What to look for.")


def test_the_idempotency_header_is_declared_or_configured() -> None:
    paths = operation("/a", "post", operationId="declared", parameters=[parameter("header", "Idempotency-Key")])
    paths |= operation("/b", "post", operationId="other") | operation("/c", "put", operationId="safe")
    found = built({"paths": paths}, BuildOptions(idempotency_header="X-Once")).api.operations
    assert {o.id: o.idempotency_header for o in found.values()} == {
        "declared": "Idempotency-Key",
        "other": "X-Once",
        "safe": "",
    }


def test_a_dead_reference_costs_only_what_uses_it() -> None:
    dead = {"$ref": "#/components/parameters/Nothing"}
    paths = operation("/a", operationId="a", parameters=[dead, query("q")], responses=json_answer({"type": "string"}))
    result = built({"paths": paths | operation("/b", operationId="b")})
    assert [p.name.wire for p in result.api.operations["a"].parameters] == ["q"]
    assert result.api.operations["a"].responses[0].contents[0].type == ScalarType(kind=ScalarKind.STRING)
    assert [(e.id, e.status, e.code) for e in result.coverage] == [
        ("a", CoverageStatus.DEGRADED, "unresolved-reference")
    ]


def test_a_path_item_may_be_a_reference() -> None:
    item = {"get": {"operationId": "fetch", "tags": ["Rooms"]}}
    document = {
        "paths": {"/rooms": {"$ref": "#/components/pathItems/Rooms"}},
        "components": {"pathItems": {"Rooms": item}},
    }
    found = built(document).only
    assert (found.id, found.path_template, found.origin.pointer) == (
        "fetch",
        "/rooms",
        "/components/pathItems/Rooms/get",
    )


def test_operations_behind_one_reference_have_places_of_their_own() -> None:
    shared = {"$ref": "#/components/x-shared"}
    item = {"get": shared, "post": shared, "additionalOperations": {"copyAll": shared}}
    document = {"paths": {"/a~b/{c}": item}, "components": {"x-shared": {"responses": json_answer({})}}}
    assert [found.pointer for found in built(document).api.operations.values()] == [
        "#/paths/~1a~0b~1{c}/get",
        "#/paths/~1a~0b~1{c}/post",
        "#/paths/~1a~0b~1{c}/additionalOperations/copyAll",
    ]


def test_a_dead_path_item_is_listed_as_dropped() -> None:
    result = built({"paths": {"/a": {"$ref": "#/components/pathItems/None"}} | operation("/b")})
    assert list(result.api.operations) == ["GET /b"]
    assert [(e.id, e.status) for e in result.coverage] == [("/a", CoverageStatus.DROPPED)]


def test_operations_are_chosen_by_glob() -> None:
    paths = operation("/a", operationId="listA") | operation("/b", operationId="listB") | operation("/b/{x}", "delete")
    assert list(built({"paths": paths}, BuildOptions(include=("list*",))).api.operations) == ["listA", "listB"]
    assert list(built({"paths": paths}, BuildOptions(exclude=("DELETE *", "listA"))).api.operations) == ["listB"]


def test_configuration_for_an_operation_that_is_not_there_is_reported() -> None:
    assert (
        "unknown-operation" in built({"paths": operation("/a")}, BuildOptions(methods={"lstRooms": "rooms.list"})).codes
    )


def test_a_configured_name_that_another_operation_had_is_told() -> None:
    paths = operation("/rooms", operationId="listRooms") | operation("/rooms/{id}", operationId="fetchRoom")
    lock = {"#/paths/~1rooms~1{id}/get": ("rooms", "fetch")}
    names = {"listRooms": "rooms.fetch"}
    assert "name-collision" not in built({"paths": paths}, BuildOptions(lock=lock)).codes
    moved = built({"paths": paths}, BuildOptions(lock=lock, methods=names))
    assert moved.calls == {"listRooms": "rooms.fetch", "fetchRoom": "rooms.fetch_2"}
    assert "name-collision" in moved.codes
    both = names | {"fetchRoom": "rooms.one"}
    assert "name-collision" not in built({"paths": paths}, BuildOptions(lock=lock, methods=both)).codes


@pytest.mark.parametrize(
    "broken", [None, 5, "x", [], [{}], {"get": 5}, {"get": {"parameters": 5, "responses": [], "tags": 1}}]
)
def test_nonsense_in_a_path_item_never_raises(broken: object) -> None:
    built({"paths": {"/a": broken}})


@pytest.mark.parametrize("key", ["paths", "servers", "tags", "security", "components", "webhooks", "info"])
@pytest.mark.parametrize("broken", [5, "x", [1], {"a": 1}, {"a": [None]}])
def test_nonsense_at_the_top_never_raises(key: str, broken: object) -> None:
    built({"paths": operation("/a"), key: broken})
