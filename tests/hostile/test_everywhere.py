"""No text of a document can become code, leave its literal or comment, or name a path outside the output."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from .document import PAYLOADS, document, harmless
from .emitting import PACKS, emit
from .marks import HARMLESS, HOSTILE, Examined, Mark
from .proofs import differences, examine, leaks, unseen


@cache
def _twin(text: str) -> dict[str, Mapping[str, Examined]]:
    """What each pack makes of a document with harmless texts; many hostile ones have the same twin."""
    return {pack: examine(files, HARMLESS) for pack, files in emit(json.loads(text)).packs.items()}


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_text_stays_text(payload: str) -> None:
    twin = _twin(json.dumps(harmless(payload)))
    emitted = emit(document(payload)).packs
    assert emitted.keys() == set(PACKS)
    for pack, files in emitted.items():
        examined = examine(files, HOSTILE)
        assert leaks(examined) == [], pack
        assert unseen(files) == [], pack
        assert differences(examined, twin[pack]) == [], pack
        assert sum("<text>" in one.structure for one in examined.values()) > 5, f"{pack} prints hardly any text"


def test_generating_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a host nor a program: the document is full of URLs and commands."""
    asked: list[object] = []

    def refuse(*given: object, **more: object) -> None:
        asked.append((given, more))
        raise OSError("refused")

    for module, name in (
        *((socket, name) for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname")),
        *((subprocess, name) for name in ("Popen", "run")),
        *((os, name) for name in ("system", "popen", "execv", "posix_spawn")),
    ):
        monkeypatch.setattr(module, name, refuse)
    found = emit(document("https://CANARY.example.com/x"))
    assert found.packs.keys() == set(PACKS)
    assert asked == []


INJECTED: dict[str, tuple[str, str]] = {
    "a.py": ("x = 'ca_NArY'  # ca_NArY", "x = ''; ca_NArY()"),
    "b.py": ("'''ca_NArY'''\nx = 1", "'''a'''\nimport ca_NArY"),
    "c.ts": ("export const x = 'ca_NArY'; // ca_NArY", "export const x = ``; ca_NArY()"),
    "d.ts": ("/* ca_NArY */ export const x = 1;", "export const x = 1; import './ca_NArY.js';"),
    "e.md": ("# A `ca_NArY`\n\ntext", "# A\n\n<b onclick=ca_NArY>text"),
    "f.md": ("a ca_NArY b", "a [ca_NArY](javascript:ca_NArY) b"),
    "g.md": ("```python\nx = 'ca_NArY'\n```", "```python\nx = ca_NArY\n```"),
}


@pytest.mark.parametrize("path", INJECTED)
def test_the_proof_sees_what_is_code(path: str) -> None:
    sound, broken = INJECTED[path]
    assert leaks(examine({path: sound.encode()}, HOSTILE)) == []
    assert leaks(examine({path: broken.encode()}, HOSTILE)) != []


def test_the_proof_sees_go() -> None:
    sound = 'package p // ca_NArY\n\nvar x = "ca_NArY" + `ca_NArY`\n'
    assert leaks(examine({"a.go": sound.encode()}, HOSTILE)) == []
    for broken in ("package p\n\nvar x = ca_NArY()\n", "package p\n\n//go:linkname x ca_NArY\nvar x int\n"):
        assert leaks(examine({"a.go": broken.encode()}, HOSTILE)) != []


@pytest.mark.parametrize(
    ("path", "ours", "theirs"),
    [
        ("a.py", "x = 'ca_NArY'", "x = 'ca--n--ar--y'; evil()"),
        ("a.py", "x = 'ca_NArY'", "x = 1"),
        ("a.ts", "const x = 'ca_NArY';", "const x = evil;"),
        ("a.toml", "[a]\nb = 'ca_NArY'", "[a]\nb = 'ca--n--ar--y'\n[c]\nd = 'e'"),
        ("a.json", '{"a": "ca_NArY"}', '{"a": ["ca--n--ar--y"]}'),
        ("a.md", "a ca_NArY", "a **ca--n--ar--y**"),
    ],
)
def test_the_proof_sees_a_difference(path: str, ours: str, theirs: str) -> None:
    one, other = examine({path: ours.encode()}, HOSTILE), examine({path: theirs.encode()}, HARMLESS)
    assert differences(one, other) != []
    assert differences(one, one) == []


def test_a_path_outside_is_refused() -> None:
    for path in ("../a.py", "/a.py", "a/../../b.py", "a\\b.py", "a:b.py"):
        with pytest.raises(AssertionError):
            examine({path: b""}, Mark("x"))


def test_the_name_of_the_file_is_text_too(tmp_path: Path) -> None:
    plain: Any = document("CANARY", lambda text: "word")
    outputs: list[dict[str, Mapping[str, bytes]]] = []
    for name in ('a\n"""\nca_NArY()\n.json', "a*/ca_NArY()`${ca_NArY}\\.json", "plain.json"):
        path = tmp_path / name.replace("/", "\u2215")
        path.write_text(json.dumps(plain))
        outputs.append({pack: dict(files) for pack, files in emit(None, location=path).packs.items()})
    assert outputs[0] == outputs[1] == outputs[2]
