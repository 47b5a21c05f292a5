"""Further `BOMBS`: compositions that double at every step, names that collide, and sheer numbers."""

from __future__ import annotations

from typing import Any

from .bombs import Data, bomb, chain, document, obj, operation, ref

# Compositions: a few kilobytes that stand for a type of 2^40 parts


@bomb("compositions")
def both_parts_are_the_same() -> Data:
    return chain(40, lambda following, n: {"allOf": [ref(following), ref(following)]})


@bomb("compositions")
def both_alternatives_are_the_same() -> Data:
    return chain(40, lambda following, n: {"oneOf": [ref(following), ref(following)]})


@bomb("compositions", "nested-too-deep")
def tuples_of_tuples() -> Data:
    return chain(40, lambda following, n: {"type": "array", "prefixItems": [ref(following), ref(following)]})


@bomb("compositions", "too-complex")
def alternatives_with_properties() -> Data:
    schemas: Data = {}
    for n in range(40):
        for side in "xy":
            own = obj(**{f"p{n}{side}": {"type": "string"}})
            schemas[f"S{n}{side}"] = {**own, "oneOf": [ref(f"S{n + 1}x"), ref(f"S{n + 1}y")]}
    ends = {"S40x": obj(q={"type": "string"}), "S40y": obj(r={"type": "string"}), "A": ref("S0x")}
    return document({**schemas, **ends})


@bomb("compositions", "too-complex")
def parts_that_agree_on_themselves() -> Data:
    both = {side: obj(p=ref(side), q=ref(side)) for side in "XY"}
    return document({**both, "A": {"allOf": [ref("X"), ref("Y")]}})


@bomb("compositions", "too-complex")
def generic_schemas_filled_with_themselves() -> Data:
    def bound(inner: Any) -> Any:
        return {**ref("G"), "$defs": {"d": {"$dynamicAnchor": "n", **inner}}}

    again = bound(obj(z={"$dynamicRef": "#n"}))
    generic = {"$dynamicAnchor": "n", **obj(p=again, q=again)}
    return document({"G": generic, "A": bound({"type": "string"})})


@bomb("compositions")
def constants_behind_layers() -> Data:
    width, layers = 12, 7
    schemas = {
        f"S{layer}_{n}": {"allOf": [ref(f"S{layer + 1}_{other}") for other in range(width)]}
        for layer in range(layers)
        for n in range(width)
    }
    ends = {f"S{layers}_{n}": obj(**{f"p{n}": {"type": "string"}}) for n in range(width)}
    choice = {"oneOf": [ref("S0_0"), ref("S0_1")], "discriminator": {"propertyName": "k"}}
    return document({**schemas, **ends, "A": choice})


@bomb("compositions", "combined-choices")
def many_choices_at_once() -> Data:
    return document({"A": {"allOf": [{"oneOf": [obj(**{f"a{n}": {}}), obj(**{f"b{n}": {}})]} for n in range(30)]}})


@bomb("compositions", "too-many-parts")
def more_parts_than_allowed() -> Data:
    parts = {f"S{n}": obj(**{f"p{n}": {"type": "string"}}) for n in range(1_200)}
    return document({**parts, "A": {"allOf": [ref(name) for name in parts]}})


@bomb("compositions", "too-many-variants")
def more_variants_than_allowed() -> Data:
    variants = [{"required": [f"p{n}"], **obj(**{f"p{n}": {"type": "string"}})} for n in range(3_000)]
    return document({"A": {"oneOf": variants}})


@bomb("compositions")
def as_many_variants_as_allowed() -> Data:
    variants = [{"required": [f"p{n}"], **obj(**{f"p{n}": {"type": "string"}})} for n in range(500)]
    return document({"A": {"oneOf": variants}})


@bomb("compositions")
def everything_refers_to_everything() -> Data:
    schemas = {f"S{n}": obj(**{f"p{m}": ref(f"S{m}") for m in range(120)}) for n in range(120)}
    return document({**schemas, "A": ref("S0")})


# Names: every one collides, or is longer than a file system allows


@bomb("names")
def members_of_an_enum_that_differ_by_symbols() -> Data:
    return document({"A": {"type": "string", "enum": ["v" + "-" * n for n in range(2_000)]}})


