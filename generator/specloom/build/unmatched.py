"""Settings that match nothing in the document: most often a typing mistake, and without effect."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from fnmatch import fnmatchcase

from specloom.build.options import BuildOptions
from specloom.build.places import escape
from specloom.diagnostics import Diagnostic, Severity
from specloom.ir.names import ROOT, Origin

_OPERATIONS = "an operation is named by its operationId or METHOD /path: `specloom explain rooms.list` tells both"


def unmatched_operations(known: Collection[str], options: BuildOptions) -> Iterator[Diagnostic]:
    """What is configured for operations that the document does not have; `known` are all names of those it has."""
    for table, keys in (("methods", options.methods), ("pagination", options.pagination)):
        for key in keys:
            if key not in known:
                message = f"[{table}] names {key!r}, which the document does not have"
                pointer = f"/{table}/{escape(key)}"
                yield _found(options, "unknown-operation", pointer, message, _near(key, known) or _OPERATIONS)
    for table, globs in (("include", options.include), ("exclude", options.exclude)):
        for index, glob in enumerate(globs):
            if not any(fnmatchcase(name, glob) for name in known):
                message = f"`{table}` has {glob!r}, which matches no operation"
                yield _found(
                    options, "unknown-operation", f"/{table}/{index}", message, _near(glob, known) or _OPERATIONS
                )


def unmatched_names(known: Collection[str], options: BuildOptions) -> Iterator[Diagnostic]:
    """Names that are configured for schemas which the document does not have, or has no type for."""
    yield from _unused(options, "names", "/names", options.names, known)


def unmatched_credentials(known: Collection[str], options: BuildOptions) -> Iterator[Diagnostic]:
    """Names that are configured for credentials which no security scheme has."""
    yield from _unused(options, "api.credentials", "/api/credentials", options.credentials, known)


def _unused(
    options: BuildOptions, table: str, pointer: str, keys: Iterable[str], known: Collection[str]
) -> Iterator[Diagnostic]:
    for key in keys:
        if key not in known:
            hint = _near(key, known) or (f"known here: {', '.join(sorted(known))}" if 0 < len(known) <= 20 else "")
            message = f"[{table}] names {key!r}, which the document does not have"
            yield _found(options, "unused-setting", f"{pointer}/{escape(key)}", message, hint)


def _near(key: str, known: Collection[str]) -> str:
    near = get_close_matches(key, known, n=1)
    return f"did you mean {near[0]!r}?" if near else ""


def _found(options: BuildOptions, code: str, pointer: str, message: str, hint: str) -> Diagnostic:
    origin = Origin(document=options.configuration, pointer=pointer) if options.configuration else ROOT
    return Diagnostic(code=code, severity=Severity.WARNING, message=message, origin=origin, hint=hint)
