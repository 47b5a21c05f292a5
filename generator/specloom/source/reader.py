"""The one door through which bytes come in: files within allowed folders, downloads from allowed origins."""

from __future__ import annotations

import hashlib
import os
import posixpath
import stat
import sys
from dataclasses import field
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from specloom.quick import dataclass
from specloom.source.fetch import RefusedError, download, origin_of
from specloom.source.options import SourceOptions

STDIN = "-"


class UnreadableError(Exception):
    """A document that is missing, refused or too large. `code` and `hint` as in a `Diagnostic`."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


def is_url(location: str) -> bool:
    """Whether a location is to be downloaded."""
    return location.startswith(("http://", "https://"))


@dataclass(slots=True)
class Reader:
    """Reads documents by location: an absolute path, a URL, or `""` for a root given as bytes.

    `files` are the local files read so far with their SHA-256, `digests` all documents by id.
    """

    options: SourceOptions
    root: str = ""
    folder: str = ""
    files: dict[Path, str] = field(default_factory=dict[Path, str])
    digests: dict[str, str] = field(default_factory=dict[str, str])
    _total: int = 0
    _ids: dict[str, str] = field(default_factory=dict[str, str])
    _joined: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    _allowed: tuple[Path, ...] | None = None

    def open_root(self, location: str | bytes) -> tuple[str, bytes]:
        """The location and the bytes of the document that the user named; nothing it says is refused but its size."""
        base = self.options.base
        if isinstance(location, bytes) or location == STDIN:
            data = location if isinstance(location, bytes) else sys.stdin.buffer.read(self.options.limits.size + 1)
            if isinstance(location, str) and base is None:
                base = Path.cwd()
            self.folder = str(base.absolute()) if base is not None else ""
        elif is_url(location):
            self.root = location
            self.folder = urljoin(location, ".")
            data = self._download(location, trusted=True)
        else:
            path = Path(os.path.normpath(Path(location).absolute()))
            self.root, self.folder = str(path), str(path.parent)
            data = self._file(path)
        self._count("", data)
        return self.root, data

    def read(self, location: str) -> bytes:
        """The bytes of a document that another one refers to. Raises `UnreadableError`."""
        if is_url(location):
            self._check_origin(location)
            data = self._download(location, trusted=is_url(self.root) and origin_of(location) == origin_of(self.root))
        else:
            path = Path(location)
            self._check_folder(path)
            data = self._file(path)
        self._count(self.id_of(location), data)
        return data

    def read_beside(self, name: str) -> bytes:
        """The bytes of a file or URL that the user named beside the document (an overlay). Raises `UnreadableError`."""
        data = (
            self._download(name, trusted=True)
            if is_url(name)
            else self._file(Path(os.path.normpath(Path(name).absolute())))
        )
        self._count(f"overlay {len(self.digests)}", data)
        return data

    def id_of(self, location: str) -> str:
        """The id of a document: `""` for the root, else its path or URL relative to the root's folder, with slashes."""
        known = self._ids.get(location)
        if known is None:
            known = self._ids[location] = self._id(location)
        return known

    def _id(self, location: str) -> str:
        if location == self.root:
            return ""
        if is_url(location):
            return location.removeprefix(self.folder) if is_url(self.folder) else location
        if is_url(self.folder) or not self.folder:
            return location
        return Path(os.path.relpath(location, self.folder)).as_posix()

    def join(self, location: str, reference: str) -> str:
        """The location that `reference` (without fragment) means in the document at `location`."""
        if is_url(reference):
            return reference
        if is_url(location):
            return urljoin(location, reference)
        folder = os.path.dirname(location) if location else self.folder
        known = self._joined.get((folder, reference))
        if known is None:
            known = self._joined[folder, reference] = self._beside(folder, reference)
        return known

    def _beside(self, folder: str, reference: str) -> str:
        parts = urlsplit(reference)
        if parts.scheme == "file":
            if parts.netloc not in ("", "localhost") or _names_a_host(parts.path):
                raise _other_host(reference)
            return posixpath.normpath(unquote(parts.path))
        if parts.scheme and len(parts.scheme) > 1:
            raise UnreadableError(
                "unresolved-reference", f"cannot read a {parts.scheme}: reference", "use a file or an https URL"
            )
        if is_url(folder):
            return urljoin(folder, reference)
        if _names_a_host(reference):
            raise _other_host(reference)
        if not folder:
            raise UnreadableError(
                "unresolved-reference", "the document has no folder that the reference could start from"
            )
        plain = os.path.normpath(os.path.join(folder, reference))
        return plain if os.path.exists(plain) else os.path.normpath(os.path.join(folder, unquote(parts.path)))

    def _check_origin(self, location: str) -> None:
        origin = origin_of(location)
        same = is_url(self.root) and origin == origin_of(self.root)
        if not same and origin not in {origin_of(o) for o in self.options.allow_origins}:
            raise UnreadableError(
                "refused-reference",
                f"{location} is not read: documents of {origin} are not allowed",
                f"allow it with --allow-origin {origin}, or copy the document beside this one",
            )

    def _check_folder(self, path: Path) -> None:
        """No reference leads out of the root's folder, by `..`, an absolute path or a symbolic link."""
        if self._allowed is None:
            own = [Path(self.folder)] if self.folder and not is_url(self.folder) else []
            self._allowed = tuple(_resolved(folder) for folder in (*own, *self.options.allow_folders))
        real = _resolved(path)
        if not any(real.is_relative_to(folder) for folder in self._allowed):
            raise UnreadableError(
                "refused-reference",
                f"{self.id_of(str(path))} is not read: it is outside the folder of the document",
                f"move it there, or allow its folder with --allow-folder {real.parent}",
            )

    def _file(self, path: Path) -> bytes:
        limit = self.options.limits.size
        name = str(path) if str(path) == self.root else self.id_of(str(path))
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                raise UnreadableError("unreadable-document", f"{name} is not a file")
            with path.open("rb") as file:
                data = file.read(limit + 1)
        except FileNotFoundError:
            raise UnreadableError("unresolved-reference", f"there is no file {name}") from None
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise UnreadableError("unreadable-document", f"cannot read {name}: {reason}") from None
        self.files[path] = hashlib.sha256(data).hexdigest()
        return data

    def _download(self, location: str, *, trusted: bool) -> bytes:
        try:
            return download(location, self.options, trusted=trusted)
        except RefusedError as error:
            raise UnreadableError("refused-reference", error.message, error.hint) from None
        except OSError as error:
            raise UnreadableError("unreadable-document", f"cannot download {location}: {error}") from None

    def _count(self, identifier: str, data: bytes) -> None:
        limits = self.options.limits
        name = identifier or "the document"
        if len(data) > limits.size:
            raise UnreadableError("too-large", f"{name} has more than {limits.size:,} bytes")
        self._total += len(data)
        if self._total > limits.total_size:
            raise UnreadableError("too-large", f"the documents have more than {limits.total_size:,} bytes together")
        self.digests[identifier] = hashlib.sha256(data).hexdigest()
        if len(self.digests) > limits.documents:
            raise UnreadableError("too-large", f"the document is spread over more than {limits.documents:,} files")


def _names_a_host(path: str) -> bool:
    """Whether a path is one of Windows that leads to another machine, or a reference without a scheme that does (RFC
    3986, section 4.2). Even to ask whether such a file exists sends who asks."""
    return unquote(path).replace("\\", "/").startswith("//")


def _other_host(reference: str) -> UnreadableError:
    return UnreadableError(
        "refused-reference", f"{reference} is not read: it is on another host", "copy the document beside this one"
    )


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        raise UnreadableError("unreadable-document", f"cannot read {path.name}: its path leads in a circle") from None
