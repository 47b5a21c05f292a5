"""The file `_webhooks.py`: what the service sends by itself, and `parse`, typed by the name of the event."""

from __future__ import annotations

from specloom.ir.types import AnyType
from specloom.languages.code import EMPTY, Code
from specloom.languages.imports import Import
from specloom.languages.python import layout as layout
from specloom.languages.python.expr import (
    FALSE,
    NONE,
    Atom,
    Bracketed,
    Choice,
    Expr,
    Item,
    call,
    call_items,
    dict_of,
    keyword,
    list_of,
    name,
    subscript,
)
from specloom.languages.python.imports import header
from specloom.languages.python.layout import Parameter
from specloom.languages.python.text import docstring, string
from specloom.lower.events import Event, events_of
from specloom.lower.python.file import PythonFile
from specloom.lower.python.methods import returned
from specloom.lower.python.package import PythonPackage
from specloom.lower.python.types import Hints
from specloom.lower.python.views import WebhooksView
from specloom.lower.results import Result, ResultKind

_RUNTIME = "._runtime"
_OWNED = frozenset(("parse", "events"))


def webhooks_class(package: PythonPackage) -> Code:
    """The name of the class that reads webhooks."""
    return Code(f"{package.client}Webhooks")


def lower_webhooks(package: PythonPackage) -> WebhooksView:
    """The webhooks and callbacks of the API."""
    class_name = webhooks_class(package)
    file = PythonFile({str(class_name)})
    hints = package.hints(file, owned=_OWNED, models=".models", runtime=_RUNTIME)
    events = events_of(package.api)
    base = name(file.use(Import(f"{_RUNTIME}.webhooks", "Webhooks")))
    overload = layout.decorator(name(file.use(Import("typing", "overload"))), 4)
    result = payload_of(hints, events)
    return WebhooksView(
        header=package.header,
        doc=docstring("What the service sends by itself: webhooks and callbacks.", 0),
        exports=layout.assign(Code("__all__"), list_of([Atom(string(class_name))])),
        events=_events(package, file, events),
        class_header=layout.class_header(class_name, [base]),
        class_doc=docstring(f"The webhooks and callbacks of the {package.api.name.wire}.", 4),
        constructor=layout.signature(
            Code("__init__"),
            [*_SELF, Parameter(name=Code("strict"), annotation=name(Code("bool")), default=FALSE)],
            NONE,
            4,
        ),
        initialise=layout.expression(_super(package), 8),
        overloads=tuple(
            Code("\n    ").join([overload, _parse(hints, literals, payload, body=Code("..."))])
            for literals, payload in result
        ),
        parse=_parse(hints, name(hints.builtin("str")), hints.value(AnyType())),
        imports=header(file.imports),
    )


_SELF = (Parameter(name=Code("self")), Parameter(name=Code("*")))


def _super(package: PythonPackage) -> Bracketed:
    items = [Item(Atom(string(package.package))), Item(name(Code("_EVENTS")))]
    return call_items(Code("super().__init__"), [*items, keyword(Code("strict"), name(Code("strict")))])


def payload_of(hints: Hints, events: tuple[Event, ...]) -> list[tuple[Expr, Expr]]:
    """For each event the type of its name and that of its payload; at last any name with any payload."""
    known = [(hints.literals((event.name,)), payload_type(hints, event)) for event in events]
    return [*known, (name(hints.builtin("str")), hints.value(AnyType()))]


def payload_type(hints: Hints, event: Event) -> Expr:
    """What `parse` returns for an event."""
    return returned(hints, Result(kind=ResultKind.VALUE, contents=event.contents, empty=not event.contents))


def _events(package: PythonPackage, file: PythonFile, events: tuple[Event, ...]) -> Code:
    codecs = package.codecs(file, ".", _RUNTIME)
    webhook = file.use(Import(f"{_RUNTIME}.webhooks", "Webhook"))
    table = dict_of(
        (
            string(event.name),
            call(
                webhook, dict_of((string(content.media_type), codecs.received(content)) for content in event.contents)
            ),
        )
        for event in events
    )
    return layout.assign(Code("_EVENTS"), table)


def _parse(hints: Hints, event: Expr, payload: Expr, body: Code = EMPTY) -> Code:
    """`def parse(self, event: ..., body: bytes | str, *, headers=None, verify=None) -> ...:`."""
    text = name(hints.builtin("str"))
    mapping = subscript(hints.named(Import("collections.abc", "Mapping")), text, text)
    verify = name(hints.named(Import(f"{_RUNTIME}.webhooks", "Verify")))
    parameters = [
        _SELF[0],
        Parameter(name=Code("event"), annotation=event),
        Parameter(name=Code("body"), annotation=Choice((name(hints.builtin("bytes")), text))),
        _SELF[1],
        Parameter(name=Code("headers"), annotation=Choice((mapping, NONE)), default=NONE),
        Parameter(name=Code("verify"), annotation=Choice((verify, NONE)), default=NONE),
    ]
    return layout.signature(Code("parse"), parameters, payload, 4, body=body)
