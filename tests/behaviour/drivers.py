"""One way to drive an SDK in each of its three forms, so that a test is written once."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from typing import Any

KINDS = ("httpx2", "http.client", "async")


def reach(root: Any, path: str) -> Any:
    """`rooms.create` of a client."""
    return reduce(getattr, path.split("."), root)


@dataclass(frozen=True)
class Driver:
    """Makes a client of the package, calls one method, closes it."""

    package: Any
    kind: str
    client_name: str

    @contextmanager
    def opened(self, **options: Any) -> Generator[Any, None, None]:
        """A sync client, closed at the end together with the transport it was given."""
        make = getattr(self.package, self.client_name)
        if self.kind != "http.client":
            with make(**options) as client:
                yield client
            return
        connecting = {key: options.pop(key) for key in ("proxy", "verify", "cert") if key in options}
        transport = self.package.HttpClientTransport(**connecting)
        try:
            with make(transport=transport, **options) as client:
                yield client
        finally:
            transport.close()

    def async_client(self, **options: Any) -> Any:
        """The async client."""
        return getattr(self.package, "Async" + self.client_name)(**options)

    def run(self, use: Callable[[Any], Any], client: dict[str, Any]) -> Any:
        """Calls `use` with an open client; awaits what it returns in the async form."""
        if self.kind != "async":
            with self.opened(**client) as opened:
                return use(opened)

        async def main() -> Any:
            async with self.async_client(**client) as opened:
                result: Any = use(opened)
                return await result if inspect.isawaitable(result) else result

        return asyncio.run(main())

    def call(self, method: str, *args: Any, client: dict[str, Any], **kwargs: Any) -> Any:
        """The result of one call."""
        return self.run(lambda opened: reach(opened, method)(*args, **kwargs), client)

    def items(self, method: str, *args: Any, client: dict[str, Any], **kwargs: Any) -> list[Any]:
        """All items of all pages."""

        def use(opened: Any) -> Any:
            pages = reach(opened, method)(*args, **kwargs)
            if self.kind != "async":
                return list(pages)

            async def gather() -> list[Any]:
                return [item async for item in pages]

            return gather()

        found: list[Any] = self.run(use, client)
        return found
