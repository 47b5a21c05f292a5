"""Enums that are one, and the names of declarations: what they are, and what keeps them."""

from __future__ import annotations

from specloom.build.options import BuildOptions
from specloom.ir.types import LiteralType, NullableType, Ref, SubsetType

from tests.unit.building import HEAD, Built, build, build_document, component

ROOMS = HEAD + """\
    Room:
      properties:
        status: {type: string, enum: [in-progress, completed, failed]}
        type: {type: string, enum: [go, group]}
        codecs: {type: array, items: {type: string, enum: [VP8, H264]}}
    RoomList: {properties: {rooms: {type: array, items: {$ref: '#/components/schemas/Room'}}}}
    CreateRoom:
      properties:
        Type: {type: string, enum: [group, go]}
        StatusCallbackMethod: {type: string, enum: [GET, POST]}
    CreateHook:
      properties: {StatusCallbackMethod: {type: string, enum: [GET, POST]}}
x-used:
  list:
    parameters:
      status: {type: string, enum: [completed, in-progress]}
      order: {type: string, enum: [asc, desc]}
    response: {$ref: '#/components/schemas/RoomList'}
  update:
    request: {type: object, properties: {Status: {type: string, enum: [completed]}, Fixed: {type: string, enum: [x]}}}
    response: {$ref: '#/components/schemas/Room'}
  create:
    request: {$ref: '#/components/schemas/CreateRoom'}
    response: {$ref: '#/components/schemas/Room'}
  hook:
    request: {$ref: '#/components/schemas/CreateHook'}
"""
STATUS = "#/components/schemas/Room/properties/status"
TYPE = "#/components/schemas/Room/properties/type"


def inline_names(built: Built) -> set[str]:
    return {name for identity, name in built.names.items() if built.result.declarations[identity].owner}


def test_equal_enums_are_one_named_from_the_response() -> None:
    built = build_document(ROOMS)
    assert built.fields("CreateRoom")["Type"].type == Ref(id=TYPE)
    assert [member.value for member in built.enum("RoomType").members] == ["go", "group"]
    assert inline_names(built) == {
        "RoomStatus",
        "RoomType",
        "RoomCodec",
        "StatusCallbackMethod",
        "ListOrder",
        "UpdateRequest",
    }


def test_an_argument_of_some_values_declares_no_class() -> None:
    built = build_document(ROOMS)
    assert built.expressions["list.status"] == SubsetType(of=Ref(id=STATUS), values=("completed", "in-progress"))
    update = built.fields("UpdateRequest")
    assert update["Status"].type == SubsetType(of=Ref(id=STATUS), values=("completed",))
    assert update["Fixed"].type == LiteralType(value="x")


def test_the_lock_keeps_names_and_merges() -> None:
    first = build_document(ROOMS)
    assert first.result.lock[STATUS] == ("room", "status")
    assert first.result.lock["#/components/schemas/CreateRoom/properties/Type"] == ("room", "type")
    again = build_document(ROOMS, options=BuildOptions(lock=first.result.lock))
    assert (again.names, again.result.lock) == (first.names, first.result.lock)


def test_when_merged_lists_part_the_new_one_is_named_and_the_old_one_stays() -> None:
    lock = build_document(ROOMS).result.lock
    parted = build_document(ROOMS.replace("[group, go]", "[group, go, new]"), options=BuildOptions(lock=lock))
    assert parted.names[TYPE] == "RoomType"
    assert parted.names["#/components/schemas/CreateRoom/properties/Type"] == "CreateRoomType"


def test_enums_that_had_names_of_their_own_are_not_merged() -> None:
    lock = {TYPE: ("room", "type"), "#/components/schemas/CreateRoom/properties/Type": ("wanted", "type")}
    built = build_document(ROOMS, options=BuildOptions(lock=lock))
    assert {"RoomType", "WantedType"} <= inline_names(built)


