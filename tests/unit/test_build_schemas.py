"""Type expressions: one case for every way JSON Schema has to say a type."""

from __future__ import annotations

import pytest
from specloom.build.options import BuildOptions
from specloom.ir.types import (
    Access,
    AnyType,
    ArrayType,
    Constraints,
    Default,
    LiteralType,
    MapType,
    NullableType,
    OneOfType,
    ScalarKind,
    ScalarType,
    TupleType,
    TypeExpr,
)

from tests.unit.building import build, component

STRING = ScalarType(kind=ScalarKind.STRING)
INTEGER = ScalarType(kind=ScalarKind.INTEGER)
NUMBER = ScalarType(kind=ScalarKind.NUMBER)
BOOLEAN = ScalarType(kind=ScalarKind.BOOLEAN)
ANY = AnyType()


def text(form: str) -> ScalarType:
    return ScalarType(kind=ScalarKind.STRING, format=form)


EXPRESSIONS: dict[str, TypeExpr] = {
    "{}": ANY,
    "true": ANY,
    "{description: anything}": ANY,
    "{type: string}": STRING,
    "{type: integer, format: int64}": ScalarType(kind=ScalarKind.INTEGER, format="int64"),
    "{type: number}": NUMBER,
    "{type: boolean}": BOOLEAN,
    "{type: 'null'}": LiteralType(value=None),
    "{type: string, format: date-time}": text("date-time"),
    "{format: date}": text("date"),
    "{format: int32}": ScalarType(kind=ScalarKind.INTEGER, format="int32"),
    "{minLength: 3}": STRING,
    "{minimum: 3}": NUMBER,
    # null in all spellings
    "{type: [string, 'null']}": NullableType(item=STRING),
    "{anyOf: [{type: string}, {type: 'null'}]}": NullableType(item=STRING),
    "{oneOf: [{type: 'null'}, {$ref: '#/components/schemas/Model'}]}": NullableType(item=component("Model")),
    "{type: [string, 'null'], enum: [only, null]}": NullableType(item=LiteralType(value="only")),
    "{allOf: [{type: [string, 'null']}, {maxLength: 3}]}": NullableType(item=STRING),
    "{$ref: '#/components/schemas/Nullable'}": NullableType(item=component("Nullable")),
    "{anyOf: [{$ref: '#/components/schemas/Nullable'}, {type: 'null'}]}": NullableType(item=component("Nullable")),
    "{type: [object, 'null'], $ref: '#/components/schemas/Model'}": NullableType(item=component("Model")),
    # several types
    "{type: [string, integer]}": OneOfType(items=(STRING, INTEGER)),
    "{type: [integer, number]}": NUMBER,
    "{type: [string, boolean, 'null']}": NullableType(item=OneOfType(items=(STRING, BOOLEAN))),
    "{type: [string, number, boolean, object, array]}": ANY,
    "{anyOf: [{type: string}, {type: array, items: {type: string}}]}": OneOfType(
        items=(STRING, ArrayType(item=STRING))
    ),
    "{anyOf: [{type: string}, {type: string, format: uuid}]}": STRING,
    "{anyOf: [{type: string}, {const: auto}]}": STRING,
    "{oneOf: [{type: integer}, {type: number}]}": NUMBER,
    "{oneOf: [{type: string}]}": STRING,
    "{anyOf: [{type: string}, {}]}": ANY,
    # constants
    "{const: a}": LiteralType(value="a"),
    "{const: 1}": LiteralType(value=1),
    "{enum: [true]}": LiteralType(value=True),
    "{enum: [true, false]}": BOOLEAN,
    "{enum: [null]}": LiteralType(value=None),
    "{type: string, enum: []}": STRING,
    # arrays
    "{type: array, items: {type: integer}}": ArrayType(item=INTEGER),
    "{items: {type: integer}, uniqueItems: true}": ArrayType(item=INTEGER, unique=True),
    "{type: array}": ArrayType(item=ANY),
    "{type: array, prefixItems: [{type: string}, {type: integer}], items: false}": TupleType(items=(STRING, INTEGER)),
    "{type: array, prefixItems: [{type: string}], items: {type: integer}}": TupleType(items=(STRING,), rest=INTEGER),
    "{type: array, prefixItems: [{type: string}]}": TupleType(items=(STRING,), rest=ANY),
    "{type: array, prefixItems: [{type: string}], maxItems: 1}": TupleType(items=(STRING,)),
    # maps
    "{type: object}": MapType(value=ANY),
    "{type: object, additionalProperties: {type: integer}}": MapType(value=INTEGER),
    "{additionalProperties: true}": MapType(value=ANY),
    "{type: object, unevaluatedProperties: {type: integer}}": MapType(value=INTEGER),
    "{type: object, patternProperties: {'^x': {type: integer}}}": MapType(value=INTEGER),
    "{patternProperties: {'^x': {type: integer}, '^y': {type: string}}}": MapType(
        value=OneOfType(items=(INTEGER, STRING))
    ),
    "{type: object, patternProperties: {'^x': {type: integer}}, additionalProperties: false}": MapType(value=INTEGER),
    # encodings
    "{type: string, contentEncoding: base64}": text("byte"),
    "{type: string, contentEncoding: base64url}": text("base64url"),
    "{type: string, contentMediaType: application/json}": text("json"),
    "{type: string, contentMediaType: application/vnd.x+json}": text("json"),
    "{contentMediaType: application/octet-stream}": text("binary"),
    "{type: string, contentMediaType: text/html}": STRING,
    "{type: string, description: JSON array of rules}": text("json"),
    "{type: string, description: A JSON object that configures the layout}": text("json"),
    "{type: string, description: The name of a JSON array}": STRING,
    "{type: string, description: JSON object key}": STRING,
    "{type: string, description: JSON array, pattern: '^x$'}": STRING,
    # composition
    "{allOf: [{$ref: '#/components/schemas/Model'}], description: the same}": component("Model"),
    "{allOf: [{$ref: '#/components/schemas/Model'}, {}]}": component("Model"),
    "{allOf: [{type: integer}, {type: number, minimum: 1}]}": INTEGER,
    "{allOf: [{$ref: '#/components/schemas/Colour'}, {type: string}]}": component("Colour"),
    "{anyOf: [{$ref: '#/components/schemas/Colour'}, {type: string}]}": component("Colour"),
    "{type: string, anyOf: [{minLength: 3}, {maxLength: 1}]}": STRING,
    "{$ref: '#/components/schemas/Model', description: with a text}": component("Model"),
}