@bomb("names")
def members_of_an_enum_with_one_name() -> Data:
    values = [f"v{n}" for n in range(10_000)]
    return document({"A": {"type": "string", "enum": values, "x-enum-varnames": ["same"] * 10_000}})


@bomb("names", "name-collision")
def components_that_differ_by_symbols() -> Data:
    schemas = {"x" + "_" * (n + 1): obj(a={"type": "string"}) for n in range(1_500)}
    return document({**schemas, "A": {"type": "string"}})


@bomb("names")
def properties_that_differ_by_symbols() -> Data:
    return document({"A": obj(**{"p" + "_" * (n % 100) + "-" * (n // 100): {"type": "string"} for n in range(3_000)})})


@bomb("names", "duplicate-operation-id")
def operations_with_one_name() -> Data:
    return document(paths={"/a" + "-" * n: {"get": operation(operationId="same", tags=["t"])} for n in range(1_000)})


@bomb("names")
def names_of_thousands_of_characters() -> Data:
    return document(
        {"A": obj(**{"x" * 300: {"type": "string"}, "y" * 10_000: obj(**{"z" * 1_000: {}})}), "L" * 300: obj(a={})},
        paths={"/" + "a/" * 5_000: {"get": operation()}, "/b": {"get": operation(operationId="aB" * 5_000)}},
    )


@bomb("names")
def tags_and_ids_of_thousands_of_levels() -> Data:
    dotted = ".".join(f"t{n}" for n in range(5_000))
    found = document(
        paths={
            "/a": {"get": operation(tags=[dotted])},
            "/b": {"get": operation(operationId=dotted)},
            "/c": {"get": operation(tags=["t0"])},
        },
        tags=[{"name": f"t{n}", "parent": f"t{n + 1}"} for n in range(3_000)],
    )
    return {**found, "openapi": "3.2.0"}


# Numbers: wide rather than deep


@bomb("numbers", "too-many-properties")
def fifty_thousand_properties() -> Data:
    return document({"A": obj(**{f"p{n}": {"type": "string"} for n in range(50_000)})})


@bomb("numbers", "too-many-members")
def a_hundred_thousand_members() -> Data:
    return document(
        {"A": {"type": "string", "enum": [f"v{n}" for n in range(100_000)]}, "B": {"enum": [*range(99_999)]}}
    )


@bomb("numbers", refused="too-large", says="more than 50,000 operations")
def a_hundred_thousand_operations() -> Data:
    return document(paths={f"/a{n}": {"get": {"tags": [f"t{n}"]}} for n in range(100_000)})


@bomb("numbers", refused="too-large", says="more than 100,000 types")
def a_hundred_thousand_inline_types() -> Data:
    return document({f"S{n}": obj(**{f"p{m}": obj(a={}) for m in range(1_000)}) for n in range(101)})


@bomb("numbers", refused="too-large", says="1,000,000 parts")
def a_million_members() -> Data:
    return document({f"S{n}": {"type": "string", "enum": [f"v{m}" for m in range(10_001)]} for n in range(100)})


@bomb("numbers")
def breadth_of_paths_and_tags() -> Data:
    return document(paths={f"/a{n}/b{n % 7}": {"get": operation(tags=[f"tag{n}"])} for n in range(2_000)})


@bomb("numbers")
def breadth_of_one_operation() -> Data:
    schemes = {f"s{n}": {"type": "apiKey", "in": "header", "name": f"X-{n}"} for n in range(1_000)}
    parameters = [{"name": f"p{n}", "in": "query", "schema": {"type": "string"}} for n in range(3_000)]
    slots: list[Data] = [{"name": f"v{n}", "in": "path", "required": True, "schema": {}} for n in range(500)]
    get = operation(parameters=[*parameters, *slots], tags=[f"t{n}" for n in range(10_000)])
    path = "/" + "/".join(f"{{v{n}}}" for n in range(500))
    found = document(paths={path: {"get": get}}, security=[{name: [] for name in schemes}])
    found["components"]["securitySchemes"] = schemes
    found["servers"] = [
        {"url": f"https://h{n}.example/{{v}}", "variables": {"v": {"default": "a"}}} for n in range(1_000)
    ]
    return found


@bomb("numbers", "invalid-document")
def wrong_everywhere() -> Data:
    return document({f"S{n}": obj(a={"type": "nope"}, b={"required": 1}) for n in range(3_000)})
