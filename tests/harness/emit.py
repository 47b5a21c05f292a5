"""SDKs of documents, ready to be driven: generated, written below `.cache/harness`, built where they changed."""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import specloom
from specloom.config import Config, Target, load_config

from .packs import Pack

CACHE = Path(__file__).parents[2] / ".cache" / "harness"
STAMP = ".built"


def generate(document: Path, pack: str, package: str = "") -> dict[str, bytes]:
    """The files of an SDK by path. A `specloom.toml` beside the document is heeded, but for its targets."""
    beside = document.parent / "specloom.toml"
    config = load_config(beside) if beside.is_file() else Config()
    api = replace(config.api, package=config.api.package or package)
    target = Target(pack=pack)
    generated = specloom.generate(config=replace(config, document=str(document), path=None, api=api, targets=(target,)))
    assert generated.files, [found.message for found in generated.findings()]
    return {file.path: file.data for file in generated.files}


def ready(document: Path | Mapping[str, Any], pack: Pack, name: str, package: str = "") -> list[str]:
    """The command that starts a harness for the SDK of a document, given as a path or as data; `name` tells documents
    apart.

    What was built before is used again while the emitted files and the harness are what they were."""
    if not isinstance(document, Path):
        path = CACHE / "documents" / f"{name}.json"
        with _locked(path.with_suffix(".lock")):
            _put(path, json.dumps(document).encode())
        document = path
    files = generate(document, pack.name, package)
    folder = folder_of(pack, name)
    digest = _digest(files, pack.sources)
    with _locked(folder.with_suffix(".lock")):
        stamp = folder / STAMP
        if not stamp.is_file() or stamp.read_text() != digest:
            shutil.rmtree(folder, ignore_errors=True)
            write(files, folder)
            pack.build(folder)
            stamp.write_text(digest)
    return pack.command(folder)


def folder_of(pack: Pack, name: str) -> Path:
    """Where the SDK of a document is."""
    return CACHE / pack.name / name


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Writes an SDK. A folder `_runtime`, equal in all SDKs of a pack, is a link to one copy: Python compiles it
    once."""
    runtime = {path: data for path, data in files.items() if "_runtime" in PurePosixPath(path).parts}
    for path, data in files.items():
        if path not in runtime:
            _put(folder / path, data)
    for root in {path.partition("/_runtime/")[0] for path in runtime}:
        inside = {path.partition("/_runtime/")[2]: data for path, data in runtime.items()}
        copy = CACHE / "runtimes" / _digest(inside)
        with _locked(copy.with_suffix(".lock")):
            if not copy.is_dir():
                for path, data in inside.items():
                    _put(copy / path, data)
        (folder / root / "_runtime").symlink_to(copy, target_is_directory=True)


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _digest(files: Mapping[str, bytes], sources: Path | None = None) -> str:
    found = hashlib.sha256()
    for path, data in sorted(files.items()):
        found.update(f"{path}\0{len(data)}\0".encode() + data)
    for source in sorted(sources.rglob("*")) if sources else ():
        if source.is_file() and "__pycache__" not in source.parts:
            found.update(f"{source}\0".encode() + source.read_bytes())
    return found.hexdigest()


@contextmanager
def _locked(path: Path) -> Generator[None]:
    """Holds a lock that other processes of the tests respect."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
