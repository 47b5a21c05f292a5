"""Bytes to plain data: YAML 1.2 values, JSON, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from specloom.diagnostics import SpecloomError
from specloom.source.load import Loaded, parse
from specloom.source.options import Limits

LIMITS = Limits(depth=50, alias_nodes=1000, size=100_000)


def read(text: str | bytes) -> Loaded:
    """The data of a small text."""
    return parse(text.encode() if isinstance(text, str) else text, name="spec.yaml", limits=LIMITS)


def refusal(text: str | bytes) -> tuple[str, str]:
    """Code and message of the refusal."""
    with pytest.raises(SpecloomError) as caught:
        read(text)
    diagnostic = caught.value.diagnostics[0]
    assert caught.value.exit_code == 3
    return diagnostic.code, str(diagnostic)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("yes", "yes"),
        ("on", "on"),
        ("y", "y"),
        ("true", True),
        ("FALSE", False),
        ("tRue", "tRue"),
        ("null", None),
        ("~", None),
        ("", None),
        ("2020-01-01", "2020-01-01"),
        ("2001-12-14t21:59:43.10-05:00", "2001-12-14t21:59:43.10-05:00"),
        ("010", 10),
        ("0o10", 8),
        ("0x1F", 31),
        ("1_000", "1_000"),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("12:30:45", "12:30:45"),
        (".inf", ".inf"),
        (".NaN", ".NaN"),
        ("1e999", "1e999"),
        ("'5'", "5"),
        ("!!str 5", "5"),
        ("!!float 5", 5.0),
        ("!!timestamp 2020-01-01", "2020-01-01"),
        ("9" * 500, "9" * 500),
    ],
)
def test_yaml_scalars_follow_the_core_schema_of_1_2(written: str, value: object) -> None:
    data = read(f"a: {written}\n").data
    assert data == {"a": value}
    assert type(data["a"]) is type(value)


def test_yaml_keys_are_strings_as_they_are_spelled() -> None:
    assert read("200: a\n0404: b\ntrue: c\non: d\n1.0: e\n~: f\n").data == {
        "200": "a",
        "0404": "b",
        "true": "c",
        "on": "d",
        "1.0": "e",
        "~": "f",
    }


def test_yaml_structure_of_nested_collections() -> None:
    text = "a:\n- {x: [1, {y: 2}], z: }\n- - 1\n  - [2]\nb: {}\nc: []\n"
    assert read(text).data == {"a": [{"x": [1, {"y": 2}], "z": None}, [1, [2]]], "b": {}, "c": []}


def test_aliases_are_written_out_and_not_shared() -> None:
    data = read("a: &x {k: [1]}\nb: *x\nc: {<<: *x, l: 2}\n").data
    assert data == {"a": {"k": [1]}, "b": {"k": [1]}, "c": {"k": [1], "l": 2}}
    assert data["a"] is not data["b"]
    assert data["a"]["k"] is not data["b"]["k"]


def test_explicit_members_win_over_merged_ones() -> None:
    assert read("a: &x {k: 1}\nb: {k: 2, <<: *x}\nc: {<<: [*x, {k: 3, m: 4}]}").data == {
        "a": {"k": 1},
        "b": {"k": 2},
        "c": {"k": 1, "m": 4},
    }


def test_an_alias_bomb_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    code, message = refusal("\n".join(lines))
    assert code == "too-many-yaml-aliases"
    assert message.startswith("spec.yaml:3:")


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("a: &x [*x]", "recursive-yaml-alias", "spec.yaml:1:8"),
        ("a: *x", "invalid-yaml", "spec.yaml:1:4"),
        ("a: [", "invalid-yaml", "spec.yaml:2:1"),
        ("? [a]\n: b", "invalid-yaml", "spec.yaml:1:3"),
        ("a: \x01", "invalid-yaml", "spec.yaml:1:"),
        ('{"a": 1,, }', "invalid-json", "spec.yaml:1:9"),
        ("", "empty-document", "spec.yaml"),
        ("a: " + "[" * 60, "too-deep", "spec.yaml:1:"),
        ("[" * 10_000 + "]" * 10_000, "too-deep", "spec.yaml"),
        ("[" * 200_000, "too-large", "spec.yaml"),
        ('{"a":' * 10_000 + "1" + "}" * 10_000, "too-deep", "spec.yaml"),
        ("\n".join(" " * n + "a:" for n in range(300)), "too-deep", "spec.yaml"),
    ],
)
def test_refusals_say_where(text: str, code: str, place: str) -> None:
    found, message = refusal(text)
    assert found == code
    assert message.startswith(place)


def test_a_bracket_that_is_not_closed_is_shown_where_it_opens() -> None:
    assert (
        "did not find expected ',' or '}' (it begins at 2:7)" in refusal("a: b\ninfo: {title: x\npaths:\n  a: b\n")[1]
    )


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("a: *x", "1 | a: *x\n  |    ^"),
        ('{"a": 1,\n, }', "2 | , }\n  | ^"),
        ("a: &x [*x] " + "#" * 30_000, ""),
    ],
)
def test_refusals_show_the_line(text: str, excerpt: str) -> None:
    with pytest.raises(SpecloomError) as caught:
        read(text)
    spot = caught.value.diagnostics[0].spot
    assert spot is not None
    assert spot.excerpt == excerpt


def test_the_deepest_allowed_nesting_is_read() -> None:
    assert read("[" * 50 + "]" * 50).data is not None
    assert read("a: " + "[" * 49 + "]" * 49).data is not None


def test_no_python_object_comes_out_of_a_tag() -> None:
    loaded = read("a: !!python/object/apply:os.system ['true']\nb: !mine text\n")
    assert loaded.data == {"a": ["true"], "b": "text"}
    assert [d.code for d in loaded.diagnostics] == ["unknown-yaml-tag", "unknown-yaml-tag"]


@pytest.mark.parametrize("text", ['{"a": 1, "a": 2}', "a: 1\na: 2\n"])
def test_duplicate_keys_are_reported_and_the_last_counts(text: str) -> None:
    loaded = read(text)
    assert loaded.data == {"a": 2}
    (found,) = loaded.diagnostics
    assert found.code == "duplicate-key"
    assert "'a'" in found.message
    assert found.origin.pointer == "/a" or (found.spot is not None and found.spot.line == 2)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b"\xef\xbb\xbf" + b'{"a": 1}', {"a": 1}),
        (b"\xef\xbb\xbfa: 1", {"a": 1}),
        ("a: é".encode("utf-16"), {"a": "é"}),
        (b"{a: 1, b: [x, y],}", {"a": 1, "b": ["x", "y"]}),
        (b'{"a": "\\ud800", "b": "\\ud83d\\ude00"}', {"a": "\ufffd", "b": "\U0001f600"}),
        (b'{"a": NaN, "b": -Infinity, "c": 1e999}', {"a": "NaN", "b": "-Infinity", "c": "1e999"}),
        (b"--- \na: 1\n--- \nb: 2\n", {"a": 1}),
    ],
)
def test_encodings_and_forms(text: bytes, value: dict[str, Any]) -> None:
    assert read(text).data == value


def test_json_that_is_not_utf8_is_refused_with_its_line() -> None:
    code, message = refusal(b'{"a":\n"\xff"}')
    assert (code, message.split(":")[1]) == ("invalid-json", "2")


def test_json_numbers_with_thousands_of_digits_stay_text() -> None:
    digits = "9" * 5000
    assert read(f'{{"a": {digits}, "b": 12}}').data == {"a": digits, "b": 12}


def test_too_deep_json_is_refused_at_the_bracket_that_is_too_much() -> None:
    assert refusal('{"[[": 1,\n "b": ' + "[" * 50 + "]" * 50 + "}") == (
        "too-deep",
        "spec.yaml:2:56: values are nested more than 50 levels deep",
    )


def test_aliases_count_with_the_levels_they_have() -> None:
    deep = "a: &a " + "[" * 40 + "]" * 40
    assert refusal(f"{deep}\nb: " + "[" * 10 + "*a" + "]" * 10)[0] == "too-deep"
    assert read(f"{deep}\nb: " + "[" * 9 + "*a" + "]" * 9).data["b"][0][0]
    merged = "\n".join(["m0: &m0 {k: 1}", *(f"m{n}: &m{n} {{<<: *m{n - 1}}}" for n in range(1, 80))])
    assert parse(merged.encode(), name="spec.yaml", limits=Limits(depth=50)).data["m79"] == {"k": 1}
