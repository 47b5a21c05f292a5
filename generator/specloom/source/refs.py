"""Finds what a `$ref` names: in this document, in other files, and, where it is allowed, on other hosts.

Every reference is resolved once; the answer is kept by document, base and text of the reference. Documents are loaded
when the first reference leads there.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from dataclasses import field
from itertools import islice
from typing import Any
from urllib.parse import urldefrag

from specloom.diagnostics import Diagnostic, SpecloomError, Unsupported
from specloom.ir.names import Origin
from specloom.quick import dataclass
from specloom.source.anchors import Anchors
from specloom.source.cursor import Cursor, Document
from specloom.source.load import parse
from specloom.source.normalise import Draft
from specloom.source.plain import is_object
from specloom.source.pointers import decode_fragment, escape, lookup, split, step
from specloom.source.reader import Reader, UnreadableError
from specloom.source.shapes import Kind
from specloom.source.swagger2 import Defaults
from specloom.source.versions import version_of

_MOST_OPEN = 16
"""References that are followed to find the place one pointer names."""

_MOST_GUESSES = 50
"""Broken references of a run for which the name that was meant is looked for: it takes longer than all else."""


@dataclass(slots=True)
class Record:
    """A loaded document and what is known of it."""

    document: Document
    location: str
    text: bytes
    root: Cursor
    draft: Draft
    anchors: Anchors | None = None
    reverse: dict[str, list[str]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Expectation:
    """A part of a document that is not loaded yet, known to be a `kind` from a reference in a document of `version`."""

    pointer: str
    kind: Kind
    version: str
    swagger: Defaults


@dataclass(slots=True)
class References:
    """The `Resolver` of one run, over all documents. `report` receives remarks on documents loaded on the way."""

    reader: Reader
    report: Callable[[Diagnostic], None]
    records: dict[str, Record] = field(default_factory=dict[str, Record])
    _by_uri: dict[str, str] = field(default_factory=dict[str, str])
    _failed: dict[str, UnreadableError] = field(default_factory=dict[str, UnreadableError])
    _cache: dict[tuple[str, str, str], Cursor] = field(default_factory=dict[tuple[str, str, str], Cursor])
    _expected: dict[str, list[_Expectation]] = field(default_factory=dict[str, list[_Expectation]])
    _open: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """Places that are looked for through references; one that leads back to itself, or too far, is none."""
    _broken: int = 0

    def resolve(self, cursor: Cursor, reference: str) -> Cursor:
        """The place `reference` means when it stands at `cursor`.

        Raises `Unsupported`: `unresolved-reference`, `refused-reference`, or the code of why the other document is
        unreadable.
        """
        record = self.records[cursor.document.id]
        base = record.anchors.base_of(cursor) if record.anchors is not None else ""
        key = (cursor.document.id, base, reference)
        found = self._cache.get(key)
        if found is None:
            try:
                found = self._find(record, base, reference)
            except UnreadableError as error:
                raise Unsupported(error.code, cursor.origin, f"{reference}: {error.message}", error.hint) from None
            self._cache[key] = found
        return found

    def knows(self, document: Document, reference: str) -> bool:
        """Whether `reference` was resolved before, and means the same wherever it stands in `document`."""
        return (document.id, "", reference) in self._cache and self.records[document.id].anchors is None

    def resolve_dynamic(self, cursor: Cursor, reference: str, scope: Sequence[Cursor]) -> Cursor:
        """The place a `$dynamicRef` means (JSON Schema 2020-12, section 8.2.3.2).

        `scope` are the schemas passed through on the way to `cursor`, outermost first; each one's schema resource is
        asked for the dynamic anchor. Raises as `resolve`.
        """
        target = self.resolve(cursor, reference)
        name = decode_fragment(urldefrag(reference).fragment)
        if not is_object(target.value) or target.value.get("$dynamicAnchor") != name:
            return target
        for place in scope:
            record = self.records[place.document.id]
            if record.anchors is None:
                continue
            pointer = record.anchors.dynamic(record.anchors.base_of(place), name)
            if pointer is not None:
                return _descend(record.root, pointer)
        return target

    def add_root(self, location: str, text: bytes, data: Any, version: str) -> Record:
        """Takes in the document that everything starts from."""
        return self._add(location, text, data, version, is_whole=True, swagger=Defaults())

    def _find(self, record: Record, base: str, reference: str) -> Cursor:
        uri, fragment = urldefrag(reference)
        target = record
        if uri or base:
            target, base = self._document(record, base, uri)
        pointer = decode_fragment(fragment)
        if target.anchors is not None:
            start = target.anchors.start_of(base)
            if pointer and not pointer.startswith("/"):
                anchored = target.anchors.anchor(base, pointer)
                if anchored is None:
                    raise UnreadableError("unresolved-reference", f"no schema has the anchor {pointer!r}")
                return _descend(target.root, anchored)
            pointer = start + pointer
        return self._at(target, pointer, fragment)

    def _at(self, record: Record, pointer: str, fragment: str) -> Cursor:
        """The cursor for a pointer into the text, wherever that place is now."""
        for candidate in _candidates(record, pointer, fragment):
            if lookup(record.document.data, candidate)[0]:
                return _descend(record.root, candidate)
        place = (record.document.id, pointer)
        if place not in self._open and len(self._open) < _MOST_OPEN:
            self._open.add(place)
            try:
                through = _through(record.root, pointer)
            finally:
                self._open.remove(place)
            if through is not None:
                return through
        self._broken += 1
        raise UnreadableError("unresolved-reference", *_explain(record, pointer, guess=self._broken <= _MOST_GUESSES))

    def _document(self, record: Record, base: str, uri: str) -> tuple[Record, str]:
        """The record that `uri` names when it stands in `record`, and the base of the schema resource there."""
        if record.anchors is not None:
            absolute = record.anchors.join(base, uri) if uri else base
            for other in self.records.values():
                if other.anchors is not None and other.anchors.has(absolute):
                    return other, absolute
            if not uri:
                return record, base
            local = record.anchors.local(absolute)
            if local is not None:
                uri = local
        return self.load(self.reader.join(record.location, uri), record), ""

    def load(self, location: str, referrer: Record) -> Record:
        """The record of the document at `location`, read now if it was not yet. Raises `UnreadableError`."""
        if location == referrer.location:
            return referrer
        identifier = self.reader.id_of(location)
        if identifier in self.records:
            return self.records[identifier]
        if identifier in self._failed:
            raise self._failed[identifier]
        try:
            return self._load(location, identifier, referrer)
        except UnreadableError as error:
            self._failed[identifier] = error
            raise

    def _load(self, location: str, identifier: str, referrer: Record) -> Record:
        text = self.reader.read(location)
        try:
            loaded = parse(text, name=identifier, document=identifier, limits=self.reader.options.limits)
        except SpecloomError as error:
            first = error.diagnostics[0]
            raise UnreadableError(first.code, str(first), first.hint) from None
        for remark in loaded.diagnostics:
            self.report(remark)
        own = version_of(loaded.data)
        version = own or referrer.document.version
        return self._add(location, text, loaded.data, version, is_whole=bool(own), swagger=referrer.draft.swagger)

    def _add(self, location: str, text: bytes, data: Any, version: str, *, is_whole: bool, swagger: Defaults) -> Record:
        identifier = self.reader.id_of(location)
        moved: dict[str, str] = {}
        draft = Draft(
            data=data,
            version=version,
            is_whole=is_whole,
            moved=moved,
            swagger=swagger,
            expect=lambda reference, kind: self._expect(record, reference, kind),
            fetch=lambda reference: self._fetch(record, reference),
        )
        document = Document(id=identifier, data=data, version=version, moved=moved)
        root = Cursor(document, data, self)
        record = Record(document, location, text, root, draft)
        self.records[identifier] = record
        if version in ("3.1", "3.2"):
            record.anchors = Anchors.of(text, data, location)
        if is_whole and (version in ("2.0", "3.0") or b"nullable" in text):
            draft.normalise_document()
        for expectation in self._expected.pop(identifier, ()):
            self._meet(record, expectation)
        return record

    def _expect(self, record: Record, reference: str, kind: Kind) -> None:
        """Notes what a reference to another document says of the place it leads to."""
        uri, fragment = urldefrag(reference)
        try:
            identifier = self.reader.id_of(self.reader.join(record.location, uri))
        except UnreadableError:
            return
        expectation = _Expectation(
            pointer=decode_fragment(fragment), kind=kind, version=record.document.version, swagger=record.draft.swagger
        )
        other = self.records.get(identifier)
        if other is None:
            self._expected.setdefault(identifier, []).append(expectation)
        else:
            self._meet(other, expectation)

    def _meet(self, record: Record, expectation: _Expectation) -> None:
        if not record.draft.is_whole:
            record.draft.normalise_part(expectation.pointer, expectation.kind)

    def _fetch(self, record: Record, reference: str) -> Any:
        """What stands at a reference to another document, as the text has it; None when it cannot be had."""
        uri, fragment = urldefrag(reference)
        try:
            other = self.load(self.reader.join(record.location, uri), record)
        except UnreadableError:
            return None
        return lookup(other.document.data, decode_fragment(fragment))[1]


def _descend(root: Cursor, pointer: str) -> Cursor:
    here = root
    for token in split(pointer):
        _, _, key = step(here.value, token)
        here = here.child(key)
    return here


def _through(root: Cursor, pointer: str) -> Cursor | None:
    """The place a pointer means that goes through references, which it must not but in many documents does."""
    here = root
    for token in split(pointer):
        found, _, key = step(here.value, token)
        if not found:
            try:
                here = here.follow()
            except Unsupported:
                return None
            found, _, key = step(here.value, token)
        if not found:
            return None
        here = here.child(key)
    return here


def _candidates(record: Record, pointer: str, fragment: str) -> list[str]:
    """Where a pointer into the text may be in the data, best first: as it is, by the moves, not percent-decoded."""
    candidates = [pointer]
    if record.document.moved:
        if record.reverse is None:
            record.reverse = {}
            for new, old in record.document.moved.items():
                record.reverse.setdefault(old, []).append(new)
        prefixes = [pointer[:i] for i, c in enumerate(pointer) if c == "/" and i] + [pointer]
        for prefix in prefixes:
            candidates += [new + pointer[len(prefix) :] for new in record.reverse.get(prefix, ())]
    if fragment != pointer:
        candidates.append(fragment)
    return candidates


def _explain(record: Record, pointer: str, *, guess: bool) -> tuple[str, str]:
    """Message and hint for a pointer that leads nowhere; the hint is what was meant, if that is to be guessed."""
    value, place = record.document.data, ""
    for token in split(pointer):
        found, inner, key = step(value, token)
        if not found:
            break
        value, place = inner, f"{place}/{escape(key)}"
    else:
        token = ""
    where = f"{record.document.id or 'the document'} has no {pointer!r}"
    if not guess or not is_object(value):
        return where, ""
    names = {name.lower(): name for name in islice(value, 5000)}
    close = [names[match] for match in difflib.get_close_matches(token.lower(), names, n=1)]
    return where, (
        f"did you mean {Origin(document=record.document.id, pointer=f'{place}/{escape(close[0])}')}?" if close else ""
    )
