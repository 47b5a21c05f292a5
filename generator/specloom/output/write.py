"""Writing an output folder: all or nothing, only what changed, and never over what is not ours.

New content is staged inside the folder, flushed, and then renamed into place. What it replaces is kept until all is
done, so a run that fails or is killed on the way is undone: at once, or by the next run. The manifest is replaced last.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from threading import Thread
from typing import Any

from specloom.diagnostics import Diagnostic, Severity, SpecloomError
from specloom.output.lock import exclusive
from specloom.output.manifest import MANIFEST, Manifest, digest, read_manifest
from specloom.output.paths import locate, prove_all, refusal, unsafe
from specloom.quick import dataclass

STAGING = ".specloom-staging"
_JOURNAL = "journal.json"
_FLUSHERS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What writing would do, or did, to an output folder; relative paths, sorted."""

    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    """Owned files that are to be replaced, but that somebody changed since they were written."""
    foreign: tuple[str, ...] = ()
    """Files that are to be written where a file stands that specloom does not own and that is not the same."""
    released: tuple[str, ...] = ()
    """Owned files that are no longer emitted but were changed by somebody: they stay, and are the user's from now
    on."""
    manifest: bool = False
    """The manifest itself differs."""

    @property
    def any(self) -> bool:
        """True when the folder is not what would be written."""
        return bool(self.created or self.updated or self.deleted or self.edited or self.foreign or self.manifest)

    @property
    def protected(self) -> tuple[str, ...]:
        """Files that are not overwritten without being asked."""
        return tuple(sorted((*self.edited, *self.foreign)))


@dataclass(frozen=True, slots=True)
class _Journal:
    """What a run is about to do: the digests of what it writes, and what it deletes."""

    written: Mapping[str, str]
    deleted: tuple[str, ...]


def compare(files: Mapping[str, bytes], root: Path) -> Changes:
    """What `write` would do; reads only. Raises `SpecloomError` for unsafe paths and an unreadable manifest."""
    prove_all(files)
    manifest = read_manifest(root)
    found: dict[str, list[str]] = {name: [] for name in ("created", "updated", "unchanged", "edited", "foreign")}
    for path in sorted(files):
        old = _read(locate(root, path))
        found[_verdict(old, files[path], manifest.files.get(path))].append(path)
    deleted: list[str] = []
    released: list[str] = []
    for path in sorted(manifest.files.keys() - files.keys()):
        old = _read(locate(root, path))
        if old is not None:
            (deleted if digest(old) == manifest.files[path] else released).append(path)
    return Changes(
        **{name: tuple(paths) for name, paths in found.items()},
        deleted=tuple(deleted),
        released=tuple(released),
        manifest=_read(root / MANIFEST) != _manifest_of(files).dump(),
    )


def write(files: Mapping[str, bytes], root: Path, *, force: bool = False) -> Changes:
    """Makes `root` hold `files`, and returns what was done.

    Files that are the same are not touched; owned files no longer emitted are deleted (and folders that this empties);
    all other files stay. Raises `SpecloomError`: `protected-file` (exit code 1) when a file would be overwritten that
    was edited by hand or is not ours, unless `force`; `unsafe-path`; `output-locked`; `unwritable-output`. Nothing is
    changed when it raises.
    """
    prove_all(files)
    try:
        root.mkdir(parents=True, exist_ok=True)
        with exclusive(root):
            _undo(root)
            changes = compare(files, root)
            if changes.protected and not force:
                raise _protected(root, changes)
            if changes.any:
                _commit(files, root, changes)
            return changes
    except OSError as error:
        raise _unwritable(root, error) from error


def _verdict(old: bytes | None, new: bytes, owned: str | None) -> str:
    if old is None:
        return "created"
    if old == new:
        return "unchanged"
    if owned is None:
        return "foreign"
    return "updated" if digest(old) == owned else "edited"


def _manifest_of(files: Mapping[str, bytes]) -> Manifest:
    return Manifest(files={path: digest(data) for path, data in files.items()})


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _commit(files: Mapping[str, bytes], root: Path, changes: Changes) -> None:
    """Stages, journals, renames; undoes all of it when anything fails."""
    staging = root / STAGING
    written = {path: files[path] for path in (*changes.created, *changes.updated, *changes.protected)}
    written[MANIFEST] = _manifest_of(files).dump()
    try:
        _stage(staging / "new", written)
        created = frozenset(changes.created)
        for path in (*written, *changes.deleted):
            old = root / path
            if path not in created and old.exists():
                _keep(old, staging / "old" / path)
        journal = _Journal({path: digest(data) for path, data in written.items()}, changes.deleted)
        _stage(staging, {"journal.tmp": json.dumps(asdict(journal)).encode()})
        os.replace(staging / "journal.tmp", staging / _JOURNAL)
        for path in written:
            if path != MANIFEST:
                target = locate(root, path)
                if path in created:
                    target.parent.mkdir(parents=True, exist_ok=True)
                os.replace(staging / "new" / path, target)
        for path in changes.deleted:
            locate(root, path).unlink()
        os.replace(staging / "new" / MANIFEST, root / MANIFEST)
    except BaseException:
        _undo(root)
        raise
    (staging / _JOURNAL).unlink()
    shutil.rmtree(staging)
    _prune(root, changes.deleted)


