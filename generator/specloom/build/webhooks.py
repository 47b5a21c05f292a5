"""Requests that the service sends: webhooks of the document and callbacks of operations (OpenAPI 3.2, 4.1 and 4.18)."""

from __future__ import annotations

from collections.abc import Iterator

from specloom.build.contents import build_body
from specloom.build.options import Words
from specloom.build.parameters import build_parameters
from specloom.build.problems import Problems
from specloom.build.session import Place, Session
from specloom.build.texts import described
from specloom.build.words import split
from specloom.ir.api import Webhook
from specloom.ir.names import Name
from specloom.source.cursor import Cursor

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
"""The fixed fields of a Path Item Object that hold an operation."""


def methods_of(path_item: Cursor) -> Iterator[tuple[str, Cursor]]:
    """The operations of a Path Item Object with their methods in upper case, in the order of the document.

    Methods in `additionalOperations` (OpenAPI 3.2) keep the case the document gives them.
    """
    for key, cursor in path_item.items():
        if key in METHODS:
            yield key.upper(), cursor
    additional = path_item.get("additionalOperations")
    yield from additional.items() if additional else ()


def build_webhooks(session: Session, problems: Problems) -> Iterator[Webhook]:
    """The webhooks of the document."""
    holder = session.root.get("webhooks")
    for name, written in holder.items() if holder else ():
        path_item = problems.attempt(written.follow, None)
        if path_item is not None:
            yield from _of_item(path_item, name, (), "", "", session, problems)


def build_callbacks(
    operation: Cursor, owner: str, words: Words, session: Session, problems: Problems
) -> Iterator[Webhook]:
    """The callbacks of an operation, one for each expression and method."""
    holder = operation.get("callbacks")
    for name, written in holder.items() if holder else ():
        callback = problems.attempt(written.follow, None)
        for expression, item in callback.items() if callback is not None else ():
            path_item = problems.attempt(item.follow, None) if not expression.startswith("x-") else None
            if path_item is not None:
                yield from _of_item(path_item, name, words, expression, owner, session, problems)


def _of_item(
    path_item: Cursor, name: str, prefix: Words, expression: str, owner: str, session: Session, problems: Problems
) -> Iterator[Webhook]:
    found = list(methods_of(path_item))
    for method, written in found:
        operation = problems.attempt(written.follow, None)
        if operation is None:
            continue
        words = split(name) if len(found) == 1 else (*split(name), method.lower())
        place = Place(session=session, owner=operation.id, words=(*prefix, *words), problems=problems, outgoing=False)
        body = build_body(operation, place)
        yield Webhook(
            id=operation.id,
            name=Name(wire=name, words=words, rule="the name of the callback" if owner else "the webhook's name"),
            method=method,
            body=body,
            parameters=build_parameters(path_item, operation, "", place),
            expression=expression,
            operation=owner,
            docs=described(operation),
            origin=operation.origin,
        )
