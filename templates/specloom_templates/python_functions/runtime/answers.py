# pyright: reportPrivateUsage=false
"""Functions of operations in another mode: with the whole answer, or with its body unread."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, overload

from .async_client import AsyncClient
from .sync_client import SyncClient

if TYPE_CHECKING:
    from .paging import AsyncPage, AsyncPager
    from .raw import ApiResponse, AsyncStreamedResponse, StreamedResponse
    from .streams import AsyncStream

__all__ = ["detailed", "streamed"]

P = ParamSpec("P")
T = TypeVar("T")
C = TypeVar("C", bound=SyncClient)
A = TypeVar("A", bound=AsyncClient)


@overload
def detailed(
    function: Callable[Concatenate[C, P], T],
) -> Callable[Concatenate[C, P], ApiResponse[T]]: ...
@overload
def detailed(
    function: Callable[Concatenate[A, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[A, P], Coroutine[Any, Any, ApiResponse[T]]]: ...
@overload
def detailed(
    function: Callable[Concatenate[A, P], AsyncPager[T]],
) -> Callable[Concatenate[A, P], Awaitable[ApiResponse[AsyncPage[T]]]]: ...
@overload
def detailed(
    function: Callable[Concatenate[A, P], AsyncStream[T]],
) -> Callable[Concatenate[A, P], Awaitable[ApiResponse[AsyncStream[T]]]]: ...
def detailed(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function of an operation that returns an `ApiResponse` around its value:
    `detailed(rooms.fetch)(client, "RM1").headers`."""

    @wraps(function)
    def call(client: SyncClient | AsyncClient, *args: Any, **given: Any) -> Any:
        return function(client._view("raw"), *args, **given)

    return call


@overload
def streamed(
    function: Callable[Concatenate[C, P], object],
) -> Callable[Concatenate[C, P], AbstractContextManager[StreamedResponse]]: ...
@overload
def streamed(
    function: Callable[Concatenate[A, P], object],
) -> Callable[
    Concatenate[A, P], AbstractAsyncContextManager[AsyncStreamedResponse]
]: ...
def streamed(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function of an operation for `with`, or `async with`, that leaves the body of
    the answer unread: `with streamed(files.download)(client, "1") as answer: ...`."""

    @wraps(function)
    def call(client: SyncClient | AsyncClient, *args: Any, **given: Any) -> Any:
        if isinstance(client, SyncClient):
            return function(client._view("streaming"), *args, **given)
        from .views import Opening

        streaming = client._copy(client._settings, "streaming")
        return Opening(function(streaming, *args, **given))

    return call
