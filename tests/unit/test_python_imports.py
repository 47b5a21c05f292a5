"""Import blocks: sorted as isort has them, laid out as black does."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from black import format_str
from black.mode import Mode, TargetVersion
from specloom.ir.types import ScalarKind
from specloom.languages.imports import Import, Imports, united
from specloom.languages.python.imports import header, import_block
from specloom.languages.python.scalars import SCALARS, parse_scalar, scalar_of

MODE = Mode(target_versions={TargetVersion.PY311})
STANDARD = ("typing", "datetime", "uuid", "collections.abc", "json", "os.path", "decimal", "builtins")
NAMES = (
    "Room",
    "room",
    "ROOM",
    "A",
    "T1",
    "Room2",
    "Room10",
    "_private",
    "list_of",
    "UNSET",
    "A_VERY_LONG_NAME_OF_A_CONSTANT",
)
MODULES = (".", "..", "...", ".room", ".room2", ".room10", "..models", ".._runtime.types", "...a.b")


def _random_import(chosen: random.Random) -> Import:
    name = chosen.choice(NAMES)
    match chosen.randint(0, 5):
        case 0:
            return Import(chosen.choice(STANDARD), "", chosen.choice(["", "dt"]))
        case 1:
            return Import(chosen.choice(STANDARD), name, chosen.choice(["", "", "_q"]))
        case 2:
            return Import(chosen.choice(["httpx2", "typing_extensions"]), name)
        case 3:
            return Import(chosen.choice(["pkg", "pkg.models"]), name)
        case _:
            return Import(chosen.choice(MODULES), name, chosen.choice(["", "", name, "_m"]))


def test_ruff_and_black_change_nothing(tmp_path: Path) -> None:
    blocks: dict[Path, str] = {}
    for seed in range(250):
        chosen = random.Random(seed)
        imports = [_random_import(chosen) for _ in range(chosen.randint(1, 14))]
        path = tmp_path / f"block{seed}.py"
        blocks[path] = f"{import_block(imports, first_party='pkg')}\n"
        path.write_text(blocks[path])
        assert format_str(blocks[path], mode=MODE) == blocks[path]
    (tmp_path / "ruff.toml").write_text(
        'line-length = 88\n[lint]\nselect = ["I"]\n[lint.isort]\nknown-first-party = ["pkg"]\n'
    )
    command = [sys.executable, "-m", "ruff", "check", "--fix", "--quiet", "--no-cache", str(tmp_path)]
    subprocess.run(command, check=True)
    assert {path: path.read_text() for path in blocks} == blocks


def test_a_header_puts_what_only_checkers_need_under_a_guard() -> None:
    imports = Imports.of(Import("..a", "B")) | Imports.typing(Import("datetime", alias="dt"), Import("..a", "B"))
    assert header(imports) == (
        "from __future__ import annotations\n\nfrom typing import TYPE_CHECKING\n\nfrom ..a import B\n\n"
        "if TYPE_CHECKING:\n    import datetime as dt"
    )


def test_a_header_without_typing_has_no_guard() -> None:
    assert header(Imports.of(Import("re"))) == "from __future__ import annotations\n\nimport re"
    assert import_block([]) == ""


def test_imports_unite() -> None:
    one, two = Import("re"), Import("typing", "Any")
    assert united([Imports.typing(one), Imports.of(one), Imports.typing(two)]) == Imports(
        frozenset({one}), frozenset({two})
    )
    assert [found.binds for found in (one, two, Import("a.b"), Import("a", "b", "c"))] == ["re", "Any", "a", "c"]
    assert not Imports()


def test_scalars_by_format_and_by_kind() -> None:
    assert scalar_of(ScalarKind.STRING, "date-time").path == ".datetime"
    assert scalar_of(ScalarKind.STRING, "no-such-format") == SCALARS["string"]
    assert scalar_of(ScalarKind.INTEGER, "int64").path == "int"


def test_a_users_scalar() -> None:
    assert parse_scalar("pendulum.DateTime, import pendulum").wanted == Import("pendulum")
    found = parse_scalar("whenever.Instant.At, import whenever")
    assert (found.path, found.wanted) == (".Instant.At", Import("whenever"))
    assert parse_scalar("Money, from shop.types import Money").wanted == Import("shop.types", "Money")
    assert parse_scalar("float").wanted is None


@pytest.mark.parametrize(
    "text", ["", "a b", "__import__('os').x", "X, import os; x", "X, from os import *", "Y, from a import X"]
)
def test_no_other_scalar(text: str) -> None:
    with pytest.raises(ValueError, match="not"):
        parse_scalar(text)
