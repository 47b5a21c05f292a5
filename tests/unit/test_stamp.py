"""The check that nothing changed: every kind of change is seen, and what did not change is not."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from specloom import stamp
from specloom.cache import Cache, user_cache
from specloom.output import write

SUMMARY = {"status": "ok"}


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A run's inputs and outputs, and its stamp under the key `k`."""
    (tmp_path / "spec.yaml").write_text("openapi")
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack/file.jinja").write_text("template")
    write({"a.py": b"a", "b/c.py": b"c"}, tmp_path / "out")
    keep(tmp_path)
    return tmp_path


def keep(world: Path) -> None:
    stamp.keep(
        user_cache(),
        "k",
        inputs={world / "spec.yaml": hashlib.sha256(b"openapi").hexdigest()},
        others=[world / "specloom.toml"],
        folders=[world / "pack"],
        outputs=[world / "out"],
        summary=SUMMARY,
    )


def test_nothing_changed(world: Path) -> None:
    assert stamp.unchanged(user_cache(), "k") == SUMMARY
    os.utime(world / "spec.yaml", ns=(1, 1))
    (world / "out/mine.txt").write_text("a file of the user's is no concern")
    assert stamp.unchanged(user_cache(), "k") == SUMMARY


@pytest.mark.parametrize(
    "path",
    ["spec.yaml", "specloom.toml", "pack/file.jinja", "pack/new.jinja", "out/a.py", "out/.specloom-manifest.json"],
)
def test_any_change_is_seen(world: Path, path: str) -> None:
    (world / path).write_text("changed")
    assert stamp.unchanged(user_cache(), "k") is None


@pytest.mark.parametrize(
    "path", ["spec.yaml", "pack/file.jinja", "out/a.py", "out/b/c.py", "out/.specloom-manifest.json"]
)
def test_any_loss_is_seen(world: Path, path: str) -> None:
    (world / path).unlink()
    assert stamp.unchanged(user_cache(), "k") is None


def test_another_generator_is_seen(world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = tmp_path / "generator/build/words.py"
    module.parent.mkdir(parents=True)
    module.write_text("1")
    monkeypatch.setattr(stamp, "_own_folders", lambda: [str(tmp_path / "generator")])
    assert stamp.unchanged(user_cache(), "k") is None
    keep(world)
    assert stamp.unchanged(user_cache(), "k") == SUMMARY
    (module.parent / "__pycache__").mkdir()
    (module.parent / "__pycache__/words.pyc").write_text("byte code is no concern")
    assert stamp.unchanged(user_cache(), "k") == SUMMARY
    module.write_text("22")
    assert stamp.unchanged(user_cache(), "k") is None


def test_keys_tell_requests_and_folders_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = stamp.key_of("spec.yaml", None)
    assert here == stamp.key_of("spec.yaml", None)
    assert here != stamp.key_of("spec.yaml", "None", "")
    monkeypatch.chdir(tmp_path)
    assert here != stamp.key_of("spec.yaml", None)


def test_a_cache_that_is_off_or_broken_knows_nothing(world: Path) -> None:
    assert stamp.unchanged(Cache(folder=None), "k") is None
    folder = user_cache().folder
    assert folder is not None
    (folder / stamp.KIND / "k.json").write_text("{")
    assert stamp.unchanged(user_cache(), "k") is None


def test_a_cache_that_cannot_be_written_fails_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(folder=tmp_path / "file")
    cache.put("kind", "key", {"a": 1})
    assert cache.get("kind", "key") is None


def test_a_cache_keeps_the_newest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("specloom.cache.MAX_ENTRIES", 3)
    cache = Cache(folder=tmp_path)
    for number in range(6):
        cache.put("kind", str(number), {"n": number})
        os.utime(tmp_path / "kind" / f"{number}.json", ns=(number, number))
    assert [cache.get("kind", str(number)) for number in range(6)] == [None, None, None, *({"n": n} for n in (3, 4, 5))]
