"""What constraints alone say of a type."""

from __future__ import annotations

from specloom.ir.types import AnyType, MapType, ScalarKind, ScalarType

from tests.unit.building import build


def test_constraints_that_are_combined_tell_a_scalar_unless_something_says_object() -> None:
    built = build("""
Range: {allOf: [{maximum: 30}, {minimum: 20}]}
Code: {allOf: [{pattern: '^a'}, {maxLength: 3}]}
Sized: {type: object, allOf: [{minimum: 20}]}
""")
    assert built.alias("Range") == ScalarType(kind=ScalarKind.NUMBER)
    assert built.alias("Code") == ScalarType(kind=ScalarKind.STRING)
    assert built.alias("Sized") == MapType(value=AnyType())


def test_parts_that_say_nothing_of_objects_allow_any_value() -> None:
    built = build("A: {allOf: [{}, {description: x}]}\nB: {type: object, allOf: [{}]}\nC: {allOf: [{multipleOf: 2}]}")
    assert built.alias("A") == AnyType()
    assert built.alias("B") == MapType(value=AnyType())
    assert isinstance(built.alias("C"), ScalarType)
