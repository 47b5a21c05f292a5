"""Small documents that ask for much: each must give a client, or be refused with a code and a place."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]
Data = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bomb:
    """A document, and what must become of it.

    `refused` is the code it is refused with, empty when a client is generated; `says` stands in the message, `codes`
    are reported. `group` is the process it runs in.
    """

    name: str
    group: str
    text: Callable[[], bytes]
    refused: str = ""
    says: str = ""
    codes: frozenset[str] = frozenset()


BOMBS: dict[str, Bomb] = {}


def bomb(
    group: str, *codes: str, refused: str = "", says: str = ""
) -> Callable[[Callable[[], bytes | Data]], Callable[[], bytes | Data]]:
    """Puts a document among `BOMBS`, under the name of its function."""

    def put(build: Callable[[], bytes | Data]) -> Callable[[], bytes | Data]:
        def text() -> bytes:
            built = build()
            return built if isinstance(built, bytes) else json.dumps(built).encode()

        name = build.__name__
        BOMBS[name] = Bomb(name=name, group=group, text=text, refused=refused, says=says, codes=frozenset(codes))
        return build

    return put


def document(schemas: Data | None = None, paths: Data | None = None, **more: Any) -> Data:
    """A document with these schemas, of which the operation returns `A`."""
    content = {"application/json": {"schema": ref("A")}}
    get = {"operationId": "getA", "responses": {"200": {"description": "d", "content": content}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"get": get}} if paths is None else paths,
        "components": {"schemas": schemas or {"A": {"type": "string"}}},
        **more,
    }


def ref(name: str) -> Schema:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def obj(**properties: Any) -> Schema:
    """An object schema."""
    return {"type": "object", "properties": properties}


def operation(**members: Any) -> Data:
    """An operation."""
    return {"responses": {"200": {"description": "d"}}, **members}


def chain(length: int, link: Callable[[str, int], Schema]) -> Data:
    """A document of `length` components, each made by `link` from the name of the next one and a number."""
    schemas = {f"S{n}": link(f"S{n + 1}", n) for n in range(length)}
    return document({**schemas, f"S{length}": obj(q={"type": "string"}), "A": ref("S0")})


def nested(depth: int, wrap: Callable[[Schema], Schema]) -> Data:
    """A document whose schema `A` is wrapped `depth` times."""
    schema: Schema = {"type": "string"}
    for _ in range(depth):
        schema = wrap(schema)
    return document({"A": schema})


# Text: nesting and size before anything is understood


@bomb("text", refused="too-deep", says=":1:223: ")
def json_arrays_in_arrays() -> bytes:
    return b'{"openapi":"3.1.0","x":' + b"[" * 10_000 + b"]" * 10_000 + b"}"


@bomb("text", refused="too-deep", says=":1:1019: ")
def json_objects_in_objects() -> bytes:
    return b'{"openapi":"3.1.0","x":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001


@bomb("text", refused="invalid-yaml", says=":2:1003: ")
def yaml_flow_that_never_ends() -> bytes:
    return b"openapi: 3.1.0\nx: " + b"[" * 1_000_000


@bomb("text", refused="too-deep", says=":202:201: ")
def yaml_blocks_in_blocks() -> bytes:
    return b"openapi: 3.1.0\nx:\n" + b"".join(b" " * (n + 1) + b"a:\n" for n in range(3_000))


@bomb("text", refused="too-deep", says=":3:401: ")
def yaml_sequences_in_sequences() -> bytes:
    return b"openapi: 3.1.0\nx:\n  " + b"- " * 100_000 + b"a"


@bomb("text", refused="too-many-yaml-aliases", says=":7:38: ")
def yaml_aliases_that_multiply() -> bytes:
    lines = ["openapi: 3.1.0", "a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [" + ",".join([f"*a{n - 1}"] * 10) + "]" for n in range(1, 12)]
    return "\n".join(lines).encode()


@bomb("text", refused="too-many-yaml-aliases")
def yaml_merge_keys_that_add_up() -> bytes:
    lines = ["openapi: 3.1.0", "a0: &a0 {k: v}"]
    lines += [f"a{n}: &a{n} {{<<: *a{n - 1}, k{n}: v}}" for n in range(1, 3_000)]
    return "\n".join(lines).encode()


@bomb("text", refused="too-deep", says=":3:")
def yaml_aliases_that_nest() -> bytes:
    lines = ["openapi: 3.1.0", "a0: &a0 " + "[" * 150 + "]" * 150]
    lines += [f"a{n}: &a{n} " + "[" * 150 + f"*a{n - 1}" + "]" * 150 for n in range(1, 20)]
    return "\n".join(lines).encode()


@bomb("text", refused="too-large", says="209,715,200 bytes")
def more_than_the_limit_of_bytes() -> bytes:
    return b'{"openapi": "3.1.0", "x": "' + b"x" * (200 * 1024 * 1024) + b'"}'


@bomb("text")
def a_hundred_megabytes_of_text() -> Data:
    described = {f"p{n}": {"type": "string", "description": "word " * 4_000, "x-y": "x" * 80_000} for n in range(1_000)}
    return document({"A": obj(**described)})


@bomb("text", "invalid-document")
def numbers_without_measure() -> bytes:
    values = [b"9" * 1_000_000, b"-" + b"9" * 4_300, b"1e400000", b"-1e-400000", b"1E" + b"9" * 100_000]
    value = b"[" + b", ".join(values) + b"]"
    schema = b'{"type": "number", "maximum": 1e400000, "minimum": -1e999, "multipleOf": 1e-400, "enum": ' + value + b"}"
    return (
        b'{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "components": {"schemas": {"A": %s}}}' % schema
    )


@bomb("text", "invalid-document")
def yaml_numbers_without_measure() -> bytes:
    values = "[" + "1" * 100_000 + ", 0x" + "f" * 100_000 + ", 1e400000, .inf, -.INF, .nan, 1e-400000, 0o777]"
    schema = f"{{type: integer, maximum: {'9' * 5_000}, enum: {values}, default: 0x{'f' * 350}}}"
    return f"openapi: 3.1.0\ninfo: {{title: T, version: 1}}\ncomponents: {{schemas: {{A: {schema}}}}}".encode()


@bomb("text")
def regular_expressions_that_explode() -> Data:
    patterns = ["(a+)+$", "(" * 5_000 + ")" * 5_000, "a{1,1000000}{1,1000000}", "(?<n>x)\\p{L}[["]
    return document({"A": obj(**{f"p{n}": {"type": "string", "pattern": p} for n, p in enumerate(patterns)})})


@bomb("text")
def text_that_is_hard_to_lay_out() -> Data:
    texts = ["[(", "<a ", "# ", "|", '"', '"""', "_*", "`", "\n", " \t", "* a\n", "> ", "&amp;", "```\n", "\\"]
    return document(
        {"A": {**obj(**{f"p{n}": {"description": t * (200_000 // len(t))} for n, t in enumerate(texts)})}},
        tags=[{"name": f"t{n}", "description": t * (50_000 // len(t))} for n, t in enumerate(texts)],
        info={"title": "[(" * 50_000, "version": "1" * 50_000, "description": "`" * 100_001},
    )


@bomb("text", "duplicate-key")
def yaml_keys_that_occur_twice() -> bytes:
    return b"openapi: 3.1.0\ninfo: {title: T, version: '1'}\nx:\n" + b"- {a: 1, a: 2}\n" * 20_000


@bomb("text", "duplicate-key")
def json_keys_that_occur_twice() -> bytes:
    return b'{"openapi": "3.1.0", "info": {"title": "T"}, "x": [' + b'{"a": 1, "a": 2},' * 20_000 + b"1]}"


# References: chains and cycles


@bomb("references", "nested-too-deep", "circular-reference")
def references_to_references() -> Data:
    return chain(3_000, lambda following, n: ref(following))


@bomb("references", "nested-too-deep")
def arrays_of_references() -> Data:
    return chain(3_000, lambda following, n: {"type": "array", "items": ref(following)})


@bomb("references")
def properties_of_references() -> Data:
    return chain(2_000, lambda following, n: obj(p=ref(following)))


@bomb("references", "nested-too-deep")
def all_of_references() -> Data:
    return chain(1_000, lambda following, n: {"allOf": [ref(following), obj(**{f"p{n}": {"type": "string"}})]})


@bomb("references", "ambiguous-union", "nested-too-deep")
def one_of_references() -> Data:
    return chain(1_000, lambda following, n: {"oneOf": [ref(following), obj(**{f"p{n}": {"type": "string"}})]})


@bomb("references", "nested-too-deep")
def xml_wrappers_of_references() -> Data:
    found = chain(200, lambda following, n: {"type": "array", "xml": {"wrapped": True}, "items": ref(following)})
    content = found["paths"]["/a"]["get"]["responses"]["200"]["content"]
    content["application/xml"] = content.pop("application/json")
    found["components"]["schemas"]["A"] = obj(a=ref("S0"))
    return found


@bomb("references", "circular-reference")
def references_in_a_circle() -> Data:
    members = {"B": ref("C"), "C": ref("B"), "D": {"anyOf": [ref("D")]}, "E": {"type": "array", "items": ref("E")}}
    return document({"A": ref("A"), **members})


@bomb("references")
def compositions_in_a_circle() -> Data:
    kinds = {"propertyName": "k", "mapping": {"a": ref("A")["$ref"], "b": ref("B")["$ref"]}}
    return document(
        {
            "A": {"oneOf": [ref("A"), ref("B")], "discriminator": kinds},
            "B": {**obj(k={"type": "string"}), "discriminator": kinds, "allOf": [ref("A")]},
            "C": {"allOf": [ref("D")]},
            "D": {"allOf": [ref("C"), obj(x={"type": "string"})]},
            "E": {"oneOf": [ref("F"), {"type": "string"}]},
            "F": {"oneOf": [ref("E"), {"type": "integer"}]},
        }
    )


@bomb("references", "circular-reference")
def paths_and_parameters_in_a_circle() -> Data:
    parameters = {"P": {"$ref": "#/components/parameters/Q"}, "Q": {"$ref": "#/components/parameters/P"}}
    paths = {
        "/a": {"$ref": "#/paths/~1b"},
        "/b": {"$ref": "#/paths/~1a"},
        "/c": {"get": operation(parameters=[{"$ref": "#/components/parameters/P"}])},
    }
    found = document(paths=paths)
    found["components"]["parameters"] = parameters
    return found


@bomb("references", "nested-too-deep")
def places_that_refer_to_each_other() -> Data:
    everything = [{"$ref": f"#/x-s/S{n}"} for n in range(14)]
    found = document({"A": {"$ref": "#/x-s/S0"}, "B": {"$ref": "#/x-l/L0"}})
    found["x-s"] = {f"S{n}": {"type": "array", "prefixItems": everything} for n in range(14)}
    found["x-l"] = {f"L{n}": {"type": "array", "items": {"$ref": f"#/x-l/L{n + 1}"}} for n in range(5_000)}
    return found


@bomb("references", "unresolved-reference")
def pointers_that_lead_through_references() -> Data:
    through = {f"S{n}": {"$ref": f"#/components/schemas/S{n + 1}/properties/p"} for n in range(2_000)}
    circle = {"X": {"$ref": "#/components/schemas/Y/items/a"}, "Y": {"$ref": "#/components/schemas/X/items/b"}}
    return document({**through, **circle, "A": ref("S0")})


@bomb("references", "unresolved-reference")
def references_to_nothing() -> Data:
    there = {f"S{n}": {"type": "string"} for n in range(3_000)}
    return document({**there, "A": obj(**{f"p{n}": ref(f"Missing{n}") for n in range(2_000)})})


@bomb("references", "nested-too-deep")
def schemas_in_schemas() -> Data:
    return nested(95, lambda inner: obj(p=inner))


@bomb("references")
def compositions_in_compositions() -> Data:
    return nested(38, lambda inner: {"allOf": [obj(p=inner), obj(q={"type": "string"})]})


@bomb("references", "nested-too-deep")
def arrays_in_arrays() -> Data:
    return nested(190, lambda inner: {"type": "array", "items": inner})
