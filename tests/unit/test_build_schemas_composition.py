"""allOf, oneOf, anyOf, discriminators: what is inherited, what is flattened, and how variants are told apart."""

from __future__ import annotations

import pytest
from specloom.ir.types import AnyType, LiteralType, NullableType, ScalarKind, ScalarType, Selection

from tests.unit.building import Built, build, component

BASE = "Base: {type: object, required: [id], properties: {id: {type: integer}, name: {type: string}}}\n"


def tags(built: Built, name: str) -> dict[str, tuple[object, ...]]:
    return {built.name_of(variant.type): variant.tags for variant in built.union(name).variants}


def test_one_reference_to_a_model_is_inherited() -> None:
    built = build(BASE + "Child: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {age: {type: integer}}}]}")
    child = built.model("Child")
    assert child.bases == ("#/components/schemas/Base",)
    assert [field.name.wire for field in child.fields] == ["age"]
    assert list(built.fields("Child")) == ["id", "name", "age"]


def test_two_references_are_flattened() -> None:
    built = build(BASE + """
Other: {properties: {x: {type: string}}}
Child: {allOf: [{$ref: '#/components/schemas/Base'}, {$ref: '#/components/schemas/Other'}], properties: {y: {}}}
""")
    child = built.model("Child")
    assert child.bases == ()
    assert {field.name.wire: field.required for field in child.fields} == {
        "id": True,
        "name": False,
        "x": False,
        "y": False,
    }


def test_a_part_that_only_requires_makes_inherited_properties_required() -> None:
    built = build(BASE + "Child: {allOf: [{$ref: '#/components/schemas/Base'}, {required: [name]}]}")
    child = built.model("Child")
    assert child.bases == ()
    assert all(field.required for field in child.fields)


def test_what_is_required_already_changes_nothing() -> None:
    built = build(BASE + "Holder: {properties: {b: {allOf: [{$ref: '#/components/schemas/Base'}, {required: [id]}]}}}")
    assert built.fields("Holder")["b"].type == component("Base")


def test_a_property_that_is_narrowed_is_flattened_with_the_narrower_type() -> None:
    built = build(BASE + "Child: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {name: {const: x}}}]}")
    assert built.model("Child").bases == ()
    assert built.fields("Child")["name"].type == LiteralType(value="x")


def test_parts_that_contradict_each_other_are_explained() -> None:
    built = build("A: {allOf: [{properties: {x: {type: string}}}, {properties: {x: {type: boolean}}}]}")
    assert built.fields("A")["x"].type == ScalarType(kind=ScalarKind.BOOLEAN)
    assert "conflicting-all-of" in built.codes


def test_a_part_that_lists_some_of_the_values_is_the_narrower_one() -> None:
    built = build("""
        Status: {type: string, enum: [a, b, c]}
        A: {properties: {x: {$ref: '#/components/schemas/Status', enum: [a, b]}}}
        B: {allOf: [{$ref: '#/components/schemas/A'}, {properties: {x: {enum: [b]}}}]}
        """)
    name = built.name_of(built.fields("A")["x"].type)
    assert [member.value for member in built.enum(name).members] == ["a", "b"]
    assert built.fields("B")["x"].type == LiteralType(value="b")
    assert (built.coverage, built.codes) == ((), [])


@pytest.mark.parametrize("order", ["{type: string}, {properties: {a: {}}}", "{properties: {a: {}}}, {type: string}"])
def test_properties_alone_do_not_make_an_object(order: str) -> None:
    built = build(f"A: {{allOf: [{order}]}}")
    assert built.alias("A") == ScalarType(kind=ScalarKind.STRING)
    assert built.coverage == ()


def test_what_is_not_about_the_type_changes_nothing_of_a_model() -> None:
    built = build("""
        P: {type: object, properties: {id: {type: integer}}}
        A:
          properties:
            form: {$ref: '#/components/schemas/P', format: int32}
            gone: {allOf: [{$ref: '#/components/schemas/P'}], type: ['null']}
        """)
    assert built.coverage == ()
    gone = built.fields("A")["gone"].type
    assert isinstance(gone, NullableType)
    assert list(built.fields(built.name_of(gone.item))) == ["id"]
    assert list(built.fields(built.name_of(built.fields("A")["form"].type))) == ["id"]


