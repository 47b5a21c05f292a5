"""One case for every advisory against a generator of SDKs, and for every place where texts end up, in every pack."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from .cases import ADVISORIES, SINKS
from .emitting import PACKS, emit
from .marks import CANARY, HARMLESS, HOSTILE, Examined
from .proofs import FOR_MACHINES, differences, examine, leaks, unseen

CASES = {case.ids[0]: case for case in (*ADVISORIES, *SINKS) if case.document}


@cache
def _harmless(document: str) -> dict[str, dict[str, Examined]]:
    return {pack: examine(files, HARMLESS) for pack, files in emit(json.loads(document)).packs.items()}


@pytest.mark.parametrize("name", CASES)
def test_the_mechanism_does_nothing(name: str) -> None:
    case = CASES[name]
    for text in case.texts:
        twin = _harmless(json.dumps(case.harmless(text)))
        emitted = emit(case.hostile(text)).packs
        for pack in PACKS:
            files = emitted[pack]
            examined = examine(files, HOSTILE)
            assert leaks(examined) == [], (pack, text)
            assert differences(examined, twin[pack]) == [], (pack, text)
            assert unseen(files) == [], (pack, text)
            printed = _printed(files)
            assert case.optional or bool(printed) != case.silent, (pack, text, printed, case.lands)


def _printed(files: Mapping[str, bytes]) -> list[str]:
    return [
        path for path, data in files.items() if path not in FOR_MACHINES and CANARY.lower() in data.decode().lower()
    ]


def test_every_advisory_has_one_case() -> None:
    ids = Counter(id for case in (*ADVISORIES, *SINKS) for id in case.ids)
    assert [id for id, count in ids.items() if count > 1] == []
    assert sum(bool(re.match(r"CVE-|GHSA-", id)) for id in ids) >= 90
    for case in (*ADVISORIES, *SINKS):
        assert bool(case.document) != bool(case.proved_by), case.ids
        assert bool(case.document) == bool(case.texts), case.ids
        assert all("CANARY" in text for text in case.texts), case.ids
        assert "HOSTILE" in case.document or case.proved_by, case.ids


NAMED = sorted({test for case in (*ADVISORIES, *SINKS) for test in case.proved_by})


def test_what_proves_an_advisory_exists(root: Path) -> None:
    for test in NAMED:
        path, _, name = test.partition("::")
        shape = rf"^(async )?def {name}\b" if path.endswith(".py") else rf'^\{{"id": "{name}"'
        assert re.search(shape, (root / path).read_text("utf-8"), re.MULTILINE), test


def test_nothing_is_written_to_a_shared_temporary_folder(root: Path) -> None:
    """No emitted file makes a temporary one, and the generator makes none that has a name, but for a lock on Windows
    that holds nothing."""
    makers = re.compile(r"\btempfile\b|mktemp|NamedTemporary|gettempdir|os\.tmpdir|TempDir|CreateTemp|/tmp\b")
    found = [
        path.relative_to(root).as_posix()
        for folder in ("generator", "templates")
        for path in sorted((root / folder).rglob("*"))
        if path.suffix in {".py", ".ts", ".go", ".jinja"} and makers.search(path.read_text("utf-8"))
    ]
    assert found == ["generator/specloom/output/lock.py", "generator/specloom/render/workers.py"]