COMPONENTS = """\
Model: {type: object, properties: {a: {type: string}}}
Colour: {type: string, enum: [red, green]}
Nullable: {type: [object, 'null'], properties: {a: {type: string}}}
"""


@pytest.mark.parametrize(("schema", "expected"), EXPRESSIONS.items())
def test_expression(schema: str, expected: TypeExpr) -> None:
    built = build(f"{COMPONENTS}Holder: {{type: object, properties: {{it: {schema}}}}}")
    assert built.fields("Holder")["it"].type == expected
    assert built.coverage == ()


def test_a_forbidden_property_is_no_field() -> None:
    assert build("A: {properties: {no: false, yes: true}}").fields("A").keys() == {"yes"}


def test_a_field_carries_all_that_is_said_of_it() -> None:
    built = build("""
        A:
          required: [id]
          properties:
            id: {type: integer, readOnly: true, minimum: 1, maximum: 9.5, description: Identifier, title: Id}
            note: {type: string, writeOnly: true, deprecated: true, default: none, example: [1], maxLength: 3}
        """)
    identity, note = built.fields("A").values()
    assert (identity.required, identity.access) == (True, Access.READ)
    assert identity.constraints == Constraints(minimum=1, maximum=9.5)
    assert (identity.docs.summary, identity.docs.body) == ("Id", "Identifier")
    assert str(identity.origin) == "#/components/schemas/A/properties/id"
    assert (note.required, note.access, note.default) == (False, Access.WRITE, Default(value="none"))
    assert note.deprecation is not None
    assert note.docs.example == "[1]"


def test_conditions_and_groups_of_required_names_are_kept_as_docs() -> None:
    built = build("""
        A:
          type: object
          properties: {a: {type: string}, b: {type: string}}
          anyOf: [{required: [a]}, {required: [b]}]
          not: {required: [c]}
        """)
    body = built.model("A").docs.body
    assert "Needs one of: `a`; `b`." in body
    assert "`not`" in body
    assert built.coverage == ()


def test_xml() -> None:
    built = build("""
        A:
          properties:
            a: {type: string, xml: {name: b, attribute: true, prefix: p, namespace: 'urn:x'}}
            c: {type: array, xml: {wrapped: true}, items: {type: string, xml: {name: d}}}
        """)
    a, c = (field.xml for field in built.fields("A").values())
    assert a is not None
    assert (a.name, a.node, a.prefix, a.namespace) == ("b", "attribute", "p", "urn:x")
    assert c is not None
    assert (c.wrapped, c.item_name) == (True, "d")


def test_json_text_by_configuration() -> None:
    options = BuildOptions(json_text=("#/components/schemas/*/properties/rules",))
    built = build("A: {properties: {rules: {type: string}, other: {type: string}}}", options=options)
    assert [field.type for field in built.fields("A").values()] == [text("json"), STRING]


