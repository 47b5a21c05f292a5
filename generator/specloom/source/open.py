"""Opens a document: read, patched by overlays, brought into one shape, ready to be walked with cursors."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from specloom.diagnostics import Report, SpecloomError
from specloom.quick import dataclass
from specloom.source.cursor import Cursor, Document
from specloom.source.load import failure, parse
from specloom.source.options import DEFAULTS, SourceOptions
from specloom.source.overlay import apply_overlay
from specloom.source.reader import Reader, UnreadableError
from specloom.source.refs import References
from specloom.source.validate import validate
from specloom.source.versions import SUPPORTED, declared_version, version_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An opened document and all that it refers to. More documents join as references are followed.

    `name` is what messages call the document: the path or URL the user gave.
    """

    name: str
    root: Cursor
    references: References
    report: Report

    @property
    def version(self) -> str:
        """The version of the specification the document was written for: `"2.0"`, `"3.0"`, `"3.1"` or `"3.2"`."""
        return self.root.document.version

    @property
    def documents(self) -> dict[str, Document]:
        """All documents read so far, by id; `""` is the root."""
        return {key: record.document for key, record in self.references.records.items()}

    @property
    def files(self) -> tuple[tuple[Path, str], ...]:
        """The local files read so far (overlays included) with their SHA-256, sorted."""
        return tuple(sorted(self.references.reader.files.items()))

    @property
    def inputs_hash(self) -> str:
        """SHA-256 over the id and content of everything read so far; independent of where the files are and of the
        order.
        """
        digest = hashlib.sha256()
        for identifier, content in sorted(self.references.reader.digests.items()):
            digest.update(f"{len(identifier)}:{identifier}:{content};".encode())
        return digest.hexdigest()

    def text(self, document: str) -> bytes:
        """The bytes of a document as they were read; empty for an unknown id."""
        record = self.references.records.get(document)
        return record.text if record is not None else b""

    def name_of(self, document: str) -> str:
        """What messages call a document: the user's own spelling for the root, the id for others."""
        return document or self.name


def open_document(location: str | Path | bytes, *, options: SourceOptions = DEFAULTS) -> Source:
    """Opens the document at a path or URL, on standard input (`-`), or given as bytes.

    Raises `SpecloomError` when it cannot be read or is no OpenAPI document. What was odd but readable is in `report`.
    """
    place = str(location) if isinstance(location, Path) else location
    name = place if isinstance(place, str) and place != "-" else "<stdin>" if place == "-" else "<bytes>"
    reader = Reader(options)
    report = Report()
    try:
        where, text = reader.open_root(place)
    except UnreadableError as error:
        code = "unreadable-document" if error.code == "unresolved-reference" else error.code
        raise failure(code, error.message, hint=error.hint) from None
    loaded = parse(text, name=name, limits=options.limits)
    report.extend(loaded.diagnostics)
    for overlay in options.overlays:
        _patch(loaded.data, overlay, reader, report, options)
    version = _known_version(loaded.data, name)
    if options.validate:
        report.extend(validate(loaded.data, version))
    references = References(reader, report.add)
    record = references.add_root(where, text, loaded.data, version)
    return Source(name=name, root=record.root, references=references, report=report)


def _patch(data: Any, overlay: str, reader: Reader, report: Report, options: SourceOptions) -> None:
    try:
        text = reader.read_beside(overlay)
    except UnreadableError as error:
        raise failure(error.code, f"overlay {overlay}: {error.message}", hint=error.hint) from None
    loaded = parse(text, name=overlay, document=overlay, limits=options.limits)
    report.extend(loaded.diagnostics)
    report.extend(apply_overlay(data, loaded.data, name=overlay))


def _known_version(data: Any, name: str) -> str:
    version = version_of(data)
    if version:
        return version
    declared = declared_version(data)
    if not declared:
        raise _no_document(name, "there is neither `openapi` nor `swagger` at its top")
    raise _no_document(name, f"version {declared} is not supported; {', '.join(SUPPORTED)} are")


def _no_document(name: str, reason: str) -> SpecloomError:
    return failure("unknown-version", f"{name}: not an OpenAPI document that can be read: {reason}")
