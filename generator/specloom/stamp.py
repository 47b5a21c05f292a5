"""Whether anything changed since the last run: only files are hashed, nothing is parsed and no stage is imported.

A stamp records all that a run read and wrote: input files, whole folders (the generator, its packs), the libraries
whose behaviour reaches the output, and the manifests of the outputs. It is kept in the user's cache, so nothing of it
is in the output.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from specloom.cache import Cache

KIND = "stamps"
_LIBRARIES = ("black", "jinja2", "yaml", "openapi_spec_validator", "jsonschema_rs")
_MANIFEST = ".specloom-manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """The state of the world after a run, and what the run reported."""

    files: Mapping[str, str | None]
    """Input file → hash of its content; None for one that did not exist."""
    folders: Mapping[str, str]
    outputs: Mapping[str, str]
    environment: str
    summary: Mapping[str, Any]


def key_of(*parts: object) -> str:
    """The cache key of a run: what was asked for, and in which folder."""
    return hashlib.sha256(json.dumps([os.getcwd(), *(repr(part) for part in parts)]).encode()).hexdigest()


def take(
    inputs: Mapping[Path, str],
    others: Iterable[Path],
    folders: Iterable[Path],
    outputs: Iterable[Path],
    summary: Mapping[str, Any],
) -> Stamp:
    """The stamp of a run that just ended. `inputs` have the hashes they had when they were read."""
    return Stamp(
        files={str(path): hash_file(path) for path in others} | {str(path): found for path, found in inputs.items()},
        folders={str(path): hash_folder(path) for path in (*folders, *_own_folders())},
        outputs={str(path): _hash_output(path) for path in outputs},
        environment=_environment(),
        summary=summary,
    )


def save(cache: Cache, key: str, stamp: Stamp) -> None:
    """Keeps a stamp for the next run."""
    record = {"files": stamp.files, "folders": stamp.folders, "outputs": stamp.outputs}
    cache.put(KIND, key, {**record, "environment": stamp.environment, "summary": stamp.summary})


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
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__" and not name.startswith("."))
        for name in sorted(files):
            path = os.path.join(place, name)
            total.update(f"{os.path.relpath(path, folder)}\0{hash_file(Path(path))}\n".encode())
    return total.hexdigest()


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


def _own_folders() -> list[Path]:
    """The folders of the generator and of its built-in packs."""
    found = (find_spec(name) for name in ("specloom", "specloom_templates"))
    return [Path(place) for spec in found if spec for place in (spec.submodule_search_locations or ())]


def _environment() -> str:
    """What else decides the output: the interpreter, and the libraries as they are installed."""
    parts: list[object] = [sys.version_info[:3], sys.platform]
    for name in _LIBRARIES:
        spec = find_spec(name)
        if spec and spec.origin:
            found = os.stat(spec.origin)
            parts.append((spec.origin, found.st_size, found.st_mtime_ns))
    return repr(parts)
