"""Whether anything changed since the last run: only files are hashed, nothing is parsed and no stage is imported.

A stamp records all that a run read and wrote: input files, whole folders (a pack of the user's), the manifests of the
outputs, and how the generator and the libraries whose behaviour reaches the output are installed. It is kept in the
user's cache, so nothing of it is in the output.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from specloom.cache import Cache

KIND = "stamps"
_OWN = ("specloom", "specloom_templates")
_LIBRARIES = ("black", "jinja2", "yaml", "openapi_spec_validator", "jsonschema_rs")
_MANIFEST = ".specloom-manifest.json"


def key_of(*parts: object) -> str:
    """The cache key of a run: what was asked for, and in which folder."""
    return hashlib.sha256(json.dumps([os.getcwd(), *(repr(part) for part in parts)]).encode()).hexdigest()


def keep(
    cache: Cache,
    key: str,
    *,
    inputs: Mapping[Path, str],
    others: Iterable[Path],
    folders: Iterable[Path],
    outputs: Iterable[Path],
    summary: Mapping[str, Any],
) -> None:
    """Keeps the state of the world after a run, with what the run reported (`summary`), for the next one.

    `inputs` have the hashes they had when they were read; `others` may be missing, and then have to stay so.
    """
    record = {
        "files": {str(path): hash_file(path) for path in others} | {str(path): found for path, found in inputs.items()},
        "folders": {str(path): hash_folder(path) for path in folders if not _is_own(path)},
        "outputs": {str(path): _hash_output(path) for path in outputs},
        "environment": _environment(),
        "summary": summary,
    }
    cache.put(KIND, key, record)


def unchanged(cache: Cache, key: str) -> Mapping[str, Any] | None:
    """The summary of the last run when everything it read and wrote is still the same; else None."""
    record = cache.get(KIND, key)
    try:
        same = (
            record["environment"] == _environment()
            and all(hash_file(Path(path)) == found for path, found in record["files"].items())
            and all(hash_folder(Path(path)) == found for path, found in record["folders"].items())
            and all(_hash_output(Path(path)) == found for path, found in record["outputs"].items())
        )
        summary: Mapping[str, Any] = record["summary"]
    except (TypeError, KeyError, AttributeError):  # there is no stamp, or somebody changed it
        return None
    return summary if same else None


def hash_file(path: Path) -> str | None:
    """The hash of a file's content; None where there is no file that can be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def hash_folder(folder: Path) -> str:
    """One hash over the names and contents of all files below a folder; byte code and caches of tools are left out."""
    total = hashlib.sha256()
    for path in _files(str(folder)):
        total.update(f"{os.path.relpath(path, folder)}\0{hash_file(Path(path))}\n".encode())
    return total.hexdigest()


def _files(folder: str) -> Iterator[str]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__" and not name.startswith("."))
        yield from (os.path.join(place, name) for name in sorted(files))


def _hash_output(root: Path) -> str:
    """One hash over the manifest of an output folder and what its files are now."""
    total = hashlib.sha256()
    try:
        manifest = (root / _MANIFEST).read_bytes()
        names = sorted(json.loads(manifest)["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    total.update(manifest)
    for name in names:
        total.update(f"{hash_file(root / name)}\n".encode())
    return total.hexdigest()


def _own_folders() -> list[str]:
    """The folders of the generator and of its built-in packs."""
    found = (find_spec(name) for name in _OWN)
    return [place for spec in found if spec for place in (spec.submodule_search_locations or ())]


def _is_own(folder: Path) -> bool:
    return any(folder.is_relative_to(own) for own in _own_folders())


def _environment() -> str:
    """One hash over what else decides the output: the interpreter, the generator, and its libraries, as they are
    installed."""
    total = hashlib.sha256(repr((sys.version_info[:3], sys.platform)).encode())
    libraries = (find_spec(name) for name in _LIBRARIES)
    entries = [spec.origin for spec in libraries if spec and spec.origin]
    for path in (*entries, *(path for folder in _own_folders() for path in _files(folder))):
        found = os.stat(path)
        total.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return total.hexdigest()