def _undo(root: Path) -> None:
    """Takes back what a run that did not finish has done, and removes its staging folder.

    A file is put back, or removed, only while it still is what that run made it: edits made since are kept.
    """
    staging = root / STAGING
    if staging.is_symlink():
        raise unsafe(STAGING, "it is a symbolic link")
    if not staging.is_dir():
        return
    journal = _read(staging / _JOURNAL)
    if journal is not None:
        record = _record(staging / _JOURNAL, journal)
        for path, new in record.written.items():
            target = locate(root, path)
            now = _read(target)
            if now is None or digest(now) == new:
                _put_back(locate(staging / "old", path), target)
        for path in record.deleted:
            target = locate(root, path)
            if not target.exists():
                _put_back(locate(staging / "old", path), target)
        (staging / _JOURNAL).unlink()
        _prune(root, [path for path in record.written if path != MANIFEST])
    shutil.rmtree(staging)


def _record(path: Path, journal: bytes) -> _Journal:
    """What a journal says. Raises `SpecloomError` (`unreadable-journal`) for one that no run has written."""
    try:
        record: Any = json.loads(journal)
        written: dict[str, str] = {name: str(new) for name, new in record["written"].items()}
        deleted: list[str] = record["deleted"]
        return _Journal(written, tuple(str(name) for name in deleted))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        message = f"cannot use {path}, the journal of a run that did not finish: {error or type(error).__name__}"
        hint = f"what the folder held before is in {STAGING}/old: put it back, then delete {STAGING}"
        found = Diagnostic(code="unreadable-journal", severity=Severity.ERROR, message=message, hint=hint)
        raise SpecloomError(found, exit_code=2) from None


def _put_back(kept: Path, target: Path) -> None:
    if kept.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(kept, target)
    else:
        target.unlink(missing_ok=True)


def _keep(old: Path, kept: Path) -> None:
    """A second name for a file; a copy where the file system has no hard links."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, kept)
    except OSError:
        shutil.copy2(old, kept)


def _stage(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes new files below `folder`; they are on the disk when it returns."""
    paths = [folder / path for path in files]
    for parent in {path.parent for path in paths}:
        parent.mkdir(parents=True, exist_ok=True)
    for path, data in zip(paths, files.values(), strict=True):
        with open(path, "xb") as stream:
            stream.write(data)
    _flush(paths)


def _flush(paths: Sequence[Path]) -> None:
    """Waits until the files are on the disk. A file system commits those together that are waited for at one time: one
    by one takes ten times as long."""
    failed: list[OSError] = []

    def some(start: int) -> None:
        try:
            for path in paths[start::_FLUSHERS]:
                handle = os.open(path, os.O_RDWR)
                try:
                    os.fsync(handle)
                finally:
                    os.close(handle)
        except OSError as error:
            failed.append(error)

    threads = [Thread(target=some, args=(start,)) for start in range(min(_FLUSHERS, len(paths)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


def _prune(root: Path, paths: list[str] | tuple[str, ...]) -> None:
    """Removes the folders that are empty now that `paths` are gone."""
    for folder in _folders(paths):
        with contextlib.suppress(OSError):
            (root / folder).rmdir()


def _folders(paths: list[str] | tuple[str, ...]) -> Iterator[str]:
    folders = {"/".join(parts[:n]) for parts in (path.split("/") for path in paths) for n in range(1, len(parts))}
    return iter(sorted((f for f in folders if not refusal(f)), key=lambda folder: -folder.count("/")))


def _protected(root: Path, changes: Changes) -> SpecloomError:
    reasons = [(path, "edited by hand since it was generated") for path in changes.edited]
    reasons += [(path, "not written by specloom") for path in changes.foreign]
    return SpecloomError(
        *(
            Diagnostic(
                code="protected-file",
                severity=Severity.ERROR,
                message=f"{root / path} is {reason}, and would be overwritten",
                hint="nothing was written; move your change elsewhere, or overwrite it with --force",
            )
            for path, reason in sorted(reasons)
        ),
        exit_code=1,
    )


def _unwritable(root: Path, error: OSError) -> SpecloomError:
    return SpecloomError(
        Diagnostic(
            code="unwritable-output",
            severity=Severity.ERROR,
            message=f"cannot write to {root}: {error.strerror or error}",
            hint="the output is as it was before",
        ),
        exit_code=2,
    )
