"""Helpers of the tests of bodies."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
from collections.abc import Iterable
from email.message import EmailMessage
from typing import Any

from specloom_templates.python_dataclass.runtime.bodies import (
    BodySpec,
    EncodedBody,
)
from specloom_templates.python_dataclass.runtime.body_writer import encode
from specloom_templates.python_dataclass.runtime.encoding import writer

WRITER = writer(request=True)
NAIVE = dt.datetime(2024, 1, 1)


def body(spec: BodySpec, value: object, **keywords: Any) -> EncodedBody:
    found = encode(spec, value, WRITER, **keywords)
    assert found is not None
    return found


def content(found: EncodedBody) -> bytes:
    if isinstance(found.content, bytes):
        return found.content
    assert isinstance(found.content, Iterable)
    return b"".join(found.content)


def text(spec: BodySpec, value: object, **keywords: Any) -> str:
    return content(body(spec, value, **keywords)).decode()


def parts(found: EncodedBody) -> list[EmailMessage]:
    head = f"Content-Type: {found.content_type}\r\n\r\n".encode()
    message = email.message_from_bytes(head + content(found), policy=email.policy.HTTP)
    assert isinstance(message, EmailMessage)
    return list(message.iter_parts())  # type: ignore[arg-type]
