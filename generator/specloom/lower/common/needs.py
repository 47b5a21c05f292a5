"""What the methods of a file need of the runtime, so that it imports no more."""

from __future__ import annotations

from collections.abc import Iterable

from specloom.lower.views import ContentView, MethodView, NeedsView


def needs_of(methods: Iterable[MethodView]) -> NeedsView:
    """What these methods need."""
    listed = tuple(methods)
    sent = [method.body.content for method in listed if method.body is not None]
    read = [content for method in listed for response in method.responses for content in response.contents]
    return _needs(listed, sent, read)


def needs_of_contents(read: Iterable[ContentView]) -> NeedsView:
    """What it takes to read these contents."""
    return _needs((), [], list(read))


def _needs(methods: tuple[MethodView, ...], sent: list[ContentView], read: list[ContentView]) -> NeedsView:
    pages = [method.pages for method in methods if method.pages is not None]
    return NeedsView(
        values=any(method.is_value for method in methods),
        pages=any(method.is_pages for method in methods),
        streams=any(method.is_stream for method in methods),
        sends_json=any(content.is_json for content in sent),
        sends_form=any(content.is_form for content in sent),
        sends_multipart=any(content.is_multipart for content in sent),
        sends_text=any(content.is_text for content in sent),
        sends_bytes=any(content.is_bytes for content in sent),
        sends_xml=any(content.is_xml for content in sent),
        sends_stream=any(content.is_stream for content in sent),
        sends_xml_parts=any(part.is_xml for content in sent for part in content.parts),
        reads_form=any(content.is_form for content in read),
        reads_multipart=any(content.is_multipart for content in read),
        reads_text=any(content.is_text for content in read),
        reads_bytes=any(content.is_bytes for content in read),
        reads_xml=any(content.is_xml for content in read),
        next_url=any(one.is_next_url for one in pages),
        link_header=any(one.is_link_header for one in pages),
        cursor=any(one.is_cursor for one in pages),
        offset=any(one.is_offset for one in pages),
        numbered=any(one.is_numbered for one in pages),
    )
