"""Server Objects and what they are called (OpenAPI 3.2, sections 4.6 and 4.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from specloom.build.texts import described
from specloom.build.words import split
from specloom.ir.names import Docs, Name
from specloom.ir.servers import Server, ServerVariable
from specloom.source.cursor import Cursor

_ENVIRONMENTS = {
    "production": ("production", "prod", "live"),
    "sandbox": ("sandbox",),
    "staging": ("staging", "stage", "stg"),
    "development": ("development", "dev", "develop"),
    "preview": ("preview",),
    "demo": ("demo",),
    "mock": ("mock", "mocked", "prism"),
    "local": ("local", "localhost"),
    "test": ("test", "testing", "uat", "qa"),
}
_MAX_NAME_WORDS = 3


def build_servers(holder: Cursor) -> tuple[Server, ...]:
    """The servers listed at `holder` (the document, a path item, an operation); empty when it lists none.

    Names are unique: the server's own `name`, the environment that its description or host speaks of, a short
    description, the host, a number last.
    """
    listed = holder.get("servers")
    cursors = [cursor for cursor in listed.elements() if isinstance(cursor.value, dict)] if listed else []
    taken: set[tuple[str, ...]] = set()
    return tuple(_server(cursor, taken, alone=len(cursors) == 1) for cursor in cursors)


def _server(cursor: Cursor, taken: set[tuple[str, ...]], *, alone: bool) -> Server:
    url = cursor.text("url", "/")
    words, rule = next((words, rule) for words, rule in _proposals(cursor, url, alone=alone) if words not in taken)
    taken.add(words)
    holder = cursor.get("variables")
    return Server(
        name=Name(wire=cursor.text("name") or cursor.text("description") or url, words=words, rule=rule),
        url=url,
        variables=tuple(_variable(name, variable) for name, variable in holder.items()) if holder else (),
        docs=described(cursor),
        origin=cursor.origin,
    )


def _proposals(cursor: Cursor, url: str, *, alone: bool) -> Iterator[tuple[tuple[str, ...], str]]:
    if cursor.text("name"):
        yield split(cursor.text("name")), "the server's name"
    if alone:
        yield ("default",), "the only server"
    description = re.findall(r"[a-z0-9]+", cursor.text("description").lower())
    host = urlsplit(url).hostname if "{" not in url else None
    labels = re.findall(r"[a-z0-9]+", host or "")
    for source, text in (("description", description), ("host", labels)):
        for environment, spellings in _ENVIRONMENTS.items():
            if not set(spellings).isdisjoint(text):
                yield (environment,), f"the environment in the {source}"
    if 0 < len(description) <= _MAX_NAME_WORDS:
        yield tuple(description), "the description"
    if labels:
        yield tuple(labels), "the host"
    number = 1
    while True:
        yield ("server", str(number)), "the position"
        number += 1


def _variable(name: str, cursor: Cursor) -> ServerVariable:
    default, listed = cursor.get("default"), cursor.get("enum")
    return ServerVariable(
        name=Name(wire=name, words=split(name), rule="the variable's name"),
        default=_text(default.value) if default is not None else "",
        values=tuple(_text(element.value) for element in listed.elements()) if listed else (),
        docs=Docs(body=cursor.text("description")),
    )


def _text(value: object) -> str:
    """A variable's value as it goes into the URL: YAML makes a port such as `8443` a number."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else ""
