"""Identifiers of Python: valid whatever the document calls things, readable, and never two the same."""

from __future__ import annotations

import ast
import builtins
import keyword
import random
import sys

import pytest
from specloom.ir.names import Name
from specloom.languages.letters import parse_words, words_of
from specloom.languages.python.language import Python
from specloom.languages.scope import Case, Rule

PYTHON = Python()
IDENTIFIERS = [Case.CLASS, Case.FUNCTION, Case.CONSTANT, Case.ARGUMENT, Case.ATTRIBUTE, Case.MODULE, Case.PACKAGE]


@pytest.mark.parametrize(
    ("words", "case", "expected"),
    [
        (("api", "key"), Case.CLASS, "ApiKey"),
        (("api", "key"), Case.CONSTANT, "API_KEY"),
        (("api", "key"), Case.ATTRIBUTE, "api_key"),
        (("2fa",), Case.ATTRIBUTE, "n2fa"),
        (("2fa",), Case.CLASS, "N2fa"),
        (("1080p",), Case.CONSTANT, "VALUE_1080P"),
        ((), Case.ATTRIBUTE, "empty"),
        (("größe",), Case.ATTRIBUTE, "größe"),
        (("größe",), Case.MODULE, "große".replace("ß", "udf")),
        (("名前",), Case.ATTRIBUTE, "名前"),
        (("名",), Case.MODULE, "u540d"),
        (("ﬁle",), Case.ATTRIBUTE, "file"),
        (("🚀",), Case.ATTRIBUTE, "u1f680"),
        (("__proto__",), Case.ATTRIBUTE, "proto"),
        (("a-b.c",), Case.ATTRIBUTE, "a_b_c"),
    ],
)
def test_spelling(words: tuple[str, ...], case: Case, expected: str) -> None:
    assert PYTHON.spell(words, case) == expected


@pytest.mark.parametrize("case", IDENTIFIERS)
def test_any_text_becomes_an_identifier(case: Case) -> None:
    chosen = random.Random(case)
    for _ in range(250):
        words = [
            "".join(
                chr(chosen.choice([chosen.randrange(0x80), chosen.randrange(0xD800), chosen.randrange(0x110000)]))
                for _ in range(chosen.randint(0, 5))
            )
            for _ in range(chosen.randint(0, 3))
        ]
        identifier = PYTHON.spell(words, case)
        assert identifier.isidentifier()
        assert not identifier.startswith("_")
        assert PYTHON.is_identifier(identifier)
        assert identifier == PYTHON.spell(words, case)
        node = ast.parse(f"x.{PYTHON.scope().claim(words, case)}").body[0]
        assert isinstance(node, ast.Expr)
        if case in (Case.MODULE, Case.PACKAGE):
            assert identifier.isascii()


@pytest.mark.parametrize("case", IDENTIFIERS)
def test_no_reserved_word_is_claimed(case: Case) -> None:
    for word in sorted({*keyword.kwlist, *words_of("python")}):
        claimed = PYTHON.scope().claim([word], case)
        assert not keyword.iskeyword(claimed)
        ast.parse(f"{claimed} = 1" if case is not Case.CLASS else f"class {claimed}: ...")


def test_the_list_of_keywords_is_complete() -> None:
    assert set(keyword.kwlist) <= words_of("python")
    assert words_of("python_builtins") <= set(dir(builtins))
    assert "match" not in words_of("python"), "soft keywords are good names"


def test_every_reserved_word_in_one_scope() -> None:
    scope = PYTHON.scope(["from_dict"])
    words = sorted({*words_of("python"), "from_dict", *dir(builtins)})
    claimed = [scope.claim([word], Case.ATTRIBUTE) for word in words]
    assert len(set(claimed)) == len(words)
    assert PYTHON.scope().claim(["class"], Case.ARGUMENT) == "class_"
    assert PYTHON.scope(["from_dict"]).claim(["from", "dict"], Case.ATTRIBUTE) == "from_dict_"


def _name(wire: str, *words: str) -> Name:
    return Name(wire=wire, words=words)


def test_wire_names_that_meet_in_one_identifier_all_stay_usable() -> None:
    names = [
        _name(wire, "start", "time") for wire in ("StartTime<", "StartTime", "StartTime>", "start_time", "$startTime")
    ]
    assert PYTHON.scope().claim_all(names, Case.ARGUMENT) == (
        "start_time_lt",
        "start_time_2",
        "start_time_gt",
        "start_time",
        "dollar_start_time",
    )


def test_the_ladder() -> None:
    scope = PYTHON.scope()
    found = [scope.explain(_name("id", "id"), Case.ARGUMENT, ("query",)) for _ in range(4)]
    assert [(str(claim.identifier), claim.rule) for claim in found] == [
        ("id", Rule.PLAIN),
        ("query_id", Rule.CONTEXT),
        ("id_2", Rule.NUMBER),
        ("id_3", Rule.NUMBER),
    ]
    classes = PYTHON.scope()
    assert [classes.claim(["status"], Case.CLASS, ("room",)) for _ in range(2)] == ["Status", "StatusRoom"]


def test_a_pinned_name_comes_first_when_it_is_one() -> None:
    scope = PYTHON.scope()
    assert scope.explain(["room"], Case.CLASS, pinned="Chamber").rule is Rule.PINNED
    assert scope.claim(["room"], Case.CLASS, pinned="import os") == "Room"
    assert scope.claim(["other"], Case.CLASS, pinned="Chamber") == "Other"


def test_files_differ_by_more_than_case_and_avoid_device_names() -> None:
    scope = PYTHON.scope(files=True)
    claimed = [
        str(scope.claim([word], Case.MODULE)) for word in ("con", "aux", "Room", "room", "ROOM", "x" * 300, "x" * 301)
    ]
    assert claimed[:5] == ["con_", "aux_", "Room", "room_2", "ROOM_3"]
    assert len({name.lower() for name in claimed}) == len(claimed)
    assert max(map(len, claimed)) <= 60


def test_names_do_not_follow_the_tables_of_the_interpreter() -> None:
    assert PYTHON.spell(["ƛ"], Case.CONSTANT) == "ƛ", "Unicode 16 gave it a capital"
    assert sys.version_info >= (3, 11)


def test_word_lists_have_comments() -> None:
    assert parse_words("# all\nword  # why\n\n") == {"word"}
