"""Overlays, and the JSONPath their targets are written in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from specloom.diagnostics import SpecloomError
from specloom.source import SourceOptions, open_document
from specloom.source.jsonpath import JsonPathError, find
from specloom.source.overlay import apply_overlay
from specloom.source.pointers import join

DATA: dict[str, Any] = {
    "a": {"b": [1, 2, 3], "x-y": True, "d.e": {"f": None}},
    "list": [{"n": 1, "t": ["p"]}, {"n": 2, "s": "q"}, {"n": "2"}],
}


@pytest.mark.parametrize(
    ("query", "pointers"),
    [
        ("$", [""]),
        ("$.a.b", ["/a/b"]),
        ("$.a.x-y", ["/a/x-y"]),
        ("$['a']['d.e']", ["/a/d.e"]),
        ('$["a"]["d.e"].f', ["/a/d.e/f"]),
        ("$.a.b[0]", ["/a/b/0"]),
        ("$.a.b[-1]", ["/a/b/2"]),
        ("$.a.b[5]", []),
        ("$.a.b[1:]", ["/a/b/1", "/a/b/2"]),
        ("$.a.b[::-1]", ["/a/b/2", "/a/b/1", "/a/b/0"]),
        ("$.a.b[0, 2]", ["/a/b/0", "/a/b/2"]),
        ("$.a.*", ["/a/b", "/a/x-y", "/a/d.e"]),
        ("$.a[*]", ["/a/b", "/a/x-y", "/a/d.e"]),
        ("$..n", ["/list/0/n", "/list/1/n", "/list/2/n"]),
        ("$..[0]", ["/a/b/0", "/list/0", "/list/0/t/0"]),
        ("$.list[?@.n == 2]", ["/list/1"]),
        ("$.list[?(@.n == 2)]", ["/list/1"]),
        ("$.list[?@.n == '2']", ["/list/2"]),
        ("$.list[?@.n < 2]", ["/list/0"]),
        ("$.list[?@.s]", ["/list/1"]),
        ("$.list[?!@.s]", ["/list/0", "/list/2"]),
        ("$.list[?@.s == 'q' || @.t[0] == 'p']", ["/list/0", "/list/1"]),
        ("$.list[?@.n >= 1 && @.n != 1]", ["/list/1"]),
        ("$.list[?@.n == $.a.b[0]]", ["/list/0"]),
        ("$.nothing.at.all", []),
    ],
)
def test_queries(query: str, pointers: list[str]) -> None:
    assert [join(place) for place, _ in find(query, DATA)] == pointers


@pytest.mark.parametrize(
    "query", ["", "a", "$.", "$[", "$['a", "$.a b", "$[?]", "$[?1]", "$[?@.a ==]", "$[?(@.a]", "$[?" + "(" * 500]
)
def test_what_is_no_query(query: str) -> None:
    with pytest.raises(JsonPathError):
        find(query, DATA)


def overlaid(*actions: dict[str, Any]) -> tuple[Any, list[str]]:
    """A small document after actions, and the codes of the remarks."""
    data: Any = {
        "info": {"title": "t"},
        "tags": [{"name": "a"}, {"name": "b"}, {"name": "c"}],
        "paths": {"/x": {"get": {}, "put": {}}},
    }
    remarks = apply_overlay(data, {"overlay": "1.0.0", "actions": list(actions)}, name="o.yaml")
    return data, [remark.code for remark in remarks]


def test_update_merges_objects_and_appends_to_lists() -> None:
    data, remarks = overlaid(
        {"target": "$.info", "update": {"title": "new", "contact": {"name": "n"}}},
        {"target": "$", "update": {"tags": [{"name": "d"}]}},
        {"target": "$.tags", "update": {"name": "e"}},
        {"target": "$.paths.*.get", "update": {"x-a": 1}},
        {"target": "$.info.title", "update": "last"},
    )
    assert data["info"] == {"title": "last", "contact": {"name": "n"}}
    assert [tag["name"] for tag in data["tags"]] == ["a", "b", "c", "d", "e"]
    assert data["paths"]["/x"] == {"get": {"x-a": 1}, "put": {}}
    assert remarks == []


def test_remove_takes_out_all_that_is_selected() -> None:
    data, remarks = overlaid(
        {"target": "$.tags[?@.name != 'b']", "remove": True},
        {"target": "$.paths['/x'].put", "remove": True},
        {"target": "$.nothing", "remove": True},
    )
    assert data["tags"] == [{"name": "b"}]
    assert list(data["paths"]["/x"]) == ["get"]
    assert remarks == ["overlay-without-effect"]


def test_an_update_is_copied_to_each_place() -> None:
    data, _ = overlaid({"target": "$.paths['/x'].*", "update": {"p": {"q": 1}}})
    assert data["paths"]["/x"]["get"]["p"] is not data["paths"]["/x"]["put"]["p"]


NO_OVERLAYS: list[Any] = [
    [],
    {"overlay": "2.0"},
    {"overlay": "1.0.0"},
    {"overlay": "1.0.0", "actions": [{}]},
    {"overlay": "1.0.0", "actions": [{"target": "x"}]},
]


@pytest.mark.parametrize("overlay", NO_OVERLAYS)
def test_what_is_no_overlay(overlay: Any) -> None:
    with pytest.raises(SpecloomError) as caught:
        apply_overlay({}, overlay, name="o.yaml")
    assert caught.value.diagnostics[0].code == "invalid-overlay"


def test_overlays_come_before_everything_else(tmp_path: Path) -> None:
    (tmp_path / "o.yaml").write_text(
        "overlay: 1.0.0\nactions: [{target: $, update: {swagger: '2.0', definitions: {A: {type: file}}}}]"
    )
    source = open_document(b"x: 1", options=SourceOptions(overlays=(str(tmp_path / "o.yaml"),), validate=False))
    assert source.version == "2.0"
    assert source.root.value["components"]["schemas"]["A"] == {"type": "string", "format": "binary"}
    assert [path.name for path, _ in source.files] == ["o.yaml"]
