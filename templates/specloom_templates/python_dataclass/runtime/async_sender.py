"""The asynchronous exchange: it sends what the exchange says, waits, and reads."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import TYPE_CHECKING, Any, TypeGuard

from .async_pool import LoopPool, Pools
from .auth import Grant
from .client import as_text
from .errors import ApiConnectionError, SdkError
from .exchange import Exchange
from .settings import Settings
from .transport import AsyncResponse, Request

if TYPE_CHECKING:
    from .api import OAuth2

__all__ = ["AsyncSender"]

_DRAINED = 1 << 16
"""Bytes of a body nobody wants that are read, so that its connection can be used again."""


class AsyncSender:
    """What sends the requests of a client, or of a copy of one, which shares its connections."""

    __slots__ = ("pools", "settings")

    def __init__(self, settings: Settings, pools: Pools) -> None:
        self.settings = settings
        self.pools = pools

    async def send(
        self, exchange: Exchange, streaming: bool
    ) -> tuple[Request, AsyncResponse]:
        """The request that was answered 2xx, and its answer, read whole unless
        `streaming`. Raises for anything else."""
        settings, pool = self.settings, await self.pools.get()
        transport = pool.transport
        while True:
            request = exchange.outgoing(
                None if exchange.is_open else await self._grant(exchange, pool)
            )
            for hook in settings.before_request:
                await _settled(hook(request))
            exchange.sending(request)
            try:
                response = await transport.send(request)
                try:
                    wait = await self._settle(exchange, request, response, streaming)
                except BaseException:
                    await response.close()
                    raise
                if wait is None:
                    return request, response
            except ApiConnectionError as error:
                wait = exchange.failed(error)
                if wait is None:
                    await self._report(error)
                    raise
            except SdkError as error:
                await self._report(error)
                raise
            if wait:
                await pool.sleep(wait)

    async def _settle(
        self,
        exchange: Exchange,
        request: Request,
        response: AsyncResponse,
        streaming: bool,
    ) -> float | None:
        """What follows an answer: seconds to wait before the next request, or None after
        a success. Raises for an answer that is the outcome and no success."""
        settings, status = self.settings, response.status_code
        response.request = request
        wait = exchange.answered(request, status, response.headers)
        streamed = streaming and 200 <= status <= 299
        if wait is not None:
            await _drain(response)
        elif not streamed:
            await response.read(settings.response_limit)
        content = None if streamed or wait is not None else response.content
        exchange.log_answer(request, response, content)
        for hook in settings.after_response:
            await _settled(hook(response))
        if wait is None and not 200 <= status <= 299:
            raise exchange.status_error(
                request, status, response.headers, response.content
            )
        return wait

    async def _report(self, error: SdkError) -> None:
        for hook in self.settings.on_error:
            await _settled(hook(error))

    async def _grant(self, exchange: Exchange, pool: LoopPool) -> Grant:
        ready = exchange.ready_grant()
        if ready is not None:
            return ready
        secrets: dict[str, str] = {}
        for name in exchange.secrets_needed():
            value = self.settings.credentials[name]
            secrets[name] = as_text(
                name, await _settled(value()) if callable(value) else value
            )
        tokens: dict[str, str] = {}
        for scheme_id, scheme in exchange.oauth_schemes():
            tokens[scheme_id] = await self._token(
                exchange, scheme_id, scheme, secrets, pool
            )
        return exchange.granted(secrets, tokens)

    async def _token(
        self,
        exchange: Exchange,
        scheme_id: str,
        scheme: OAuth2,
        secrets: Mapping[str, str],
        pool: LoopPool,
    ) -> str:
        """An access token, fetched by one task while the others of its loop wait for
        it."""
        async with pool.token_lock:
            token = exchange.ready_token(scheme_id, scheme, secrets)
            while token is None:
                request = exchange.token_request(scheme_id, scheme, secrets)
                try:
                    response = await pool.transport.send(request)
                    await response.read(_DRAINED)
                except ApiConnectionError as error:
                    wait = exchange.token_failed(error)
                    if wait is None:
                        raise
                else:
                    status, headers = response.status_code, response.headers
                    wait = exchange.token_refused(status, headers)
                    if wait is None:
                        token = exchange.token_answered(
                            scheme_id, request, status, headers, response.content
                        )
                if wait:
                    await pool.sleep(wait)
            return token


async def _settled(result: Any) -> Any:
    """The result of a function that may be async."""
    return await result if _is_awaitable(result) else result


def _is_awaitable(value: object) -> TypeGuard[Awaitable[Any]]:
    """Whether a value is still to come."""
    return isinstance(value, Awaitable)


async def _drain(response: AsyncResponse) -> None:
    """Finish with an answer nobody reads: a short body is read, so that its connection
    is free again."""
    try:
        await response.read(_DRAINED)
    except SdkError:
        await response.close()
