"""Docstrings of methods: what a call does, what it takes, what it returns and raises, and the request it makes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from http import HTTPStatus

from specloom.ir.operations import Operation
from specloom.languages.code import Code
from specloom.languages.python.text import Section, docstring
from specloom.lower.arguments import Argument, Place
from specloom.lower.docs import described, facts, prose
from specloom.lower.errors import error_class
from specloom.lower.results import Result, ResultKind

_SHOWN = 3
_OPTIONS = ("options", "Settings of this call alone, such as its time-out.")


def method_doc(
    operation: Operation, named: Iterable[tuple[Code, Argument, Sequence[str]]], result: Result, note: str = ""
) -> Code:
    """The docstring of a method, at the indentation of a method's body.

    `named` are the arguments, with the media types that each is limited to. `note` stands beside the request.
    """
    request = described(f"`{operation.method} {operation.path_template}`", note)
    text = prose(operation.docs)
    text = f"{text}\n\n{request}" if text else request
    listed = list(named)
    is_flat = any(argument.place is Place.BODY and not argument.whole for _, argument, _ in listed)
    entries = [
        (str(identifier), described(_argument(argument, is_flat=is_flat), limited(media_types)))
        for identifier, argument, media_types in listed
    ]
    sections = [Section(title="Args", entries=(*entries, _OPTIONS))]
    if returned := _returns(operation, result):
        sections.append(Section(title="Returns", entries=(("", returned),)))
    if raised := _raises(operation):
        sections.append(Section(title="Raises", entries=raised))
    return docstring(text, 8, sections)


def limited(media_types: Sequence[str]) -> str:
    """That an argument goes with these media types alone; nothing for none."""
    shown = [f"`{media_type}`" for media_type in media_types[:_SHOWN]]
    if not shown:
        return ""
    if len(media_types) > _SHOWN:
        return f"Only for {', '.join(shown)}, …"
    return f"Only for {' and '.join(filter(None, (', '.join(shown[:-1]), shown[-1])))}."


def _argument(argument: Argument, *, is_flat: bool) -> str:
    if argument.whole and is_flat:
        return "The whole body as one value."
    text = described(
        prose(argument.docs),
        facts(argument.constraints, argument.default, deprecation=argument.deprecation),
    )
    return text or _nothing_said(argument)


def _nothing_said(argument: Argument) -> str:
    if argument.whole:
        return "The body of the request."
    return f"`{argument.name.wire}` in the {'query' if argument.place == 'querystring' else argument.place.value}."


def _returns(operation: Operation, result: Result) -> str:
    documented = [r.docs for r in operation.responses if r.status.startswith("2")]
    text = next((text for docs in documented if (text := prose(docs))), "")
    match result.kind:
        case ResultKind.PAGES:
            more = "Iterating goes over the items of all pages."
        case ResultKind.STREAM:
            more = "Iterating reads the items as they arrive; close it, or use it in a `with`."
        case ResultKind.VALUE:
            more = ""
    return described(text, more)


def _raises(operation: Operation) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for response in operation.responses:
        if response.status[:1] in ("4", "5"):
            text = prose(response.docs) or _phrase(response.status)
            found.append((error_class(response.status), described(f"{response.status}.", text)))
    return tuple(found)


def _phrase(status: str) -> str:
    try:
        return HTTPStatus(int(status)).phrase
    except ValueError:
        return ""
