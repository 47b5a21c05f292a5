"""The result of a run: the model, the files of each target, the report, and how they get to disk."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from specloom import output
from specloom.config import Config, Target, config_error
from specloom.coverage import Coverage
from specloom.diagnostics import Report, Severity
from specloom.ir.api import Api
from specloom.ir.names import Origin
from specloom.listing import Located, Places
from specloom.lock import Lock
from specloom.output import Changes
from specloom.quick import dataclass
from specloom.render.emit import File
from specloom.render.packs import Pack
from specloom.source import Source

_CONFIG_CODES = frozenset({"invalid-config", "unused-allowance"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What one target of a run emits. `identifiers` are its names that the lock keeps."""

    target: Target
    pack: Pack
    files: tuple[File, ...]
    identifiers: Mapping[str, str]

    @property
    def root(self) -> Path:
        """The folder to write to; raises `SpecloomError` when none was chosen."""
        if self.target.output is None:
            raise config_error(f"no output folder was chosen for {self.target.pack}")
        return self.target.output

    @property
    def content(self) -> dict[str, bytes]:
        """The files as data."""
        return {file.path: file.data for file in self.files}


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """All that a run produced; frozen, and not on disk yet. `outputs` is empty when the document has errors."""

    config: Config
    source: Source
    api: Api
    coverage: Coverage
    report: Report
    lock: Lock
    outputs: tuple[Output, ...] = ()

    @property
    def files(self) -> tuple[File, ...]:
        """The files of all targets, each with its path below the folder of its target."""
        return tuple(file for one in self.outputs for file in one.files)

    @property
    def failed(self) -> bool:
        """True when there are errors, so that nothing may be written."""
        return bool(self.report.errors)

    @property
    def exit_code(self) -> int:
        """0, or 2 when only the configuration is wrong, or 3 when the document has errors."""
        errors = self.report.errors
        return (2 if all(error.code in _CONFIG_CODES for error in errors) else 3) if errors else 0

    @property
    def inputs(self) -> Mapping[Path, str] | None:
        """Every file that was read, with its SHA-256; None when something else was read, too (standard input, a
        URL)."""
        if self.config.document in ("", "-") or "://" in self.config.document:
            return None
        if any("://" in document for document in self.source.documents):
            return None
        return dict(self.source.files)

    def findings(self, *, notes: bool = True) -> tuple[Located, ...]:
        """The diagnostics of the report, with their places in the text; on request without the notes."""
        places = Places(self._text)
        return tuple(places.located(found) for found in self.report if notes or found.severity is not Severity.NOTE)

    def place(self, origin: Origin) -> str:
        """Where an element is described: `spec.yaml:120:7`."""
        return Places(self._text).place(origin)

    def _text(self, document: str) -> tuple[str, bytes] | None:
        if document not in self.source.documents:
            return None
        return self.source.name_of(document), self.source.text(document)

    def compare(self) -> tuple[Changes, ...]:
        """What writing would do to the folder of each target; reads only."""
        return tuple(output.compare(one.content, one.root) for one in self.outputs)

    def diff(self, changes: tuple[Changes, ...]) -> str:
        """What writing would change, as a unified diff; a stale lock file is named."""
        pairs = zip(self.outputs, changes, strict=True)
        texts = [output.diff(one.content, one.root, change) for one, change in pairs]
        if self.lock_is_stale:
            texts.append(f"{self.config.lock_path} is out of date: it does not hold the names that are given now\n")
        return "".join(texts)

    def write(self, *, force: bool = False) -> tuple[Changes, ...]:
        """Writes every target, then the lock file beside the configuration. Raises `SpecloomError` as `output.write`
        does.

        Writes nothing when the document has errors: there are no outputs then.
        """
        changes = tuple(output.write(one.content, one.root, force=force) for one in self.outputs)
        path = self.config.lock_path
        if self.outputs and path is not None and self.lock_is_stale:
            temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
            temporary.write_bytes(self.lock.dump())
            os.replace(temporary, path)
        return changes

    @property
    def lock_is_stale(self) -> bool:
        """True when the lock file beside the configuration is not what it should be."""
        path = self.config.lock_path
        return path is not None and not (path.is_file() and path.read_bytes() == self.lock.dump())
