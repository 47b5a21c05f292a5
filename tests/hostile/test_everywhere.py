"""No text of a document can become code, leave its literal or comment, or name a path outside the output."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath

import pytest
import specloom

from .document import PAYLOADS, shape, source, tokens_outside_literals

SAFE_PATH = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.")


def files(document: bytes) -> Mapping[str, bytes]:
    """Everything that is emitted for a document, the runtime left out."""
    generated = specloom.generate(document)
    return {file.path: file.data for file in generated.files if "/_runtime/" not in f"/{file.path}"}


def whole_shape(emitted: Mapping[str, bytes]) -> Counter[str]:
    """The shape of all Python files together."""
    return sum((shape(data.decode()) for path, data in emitted.items() if path.endswith(".py")), Counter[str]())


@cache
def neutral(text: str) -> Counter[str]:
    """The shape of the same document with harmless text."""
    return whole_shape(files(source(text)))


def harmless(payload: str) -> str:
    """A harmless text of the same kind: the spelling of a name depends on whether it is an identifier, and on its
    length."""
    if len(payload) >= 300:
        return "w" * len(payload)
    return "word" if f"{payload}1".isidentifier() and not payload.startswith("__") else "some-word "


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_text_stays_text(payload: str) -> None:
    emitted = files(source(payload))
    for path, data in emitted.items():
        assert set(path.replace("/", "")) <= SAFE_PATH, path
        assert not PurePosixPath(path).is_absolute()
        assert ".." not in PurePosixPath(path).parts
        text = data.decode()
        assert "\r" not in text, path
        if path.endswith(".py"):
            compile(text, path, "exec")
            assert not [token for token in tokens_outside_literals(text) if "()" in token], path
        elif path.endswith(".toml"):
            assert "evil" not in tomllib.loads(text)["project"].get("scripts", {})
        elif path.endswith(".json"):
            json.loads(text)
    assert whole_shape(emitted) == neutral(harmless(payload))


def test_the_proof_can_fail() -> None:
    """The shape does see an injected call."""
    assert shape("x = 'a'") != shape("x = 'a'; evil()")


def test_the_name_of_the_file_is_text_too(tmp_path: Path) -> None:
    document = tmp_path / 'a\n"""\nevil()\n.json'
    document.write_bytes(source("word"))
    generated = specloom.generate(document)
    for file in generated.files:
        assert b"\nevil()" not in file.data, file.path
