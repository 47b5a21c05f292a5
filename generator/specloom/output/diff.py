"""What writing would change, as a unified diff that a person can read in a terminal or a CI log."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path

from specloom.output.paths import locate
from specloom.output.write import Changes
from specloom.terminal import visible

MAX_LINES_PER_FILE = 200


def diff(files: Mapping[str, bytes], root: Path, changes: Changes, *, max_lines: int = MAX_LINES_PER_FILE) -> str:
    """The unified diffs of all files in `changes`, one after another; empty when only the manifest differs or nothing
    does.

    A diff of more than `max_lines` lines is cut and says so. Control characters are shown as escapes: the text comes
    from an untrusted document and is meant for a terminal.
    """
    touched = {*changes.created, *changes.updated, *changes.deleted, *changes.protected}
    return "".join(line for path in sorted(touched) for line in _file(path, files.get(path), root, max_lines))


def _file(path: str, new: bytes | None, root: Path, max_lines: int) -> Iterator[str]:
    target = locate(root, path)
    old = target.read_bytes() if target.exists() else None
    before, after = _lines(old), _lines(new)
    if before is None or after is None:
        yield f"binary file {path} differs\n"
        return
    count = 0
    names = (f"a/{path}" if old is not None else "/dev/null", f"b/{path}" if new is not None else "/dev/null")
    for line in difflib.unified_diff(before, after, *names):
        count += 1
        if count <= max_lines:
            yield visible(line.removesuffix("\n")) + "\n"
    if count > max_lines:
        yield f"... {count - max_lines:,} more lines of {path}\n"


def _lines(data: bytes | None) -> list[str] | None:
    """The lines of a text file; None when it is not text."""
    try:
        return (data or b"").decode().splitlines(keepends=True)
    except UnicodeDecodeError:
        return None
