"""Models as the templates emit them, for the tests of values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from specloom_templates.python_dataclass.runtime.enums import OpenIntEnum, OpenStrEnum
from specloom_templates.python_dataclass.runtime.models import Model
from specloom_templates.python_dataclass.runtime.types import (
    ANY,
    BASE64URL,
    BYTES,
    DATE_TIME,
    DECIMAL_NUMBER,
    INTEGER,
    JSON_TEXT,
    STRING,
    UNSET,
    UUID,
    FieldSpec,
    Type,
    Unset,
    list_of,
    map_of,
    nullable,
)

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from decimal import Decimal


class Status(OpenStrEnum):
    """Where a room is in its life."""

    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"


class Level(OpenIntEnum):
    """How loud."""

    LOW = 1
    HIGH = 2


@dataclass(slots=True, kw_only=True, init=False, repr=False, eq=False)
class Links(Model):
    """Where further resources are."""

    self_: str | None = None

    def __init__(self, *, self_: str | None = None, additional_properties: dict[str, Any] | None = None) -> None:
        self.self_ = self_
        self.additional_properties = additional_properties or {}

    @staticmethod
    def _fields() -> tuple[FieldSpec, ...]:
        return (FieldSpec("self_", "self"),)


@dataclass(slots=True, kw_only=True, init=False, repr=False, eq=False)
class Room(Model):
    """A model that is received."""

    sid: str
    status: Status | None = None
    date_created: dt.datetime | None = None
    size: int | None = None
    links: Links | None = None
    tags: list[str] | None = None

    def __init__(
        self,
        *,
        sid: str,
        status: Status | None = None,
        date_created: dt.datetime | None = None,
        size: int | None = None,
        links: Links | None = None,
        tags: list[str] | None = None,
        additional_properties: dict[str, Any] | None = None,
    ) -> None:
        self.sid = sid
        self.status = status
        self.date_created = date_created
        self.size = size
        self.links = links
        self.tags = tags
        self.additional_properties = additional_properties or {}

    @staticmethod
    def _fields() -> tuple[FieldSpec, ...]:
        return (
            FieldSpec("sid", required=True),
            FieldSpec("status", type=Status),
            FieldSpec("date_created", "dateCreated", DATE_TIME),
            FieldSpec("size", type=INTEGER),
            FieldSpec("links", type=lambda: Links),
            FieldSpec("tags", type=list_of(STRING)),
        )


@dataclass(slots=True, kw_only=True, init=False, repr=False, eq=False)
class User(Model):
    """A model that is sent: three states, access, special types, typed extras."""

    name: str | None
    nick: str | Unset | None = UNSET
    id: uuid.UUID | None = None
    password: str | None = None
    price: Decimal | None = None
    rules: Any = None
    key: bytes | None = None
    token: bytes | None = None

    def __init__(
        self,
        *,
        name: str | None,
        nick: str | Unset | None = UNSET,
        id: uuid.UUID | None = None,
        password: str | None = None,
        price: Decimal | None = None,
        rules: Any = None,
        key: bytes | None = None,
        token: bytes | None = None,
        additional_properties: dict[str, Any] | None = None,
    ) -> None:
        self.name = name
        self.nick = nick
        self.id = id
        self.password = password
        self.price = price
        self.rules = rules
        self.key = key
        self.token = token
        self.additional_properties = additional_properties or {}

    @staticmethod
    def _fields() -> tuple[FieldSpec, ...]:
        return (
            FieldSpec("name", required=True, nullable=True),
            FieldSpec("nick", nullable=True),
            FieldSpec("id", type=UUID, access="read"),
            FieldSpec("password", access="write"),
            FieldSpec("price", type=DECIMAL_NUMBER),
            FieldSpec("rules", type=JSON_TEXT),
            FieldSpec("key", type=BYTES),
            FieldSpec("token", type=BASE64URL),
        )

    @staticmethod
    def _extra() -> Type:
        return DATE_TIME


@dataclass(slots=True, kw_only=True, init=False, repr=False, eq=False)
class Node(Model):
    """A model that contains itself."""

    value: int | None = None
    next: Node | None = None
    children: list[Node] | None = None
    by_name: dict[str, Node] | None = None

    def __init__(
        self,
        *,
        value: int | None = None,
        next: Node | None = None,
        children: list[Node] | None = None,
        by_name: dict[str, Node] | None = None,
        additional_properties: dict[str, Any] | None = None,
    ) -> None:
        self.value = value
        self.next = next
        self.children = children
        self.by_name = by_name
        self.additional_properties = additional_properties or {}

    @staticmethod
    def _fields() -> tuple[FieldSpec, ...]:
        return (
            FieldSpec("value", type=INTEGER),
            FieldSpec("next", type=nullable(lambda: Node)),
            FieldSpec("children", type=list_of(lambda: Node)),
            FieldSpec("by_name", "byName", map_of(lambda: Node)),
        )


@dataclass(slots=True, kw_only=True, init=False, repr=False, eq=False)
class BigRoom(Room):
    """A model that inherits."""

    seats: int | None = None
    anything: Any = None

    def __init__(
        self,
        *,
        sid: str,
        seats: int | None = None,
        anything: Any = None,
        additional_properties: dict[str, Any] | None = None,
    ) -> None:
        self.sid = sid
        self.status = None
        self.date_created = None
        self.size = None
        self.links = None
        self.tags = None
        self.additional_properties = additional_properties or {}
        self.seats = seats
        self.anything = anything

    @staticmethod
    def _fields() -> tuple[FieldSpec, ...]:
        return FieldSpec("seats", type=INTEGER), FieldSpec("anything", type=ANY)