def test_extra_properties() -> None:
    built = build("""
        Open: {properties: {a: {}}}
        Closed: {properties: {a: {}}, additionalProperties: false}
        Typed: {properties: {a: {}}, additionalProperties: {type: integer}}
        Patterned: {properties: {a: {}}, patternProperties: {'^x-': {type: string}}, additionalProperties: false}
        """)
    extras = [built.model(name).extra for name in ("Open", "Closed", "Typed", "Patterned")]
    assert extras == [ANY, None, INTEGER, STRING]


def test_recursion() -> None:
    built = build("""
        Node: {properties: {next: {$ref: '#/components/schemas/Node'}, other: {$ref: '#/components/schemas/Other'}}}
        Other: {properties: {node: {$ref: '#/components/schemas/Node'}}}
        Json: {type: array, items: {$ref: '#/components/schemas/Json'}}
        """)
    assert built.fields("Node")["next"].type == component("Node")
    assert built.alias("Json") == ArrayType(item=component("Json"))
    assert built.coverage == ()


def test_references_that_lead_nowhere_but_to_themselves() -> None:
    built = build("""
        A: {$ref: '#/components/schemas/B'}
        B: {$ref: '#/components/schemas/A'}
        C: {properties: {a: {$ref: '#/components/schemas/A'}}}
        """)
    assert AnyType() in (built.alias("A"), built.alias("B"))
    assert "circular-reference" in built.codes


def test_a_deep_reference_is_the_declaration_it_points_at() -> None:
    built = build("""
        A: {properties: {inner: {type: object, properties: {x: {type: integer}}}, plain: {type: integer}}}
        B:
          properties:
            i: {$ref: '#/components/schemas/A/properties/inner'}
            p: {$ref: '#/components/schemas/A/properties/plain'}
        """)
    fields = built.fields("B")
    assert built.name_of(fields["i"].type) == "AInner"
    assert fields["p"].type == INTEGER


def test_generic_containers() -> None:
    built = build("""
        Page:
          $id: urn:page
          type: object
          properties: {items: {type: array, items: {$dynamicRef: '#item'}}}
          $defs: {item: {$dynamicAnchor: item}}
        Names: {$ref: '#/components/schemas/Page', $defs: {item: {$dynamicAnchor: item, type: string}}}
        """)
    assert built.fields("Page")["items"].type == ArrayType(item=ANY)
    assert built.fields("Names")["items"].type == ArrayType(item=STRING)


def test_extensible_recursion() -> None:
    built = build("""
        Tree:
          $dynamicAnchor: node
          type: object
          properties: {children: {type: array, items: {$dynamicRef: '#node'}}}
        """)
    assert built.fields("Tree")["children"].type == ArrayType(item=component("Tree"))


def test_a_broken_reference_costs_only_the_property_that_has_it() -> None:
    built = build("""
        A: {properties: {bad: {$ref: '#/components/schemas/Missing'}, good: {type: integer}}}
        B: {properties: {a: {$ref: '#/components/schemas/A'}}}
        """)
    assert [field.type for field in built.fields("A").values()] == [ANY, INTEGER]
    assert [(entry.id, entry.code) for entry in built.coverage] == [("#/components/schemas/A", "unresolved-reference")]


@pytest.mark.parametrize(
    ("schema", "code"),
    [("3", "invalid-schema"), ("{type: text}", "unknown-type")],
)
def test_what_cannot_be_understood_is_any_value_and_reported(schema: str, code: str) -> None:
    built = build(f"A: {{properties: {{a: {schema}}}}}")
    assert built.fields("A")["a"].type == ANY
    assert [entry.code for entry in built.coverage] == [code]


@pytest.mark.parametrize(
    ("schema", "same"),
    [
        ("{type: object, enum: [{}]}", "{type: object}"),
        ("{type: array, items: {type: integer}, enum: [[1]]}", "{type: array, items: {type: integer}}"),
        ("{enum: [[1], {a: 1}]}", "{type: [array, object]}"),
        ("{const: {a: 1}}", "{type: object}"),
        ("{enum: [{}, null]}", "{type: [object, 'null']}"),
    ],
)
def test_an_enum_of_structures_is_known_by_its_kind(schema: str, same: str) -> None:
    built = build(f"A: {{properties: {{a: {schema}, b: {same}}}}}")
    fields = built.fields("A")
    assert fields["a"].type == fields["b"].type
    assert (built.coverage, built.codes) == ((), ["enum-of-structures"])


def test_a_reference_in_place_of_all_properties_is_followed() -> None:
    built = build("""
Shared: {type: object, properties: {a: {type: string}, b: {type: integer}}}
Holder: {type: object, properties: {$ref: '#/components/schemas/Shared/properties'}}
""")
    assert list(built.fields("Holder")) == ["a", "b"]
    assert built.coverage == ()
