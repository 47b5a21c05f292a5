"""The calls of an operation: arguments and answers that the document allows."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

from specloom.source.plain import is_array, is_object

from .answers import BYTES, Served, statuses
from .bodies import styled
from .leaves import Unmakeable
from .making import Values
from .media import MEMBERS, Kind, concrete, kind_of
from .operations import Content, Operation, Parameter
from .requests import Credential, Given, covers
from .schemas import Direction
from .source import Unreadable
from .styles import fits
from .values import parts
from .xml import Element, element_of

_STREAMS = (Kind.LINES, Kind.EVENTS)
_UNSTRUCTURED = (Kind.TEXT, Kind.BYTES)
SECRETS = {"token": "a-token", "username": "a user", "password": "a:password", "value": "a-key"}
"""What a client is given, by the part of a scheme; an OAuth 2.0 scheme gets a token, so that none is fetched."""


class Planner:
    """Plans the calls of a document's operations; the same ones for the same seed."""

    def __init__(self, values: Values, schemes: Mapping[str, tuple[str, str, str] | None], seed: str) -> None:
        self._values = values
        self._schemes = schemes
        self._seed = seed

    def given(self, operation: Operation, media_type: str, *, full: bool) -> Given:
        """Arguments of a call, the body in a media type; raises `Unmakeable` where what is required cannot be had."""
        random = Random(f"{self._seed} {operation} {media_type} {full}")
        parameters: list[tuple[Parameter, Any]] = []
        for parameter in operation.parameters:
            if parameter.required or full:
                try:
                    parameters.append((parameter, self._argument(operation, parameter, random, full)))
                except (Unmakeable, Unreadable) as error:
                    if parameter.required:
                        raise Unmakeable(f"{parameter.place} {parameter.name}: {error}") from None
        named = (c for c in operation.bodies if c.media_type == media_type)
        content = next(named, next((c for c in operation.bodies if covers(c.media_type, media_type)), None))
        body = element = None
        if content is not None and (operation.required_body or full):
            try:
                body = self._body(content, random, full)
                element = self._element(content, "request", body)
            except (Unmakeable, Unreadable) as error:
                raise Unmakeable(f"body: {error}") from None
        return Given(
            operation=operation,
            parameters=tuple(parameters),
            body=body,
            element=element,
            content=content if operation.required_body or full else None,
            media_type=concrete(media_type),
            alternatives=self._alternatives(operation, parameters),
        )

    def served(self, operation: Operation) -> Iterator[tuple[str, Served | None]]:
        """An answer for each declared status and media type, named; None, and why, where no value can be made."""
        for status, response in statuses(operation):
            empty = status in (204, 205, 304) or operation.method == "HEAD"
            if empty or not response.contents:
                served = Served(status=status, declared=response.status, content=None)
                yield str(served), served
                continue
            for content in response.contents:
                random = Random(f"{self._seed} {operation} {response.status} {content.media_type}")
                try:
                    value = self._served(content, random, is_error=not 200 <= status <= 299)
                    element = self._element(content, "response", value)
                    document = "" if element is None else element.written()
                except (Unmakeable, Unreadable) as error:
                    yield str(error), None
                    continue
                served = Served(
                    status=status, declared=response.status, content=content, value=value, document=document
                )
                yield str(served), served

    def _argument(self, operation: Operation, parameter: Parameter, random: Random, full: bool) -> Any:
        names = {other.name for other in operation.parameters if other is not parameter}
        return self._values.make(
            parameter.schema,
            "request",
            random,
            full=full,
            tame=parameter.place in ("header", "cookie") or parameter.style not in ("simple", "form", "deepObject"),
            nulls=bool(parameter.media_type),
            fits=lambda value: fits(parameter, value, names),
        )

    def _body(self, content: Content, random: Random, full: bool) -> Any:
        kind = kind_of(content)
        if kind in _UNSTRUCTURED:
            return self._unstructured(content, "request", random)
        if content.item is not None:
            return [self._values.make(content.item, "request", random, full=full) for _ in range(2)]
        textual = kind in (Kind.FORM, Kind.MULTIPART)
        made = self._values.make(
            content.schema,
            "request",
            random,
            full=full,
            tame=kind is Kind.XML,
            nulls=not (textual or kind is Kind.XML),
            binary=kind is Kind.MULTIPART,
            fits=lambda value: not textual or _fits_form(content, value),
        )
        return [made] if kind in _STREAMS and not is_array(made) else made

    def _served(self, content: Content, random: Random, *, is_error: bool) -> Any:
        kind = kind_of(content)
        if kind in _STREAMS and is_error:
            raise Unmakeable("an error is no stream")
        if kind in _UNSTRUCTURED:
            return self._unstructured(content, "response", random)
        if kind in (Kind.FORM, Kind.MULTIPART):
            raise Unmakeable(f"{kind.value} is not served here")
        node = content.item or content.schema
        tame = kind is Kind.EVENTS
        if kind not in _STREAMS and content.item is None:
            is_xml = kind is Kind.XML
            return self._values.make(node, "response", random, full=True, tame=is_xml, nulls=not is_xml)
        made = [self._values.make(node, "response", random, full=True, tame=tame) for _ in range(2)]
        return made if content.item is not None or not is_array(made[0]) else made[0]

    def _element(self, content: Content, direction: Direction, value: Any) -> Element | None:
        """The element that an XML body is; None of other kinds."""
        if kind_of(content) is not Kind.XML:
            return None
        if content.schema is None:
            raise Unmakeable("XML of a value without a type")
        reference = str(content.schema.object.get("$ref", ""))
        component = reference.rpartition("/")[2] if "#/" in reference else ""
        return element_of(self._values.schema(content.schema, direction), component, value)

    def _unstructured(self, content: Content, direction: Direction, random: Random) -> Any:
        """The body of a text or of bytes. One whose schema has members is neither: how it is written is not known."""
        schema = True if content.schema is None else self._values.schema(content.schema, direction)
        said = schema.get("type") if is_object(schema) else None
        kinds: set[Any] = set(said) if is_array(said) else {said}
        if kinds & {"object", "array"} or (is_object(schema) and not MEMBERS.isdisjoint(schema)):
            raise Unmakeable("how its members are written is not known")
        if kind_of(content) is Kind.BYTES:
            return {"$bytes": base64.b64encode(BYTES).decode()}
        return "text \u00e9" if kinds == {None} else self._values.make(content.schema, direction, random, full=True)

    def _alternatives(
        self, operation: Operation, parameters: Sequence[tuple[Parameter, Any]]
    ) -> tuple[tuple[Credential, ...], ...]:
        """What may be sent for the security requirements; nothing where none is declared, or for what is an argument,
        too."""
        if not operation.security:
            return ((),)
        given = {(parameter.place, parameter.name.lower()) for parameter, _ in parameters}
        return tuple(
            tuple(
                credential
                for name in names
                if (credential := self._credential(name)) and (credential.place, credential.name.lower()) not in given
            )
            for names in operation.security
        )

    def _credential(self, name: str) -> Credential | None:
        scheme = self._schemes.get(name)
        if scheme is None:
            return None
        place, wire, word = scheme
        if word == "basic":
            text = base64.b64encode(f"{SECRETS['username']}:{SECRETS['password']}".encode()).decode()
            return Credential(place=place, name=wire, value=f"basic {text}")
        secret = SECRETS["token" if word == "bearer" else "value"]
        return Credential(place=place, name=wire, value=f"{word} {secret}".strip())


def _fits_form(content: Content, value: Any) -> bool:
    """Whether a form can carry a value: its properties, and what they are made of, are not nothing."""
    if not is_object(value):
        return False
    for name, item in value.items():
        parameter = styled(content, name)
        if parameter is not None and not fits(parameter, item, value.keys() - {name}):
            return False
        if parameter is not None and kind_of(content) is Kind.MULTIPART and "," in "".join(map(str, parts(item))):
            return False
        if item is None or item == [] or (is_array(item) and None in item):
            return False
    return True
