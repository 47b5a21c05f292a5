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
