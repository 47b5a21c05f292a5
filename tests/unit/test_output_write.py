"""Writing an output folder: ownership, atomicity, and nothing touched without need."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from specloom.diagnostics import SpecloomError
from specloom.output import MANIFEST, compare, digest, read_manifest, write
from specloom.output import write as write_function
from specloom.output.lock import exclusive

FILES = {"README.md": b"one\n", "pkg/__init__.py": b"", "pkg/models/room.py": b"class Room: ...\n"}


def tree(root: Path) -> dict[str, bytes]:
    """Every file below a folder but the manifest."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def codes(error: pytest.ExceptionInfo[SpecloomError]) -> list[str]:
    return [found.code for found in error.value.diagnostics]


def test_first_run_creates_everything_and_a_manifest(tmp_path: Path) -> None:
    changes = write(FILES, tmp_path / "deep" / "out")
    assert tree(tmp_path / "deep" / "out") == FILES
    assert changes.created == tuple(sorted(FILES))
    manifest = read_manifest(tmp_path / "deep" / "out")
    assert manifest.files == {path: digest(data) for path, data in FILES.items()}


def test_second_run_touches_nothing(tmp_path: Path) -> None:
    write(FILES, tmp_path)
    for path in (*FILES, MANIFEST):
        os.utime(tmp_path / path, ns=(1_000, 1_000))
    changes = write(FILES, tmp_path)
    assert not changes.any
    assert {os.stat(tmp_path / path).st_mtime_ns for path in (*FILES, MANIFEST)} == {1_000}


def test_only_changed_files_are_touched(tmp_path: Path) -> None:
    write(FILES, tmp_path)
    for path in FILES:
        os.utime(tmp_path / path, ns=(1_000, 1_000))
    changes = write({**FILES, "README.md": b"two\n"}, tmp_path)
    assert changes.updated == ("README.md",)
    assert os.stat(tmp_path / "README.md").st_mtime_ns != 1_000
    assert os.stat(tmp_path / "pkg/__init__.py").st_mtime_ns == 1_000


def test_files_no_longer_emitted_are_deleted_with_their_empty_folders(tmp_path: Path) -> None:
    write(FILES, tmp_path)
    changes = write({"README.md": b"one\n"}, tmp_path)
    assert changes.deleted == ("pkg/__init__.py", "pkg/models/room.py")
    assert tree(tmp_path) == {"README.md": b"one\n"}
    assert not (tmp_path / "pkg").exists()


def test_files_of_the_user_stay(tmp_path: Path) -> None:
    write(FILES, tmp_path)
    (tmp_path / "pkg/models/mine.py").write_text("mine")
    (tmp_path / "notes.txt").write_text("mine")
    write({"README.md": b"one\n"}, tmp_path)
    assert tree(tmp_path) == {"README.md": b"one\n", "notes.txt": b"mine", "pkg/models/mine.py": b"mine"}


def test_an_edited_file_is_not_overwritten_unless_forced(tmp_path: Path) -> None:
    write(FILES, tmp_path)
    (tmp_path / "README.md").write_text("edited")
    before = tree(tmp_path)
    with pytest.raises(SpecloomError, match="edited by hand") as error:
        write({**FILES, "README.md": b"two\n", "new.txt": b"new"}, tmp_path)
    assert codes(error) == ["protected-file"]
    assert error.value.exit_code == 1
    assert tree(tmp_path) == before, "nothing at all is written"
    write({**FILES, "README.md": b"two\n"}, tmp_path, force=True)
    assert (tmp_path / "README.md").read_bytes() == b"two\n"


def test_an_edit_that_equals_the_new_content_is_no_conflict(tmp_path: Path) -> None:
    write(FILES, tmp_path)
    (tmp_path / "README.md").write_bytes(b"two\n")
    changes = write({**FILES, "README.md": b"two\n"}, tmp_path)
    assert "README.md" in changes.unchanged
    assert changes.manifest


def test_a_file_of_the_user_in_the_way_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("my project")
    with pytest.raises(SpecloomError, match="not written by specloom"):
        write(FILES, tmp_path)
    assert tree(tmp_path) == {"README.md": b"my project"}


def test_the_same_file_without_a_manifest_is_adopted(tmp_path: Path) -> None:
    write(FILES, tmp_path)
    (tmp_path / MANIFEST).unlink()
    changes = write(FILES, tmp_path)
    assert changes.unchanged == tuple(sorted(FILES))
    assert read_manifest(tmp_path).files.keys() == FILES.keys()


def test_an_edited_file_that_is_no_longer_emitted_becomes_the_users(tmp_path: Path) -> None:
    write(FILES, tmp_path)
    (tmp_path / "pkg/models/room.py").write_text("edited")
    changes = write({"README.md": b"one\n"}, tmp_path, force=True)
    assert changes.released == ("pkg/models/room.py",)
    assert tree(tmp_path) == {"README.md": b"one\n", "pkg/models/room.py": b"edited"}
    assert not write({"README.md": b"one\n"}, tmp_path).released


