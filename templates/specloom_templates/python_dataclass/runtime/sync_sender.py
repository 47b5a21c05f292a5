"""The synchronous exchange: it sends what the exchange says, waits, and reads."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from .auth import Grant
from .client import as_text
from .errors import ApiConnectionError, SdkError
from .exchange import Exchange
from .settings import Settings
from .sync_pool import Pool
from .transport import Request, Response, Transport

if TYPE_CHECKING:
    from .api import OAuth2

__all__ = ["Sender"]

_DRAINED = 1 << 16
"""Bytes of a body nobody wants that are read, so that its connection can be used again."""


class Sender:
    """What sends the requests of a client, or of a copy of one, which shares its connections."""

    __slots__ = ("pool", "settings")

    def __init__(self, settings: Settings, pool: Pool) -> None:
        self.settings = settings
        self.pool = pool

    def send(self, exchange: Exchange, streaming: bool) -> tuple[Request, Response]:
        """The request that was answered 2xx, and its answer, read whole unless
        `streaming`. Raises for anything else."""
        settings, transport = self.settings, self.pool.get()
        while True:
            request = exchange.outgoing(
                None if exchange.is_open else self._grant(exchange, transport)
            )
            for hook in settings.before_request:
                hook(request)
            exchange.sending(request)
            try:
                response = transport.send(request)
                try:
                    wait = self._settle(exchange, request, response, streaming)
                except BaseException:
                    response.close()
                    raise
                if wait is None:
                    return request, response
            except ApiConnectionError as error:
                wait = exchange.failed(error)
                if wait is None:
                    self._report(error)
                    raise
            except SdkError as error:
                self._report(error)
                raise
            if wait:
                time.sleep(wait)

    def _settle(
        self, exchange: Exchange, request: Request, response: Response, streaming: bool
    ) -> float | None:
        """What follows an answer: seconds to wait before the next request, or None after
        a success. Raises for an answer that is the outcome and no success."""
        settings, status = self.settings, response.status_code
        response.request = request
        wait = exchange.answered(request, status, response.headers)
        streamed = streaming and 200 <= status <= 299
        if wait is not None:
            _drain(response)
        elif not streamed:
            response.read(settings.response_limit)
        content = None if streamed or wait is not None else response.content
        exchange.log_answer(request, response, content)
        for hook in settings.after_response:
            hook(response)
        if wait is None and not 200 <= status <= 299:
            raise exchange.status_error(
                request, status, response.headers, response.content
            )
        return wait

    def _report(self, error: SdkError) -> None:
        for hook in self.settings.on_error:
            hook(error)

    def _grant(self, exchange: Exchange, transport: Transport) -> Grant:
        ready = exchange.ready_grant()
        if ready is not None:
            return ready
        secrets: dict[str, str] = {}
        for name in exchange.secrets_needed():
            value = self.settings.credentials[name]
            secrets[name] = as_text(name, value() if callable(value) else value)
        tokens = {
            scheme_id: self._token(exchange, scheme_id, scheme, secrets, transport)
            for scheme_id, scheme in exchange.oauth_schemes()
        }
        return exchange.granted(secrets, tokens)

    def _token(
        self,
        exchange: Exchange,
        scheme_id: str,
        scheme: OAuth2,
        secrets: Mapping[str, str],
        transport: Transport,
    ) -> str:
        """An access token, fetched by one thread while the others wait for it."""
        with self.pool.token_lock:
            token = exchange.ready_token(scheme_id, scheme, secrets)
            while token is None:
                request = exchange.token_request(scheme_id, scheme, secrets)
                try:
                    response = transport.send(request)
                    response.read(_DRAINED)
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
                    time.sleep(wait)
            return token


def _drain(response: Response) -> None:
    """Finish with an answer nobody reads: a short body is read, so that its connection
    is free again."""
    try:
        response.read(_DRAINED)
    except SdkError:
        response.close()
