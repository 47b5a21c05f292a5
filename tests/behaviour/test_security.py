"""Requirements: anonymous is the last choice, a scheme may be named by reference, an unknown one costs only itself."""

from __future__ import annotations

from typing import Any

import pytest

from .drivers import KINDS, Driver
from .features import driver as feature
from .server import Answer, Server


@pytest.fixture(params=KINDS)
def driver(request: pytest.FixtureRequest) -> Driver:
    """The SDK of `documents/optional_security.yaml`."""
    return feature("optional_security", "OptionalSecurity", request.param)


def sent(driver: Driver, server: Server, method: str, **credentials: Any) -> dict[str, str]:
    """The headers of one call that identify the caller."""
    server.fallback = Answer(status=204)
    driver.call(method, client={"base_url": server.origin, **credentials})
    return {name: value for name, value in server.requests[-1].headers if name in ("X-Key", "X-Super", "Authorization")}


def test_who_has_a_credential_sends_it_where_anonymous_is_fine(driver: Driver, server: Server) -> None:
    assert sent(driver, server, "access.get_either", key="k") == {"X-Key": "k"}
    assert sent(driver, server, "access.get_either") == {}


def test_a_scheme_is_named_by_reference(driver: Driver, server: Server) -> None:
    assert sent(driver, server, "access.get_reference", key="k", token="t") == {"Authorization": "Bearer t"}


def test_a_scheme_called_like_a_builtin_beside_one_that_does_not_exist(driver: Driver, server: Server) -> None:
    assert sent(driver, server, "access.get_unknown", super_="s") == {"X-Super": "s"}
