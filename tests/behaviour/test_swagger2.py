"""What only Swagger 2.0 has: arrays joined by tabs, spaces and pipes, in every place."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

import pytest

from .drivers import KINDS
from .features import driver as feature
from .server import Answer, Server


@pytest.mark.parametrize("kind", KINDS)
def test_arrays_are_joined_as_the_collection_format_says(kind: str, server: Server) -> None:
    server.fallback = Answer(status=204)
    driver = feature("swagger2_delimiters", "Delimiters", kind)
    two = ["a", "b"]
    query = {f"q_{name}": two for name in ("csv", "ssv", "tsv", "pipes", "multi")}
    headers = {f"x_{name}": two for name in ("csv", "ssv", "pipes")}
    form = {f"f_{name}": two for name in ("csv", "tsv", "pipes", "multi")}
    client = {"base_url": server.origin}
    driver.call("lists.send", two, two, two, two, **query, **headers, **form, client=client)
    received = server.requests[0]
    assert received.path == "/lists/a,b/a b/a\tb/a|b"
    assert [value for name, value in received.query if name != "q_multi"] == ["a,b", "a b", "a\tb", "a|b"]
    assert [value for name, value in received.query if name == "q_multi"] == two
    assert [received.header(f"X-{name}") for name in ("Csv", "Ssv", "Pipes")] == ["a,b", "a b", "a|b"]
    assert unquote_to_bytes(received.body) == b"f_csv=a,b&f_tsv=a\tb&f_pipes=a|b&f_multi=a&f_multi=b"
