"""specloom.lock: what is written reads back, merges line by line, and is never trusted blindly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from specloom.diagnostics import SpecloomError
from specloom.lock import Lock, read_lock

LOCK = Lock(
    naming=1,
    names={"#/components/schemas/Room": ("room",), "#/b": ("a", "b", "4xx"), '#/"quoted"': ("caf\u00e9",)},
    identifiers={"python_dataclass": {"#/b": "class_"}, "empty": {}},
)


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "specloom.lock"
    path.write_bytes(LOCK.dump())
    assert read_lock(path) == LOCK
    path.write_bytes(Lock().dump())
    assert read_lock(path) == Lock()


def test_one_name_a_line_in_stable_order() -> None:
    lines = LOCK.dump().decode().splitlines()
    assert [line.strip() for line in lines if "#/" in line] == [
        '"#/\\"quoted\\"": ["caf\\u00e9"],',
        '"#/b": ["a", "b", "4xx"],',
        '"#/components/schemas/Room": ["room"]',
        '"#/b": "class_"',
    ]
    assert json.loads(LOCK.dump())["format"] == 1


def test_no_file_is_an_empty_lock(tmp_path: Path) -> None:
    assert read_lock(tmp_path / "absent.lock") == Lock()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"format": 2}', '{"format": 1}', '{"format": 1, "naming": 1, "names": []}']
)
def test_a_broken_lock_is_an_error_not_a_fresh_start(tmp_path: Path, text: str) -> None:
    path = tmp_path / "specloom.lock"
    path.write_text(text)
    with pytest.raises(SpecloomError, match="cannot use") as error:
        read_lock(path)
    assert error.value.exit_code == 2
    assert error.value.diagnostics[0].code == "unreadable-lock"
