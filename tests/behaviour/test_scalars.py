"""The types of `[types]` decide what a program holds and what goes over the wire."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest

from .drivers import KINDS
from .features import driver as feature
from .server import Answer, Server

RECEIVED = b'{"created":"yesterday","price":"1.10","old":"2.50","rate":0.1,"day":"2024-02-03"}'


@pytest.mark.parametrize("kind", KINDS)
def test_configured_types_hold_exactly_what_was_sent(kind: str, server: Server) -> None:
    driver = feature("scalars", "Scalars", kind)
    server.fallback = Answer(body=RECEIVED, headers={"Content-Type": "application/json"})
    value = driver.call(
        "values.create",
        since="any text",
        price=Decimal("1.10"),
        rate=Decimal("0.10000000000000000001"),
        created="noon",
        client={"base_url": server.origin},
    )
    assert (value.created, value.old, value.day) == ("yesterday", "2.50", dt.date(2024, 2, 3))
    assert (value.price, value.rate) == (Decimal("1.10"), Decimal("0.1"))
    assert server.requests[0].query == [("since", "any text")]
    assert json.loads(server.requests[0].body, parse_float=str) == {
        "created": "noon",
        "price": "1.10",
        "rate": "0.10000000000000000001",
    }
