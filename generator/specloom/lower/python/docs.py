"""Docstrings of methods: what a call does, what it takes, what it returns and raises, and the request it makes."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus

from specloom.ir.operations import Operation
from specloom.languages.code import Code
from specloom.languages.python.text import Section, docstring
from specloom.lower.arguments import Argument
from specloom.lower.docs import described, facts, prose
from specloom.lower.errors import error_class
from specloom.lower.results import Result, ResultKind

_OPTIONS = ("options", "Settings of this call alone, such as its time-out.")


def method_doc(
    operation: Operation, named: Iterable[tuple[Code, Argument]], result: Result, note: str = "", *, either_way: bool
) -> Code:
    """The docstring of a method, at the indentation of a method's body.

    `note` stands beside the request. `either_way`: the body may be given whole.
    """
    request = described(f"`{operation.method} {operation.path_template}`", note)
    text = prose(operation.docs)
    text = f"{text}\n\n{request}" if text else request
    entries = [(str(identifier), _argument(argument)) for identifier, argument in named]
    if either_way:
        entries.append(("body", "The whole body, instead of its properties one by one."))
    sections = [Section(title="Args", entries=(*entries, _OPTIONS))]
    if returned := _returns(operation, result):
        sections.append(Section(title="Returns", entries=(("", returned),)))
    if raised := _raises(operation):
        sections.append(Section(title="Raises", entries=raised))
    return docstring(text, 8, sections)


def _argument(argument: Argument) -> str:
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
