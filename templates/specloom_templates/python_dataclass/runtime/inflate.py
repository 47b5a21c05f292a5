"""Decoding of the content encodings that the standard library can decode (RFC 9110,
section 8.4.1)."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

__all__ = ["ACCEPT_ENCODING", "inflated"]

ACCEPT_ENCODING = "gzip, deflate"

_STEP = 1 << 16
"""The largest piece that is made at once, so that a small body cannot fill the memory
before anybody counts."""

_GZIP = 16 + zlib.MAX_WBITS


class _Inflater(Protocol):
    """A `zlib.decompressobj`, whose type has no public name."""

    @property
    def unconsumed_tail(self) -> bytes: ...
    @property
    def unused_data(self) -> bytes: ...
    @property
    def eof(self) -> bool: ...
    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...


def inflated(chunks: Iterable[bytes], content_encoding: str) -> Iterable[bytes]:
    """`chunks` without their content encodings; those that are not known are left as
    they are.

    Iterating raises `zlib.error` for data that is broken, and `EOFError` for data that
    is cut off."""
    for encoding in reversed(
        [each.strip().lower() for each in content_encoding.split(",")]
    ):
        if encoding in ("gzip", "x-gzip"):
            chunks = _inflate(chunks, gzip=True)
        elif encoding == "deflate":
            chunks = _inflate(chunks, gzip=False)
        elif encoding not in ("", "identity"):
            break
    return chunks


def _inflate(chunks: Iterable[bytes], *, gzip: bool) -> Iterator[bytes]:
    inflater: _Inflater | None = None
    for chunk in chunks:
        data = chunk
        while data:
            if inflater is None:
                inflater = zlib.decompressobj(_GZIP) if gzip else _deflater(data)
            piece = inflater.decompress(data, _STEP)
            if piece:
                yield piece
            data = inflater.unconsumed_tail
            if inflater.eof:
                # A gzip body may be several members, one after the other (RFC 1952,
                # section 2.2).
                data = inflater.unused_data if gzip else b""
                inflater = None
                if not gzip:
                    return
            elif not data and len(piece) < _STEP:
                break
    if inflater is not None and not inflater.eof:
        raise EOFError("the compressed body is cut off")


def _deflater(data: bytes) -> _Inflater:
    """`deflate` is zlib data by the standard, and bare deflate data by habit: the first
    byte tells."""
    is_zlib = data[0] & 0x0F == 8 and data[0] >> 4 <= 7
    return zlib.decompressobj(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)
