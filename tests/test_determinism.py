"""The same document gives the same bytes: under other hash seeds, locales, folders, time zones, and with another number
of workers."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from specloom.config import Config
from specloom.pipeline import generate, run
from specloom.render import emit, workers
from specloom.render import format as format_stage
from specloom.render.emit import File

ROOT = Path(__file__).parents[1]
SPEC = ROOT / "spec" / "twilio_video_v1.yaml"
SETTINGS: Mapping[str, Mapping[str, str]] = {
    "seed 0": {"PYTHONHASHSEED": "0"},
    "seed 1": {"PYTHONHASHSEED": "1"},
    "other locale": {"PYTHONHASHSEED": "2", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "PYTHONUTF8": "0"},
    "plain locale": {"PYTHONHASHSEED": "3", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "other time zone": {"PYTHONHASHSEED": "4", "TZ": "Asia/Kathmandu", "SOURCE_DATE_EPOCH": "1"},
}


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The output of a run in this process."""
    root = tmp_path_factory.mktemp("reference")
    generate(SPEC, output=root).write()
    return tree(root)


@pytest.mark.parametrize("name", SETTINGS)
def test_same_bytes(name: str, tmp_path: Path, reference: dict[str, bytes]) -> None:
    output = tmp_path / "a folder of another name" / name
    command = [sys.executable, "-m", "specloom", "generate", str(SPEC), "-o", str(output), "--no-cache"]
    subprocess.run(command, env={**os.environ, **SETTINGS[name]}, cwd=tmp_path, check=True, capture_output=True)
    assert tree(output) == reference


def test_same_bytes_when_the_document_is_elsewhere(tmp_path: Path, reference: dict[str, bytes]) -> None:
    copy = tmp_path / "other name.yaml"
    copy.write_bytes(SPEC.read_bytes())
    generate(copy, output=tmp_path / "out").write()
    assert tree(tmp_path / "out") == reference


def test_same_bytes_from_another_format(tmp_path: Path, reference: dict[str, bytes]) -> None:
    import json

    import yaml

    text = json.dumps(yaml.load(SPEC.read_bytes(), yaml.CSafeLoader))
    generate(text.encode(), output=tmp_path).write()
    ours = tree(tmp_path)
    assert ours.keys() == reference.keys()
    assert [path for path in ours if ours[path] != reference[path]] == []


def test_one_process_or_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emit, "_WORTH_SHARING", 0)
    config = Config(document=str(SPEC)).with_target("python_dataclass", None)
    pieces: list[int] = []
    shared = workers.shared

    def counting(work: Callable[[int], Any], count: int, jobs: int) -> list[Any]:
        pieces.append(jobs)
        return shared(work, count, jobs)

    monkeypatch.setattr(workers, "shared", counting)
    alone, together = (run(config, jobs=jobs) for jobs in (1, 3))
    assert pieces == [1, 3]
    assert together.files == alone.files
    assert [one.identifiers for one in together.outputs] == [one.identifiers for one in alone.outputs]


def test_one_formatter_or_many(monkeypatch: pytest.MonkeyPatch) -> None:
    files = [File(path=f"m{n}.py", data=b"x = [ 1,2 ]\n" * (n + 1), stable=False) for n in range(6)]
    monkeypatch.setattr(format_stage, "_WORTH_A_POOL", 0)
    assert format_stage.format_files(files, jobs=1) == format_stage.format_files(files, jobs=2)


def test_no_trace_of_the_host(reference: dict[str, bytes]) -> None:
    for path, data in reference.items():
        assert str(ROOT).encode() not in data, path
        assert os.uname().nodename.encode() not in data or len(os.uname().nodename) < 6, path
