"""Runs the rules over an opened document: its operations, its schemas and its references."""

from __future__ import annotations

from collections.abc import Iterator

from specloom.diagnostics import Diagnostic, Severity, Unsupported
from specloom.source.cursor import Cursor
from specloom.source.plain import is_object
from specloom.source.pointers import Path
from specloom.source.rules import RULES, Endpoint, View
from specloom.source.schema_rules import SCHEMA_RULES
from specloom.source.shapes import METHODS, Kind, inside


def lint(root: Cursor) -> list[Diagnostic]:
    """The findings of all rules on the document at `root`; other documents are followed as far as operations reach."""
    findings = [*_operation_findings(root), *_object_findings(root)]
    return list(dict.fromkeys(findings))


def _warning(code: str, place: Cursor, message: str) -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.WARNING, message=message, origin=place.origin)


def _operation_findings(root: Cursor) -> Iterator[Diagnostic]:
    view = View(root=root, endpoints=tuple(_endpoints(root)), schemes=_schemes(root))
    for rule in RULES:
        for place, message in rule.check(view):
            yield _warning(rule.code, place, message)


def _schemes(root: Cursor) -> frozenset[str]:
    components = root.get("components")
    schemes = components.get("securitySchemes") if components is not None else None
    return frozenset(name for name, _ in schemes.items()) if schemes is not None else frozenset()


def _endpoints(root: Cursor) -> Iterator[Endpoint]:
    paths = root.get("paths")
    for path, written in paths.items() if paths is not None else ():
        item = _followed(written)
        if item is None or path.startswith("x-"):
            continue
        for method, operation in _operations(item):
            yield Endpoint(
                method=method,
                path=path,
                operation=operation,
                own=tuple(_parameters(operation)),
                inherited=tuple(_parameters(item)),
            )


def _operations(item: Cursor) -> Iterator[tuple[str, Cursor]]:
    more = item.get("additionalOperations")
    members = [(name, value) for name, value in item.items() if name in METHODS]
    for method, written in (*members, *(more.items() if more is not None else ())):
        operation = _followed(written)
        if operation is not None and is_object(operation.value):
            yield method, operation


def _parameters(holder: Cursor) -> Iterator[Cursor]:
    parameters = holder.get("parameters")
    for written in parameters.elements() if parameters is not None else ():
        parameter = _followed(written)
        if parameter is not None:
            yield parameter


def _followed(cursor: Cursor) -> Cursor | None:
    """What stands at `cursor`, or None when its reference is broken, which `_object_findings` reports."""
    try:
        return cursor.follow()
    except Unsupported:
        return None


def _object_findings(root: Cursor) -> Iterator[Diagnostic]:
    """References that lead nowhere, and what the schema rules find: one walk over all objects of the document."""
    stack: list[tuple[object, Kind, Path]] = [(root.value, Kind.DOCUMENT, None)]
    while stack:
        node, kind, path = stack.pop()
        if not is_object(node):
            continue
        reference = node.get("$ref")
        if isinstance(reference, str) and not root.resolver.knows(root.document, reference):
            here = _cursor(root, path)
            try:
                here.resolver.resolve(here, reference)
            except Unsupported as error:
                yield error.diagnostic()
        if kind is Kind.SCHEMA:
            for rule in SCHEMA_RULES:
                for keyword, message in rule.check(node):
                    yield _warning(rule.code, _cursor(root, path).child(keyword), message)
        stack.extend(inside(node, kind, path))


def _cursor(root: Cursor, path: Path) -> Cursor:
    tokens: list[str | int] = []
    while path is not None:
        path, token = path
        tokens.append(token)
    here = root
    for token in reversed(tokens):
        here = here.child(token)
    return here
