"""Operations that belong to no resource, and errors whose code and message stand where the configuration says."""

from __future__ import annotations

import pytest

from .drivers import KINDS
from .features import driver as feature
from .server import Answer, Server, json_answer


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.filterwarnings("ignore:The API deprecates this operation:DeprecationWarning")
def test_operations_of_the_client_itself(kind: str, server: Server) -> None:
    driver = feature("root_operations", "RootOperations", kind)
    client = {"base_url": server.origin}
    server.script = [json_answer({"state": "up"}), Answer(status=204), json_answer({"state": "up"})]
    assert driver.call("status", client=client) == driver.package.Status(state="up")
    assert driver.call("put_job", "7", state="done", client=client) is None
    assert driver.call("with_raw_response.status", client=client).status_code == 200
    assert [(request.method, request.path, request.body) for request in server.requests] == [
        ("GET", "/status", b""),
        ("PUT", "/jobs/7", b'{"state":"done"}'),
        ("GET", "/status", b""),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_code_and_message_stand_where_the_configuration_says(kind: str, server: Server) -> None:
    driver = feature("root_operations", "RootOperations", kind)
    server.fallback = json_answer({"error": {"reason": "gone-fishing", "text": "Come back later."}}, 404)
    with pytest.raises(driver.package.NotFoundError) as caught:
        driver.call("jobs.get", "7", client={"base_url": server.origin})
    assert (caught.value.code, caught.value.message) == ("gone-fishing", "Come back later.")
