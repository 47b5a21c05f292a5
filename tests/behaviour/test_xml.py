"""XML bodies on the wire: names, attributes, wrapping and namespaces of the document's `xml` hints."""

from __future__ import annotations

import datetime as dt

import pytest

from .drivers import KINDS, Driver
from .features import driver as feature
from .server import Answer, Server

ORDER = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b'<o:order xmlns:o="https://example.com/orders" id="7"><remark>a &lt; b</remark>'
    b"<placed>2024-02-03T04:05:06Z</placed>"
    b'<lines><line sku="x1"><quantity>2</quantity></line><line sku="y2"/></lines>'
    b"<code>A</code><code>B</code></o:order>"
)


@pytest.fixture(params=KINDS)
def orders(request: pytest.FixtureRequest) -> Driver:
    """The SDK of the golden case."""
    return feature("xml_bodies", "XmlBodies", request.param)


def test_a_model_is_written_and_read_by_its_hints(orders: Driver, server: Server) -> None:
    server.fallback = Answer(body=ORDER, headers={"Content-Type": "application/xml"})
    order = orders.package.Order(
        id=7,
        note="a < b",
        placed=dt.datetime(2024, 2, 3, 4, 5, 6, tzinfo=dt.UTC),
        lines=[orders.package.Line(sku="x1", quantity=2), orders.package.Line(sku="y2")],
        codes=["A", "B"],
    )
    received = orders.call("orders.create", body=order, client={"base_url": server.origin})
    assert server.requests[0].header("Content-Type") == "application/xml"
    assert server.requests[0].body == ORDER
    assert received == order


def test_a_plain_dict_is_written_like_its_model(orders: Driver, server: Server) -> None:
    server.fallback = Answer(body=ORDER, headers={"Content-Type": "application/xml; charset=utf-8"})
    order = {"id": 7, "lines": [{"sku": "x1"}]}
    assert orders.call("orders.create", body=order, client={"base_url": server.origin}).id == 7
    assert server.requests[0].body.partition(b"\n")[2] == (
        b'<o:order xmlns:o="https://example.com/orders" id="7"><lines><line sku="x1"/></lines></o:order>'
    )


def test_a_list_is_wrapped_and_its_items_are_named(orders: Driver, server: Server) -> None:
    server.fallback = Answer(status=204)
    orders.call("tags.replace", body=["red", "blue"], client={"base_url": server.origin})
    assert server.requests[0].header("Content-Type") == "text/xml"
    assert server.requests[0].body.partition(b"\n")[2] == b"<tags><tag>red</tag><tag>blue</tag></tags>"


def test_an_error_in_xml_is_typed(orders: Driver, server: Server) -> None:
    server.fallback = Answer(
        status=400,
        body=b"<Problem><code>full</code><message>No stock.</message></Problem>",
        headers={"Content-Type": "application/xml"},
    )
    with pytest.raises(orders.package.BadRequestError) as caught:
        orders.call("orders.create", body={"id": 7}, client={"base_url": server.origin})
    assert caught.value.body == orders.package.Problem(code="full", message="No stock.")
    assert (caught.value.code, caught.value.message) == ("full", "No stock.")
