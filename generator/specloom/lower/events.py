"""What the service sends by itself, by the names under which a program receives it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from specloom.ir.api import Api, Webhook
from specloom.ir.contents import Content
from specloom.quick import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A webhook or callback. `name` is what a program calls it; `contents` are the forms its body may have."""

    name: str
    webhook: Webhook
    contents: tuple[Content, ...]


def events_of(api: Api) -> tuple[Event, ...]:
    """The events of the API, webhooks before callbacks.

    The name is that of the document. Where two requests of one name carry different bodies, the later one has what
    sets it apart in front: the operation of a callback, else its method, and at last a number. Two that carry the same
    are one event.
    """
    found: dict[str, Event] = {}
    for webhook in sorted(api.webhooks, key=lambda webhook: bool(webhook.operation)):
        event = Event(name="", webhook=webhook, contents=webhook.body.contents if webhook.body else ())
        for name in _names(webhook):
            known = found.get(name)
            if known is None:
                found[name] = Event(name=name, webhook=webhook, contents=event.contents)
                break
            if _types(known) == _types(event):
                break
    return tuple(found.values())


def _names(webhook: Webhook) -> Iterator[str]:
    plain = webhook.name.wire
    yield plain
    plain = f"{webhook.operation or webhook.method.lower()}.{plain}"
    yield plain
    for number in count(2):
        yield f"{plain}.{number}"


def _types(event: Event) -> tuple[tuple[str, object], ...]:
    return tuple((content.media_type, content.type) for content in event.contents)
