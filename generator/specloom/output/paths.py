"""The proof that a path stays inside the output folder, on every file system the SDK may be checked out to.

Paths are built from names in an untrusted document, and read back from a manifest that anybody may have edited. So they
are held to what is known to be harmless, not searched for what is known to be harmful.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path

from specloom.diagnostics import Diagnostic, Severity, SpecloomError

MAX_PATH = 200
_SEGMENT = re.compile(r"[A-Za-z0-9_.@+-][A-Za-z0-9_.@+ -]*", re.ASCII)
_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", "conin$", "conout$", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10)))
)
_OWN_PREFIX = ".specloom-"


def refusal(path: str) -> str:
    """Why a relative path with `/` between its segments may not be written; empty when it may.

    Refused are absolute paths, `.` and `..`, backslashes, colons (drives, NTFS streams), percent signs (encoded
    variants), controls and all that is not ASCII (look-alikes, normalisation), Windows device names, trailing dots and
    spaces, and over-long paths.
    """
    if len(path) > MAX_PATH:
        return f"it is longer than {MAX_PATH} characters"
    for segment in path.split("/"):
        if segment in ("", ".", ".."):
            return "it has an empty or dot segment"
        if not _SEGMENT.fullmatch(segment):
            return "it has characters other than ASCII letters, digits, `_ . - + @` and inner spaces"
        if segment[-1] in ". ":
            return "a segment ends in a dot or a space"
        if segment.split(".")[0].rstrip(" ").lower() in _DEVICES:
            return "a segment is the name of a device on Windows"
    return ""


def prove_all(paths: Iterable[str]) -> None:
    """Returns when every path may be written and no two exclude each other; else raises `SpecloomError`
    (`unsafe-path`).

    Two paths exclude each other when they differ by case alone, or when one is a folder of the other.
    """
    by_folded: dict[str, str] = {}
    folders: set[str] = set()
    for path in paths:
        reason = refusal(path)
        if not reason and path.split("/")[0].lower().startswith(_OWN_PREFIX):
            reason = f"names that start with {_OWN_PREFIX} are the generator's own"
        other = by_folded.setdefault(path.lower(), path)
        if not reason and other != path:
            reason = f"it differs from {other!r} by case alone"
        if reason:
            raise unsafe(path, reason)
        parts = path.lower().split("/")
        folders.update("/".join(parts[:n]) for n in range(1, len(parts)))
    for folded in sorted(folders & by_folded.keys()):
        raise unsafe(by_folded[folded], "it would be both a file and a folder")


def locate(root: Path, path: str) -> Path:
    """`path` below `root`, when neither it nor a folder on the way to it is a symbolic link or something odd.

    Raises `SpecloomError` with `unsafe-path`. `root` itself is the user's choice and may be a link.
    """
    reason = refusal(path)
    if reason:
        raise unsafe(path, reason)
    here = os.fspath(root)  # as text: paths as objects take longer than the file system
    segments = path.split("/")
    for index, segment in enumerate(segments):
        parent, here = here, os.path.join(here, segment)
        try:
            mode = os.lstat(here).st_mode
        except FileNotFoundError:
            break
        except NotADirectoryError:
            raise unsafe(path, f"{os.path.basename(parent)!r} is a file, not a folder") from None
        if stat.S_ISLNK(mode):
            raise unsafe(path, f"{'/'.join(segments[: index + 1])!r} is a symbolic link")
        if index < len(segments) - 1 and not stat.S_ISDIR(mode):
            raise unsafe(path, f"{'/'.join(segments[: index + 1])!r} is not a folder")
        if index == len(segments) - 1 and not stat.S_ISREG(mode):
            raise unsafe(path, "something other than a file is there")
    return root.joinpath(*segments)


def unsafe(path: str, reason: str) -> SpecloomError:
    """The error for a path that is refused."""
    return SpecloomError(
        Diagnostic(
            code="unsafe-path",
            severity=Severity.ERROR,
            message=f"refused to write {path!r}: {reason}",
            hint="nothing was written",
        )
    )
