"""One call, from its first request to its outcome, as a state machine without I/O.

Both clients drive it in the same way: authorise and send `request`; tell it what came
back or went wrong; where it returns a number, wait that many seconds and start over;
where it returns None, the answer is the outcome."""

from __future__ import annotations

import time
from collections.abc import Mapping

from . import logs
from .api import OAuth2
from .auth import Grant, needs
from .auth import grant as make_grant
from .errors import ApiConnectionError, ApiStatusError, TooManyRedirectsError
from .oauth import read_token, stored_token, token_request
from .operations import Endpoint
from .options import RequestOptions
from .redirects import LIMIT, redirected
from .request import Arguments, build, is_idempotent
from .response import status_error
from .retry import backoff, retriable_failure, retriable_status, retry_after
from .settings import Settings
from .transport import AsyncResponse, Headers, Request, Response
from .urls import origin_of

__all__ = ["Exchange"]


class Exchange:
    """See the module. `request` is what is to be sent next, without credentials."""

    __slots__ = (
        "_attempt",
        "_foreign",
        "_idempotent",
        "_redirects",
        "_refused_token",
        "_retries",
        "_started",
        "_token_idempotent",
        "chosen",
        "op",
        "request",
        "settings",
        "tokens_used",
    )

    def __init__(
        self,
        settings: Settings,
        op: Endpoint,
        options: RequestOptions | None,
        arguments: Arguments,
        *,
        url: str = "",
    ) -> None:
        """Build the first request; `url` replaces the one that the arguments give, with
        its query."""
        self.settings = settings
        self.op = op
        self.request = build(settings, op, options, arguments)
        if url:
            self.request.url = url
        self.chosen = settings.chosen(op.security)
        self.tokens_used: dict[str, str] = {}
        self._idempotent = is_idempotent(op, options)
        self._retries = (
            settings.max_retries
            if options is None or options.max_retries is None
            else options.max_retries
        )
        self._attempt = 0
        self._redirects = 0
        self._foreign = False
        self._refused_token = False
        self._started = 0.0
        self._token_idempotent = True

    @property
    def is_open(self) -> bool:
        """Whether the request goes out without credentials: none are needed, or it was
        sent on to another origin."""
        return self._foreign or not self.chosen

    def ready_grant(self) -> Grant | None:
        """The credentials, where they are plain text and no function or token endpoint
        has to be asked for them."""
        settings = self.settings
        found = settings.grants.get(self.chosen)
        if found is None and self._is_plain():
            found = make_grant(settings.api, self.chosen, settings.credentials, {})
            settings.grants[self.chosen] = found
        return found

    def _is_plain(self) -> bool:
        """Whether the credentials are text, and no token has to be fetched."""
        credentials = self.settings.credentials
        return not self.oauth_schemes() and all(
            isinstance(credentials[name], str) for name in self.secrets_needed()
        )

    def secrets_needed(self) -> tuple[str, ...]:
        """The credentials that the chosen schemes are made of."""
        found: dict[str, None] = {}
        for scheme_id in self.chosen:
            scheme = self.settings.api.schemes[scheme_id]
            if isinstance(scheme, OAuth2):
                names = (
                    scheme.token,
                    scheme.refresh_token,
                    scheme.client_id,
                    scheme.client_secret,
                )
                found.update(
                    (name, None) for name in names if name in self.settings.credentials
                )
            else:
                found.update((name, None) for name in needs(scheme))
        return tuple(found)

    def oauth_schemes(self) -> tuple[tuple[str, OAuth2], ...]:
        """Those of the chosen schemes that need an access token."""
        schemes = self.settings.api.schemes
        return tuple(
            (scheme_id, s)
            for scheme_id in self.chosen
            if isinstance(s := schemes[scheme_id], OAuth2)
        )

    def ready_token(
        self, scheme_id: str, scheme: OAuth2, secrets: Mapping[str, str]
    ) -> str | None:
        """The access token that was given, or is still good."""
        return stored_token(scheme, secrets) or self.settings.tokens.get(
            scheme_id, time.monotonic()
        )

    def granted(self, secrets: Mapping[str, str], tokens: dict[str, str]) -> Grant:
        """The credentials made of what the client has gathered."""
        held = {
            scheme_id: self.settings.tokens.get(scheme_id, time.monotonic())
            for scheme_id in tokens
        }
        self.tokens_used = {
            scheme_id: token
            for scheme_id, token in tokens.items()
            if held[scheme_id] == token
        }
        return make_grant(self.settings.api, self.chosen, secrets, tokens)

    def token_request(
        self, scheme_id: str, scheme: OAuth2, secrets: Mapping[str, str]
    ) -> Request:
        """The request for a new access token. A refresh token may be used up by the first
        request that brings it, so that only other ones may be sent twice."""
        settings = self.settings
        refresh = settings.tokens.refresh_token(scheme_id)
        self._token_idempotent = not (refresh or secrets.get(scheme.refresh_token))
        return token_request(
            scheme,
            secrets,
            refresh=refresh,
            base_url=settings.base_url,
            timeout=self.request.timeout,
            user_agent=settings.user_agent,
        )

    def token_failed(self, error: ApiConnectionError) -> float | None:
        """What follows a failure to get a token: seconds to wait before the next request
        for it, or None where `error` is the outcome."""
        if self._attempt >= self._retries or not retriable_failure(
            error, idempotent=self._token_idempotent
        ):
            return None
        return self._next_pause()

    def token_refused(self, status: int, headers: Headers) -> float | None:
        """What follows an answer to a request for a token: seconds to wait before the next
        one, or None where `token_answered` is."""
        if self._attempt >= self._retries or not retriable_status(
            status, idempotent=self._token_idempotent
        ):
            return None
        return self._next_pause(headers)

    def token_answered(
        self,
        scheme_id: str,
        request: Request,
        status: int,
        headers: Headers,
        content: bytes,
    ) -> str:
        """The access token of an answer, kept for other calls. Raises the error of a
        refusal."""
        if not 200 <= status <= 299:
            self.settings.tokens.forget(scheme_id)
            raise status_error(
                self.settings.api, None, request, status, headers, content
            )
        token = read_token(content, time.monotonic())
        self.settings.tokens.put(scheme_id, token)
        return token.value

    def outgoing(self, grant: Grant | None) -> Request:
        """The request to send now, with credentials."""
        request = (
            self.request
            if grant is None and not self.settings.before_request
            else self.request.copy()
        )
        if grant is not None:
            grant.apply(request)
        self._started = time.monotonic()
        return request

    def sending(self, request: Request) -> None:
        """Called right before `request` is sent, after the user's hooks."""
        if logs.active(self.settings.api.package, logs.DEBUG) is not None:
            logs.log_request(
                self.settings.api.package,
                request,
                self._attempt,
                self.settings.secret_names,
            )

    def answered(self, request: Request, status: int, headers: Headers) -> float | None:
        """What follows an answer: seconds to wait before the next request, or None
        where it is the outcome."""
        if 200 <= status <= 299:
            return None
        if 300 <= status <= 399:
            following = redirected(
                self.request, status, headers, self.settings.secret_names
            )
            return None if following is None else self._redirect(following)
        if (
            status == 401
            and self.tokens_used
            and not self._refused_token
            and self.request.replayable
        ):
            return self._renew_tokens()
        if self._may_retry() and retriable_status(status, idempotent=self._idempotent):
            return self._next_pause(headers)
        return None

    def failed(self, error: ApiConnectionError) -> float | None:
        """What follows a failure: seconds to wait before the next request, or None
        where `error` is the outcome."""
        wait = None
        if self._may_retry() and retriable_failure(error, idempotent=self._idempotent):
            wait = self._next_pause()
        logs.log_failure(self.settings.api.package, self.request, error, wait)
        return wait

    def status_error(
        self, request: Request, status: int, headers: Headers, content: bytes
    ) -> ApiStatusError:
        """The error that the outcome is raised as."""
        return status_error(
            self.settings.api, self.op, request, status, headers, content
        )

    def log_answer(
        self,
        request: Request,
        response: Response | AsyncResponse,
        content: bytes | None,
    ) -> None:
        """Write the answer to the log, if anybody reads it; `content` is None where it
        is streamed."""
        package = self.settings.api.package
        if logs.active(package, logs.INFO) is not None:
            seconds = time.monotonic() - self._started
            logs.log_answer(
                package,
                request,
                response.status_code,
                response.headers.multi_items(),
                content,
                seconds,
            )

    def _next_pause(self, headers: Headers | None = None) -> float:
        """Seconds to wait before one more attempt, which is counted: as many as an answer
        asks for, else more each time."""
        from random import random

        asked = None if headers is None else retry_after(headers, time.time())
        self._attempt += 1
        return backoff(self._attempt - 1, random()) if asked is None else asked

    def _may_retry(self) -> bool:
        return self._attempt < self._retries and self.request.replayable

    def _redirect(self, following: Request) -> float:
        self._redirects += 1
        if self._redirects > LIMIT:
            raise TooManyRedirectsError(
                f"{self.op.method} {self.request.safe_url}: more than {LIMIT} redirects"
            )
        if origin_of(following.url) != origin_of(self.request.url):
            self._foreign = True
        self.request = following
        return 0.0

    def _renew_tokens(self) -> float:
        """A refused access token is fetched anew, once: an unauthenticated request was
        not processed."""
        self._refused_token = True
        for scheme_id, value in self.tokens_used.items():
            self.settings.tokens.drop(scheme_id, value)
        return 0.0