def test_an_object_that_is_a_text_too_is_reported() -> None:
    built = build("A: {allOf: [{type: object, properties: {a: {}}}, {type: string}]}")
    assert [entry.code for entry in built.coverage] == ["conflicting-all-of"]


def test_a_union_does_not_contain_itself() -> None:
    built = build("""
        A: {oneOf: [{$ref: '#/components/schemas/B'}, {type: string}]}
        B: {oneOf: [{$ref: '#/components/schemas/A'}, {type: integer}]}
        List: {oneOf: [{type: array, items: {$ref: '#/components/schemas/List'}}, {type: string}]}
        """)
    string, integer = ScalarType(kind=ScalarKind.STRING), ScalarType(kind=ScalarKind.INTEGER)
    assert {variant.type for variant in built.union("A").variants} == {string, integer}
    assert {variant.type for variant in built.union("B").variants} == {string, integer}
    assert len(built.union("List").variants) == 2


def test_a_child_that_is_its_parent_is_no_variant_of_it() -> None:
    built = build("""
        Drink:
          type: object
          required: [kind]
          properties: {kind: {type: string}}
          discriminator: {propertyName: kind, mapping: {cola: '#/components/schemas/Cola'}}
        Cola: {allOf: [{$ref: '#/components/schemas/Drink'}], oneOf: [{$ref: '#/components/schemas/Drink'}]}
        """)
    (variant,) = built.union("Drink").variants
    assert (built.name_of(variant.type), set(variant.tags)) == ("DrinkBase", {"cola", "Drink"})


def test_objects_of_one_property_are_composed() -> None:
    built = build("""
        A: {properties: {in: {type: object, properties: {x: {type: string}}}}}
        B:
          allOf: [{$ref: '#/components/schemas/A'}]
          properties: {in: {type: object, properties: {y: {type: string}}}}
        """)
    name = built.name_of(built.fields("B")["in"].type)
    assert list(built.fields(name)) == ["x", "y"]


def test_a_composition_that_contains_itself_ends() -> None:
    built = build("A: {allOf: [{$ref: '#/components/schemas/A'}, {properties: {x: {type: string}}}]}")
    assert list(built.fields("A")) == ["x"]


def test_discriminator_with_mapping_and_implicit_names() -> None:
    built = build("""
        Pet:
          oneOf:
            - {$ref: '#/components/schemas/Cat'}
            - {$ref: '#/components/schemas/Dog'}
            - {$ref: '#/components/schemas/Eel'}
          discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat', kitten: Cat}}
        Cat: {properties: {kind: {type: string}}}
        Dog: {properties: {kind: {type: string}}}
        Eel: {properties: {kind: {const: eel}}}
        """)
    pet = built.union("Pet")
    assert (pet.selection, pet.tag_field) == (Selection.TAG, "kind")
    assert tags(built, "Pet") == {"Cat": ("cat", "kitten"), "Dog": ("Dog",), "Eel": ("eel",)}


def test_a_mapping_names_variants_beside_the_branches() -> None:
    built = build("""
        Pet:
          oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
          discriminator: {propertyName: k, mapping: {c: Cat, d: Dog, e: Eel, f: Missing}}
        Cat: {properties: {k: {type: string}}}
        Dog: {properties: {k: {type: string}}}
        Eel: {properties: {k: {type: string}}}
        """)
    assert tags(built, "Pet") == {"Cat": ("c",), "Dog": ("d",), "Eel": ("e",)}
    assert [entry.code for entry in built.coverage] == ["unresolved-mapping"]


def test_a_mapping_to_another_place_finds_the_branch_of_that_name() -> None:
    built = build("""
Cat: {type: object, properties: {k: {type: string}}}
Dog: {type: object, properties: {k: {type: string}}}
Pet:
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
  discriminator: {propertyName: k, mapping: {c: 'bundle.yaml#/definitions/Cat', d: '#/definitions/Dog'}}
""")
    assert tags(built, "Pet") == {"Cat": ("c",), "Dog": ("d",)}
    assert built.coverage == ()


