"""What the methods of a file need of the runtime, so that it imports no more."""

from __future__ import annotations

from collections.abc import Iterable

from specloom.lower.views import ContentView, MethodView, NeedsView


def needs_of(methods: Iterable[MethodView]) -> NeedsView:
    """What these methods need."""
    listed = tuple(methods)
    read = (content for method in listed for response in method.responses for content in response.contents)
    return _needs(listed, read)


def needs_of_contents(read: Iterable[ContentView]) -> NeedsView:
    """What it takes to read these contents."""
    return _needs((), read)


def _needs(methods: tuple[MethodView, ...], read: Iterable[ContentView]) -> NeedsView:
    return NeedsView(
        values=any(method.is_value for method in methods),
        pages=any(method.is_pages for method in methods),
        streams=any(method.is_stream for method in methods),
        sends=any(method.body is not None for method in methods),
        reads=any(not content.is_json and content.item is None for content in read),
    )
