"""What is said about methods, as CommonMark, before a language makes a comment of it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from specloom.ir.contents import Response
from specloom.ir.operations import Operation
from specloom.languages.typed import Documentation, TypedLanguage
from specloom.lower.arguments import Argument, Place
from specloom.lower.docs import described, facts, prose
from specloom.lower.errors import error_class
from specloom.lower.results import ResultKind

if TYPE_CHECKING:
    from specloom.lower.common.methods import Spoken


def method_documentation(method: Spoken, language: TypedLanguage) -> Documentation:
    """What a call does, what it takes, what it returns and raises, and the request it makes."""
    operation = method.operation
    sent = f"{operation.method} {operation.path_template}"
    request = f"`{sent}`"
    if method.twin:
        note = f"The answer of `{method.twin}` as a stream." if method.second else f"`{method.twin}` streams it."
        request = described(request, note)
    text = prose(operation.docs)
    return Documentation(
        name=str(method.name),
        text=f"{text}\n\n{request}" if text else request,
        request=sent,
        arguments=tuple((str(name), _argument(a)) for a, name in method.arguments if a.place is Place.PATH),
        returns=_returns(operation, method.result.kind),
        raises=tuple(
            (error_class(response.status, language.status_error), described(f"{response.status}.", _said(response)))
            for response in operation.responses
            if response.status[:1] in ("4", "5")
        ),
        deprecated=operation.deprecation.message if operation.deprecation is not None else None,
    )


def _argument(argument: Argument) -> str:
    text = described(
        prose(argument.docs), facts(argument.constraints, argument.default, deprecation=argument.deprecation)
    )
    return text or f"`{argument.name.wire}` in the {argument.place.value}."


def _returns(operation: Operation, kind: ResultKind) -> str:
    documented = [r.docs for r in operation.responses if r.status.startswith("2")]
    text = next((text for docs in documented if (text := prose(docs))), "")
    more = {
        ResultKind.PAGES: "Iterating goes over the items of all pages.",
        ResultKind.STREAM: "Iterating reads the items as they arrive.",
        ResultKind.VALUE: "",
    }[kind]
    return described(text, more)


def _said(response: Response) -> str:
    """What the document says of a response, else what its status means."""
    text = prose(response.docs)
    if text or not response.status.isdigit():
        return text
    try:
        return HTTPStatus(int(response.status)).phrase
    except ValueError:
        return ""