def test_a_constant_beside_an_enum_is_the_constant() -> None:
    built = build("""
Status: {type: string, enum: [done, failed]}
Done: {type: object, properties: {status: {$ref: '#/components/schemas/Status', const: done}}}
""")
    assert built.fields("Done")["status"].type == LiteralType(value="done")
    assert built.coverage == ()


def test_a_tag_may_belong_to_several_variants_but_not_every_tag_to_all() -> None:
    built = build("""
Cat: {type: object, required: [meow], properties: {kind: {enum: [cat, pet]}, meow: {type: boolean}}}
Dog: {type: object, required: [bark], properties: {kind: {enum: [dog, pet]}, bark: {type: boolean}}}
Either:
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
  discriminator: {propertyName: kind}
Mapped:
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
  discriminator: {propertyName: kind, mapping: {pet: Cat}}
Alike:
  oneOf:
    - {type: object, required: [volt], properties: {kind: {enum: [pet]}, volt: {type: integer}}}
    - {type: object, required: [fin], properties: {kind: {enum: [pet]}, fin: {type: integer}}}
  discriminator: {propertyName: kind}
""")
    assert built.union("Either").selection is Selection.TAG
    assert tags(built, "Either") == {"Cat": ("cat", "pet"), "Dog": ("dog", "pet")}
    assert tags(built, "Mapped") == {"Cat": ("pet",), "Dog": ("dog",)}
    assert built.union("Alike").selection is Selection.SHAPE


def test_a_discriminator_on_the_parent_makes_a_union_of_its_children() -> None:
    built = build("""
        Pet: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind}}
        Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {claws: {type: integer}}}]}
        Lion: {allOf: [{$ref: '#/components/schemas/Cat'}, {properties: {mane: {type: boolean}}}]}
        Plain: {allOf: [{$ref: '#/components/schemas/Pet'}]}
        Owner: {properties: {pet: {$ref: '#/components/schemas/Pet'}}}
        """)
    assert tags(built, "Pet") == {"Cat": ("Cat",), "Lion": ("Lion",), "Plain": ("Plain",), "PetBase": ("Pet",)}
    assert built.fields("Owner")["pet"].type == component("Pet")
    assert built.model("Cat").bases == ("#/components/schemas/Pet!base",)
    assert built.model("Plain").bases == ("#/components/schemas/Pet!base",)
    assert list(built.fields("Lion")) == ["kind", "claws", "mane"]


def test_a_discriminator_without_children_is_a_plain_model() -> None:
    built = build("Pet: {type: object, properties: {kind: {type: string}}, discriminator: {propertyName: kind}}")
    assert list(built.fields("Pet")) == ["kind"]


def test_constants_tell_variants_apart() -> None:
    built = build("""
        Event: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
        A: {required: [t], properties: {other: {type: string}, t: {const: a}}}
        B: {required: [t], properties: {other: {type: string}, t: {type: string, enum: [b, c]}}}
        """)
    event = built.union("Event")
    assert (event.selection, event.tag_field) == (Selection.TAG, "t")
    assert tags(built, "Event") == {"A": ("a",), "B": ("b", "c")}


def test_required_properties_tell_variants_apart() -> None:
    built = build("""
        U: {anyOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}, {type: string}]}
        A: {required: [x], properties: {x: {type: string}}}
        B: {required: [y], properties: {y: {type: string}}}
        """)
    union = built.union("U")
    assert union.selection is Selection.SHAPE
    assert [variant.required for variant in union.variants] == [("x",), ("y",), ()]


def test_variants_that_cannot_be_told_apart_are_said_to_be_so() -> None:
    built = build("""
        U: {anyOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
        A: {properties: {x: {type: string}}}
        B: {properties: {x: {type: string}, y: {type: string}}}
        """)
    assert built.union("U").selection is Selection.FIRST_MATCH
    assert "ambiguous-union" in built.codes


