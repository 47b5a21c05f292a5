"""Finds the operations of a document, gives them ids and names, and builds them one by one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import TypeVar

from specloom.build import methods, paths, services
from specloom.build.budget import MAX_OPERATIONS, too_large
from specloom.build.contents import build_body, build_responses
from specloom.build.docs import deprecation
from specloom.build.options import BuildOptions, CoverageEntry, CoverageStatus, Words
from specloom.build.parameters import build_parameters
from specloom.build.places import escape
from specloom.build.problems import Problems, entry
from specloom.build.security import Schemes, build_requirements
from specloom.build.servers import build_servers
from specloom.build.services import Identity, ServicePath, Tag
from specloom.build.session import Place, Session
from specloom.build.texts import described
from specloom.build.unmatched import unmatched_operations
from specloom.build.webhooks import methods_of
from specloom.build.words import split
from specloom.diagnostics import Diagnostic, Severity, Unsupported
from specloom.ir.names import Name
from specloom.ir.operations import Operation
from specloom.ir.parameters import Location, Parameter
from specloom.quick import dataclass
from specloom.source.cursor import Cursor

V = TypeVar("V")
_TOKEN = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)

IDEMPOTENT = frozenset({"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "QUERY"})
"""RFC 9110, section 9.2.2, and the QUERY method."""

_GIVEN = ("configuration", "specloom.lock")
"""The rules of names that somebody relies on."""
_IDEMPOTENCY_HEADERS = frozenset({"idempotency-key", "x-idempotency-key"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An operation of the document before it is built."""

    id: str
    identity: Identity
    path_item: Cursor
    cursor: Cursor


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Where a client offers an operation."""

    service: ServicePath
    name: Name


def find_operations(session: Session, problems: Problems) -> tuple[tuple[Found, ...], tuple[CoverageEntry, ...]]:
    """The operations that the configuration wants, in the order of the document, and what could not be read at all.

    Each has an id of its own: the operationId where no other operation has it, else method and path. Duplicates are
    kept and reported.
    """
    unread: list[CoverageEntry] = []
    everything = tuple(_walk(session, unread))
    known = {key for operation in everything for key in _config_keys(operation.identity)}
    session.report.extend(unmatched_operations(known, session.options))
    found = [operation for operation in everything if _is_wanted(operation.identity, session.options)]
    if len(found) > MAX_OPERATIONS:
        raise too_large(f"more than {MAX_OPERATIONS:,} operations", found[MAX_OPERATIONS].cursor.origin)
    counts = Counter(operation.identity.operation_id for operation in found)
    taken = {name for name, count in counts.items() if name is not None and count == 1}
    named: list[Found] = []
    for operation in found:
        identity = operation.identity
        name = identity.operation_id
        if name is None or counts[name] > 1:
            if name is not None:
                problems.warn(
                    "duplicate-operation-id",
                    operation.cursor.origin,
                    f"{counts[name]} operations are called {name!r}; they are told apart by method and path",
                )
            name = f"{identity.method} {identity.path}"
            name = identity.place if name in taken else name
            taken.add(name)
        named.append(replace(operation, id=name))
    _report_ambiguous_paths(named, problems)
    return tuple(named), tuple(unread)


def _walk(session: Session, unread: list[CoverageEntry]) -> Iterator[Found]:
    holder = session.root.get("paths")
    for path, written in holder.items() if holder else ():
        if path.startswith("x-"):
            continue
        try:
            path_item = written.follow()
        except Unsupported as problem:
            session.report.add(problem.diagnostic())
            unread.append(entry(path, CoverageStatus.DROPPED, problem.diagnostic()))
            continue
        for method, operation in methods_of(path_item):
            try:
                yield _found(path, method, path_item, operation)
            except Unsupported as problem:
                session.report.add(problem.diagnostic())
                unread.append(entry(f"{method} {path}", CoverageStatus.DROPPED, problem.diagnostic()))


def _found(path: str, method: str, path_item: Cursor, written: Cursor) -> Found:
    if not _TOKEN.fullmatch(method):
        hint = "a method is made of letters, digits and !#$%&'*+-.^_`|~ (RFC 9110, section 5.6.2)"
        raise Unsupported("invalid-operation", written.origin, f"{method!r} is no method of HTTP", hint)
    cursor = written.follow()
    if not isinstance(cursor.value, dict):
        raise Unsupported("invalid-operation", cursor.origin, f"{method} {path} is no Operation Object")
    tags = cursor.get("tags")
    identity = Identity(
        place=f"#/paths/{escape(path)}/{method.lower()}",
        method=method,
        path=path,
        operation_id=cursor.text("operationId").strip() or None,
        tags=tuple(tag.value for tag in tags.elements() if isinstance(tag.value, str)) if tags else (),
    )
    return Found(id="", identity=identity, path_item=path_item, cursor=cursor)


def _is_wanted(identity: Identity, options: BuildOptions) -> bool:
    names = _config_keys(identity)
    if options.include and not any(fnmatchcase(name, glob) for name in names for glob in options.include):
        return False
    return not any(fnmatchcase(name, glob) for name in names for glob in options.exclude)


def _config_keys(identity: Identity) -> tuple[str, ...]:
    own = f"{identity.method} {identity.path}"
    return (own,) if identity.operation_id is None else (identity.operation_id, own)


def configured(identity: Identity, table: Mapping[str, V]) -> V | None:
    """What the configuration says of an operation, by operationId or `METHOD /path`."""
    return next((table[key] for key in _config_keys(identity) if key in table), None)


def _report_ambiguous_paths(found: Sequence[Found], problems: Problems) -> None:
    shapes: dict[tuple[str, str], str] = {}
    for operation in found:
        identity = operation.identity
        other = shapes.setdefault((identity.method, paths.shape(identity.path)), identity.path)
        if other != identity.path:
            problems.warn(
                "ambiguous-paths",
                operation.cursor.origin,
                f"{identity.path!r} matches the same URLs as {other!r}; both are kept",
            )


def place_calls(found: Sequence[Found], tags: Mapping[str, Tag], options: BuildOptions) -> dict[str, Call]:
    """Where each operation is offered, by its id: as configured, as given before, or by `services` and `methods`."""
    places: dict[str, ServicePath] = {}
    ladders: dict[ServicePath, dict[str, Sequence[Name]]] = {}
    for operation in found:
        identity = operation.identity
        service, ladder = _given(identity, options) or (None, ())
        if service is None:
            service, _ = services.locate(identity, tags)
            ladder = methods.ladder(identity, service)
        places[operation.id] = service
        ladders.setdefault(service, {})[operation.id] = ladder
    names = {key: name for group in ladders.values() for key, name in methods.settle(group).items()}
    return {key: Call(service=service, name=names[key]) for key, service in places.items()}


def lost_names(found: Sequence[Found], calls: Mapping[str, Call]) -> Iterator[Diagnostic]:
    """The operations whose name, configured or given before, another one has now."""
    for operation in found:
        call = calls[operation.id]
        if call.name.rule.endswith(methods.NUMBERED) and call.name.rule.startswith(_GIVEN):
            *above, method = (" ".join(words) for words in (*call.service, call.name.words[:-1]))
            taken = ".".join(name.replace(" ", "_") for name in (*above, method))
            message = f"{operation.id} loses its name {taken} to another operation, and is numbered"
            hint = "give it another one in `[methods]` of specloom.toml"
            origin = operation.cursor.origin
            yield Diagnostic(
                code="name-collision", severity=Severity.WARNING, message=message, origin=origin, hint=hint
            )


def _given(identity: Identity, options: BuildOptions) -> tuple[ServicePath, tuple[Name, ...]] | None:
    call = configured(identity, options.methods)
    path, rule = (
        (tuple(call.split(".")), _GIVEN[0]) if call else (options.lock.get(identity.place, ()), _GIVEN[1])
    )
    if not path:
        return None
    *above, method = (split(piece) for piece in path)
    wire = identity.operation_id or f"{identity.method} {identity.path}"
    return tuple(above), (Name(wire=wire, words=method, rule=rule),)


def lock_entry(call: Call) -> Words:
    """What the lock keeps of a call: its resource, level by level, and its method, each as words with spaces."""
    return (*(" ".join(words) for words in call.service), " ".join(call.name.words))


def build_operation(
    found: Found, call: Call, session: Session, schemes: Schemes, problems: Problems
) -> Operation:
    """One operation, without its pagination and the parts of its bodies, which need the finished declarations."""
    cursor, identity = found.cursor, found.identity
    type_words = _type_words(found, call)
    place = Place(session=session, owner=found.id, words=type_words, problems=problems)
    parameters = build_parameters(found.path_item, cursor, identity.path, place)
    return Operation(
        id=found.id,
        operation_id=identity.operation_id,
        name=call.name,
        type_words=type_words,
        method=identity.method,
        path=paths.parse(identity.path),
        path_template=identity.path,
        tags=identity.tags,
        parameters=parameters,
        body=build_body(cursor, place),
        responses=build_responses(cursor, place),
        security=build_requirements(cursor, session.root, schemes, problems),
        servers=build_servers(cursor) or build_servers(found.path_item),
        idempotent=identity.method in IDEMPOTENT,
        idempotency_header=_idempotency_header(identity, parameters, session.options),
        docs=described(cursor),
        deprecation=deprecation(cursor),
        origin=cursor.origin,
    )


def _idempotency_header(identity: Identity, parameters: Sequence[Parameter], options: BuildOptions) -> str:
    """The header that makes a repeated request safe: the one that the operation declares, else the configured one."""
    if identity.method in IDEMPOTENT:
        return ""
    declared = (p.name.wire for p in parameters if p.location is Location.HEADER)
    return next((name for name in declared if name.lower() in _IDEMPOTENCY_HEADERS), options.idempotency_header)


def _type_words(found: Found, call: Call) -> Words:
    """What inline types of an operation are named after: its operationId, else its method and resource."""
    spoken = services.spoken_id(found.identity)
    if spoken is not None:
        return split(spoken)
    return (*call.name.words, *(word for word in call.service[-1] if word not in call.name.words))
