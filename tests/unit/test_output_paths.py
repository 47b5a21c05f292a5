"""Paths that may be written, and those that may not."""

from __future__ import annotations

import pytest
from specloom.diagnostics import SpecloomError
from specloom.output.paths import prove_all, refusal

UNSAFE = [
    "",
    "/etc/passwd",
    "../up.py",
    "a/../../up.py",
    "a/./b.py",
    "a//b.py",
    "a/",
    "C:/windows/x",
    "c:x",
    "//server/share",
    "a\\..\\b",
    "%2e%2e/up.py",
    "a/%2e%2e%2fup.py",
    "file.txt:stream",
    "file.txt::$DATA",
    "con",
    "a/NUL.py",
    "aux.tar.gz",
    "COM1",
    "lpt9.txt",
    "conin$",
    "con .txt",
    "trailing.",
    "trailing ",
    " leading",
    "nul\0byte",
    "new\nline",
    "tab\t",
    "bell\x07",
    "\u2024\u2024/up.py",
    "\uff0e\uff0e/up.py",
    "caf\u00e9.py",
    "rtl\u202e.py",
    "*.py",
    "a|b",
    "~/x|",
    "$(x)",
    "x" * 201,
]
SAFE = [
    "a.py",
    "a/b/c.py",
    ".gitignore",
    "py.typed",
    "_runtime/__init__.py",
    "console.py",
    "a..b",
    "with space.txt",
    "a+b@c-1.txt",
]


@pytest.mark.parametrize("path", UNSAFE)
def test_unsafe_paths_are_refused(path: str) -> None:
    assert refusal(path)
    with pytest.raises(SpecloomError, match="refused to write"):
        prove_all([path])


@pytest.mark.parametrize("path", SAFE)
def test_ordinary_paths_are_not(path: str) -> None:
    assert refusal(path) == ""
    prove_all([path])


@pytest.mark.parametrize(
    ("paths", "reason"),
    [
        (["a.py", "A.py"], "by case alone"),
        (["x/a.py", "X/a.py"], "by case alone"),
        (["a", "a/b"], "both a file and a folder"),
        (["A/b", "a"], "both a file and a folder"),
        ([".specloom-manifest.json"], "generator's own"),
        ([".SPECLOOM-staging/x"], "generator's own"),
    ],
)
def test_paths_that_exclude_each_other_are_refused(paths: list[str], reason: str) -> None:
    with pytest.raises(SpecloomError, match=reason):
        prove_all(paths)
