"""What a schema adds under a condition (`then`, `else`, `dependentSchemas`): further properties, all optional."""

from __future__ import annotations

from specloom.ir.types import MapType, OneOfType, ScalarKind, ScalarType

from tests.unit.building import build, component

TEXT = ScalarType(kind=ScalarKind.STRING)
INTEGER = ScalarType(kind=ScalarKind.INTEGER)


def test_what_then_and_else_add_is_optional_and_never_narrows_what_always_holds() -> None:
    fields = build("""
        A:
          type: object
          required: [kind]
          properties: {kind: {type: string}}
          if: {properties: {kind: {const: a}}}
          then: {required: [x], properties: {kind: {const: a}, x: {type: string}}}
          else: {properties: {x: {type: integer}, y: {$ref: '#/components/schemas/B'}}}
        B: {type: object, properties: {b: {type: string}}}
        """).fields("A")
    assert list(fields) == ["kind", "x", "y"]
    assert [field.required for field in fields.values()] == [True, False, False]
    assert fields["kind"].type == TEXT
    assert fields["x"].type == OneOfType(items=(TEXT, INTEGER))
    assert fields["y"].type == component("B")


def test_dependent_schemas_and_references_below_conditions() -> None:
    built = build("""
        A:
          type: object
          properties: {card: {type: string}}
          dependentSchemas: {card: {required: [address], properties: {address: {type: string}}}}
        B: {type: object, if: {required: [b]}, then: {$ref: '#/components/schemas/A'}}
        C: {allOf: [{$ref: '#/components/schemas/A'}, {if: {}, then: {properties: {c: {type: integer}}}}]}
        """)
    assert {name: field.type for name, field in built.fields("A").items()} == {"card": TEXT, "address": TEXT}
    assert not built.fields("A")["address"].required
    assert list(built.fields("B")) == ["card", "address"]
    assert list(built.fields("C")) == ["card", "address", "c"]


def test_a_choice_below_a_condition_is_taken_in_whole() -> None:
    fields = build("""
        A:
          type: object
          properties: {a: {type: string}}
          if: {required: [a]}
          then:
            oneOf:
              - {type: object, properties: {b: {type: string}}, required: [b]}
              - {type: object, properties: {c: {type: string}}, required: [c]}
        """).fields("A")
    assert {name: field.required for name, field in fields.items()} == {"a": False, "b": False, "c": False}


def test_conditions_that_say_nothing_of_properties_change_no_type() -> None:
    built = build("""
        Text: {type: string, if: {minLength: 3}, then: {pattern: a}}
        Map: {type: object, additionalProperties: {type: integer}, if: {minProperties: 2}, then: {maxProperties: 3}}
        """)
    assert built.alias("Text") == TEXT
    assert built.alias("Map") == MapType(value=INTEGER)
