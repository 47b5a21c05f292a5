"""What is proved of an emitted file: a marked text of the document lies in literals and comments only, and everything
else is what the same document gives with harmless text.

One `Examine` a language; a file of a kind that nobody examines fails the test.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import PurePosixPath
from typing import Any

from specloom.languages.prose import INVISIBLE
from specloom.source.plain import is_array, is_object

from . import go_proof, markdown_proof, python_proof, typescript_proof
from .marks import Examined, Mark

Examine = Callable[[Mapping[str, str], Mark], Mapping[str, Examined]]
"""Examines all files of one kind, by path."""

_LITERAL = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|<text>""")
_NAME = re.compile(r"\w*ca_?n_?ar_?y\w*", re.IGNORECASE)
_LAID_OUT = str.maketrans("", "", "\n\t\ufffd")
FOR_MACHINES = ("coverage.json", "specloom.lock", "surface.json")
"""Files that quote pointers and names of the document, whether a client needs them or not."""
LAWFUL = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.")


@dataclass(frozen=True, slots=True)
class Difference:
    """Why two outputs are not the same but for their texts."""

    path: str
    hostile: str
    harmless: str


def examine(files: Mapping[str, bytes], mark: Mark) -> dict[str, Examined]:
    """What every file is made of. Raises `AssertionError` for a path that leaves the output, and for a file that
    cannot be read.
    """
    kinds: dict[str, dict[str, str]] = {}
    for path, data in files.items():
        assert set(path.replace("/", "")) <= LAWFUL, path
        assert not path.startswith("/")
        assert not {"..", "."} & set(path.split("/")), path
        kinds.setdefault(PurePosixPath(path).suffix, {})[path] = data.decode()
    found: dict[str, Examined] = {}
    for suffix, texts in kinds.items():
        assert suffix in EXAMINERS, f"nothing is known of {suffix!r} files, such as {next(iter(texts))}"
        found.update(EXAMINERS[suffix](texts, mark))
    return found


def differences(hostile: Mapping[str, Examined], harmless: Mapping[str, Examined]) -> list[Difference]:
    """Where the two differ, with the first lines that do."""
    if hostile.keys() != harmless.keys():
        return [Difference("", str(sorted(hostile.keys() - harmless.keys())), str(sorted(harmless.keys() - hostile)))]
    found: list[Difference] = []
    for path, examined in hostile.items():
        other = harmless[path]
        ours, theirs = examined.structure.split("\n"), other.structure.split("\n")
        place = next((n for n, pair in enumerate(zip_longest(ours, theirs)) if not _same(*pair)), -1)
        if place >= 0:
            start = max(place - 2, 0)
            found.append(Difference(path, "\n".join(ours[start : place + 3]), "\n".join(theirs[start : place + 3])))
    return found


def _same(ours: str | None, theirs: str | None) -> bool:
    """Whether two lines are equal. Where a marked literal stands in one, any literal may stand in the other: one text
    is a name for a server, say, and one is too long for that. A name that collides may be told apart by its symbols.
    """
    if ours == theirs:
        return True
    if ours is None or theirs is None:
        return False
    ours, theirs = _NAME.sub("<name>", ours), _NAME.sub("<name>", theirs)
    if "<text>" not in ours + theirs:
        return ours == theirs
    return _LITERAL.sub("<text>", ours) == _LITERAL.sub("<text>", theirs)


def leaks(examined: Mapping[str, Examined]) -> list[str]:
    """Every place where a marked text is code."""
    return [f"{path}: {leak}" for path, one in examined.items() for leak in one.leaks]


def unseen(files: Mapping[str, bytes]) -> list[str]:
    """Every file with a character that cannot be seen, or that moves others. Files that quote the names of a document
    for machines may have them.
    """
    found: list[str] = []
    for path, data in files.items():
        if path not in FOR_MACHINES:
            # Go is laid out by tabs, and U+FFFD stands for what was left out.
            match = INVISIBLE.search(data.decode().translate(_LAID_OUT))
            found += [f"{path}: {match[0]!r}"] if match else []
    return found


def _data(read: Callable[[str], Any], names_are_text: bool = False) -> Examine:
    def examine(files: Mapping[str, str], mark: Mark) -> Mapping[str, Examined]:
        # What is listed is in the order of its texts.
        return {
            path: Examined(
                "\n".join(sorted(_NAME.sub("<name>", line) for line in _shape(read(text), mark, names_are_text)))
            )
            for path, text in files.items()
        }

    return examine


def _shape(value: Any, mark: Mark, names_are_text: bool, path: str = "") -> list[str]:
    if is_object(value):
        found: list[str] = []
        for key, item in value.items():
            name = mark.masked(key)
            assert names_are_text or name == key, f"the text of a document is the name {key!r} at {path}"
            found += _shape(item, mark, names_are_text, f"{path}/{'' if names_are_text else name}")
        return found
    if is_array(value):
        return [line for item in value for line in _shape(item, mark, names_are_text, f"{path}/-")] or [f"{path} []"]
    if isinstance(value, str):
        return [f"{path} {mark.masked(value)!r}"] if not names_are_text else [f"{path} text"]
    return [f"{path} {value!r}"]


def _nothing(files: Mapping[str, str], mark: Mark) -> Mapping[str, Examined]:
    assert not any(files.values())
    return {path: Examined("") for path in files}


EXAMINERS: dict[str, Examine] = {
    ".py": python_proof.examine,
    ".ts": typescript_proof.examine,
    ".go": go_proof.examine,
    ".mod": go_proof.examine_module,
    ".md": markdown_proof.examine,
    ".json": _data(json.loads),
    ".lock": _data(json.loads, names_are_text=True),
    ".toml": _data(tomllib.loads),
    ".typed": _nothing,
}
"""By the ending of a file."""
