"""The list of files that specloom owns in an output folder, with the hash of what it wrote there.

It is committed with the output: ownership does not depend on the machine that generated it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from specloom.diagnostics import Diagnostic, Severity, SpecloomError
from specloom.output.paths import refusal
from specloom.quick import dataclass

MANIFEST = ".specloom-manifest.json"
FORMAT = 1


def digest(data: bytes) -> str:
    """The hash of a file's content, as manifests have it."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Owned files: relative path → hash of the content that was written."""

    files: Mapping[str, str] = field(default_factory=dict[str, str])

    def dump(self) -> bytes:
        """The manifest as it is stored: JSON, sorted, so that a change is a readable diff."""
        record = {"format": FORMAT, "files": dict(sorted(self.files.items()))}
        return (json.dumps(record, indent=1) + "\n").encode()


def read_manifest(root: Path) -> Manifest:
    """The manifest of an output folder; an empty one where there is none.

    Raises `SpecloomError` with `unreadable-manifest` when there is one that this version cannot trust.
    """
    path = root / MANIFEST
    if path.is_symlink():
        raise _unreadable(path, "it is a symbolic link")
    try:
        record: Any = json.loads(path.read_bytes())
    except FileNotFoundError:
        return Manifest()
    except (OSError, ValueError, RecursionError) as error:
        raise _unreadable(path, str(error)) from None
    if not _is_object(record) or record.get("format") != FORMAT:
        raise _unreadable(path, f"its format is not {FORMAT}")
    files: Any = record.get("files")
    if not _is_object(files) or not all(isinstance(v, str) for v in files.values()):
        raise _unreadable(path, "`files` is not an object of strings")
    for name in files:
        reason = refusal(name)
        if reason:
            raise _unreadable(path, f"it lists {name!r}: {reason}")
    return Manifest(files=files)


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _unreadable(path: Path, reason: str) -> SpecloomError:
    return SpecloomError(
        Diagnostic(
            code="unreadable-manifest",
            severity=Severity.ERROR,
            message=f"cannot use {path}: {reason}",
            hint="restore it from version control; without it, files that differ from what is generated need --force",
        ),
        exit_code=2,
    )
