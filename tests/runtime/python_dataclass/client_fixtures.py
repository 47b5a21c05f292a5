"""A fixture that runs a call on a client of either kind, over a recording transport."""

# Lambdas stand for calls on either client, so their parameters have no one type; some tests look inside.
# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false, reportPrivateUsage=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from specloom_templates.python_dataclass.runtime.async_client import AsyncClient
from specloom_templates.python_dataclass.runtime.paging import AsyncPager
from specloom_templates.python_dataclass.runtime.sync_client import SyncClient
from specloom_templates.python_dataclass.runtime.testing import AsyncRecordingTransport, RecordingTransport

from .client_api import API, CREDENTIALS


@pytest.fixture(params=["sync", "async"])
def recorded(request: pytest.FixtureRequest) -> Any:
    """A function that runs calls on a client of either kind over a recording transport, and that transport."""
    transport: Any = RecordingTransport() if request.param == "sync" else AsyncRecordingTransport()

    def use(calls: Callable[[Any], Any], **options: Any) -> Any:
        options = {"base_url": "https://api.test/v1", "credentials": CREDENTIALS, "transport": transport, **options}
        if request.param == "sync":
            return calls(SyncClient(API, **options))

        async def main() -> Any:
            result = calls(AsyncClient(API, **options))
            if isinstance(result, AsyncPager):
                return [item async for item in result]
            return await result

        return asyncio.run(main())

    use.transport = transport  # type: ignore[attr-defined]
    use.is_async = request.param == "async"  # type: ignore[attr-defined]
    return use