def test_a_component_of_different_kinds_is_a_union_by_kind() -> None:
    built = build("U: {oneOf: [{type: string}, {type: object, properties: {a: {}}}, {type: 'null'}]}")
    union = built.union("U")
    assert union.selection is Selection.KIND
    assert [[kind.value for kind in variant.kinds] for variant in union.variants] == [["string"], ["object"]]


def test_properties_beside_branches_are_part_of_every_variant() -> None:
    built = build("""
        U:
          properties: {id: {type: integer}}
          oneOf: [{$ref: '#/components/schemas/A'}, {title: Second, required: [b], properties: {b: {type: string}}}]
        A: {required: [a], properties: {a: {type: string}}}
        """)
    names = [built.name_of(variant.type) for variant in built.union("U").variants]
    assert [list(built.fields(name)) for name in names] == [["id", "a"], ["id", "b"]]
    assert names == ["UA", "USecond"]


def test_all_of_over_a_union_is_distributed() -> None:
    built = build("""
        U: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
        A: {required: [a], properties: {a: {type: string}}}
        B: {required: [b], properties: {b: {type: string}}}
        V: {allOf: [{$ref: '#/components/schemas/U'}, {required: [id], properties: {id: {type: integer}}}]}
        """)
    names = [built.name_of(variant.type) for variant in built.union("V").variants]
    assert [sorted(built.fields(name)) for name in names] == [["a", "id"], ["b", "id"]]


def test_a_parent_that_lists_the_children_which_take_it_in() -> None:
    built = build("""
        Key:
          properties: {kid: {type: string}}
          oneOf: [{$ref: '#/components/schemas/Rsa'}, {$ref: '#/components/schemas/Ec'}]
        Rsa: {allOf: [{$ref: '#/components/schemas/Key'}, {required: [n], properties: {n: {type: string}}}]}
        Ec: {allOf: [{$ref: '#/components/schemas/Key'}, {required: [x], properties: {x: {type: string}}}]}
        """)
    assert [built.name_of(variant.type) for variant in built.union("Key").variants] == ["Rsa", "Ec"]
    assert list(built.fields("Rsa")) == ["kid", "n"]


def test_two_choices_at_once_are_loosened_and_reported() -> None:
    built = build("""
        A:
          allOf:
            - {oneOf: [{properties: {a: {}}}, {properties: {b: {}}}]}
            - {oneOf: [{properties: {c: {}}}, {properties: {d: {}}}]}
        """)
    assert sorted(built.fields("A")) == ["a", "b", "c", "d"]
    assert [entry.code for entry in built.coverage] == ["combined-choices"]


def test_deep_composition_is_refused() -> None:
    count = 150
    chain = "\n".join(
        f"S{n}: {{$ref: '#/components/schemas/S{n + 1}', properties: {{p{n}: {{}}, x: {{const: {n}}}}}}}"
        for n in range(count)
    )
    built = build(f"{chain}\nS{count}: {{properties: {{end: {{}}}}}}")
    assert {entry.code for entry in built.coverage} == {"nested-too-deep"}
    assert built.alias("S0") == AnyType()
    assert len(built.fields(f"S{count - 50}")) == 52


def test_deep_nesting_is_refused() -> None:
    depth = 90
    schema = "{properties: {a: " * depth + "{type: string}" + "}}" * depth
    built = build(f"A: {schema}")
    assert [entry.code for entry in built.coverage] == ["nested-too-deep"]
    assert len(built.result.declarations) == 65


def test_huge_objects_and_enums_are_refused() -> None:
    properties = ", ".join(f"p{n}: {{}}" for n in range(50_000))
    members = ", ".join(f"m{n}" for n in range(100_000))
    built = build(f"A: {{properties: {{{properties}}}}}\nB: {{type: string, enum: [{members}]}}\nC: {{type: integer}}")
    assert [entry.code for entry in built.coverage] == ["too-many-properties", "too-many-members"]
    assert built.alias("C") == ScalarType(kind=ScalarKind.INTEGER)
