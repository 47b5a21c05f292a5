"""The third stage: from a normalised document to the model of an API, without any language in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from specloom.build import services
from specloom.build.encodings import with_parts
from specloom.build.homes import settle_homes
from specloom.build.operations import (
    Call,
    Found,
    build_operation,
    configured,
    find_operations,
    lock_entry,
    lost_names,
    place_calls,
)
from specloom.build.options import BuildOptions, CoverageEntry, CoverageStatus, Words
from specloom.build.paging import declares_link, find_pagination
from specloom.build.problems import Problems, entry
from specloom.build.schemas import Schemas
from specloom.build.security import Credentials, Schemes
from specloom.build.servers import build_servers
from specloom.build.session import Place, Session
from specloom.build.shapes import Shapes
from specloom.build.texts import described
from specloom.build.unmatched import unmatched_credentials
from specloom.build.webhooks import build_callbacks, build_webhooks
from specloom.build.words import split
from specloom.diagnostics import Diagnostic, Report, Unsupported
from specloom.ir import graph
from specloom.ir.api import Api, Webhook
from specloom.ir.names import Docs, Name
from specloom.ir.operations import Operation
from specloom.quick import dataclass
from specloom.source.cursor import Cursor


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """The model, what is missing from it, and the names that the lock keeps."""

    api: Api
    coverage: tuple[CoverageEntry, ...]
    lock: Mapping[str, Words]


def build(root: Cursor, options: BuildOptions, report: Report) -> BuildResult:
    """The model of the document at `root`.

    Whatever the document, this does not fail: what cannot be understood is reported, and listed in `coverage` for the
    operation or the schema that lacks it; everything else is built.
    """
    settle_homes(root)
    schemas = Schemas(root, options, report)
    schemas.declare_components()
    session = Session(root=root, options=options, report=report, schemas=schemas)
    shared = Problems(report)
    credentials = Credentials(options)
    schemes = Schemes(root, credentials, shared)
    found, unread = find_operations(session, shared)
    tags = services.with_used(services.read_tags(root), (operation.identity for operation in found), root.origin)
    calls = place_calls(found, tags, options)
    report.extend(lost_names(found, calls))
    gathered = _gather(found, calls, session, schemes)
    webhooks = (*build_webhooks(session, shared), *gathered.callbacks)
    declared = schemas.finish()
    for part, headers in session.headers.items():
        session.headers[part] = declared.settle(headers)
    shapes = Shapes(declared.declarations)
    links = any(declares_link(draft) for _, draft in gathered.drafts)
    operations = {
        draft.id: _finish(declared.settle(draft), operation, session, shapes, gathered.problems[draft.id], links)
        for operation, draft in gathered.drafts
    }
    info = root.get("info") or root
    title = info.text("title").strip() or "API"
    api = Api(
        name=Name(wire=title, words=split(title), rule="the title of the document"),
        version=info.text("version"),
        docs=_introduction(root, info),
        openapi=root.document.version,
        servers=build_servers(root),
        declarations=declared.declarations,
        operations=operations,
        root=services.tree(((calls[key].service, key) for key in operations), tags, root.origin),
        security_schemes=schemes.found,
        webhooks=tuple(declared.settle(webhook) for webhook in webhooks),
        license=_label(info.get("license")),
        contact=_label(info.get("contact")),
    )
    report.extend(unmatched_credentials(credentials.known, options))
    sent, received = graph.uses(api)
    given = {operation.identity.place: lock_entry(calls[operation.id]) for operation, _ in gathered.drafts}
    return BuildResult(
        api=replace(api, sent=sent, received=received),
        coverage=tuple(dict.fromkeys((*unread, *gathered.coverage(), *declared.coverage))),
        lock={**declared.lock, **given, **credentials.given},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gathered:
    """All operations of a document before types are settled; `dropped` holds why an operation could not be built."""

    drafts: tuple[tuple[Found, Operation], ...]
    callbacks: tuple[Webhook, ...]
    problems: Mapping[str, Problems]
    dropped: Mapping[str, Diagnostic]

    def coverage(self) -> Iterator[CoverageEntry]:
        """What the operations lack, now that everything is built."""
        for operation, problems in self.problems.items():
            if operation in self.dropped:
                yield entry(operation, CoverageStatus.DROPPED, self.dropped[operation])
            else:
                yield from (entry(operation, CoverageStatus.DEGRADED, diagnostic) for diagnostic in problems.lost)


def _gather(
    found: Sequence[Found], calls: Mapping[str, Call], session: Session, schemes: Schemes
) -> _Gathered:
    """Builds each operation and its callbacks; one that cannot be built does not touch the others."""
    problems = {operation.id: Problems(session.report) for operation in found}
    drafts: list[tuple[Found, Operation]] = []
    callbacks: list[Webhook] = []
    dropped: dict[str, Diagnostic] = {}
    for operation in found:
        call, own = calls[operation.id], problems[operation.id]
        try:
            draft = build_operation(operation, call, session, schemes, own)
            called = tuple(build_callbacks(operation.cursor, operation.id, call.name.words, session, own))
        except Unsupported as problem:
            dropped[operation.id] = problem.diagnostic()
            session.report.add(dropped[operation.id])
        else:
            drafts.append((operation, draft))
            callbacks.extend(called)
    return _Gathered(drafts=tuple(drafts), callbacks=tuple(callbacks), problems=problems, dropped=dropped)


def _finish(
    draft: Operation, found: Found, session: Session, shapes: Shapes, problems: Problems, links: bool
) -> Operation:
    """The operation with what depends on finished declarations: the parts of its forms, and its pagination."""
    place = Place(session=session, owner=draft.id, words=draft.name.words, problems=problems)
    body = with_parts(draft.body, shapes, place) if draft.body is not None else None
    override = configured(found.identity, session.options.pagination)
    operation = replace(draft, body=body)
    pagination, note = problems.attempt(
        lambda: find_pagination(operation, shapes, override, links=links),
        (None, "not paged: the configuration cannot be followed"),
    )
    return replace(operation, pagination=pagination, pagination_note=note)


def _introduction(root: Cursor, info: Cursor) -> Docs:
    texts = described(info)
    return replace(texts, link=described(root).link)


def _label(cursor: Cursor | None) -> str:
    """A license or a contact in one line."""
    if cursor is None:
        return ""
    return cursor.text("identifier") or cursor.text("name") or cursor.text("email") or cursor.text("url")
