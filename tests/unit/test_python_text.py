"""Hostile text as string literals, docstrings and comments: it stays inside, means itself, and black changes
nothing."""

from __future__ import annotations

import ast
import io
import random
import tokenize

import pytest
from black import format_str
from black.mode import Mode, TargetVersion
from specloom.languages import prose
from specloom.languages.code import Code
from specloom.languages.python.expr import flat
from specloom.languages.python.layout import assign
from specloom.languages.python.text import Section, bytes_literal, comment, docstring, literal, string

MODE = Mode(target_versions={TargetVersion.PY311})
PIECES = (
    *('"', "'", '"""', "'''", "\\", "\\\\", '"\n', "\\\n", "\\N{DASH}", "\\x", "%s", "{{ x }}", "{%", "*/"),
    *("\n", "\r", "\r\n", "\t", "\x00", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\u202e", "\u200b"),
    *("\ufeff", "\ud800", "\U0001f600", "\U000e0001", "é", "漢字", "\xa0", "\u3000"),
    *("#", "type: ignore", "# type: int", "noqa", "# fmt: off", "fmt: skip", "-*- coding: latin-1 -*-", "!"),
    *("word", "a", "the quick brown fox jumps over the lazy dog and runs", " ", "  ", "    ", ".", ":", "a" * 100),
    *("\n\n", "\n- ", "\n  * item ", "\n1. ", "\n```\n", "\n> ", "\n| a | b |\n", "# Title", "</p>"),
)
CASES = 400


def _texts() -> list[str]:
    chosen = random.Random("texts")
    return ["".join(chosen.choices(PIECES, k=chosen.randint(0, 14))) for _ in range(CASES)]


def test_a_string_is_its_value_in_visible_characters() -> None:
    for text in _texts():
        code = str(string(text))
        assert ast.literal_eval(code) == text
        assert len(list(tokenize.generate_tokens(io.StringIO(code).readline))) == 3  # string, newline, end
        assert not prose.INVISIBLE.search(code)
        code.encode()
        assert format_str(f"x = {code}\n", mode=MODE) == f"x = {code}\n"


@pytest.mark.parametrize(
    ("indent", "opening", "statements"), [(0, "", 1), (4, "class A:\n", 2), (8, "class A:\n    def f():\n", 3)]
)
def test_a_docstring_is_one_literal_that_black_keeps(indent: int, opening: str, statements: int) -> None:
    sections = (Section(title="Args", entries=(("room_sid", 'The "room"\\'), ("b", "word " * 30))),)
    for number, text in enumerate(_texts()[:200]):
        code = docstring(text, indent, sections if number % 3 == 0 else ())
        if not code:
            assert not prose.clean(text).strip()
            continue
        source = f"{opening}{' ' * indent}{code}\n"
        assert format_str(source, mode=MODE) == source
        tree = ast.parse(source)
        assert sum(isinstance(node, ast.stmt) for node in ast.walk(tree)) == statements
        last = [node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)][-1]
        assert ast.get_docstring(last)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Say "hi"', '"""Say "hi" """'),
        ('"quoted" first', '""" "quoted" first"""'),
        ("ends in \\", '"""ends in \\\\"""'),
        ('three """ quotes', '"""three \\"\\"\\" quotes"""'),
        ("one\r\ntwo\x85three\u2028four", '"""one two three four"""'),
        ("", ""),
        (" \t\n ", ""),
    ],
)
def test_docstrings(text: str, expected: str) -> None:
    assert docstring(text, 4) == expected


def test_prose_is_wrapped_and_code_is_not() -> None:
    text = "word " * 30 + "\n\n- item " + "word " * 25 + "\n\n```\n" + "code " * 30 + "\n```"
    lines = str(docstring(text, 4)).split("\n")
    assert max(len(line) for line in lines if "code" not in line) <= 88
    assert any(line.startswith("      word") for line in lines), "items hang"
    assert [line for line in lines if "code" in line] == ["    " + "code " * 29 + "code"]


def test_no_wrapped_line_becomes_another_block() -> None:
    for line in prose.wrap(("abcd " * 3 + "- 1. # > + ") * 20, 30):
        assert line.startswith("abcd")


def test_a_comment_stays_one_and_is_no_pragma() -> None:
    for text in _texts():
        code = comment(text)
        if not code:
            continue
        source = f"x = 1\n{code}\n"
        assert format_str(source, mode=MODE) == source
        tree = ast.parse(source, type_comments=True)
        assert len(tree.body) == 1
        assert not tree.type_ignores
        kinds = {token.type for token in tokenize.generate_tokens(io.StringIO(str(code)).readline)}
        assert kinds <= {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("type: ignore", '# "type": ignore'),
        ("see # noqa", '# see # "noqa"'),
        ("fmt: off", '# "fmt": off'),
        ("-*- coding: latin-1 -*-", "# -*- coding : latin-1 -*-"),
        ("issue #2 of this type: see there", "# issue #2 of this type: see there"),
        ("a\rb", "# a b"),
        ("", ""),
    ],
)
def test_comments(text: str, expected: str) -> None:
    assert comment(text) == expected


def test_literals_are_the_data() -> None:
    chosen = random.Random("literals")

    def data(depth: int = 0) -> object:
        match chosen.randint(0, 9 if depth < 3 else 6):
            case 0:
                return None
            case 1:
                return chosen.random() < 0.5
            case 2:
                return chosen.choice([0, -1, 10**18, 10**5000, 2**63])
            case 3:
                return chosen.choice([0.0, -0.5, 1e100, 1e-7, 3.14])
            case 4 | 5 | 6:
                return "".join(chosen.choices(PIECES, k=3))
            case 7 | 8:
                return [data(depth + 1) for _ in range(chosen.randint(0, 4))]
            case _:
                return {"".join(chosen.choices(PIECES, k=2)): data(depth + 1) for _ in range(chosen.randint(0, 4))}

    for _ in range(200):
        value = data()
        assert ast.literal_eval(str(flat(literal(value)))) == value
        source = f"{assign(Code('value'), literal(value))}\n"
        assert format_str(source, mode=MODE) == source


@pytest.mark.parametrize(
    ("value", "expected"),
    [(float("inf"), 'float("inf")'), (float("-inf"), 'float("-inf")'), (float("nan"), 'float("nan")')],
)
def test_numbers_without_a_literal(value: float, expected: str) -> None:
    assert flat(literal(value)) == expected


def test_what_is_no_data_has_no_literal() -> None:
    with pytest.raises(TypeError, match="object has no literal"):
        literal(object())


def test_bytes() -> None:
    data = bytes(range(256))
    assert ast.literal_eval(str(bytes_literal(data))) == data