def test_a_manifest_that_lists_foreign_paths_is_refused(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("precious")
    root = tmp_path / "out"
    root.mkdir()
    record = {"format": 1, "files": {"../outside.txt": digest(b"precious")}}
    (root / MANIFEST).write_text(json.dumps(record))
    with pytest.raises(SpecloomError) as error:
        write(FILES, root)
    assert codes(error) == ["unreadable-manifest"]
    assert outside.read_text() == "precious"


@pytest.mark.parametrize("text", ["", "[]", "{", '{"format": 2, "files": {}}', '{"format": 1, "files": {"a": 1}}'])
def test_a_broken_manifest_is_an_error_and_changes_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(SpecloomError) as error:
        write(FILES, tmp_path)
    assert codes(error) == ["unreadable-manifest"]
    assert tree(tmp_path) == {}


def test_a_stale_file_is_deleted_only_with_the_hash_that_was_written(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    record = {"format": 1, "files": {"mine.txt": digest(b"something else")}}
    (tmp_path / MANIFEST).write_text(json.dumps(record))
    write(FILES, tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_a_link_in_the_way_is_refused_and_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    root = tmp_path / "out"
    root.mkdir()
    (root / "pkg").symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(SpecloomError, match="symbolic link") as error:
        write(FILES, root, force=True)
    assert codes(error) == ["unsafe-path"]
    assert list(elsewhere.iterdir()) == []
    assert tree(root) == {}


@pytest.mark.parametrize("name", [".specloom-staging", MANIFEST])
def test_what_is_our_own_may_be_no_link_either(tmp_path: Path, name: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    root = tmp_path / "out"
    root.mkdir()
    (root / name).symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(SpecloomError, match="symbolic link"):
        write(FILES, root, force=True)
    assert list(elsewhere.iterdir()) == []
    assert [path.name for path in root.iterdir()] == [name]


def test_the_folder_itself_may_be_a_link_of_the_users(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "real", target_is_directory=True)
    write(FILES, tmp_path / "out")
    assert tree(tmp_path / "real") == FILES
    assert (tmp_path / "out").is_symlink()


def test_a_linked_file_is_refused(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("precious")
    root = tmp_path / "out"
    root.mkdir()
    (root / "README.md").symlink_to(precious)
    with pytest.raises(SpecloomError, match="symbolic link"):
        write(FILES, root, force=True)
    assert precious.read_text() == "precious"


def test_a_folder_in_the_way_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "README.md").mkdir()
    with pytest.raises(SpecloomError, match="other than a file"):
        write(FILES, tmp_path, force=True)


def _replace_that_fails_at(limit: int) -> Callable[[object, object], None]:
    """`os.replace` that raises at its n-th call for a file of the output."""
    real = os.replace
    calls = iter(range(1, 1_000))

    def replace(source: object, target: object) -> None:
        if f"{os.sep}new{os.sep}" in str(source) and next(calls) == limit:
            raise OSError(28, "No space left on device")
        real(str(source), str(target))

    return replace


@pytest.mark.parametrize("limit", [1, 2, 3, 4])
def test_a_run_that_fails_on_the_way_leaves_the_old_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    write(FILES, tmp_path)
    before, manifest = tree(tmp_path), (tmp_path / MANIFEST).read_bytes()
    new = {"README.md": b"two\n", "pkg/__init__.py": b"# two\n", "extra/file.txt": b"new"}
    monkeypatch.setattr(os, "replace", _replace_that_fails_at(limit))
    with pytest.raises(SpecloomError, match="No space left") as error:
        write(new, tmp_path)
    assert codes(error) == ["unwritable-output"]
    assert tree(tmp_path) == before
    assert (tmp_path / MANIFEST).read_bytes() == manifest
    assert not (tmp_path / "extra").exists()


def test_runs_wait_for_each_other(tmp_path: Path) -> None:
    versions = [{"file.txt": str(n).encode() * 1000, f"only-{n}.txt": b""} for n in range(8)]
    failures: list[BaseException] = []

    def work(files: dict[str, bytes]) -> None:
        try:
            write_function(files, tmp_path)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(files,)) for files in versions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert tree(tmp_path) in versions


def test_a_lock_that_is_never_released_is_reported(tmp_path: Path) -> None:
    with (
        exclusive(tmp_path),
        pytest.raises(SpecloomError, match="another run") as error,
        exclusive(tmp_path, wait=0.05),
    ):
        pass
    assert codes(error) == ["output-locked"]


def test_compare_reads_only(tmp_path: Path) -> None:
    write(FILES, tmp_path)
    before = tree(tmp_path)
    changes = compare({**FILES, "README.md": b"two\n", "new.txt": b""}, tmp_path)
    assert (changes.created, changes.updated, changes.manifest) == (("new.txt",), ("README.md",), True)
    assert tree(tmp_path) == before
    assert compare(FILES, tmp_path / "absent").created == tuple(sorted(FILES))
    assert not (tmp_path / "absent").exists()
