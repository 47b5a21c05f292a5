"""References, reachability and cycles."""

from __future__ import annotations

from specloom.ir import graph

from tests.unit.building import build


def components(edges: dict[str, list[str]]) -> tuple[tuple[str, ...], ...]:
    return graph.components(tuple(edges), edges.__getitem__)


def test_components_come_after_what_they_point_at() -> None:
    assert components({"a": ["b"], "b": ["c"], "c": [], "d": ["a"]}) == (("c",), ("b",), ("a",), ("d",))


def test_members_of_a_cycle_keep_their_order() -> None:
    assert components({"a": ["c"], "b": ["a", "d"], "c": ["b"], "d": ["d"]}) == (("d",), ("a", "b", "c"))


def test_edges_to_unknown_nodes_do_not_count() -> None:
    assert components({"a": ["x"]}) == (("a",),)


def test_two_cycles_that_touch_one_way() -> None:
    edges = {"a": ["b"], "b": ["a", "c"], "c": ["d"], "d": ["c"]}
    assert components(edges) == (("c", "d"), ("a", "b"))


def test_a_chain_and_a_ring_of_many_need_no_stack() -> None:
    count = 50_000
    chain = {str(n): [str(n + 1)] if n + 1 < count else [] for n in range(count)}
    assert len(components(chain)) == count
    ring = {**chain, str(count - 1): ["0"]}
    assert len(components(ring)) == 1
    assert len(graph.reachable(["5"], chain.__getitem__)) == count - 5


def test_reachable_is_in_the_order_of_discovery() -> None:
    edges = {"a": ["b", "c"], "b": ["d"], "c": ["a"], "d": []}
    assert list(graph.reachable(["a"], edges.__getitem__)) == ["a", "b", "d", "c"]


def test_references_of_declarations() -> None:
    built = build("""
        A:
          properties: {b: {type: array, items: {$ref: '#/components/schemas/B'}}}
          additionalProperties: {$ref: '#/components/schemas/C'}
        B:
          allOf: [{$ref: '#/components/schemas/A'}]
          properties: {x: {type: [object, 'null'], additionalProperties: {$ref: '#/components/schemas/C'}}}
        C: {oneOf: [{$ref: '#/components/schemas/D'}, {type: array, prefixItems: [{$ref: '#/components/schemas/A'}]}]}
        D: {type: string, enum: [a, b]}
        """)
    found = {
        identity.rpartition("/")[2]: [ref.rpartition("/")[2] for ref in graph.references(declaration)]
        for identity, declaration in built.result.declarations.items()
    }
    assert found == {"A": ["B", "C"], "B": ["A", "C"], "C": ["D", "A"], "D": []}
    assert [len(cycle) for cycle in graph.cycles(built.result.declarations)] == [1, 3]