def test_a_name_in_the_lock_is_kept_against_a_new_component() -> None:
    schemas = "Room: {properties: {links: {properties: {a: {type: string}}}}}\n"
    lock = build(schemas).result.lock
    newer = build(schemas + "RoomLinks: {properties: {b: {type: string}}}", options=BuildOptions(lock=lock))
    assert newer.names["#/components/schemas/Room/properties/links"] == "RoomLinks"
    assert newer.names["#/components/schemas/RoomLinks"] == "RoomLinksObject"


def test_components_keep_the_bare_name_and_nothing_is_dropped() -> None:
    built = build("""
        Room: {properties: {links: {properties: {a: {}}}}}
        RoomLinks: {properties: {b: {}}}
        roomLinks: {properties: {c: {}}}
        room-links: {properties: {d: {}}}
        """)
    assert built.names["#/components/schemas/RoomLinks"] == "RoomLinks"
    assert len(set(built.names.values())) == 5
    assert "name-collision" in built.codes


def test_an_edit_elsewhere_moves_no_name() -> None:
    before = build_document(ROOMS).names
    after = build_document(
        ROOMS.replace("    Room:\n", "    Aaa: {properties: {status: {enum: [a, b]}}}\n    Room:\n")
    ).names
    assert {identity: after[identity] for identity in before} == before


def test_a_name_is_pinned_by_id_or_component() -> None:
    options = BuildOptions(names={"Room": "VideoRoom", STATUS: "State"})
    built = build_document(ROOMS, options=options)
    assert built.names["#/components/schemas/Room"] == "VideoRoom"
    assert built.names[STATUS] == "State"


def test_words_of_inline_declarations() -> None:
    built = build("""
        Rules:
          properties:
            rules: {type: array, items: {type: object, properties: {a: {}}}}
            data: {type: array, items: {type: object, properties: {a: {}}}}
            entries: {additionalProperties: {type: object, properties: {a: {}}}}
            either: {oneOf: [{title: First, properties: {k: {const: a}}}, {properties: {k: {const: b}}}]}
        """)
    assert inline_names(built) == {
        "RulesRule",
        "RulesDataItem",
        "RulesEntry",
        "RulesEither",
        "RulesEitherFirst",
        "RulesEitherB",
    }
    assert "#/components/schemas/Rules/properties/either/oneOf/First" in built.names
    assert "#/components/schemas/Rules/properties/either/oneOf/b" in built.names


def test_enum_names_and_texts_of_extensions() -> None:
    built = build("""
        A: {type: integer, enum: [1, 2], x-enum-varnames: [one, TwoMore], x-enum-descriptions: [first, second]}
        B: {oneOf: [{const: 1, title: One, description: first}, {const: 2}]}
        C: {type: [string, 'null'], enum: [a, b, null, a]}
        D: {enum: [a, 1, true]}
        E: {type: string, enum: [1, 2.5]}
        H: {properties: {c: {$ref: '#/components/schemas/C'}}}
        """)
    members = built.enum("A").members
    assert [(m.name.words, m.value, m.docs.body) for m in members] == [
        (("one",), 1, "first"),
        (("two", "more"), 2, "second"),
    ]
    assert [(m.name.words, m.docs.body) for m in built.enum("B").members] == [(("one",), "first"), (("2",), "")]
    assert [m.value for m in built.enum("C").members] == ["a", "b"]
    assert built.fields("H")["c"].type == NullableType(item=component("C"))
    assert built.enum("D").kind is None
    assert [m.value for m in built.enum("E").members] == ["1", "2.5"]


def test_order_and_owners() -> None:
    built = build_document(ROOMS)
    ids = list(built.result.declarations)
    assert ids[:4] == ["#/components/schemas/Room", STATUS, TYPE, "#/components/schemas/Room/properties/codecs/items"]
    assert built.result.declarations[STATUS].owner == "#/components/schemas/Room"
    assert built["UpdateRequest"].owner == "update"
