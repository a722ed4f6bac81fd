"""Takes the first column of pixels out of a PNG picture without decoding the rest.

Enough to see whether text hidden column by column begins there: some rows are unpacked rather than all, and
of each only the first pixel is unfiltered, which needs only the one above it (W3C PNG, third edition, §9.2).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from policy.containers.png import chunks

_HEADER = struct.Struct(">IIBBBBB")
_HEADER_AT = 16
_SIGNATURE = 8
_PICTURE = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
_CONTENT, _CHECKSUM = 8, 4
_CHANNELS = {2: 3, 6: 4}
"""Channels of the colour types that are read: RGB and RGBA."""
_UP, _AVERAGE, _PAETH = 2, 3, 4
_PIECE = 262_144


class PngHeader(NamedTuple):
    """The size of a PNG picture in pixels; `channels` is 3 or 4, 0 where it is not RGB of eight bits."""

    width: int
    height: int
    channels: int
    interlaced: bool


def png_header(data: bytes) -> PngHeader | None:
    """Read the header; None where it is cut."""
    if len(data) < _HEADER_AT + _HEADER.size:
        return None
    width, height, depth, colour, _, _, interlace = _HEADER.unpack_from(data, _HEADER_AT)
    return PngHeader(width, height, _CHANNELS.get(colour, 0) if depth == 8 else 0, bool(interlace))


def picture_only(data: bytes) -> bytes:
    """Return the file without its metadata, of which Pillow refuses more than a mebibyte unpacked."""
    kept = (data[start:end] for kind, start, end in chunks(data) if kind in _PICTURE)
    return data[:_SIGNATURE] + b"".join(kept)


def first_column(data: bytes, header: PngHeader, rows: int) -> bytes:
    """Return the first pixel of each of the first `rows` rows, `channels` bytes each.

    Raises:
        ValueError: The picture's data is damaged.
        EOFError: It ends before that many rows.
    """
    channels = header.channels
    above = bytes(channels)
    column = b""
    for row in _row_starts(data, 1 + channels * header.width, 1 + channels, rows):
        above = _unfiltered(row[0], row[1:], above)
        column += above
    if len(column) < rows * channels:
        raise EOFError("too few rows")
    return column


def _unfiltered(kind: int, pixel: bytes, above: bytes) -> bytes:
    if kind > _PAETH:
        raise ValueError("unknown filter")
    if kind in {_UP, _PAETH}:  # with nothing to the left, Paeth's predictor is always the pixel above
        return bytes((value + up) & 255 for value, up in zip(pixel, above, strict=True))
    if kind == _AVERAGE:
        return bytes((value + up // 2) & 255 for value, up in zip(pixel, above, strict=True))
    return pixel


def _row_starts(data: bytes, stride: int, wanted: int, rows: int) -> Iterator[bytes]:
    """Yield the first `wanted` bytes of each of the first rows, each `stride` bytes long."""
    held, skipped = b"", 0
    for piece in _unpacked(data):
        held += piece
        while rows and len(held) >= skipped + wanted:
            yield held[skipped : skipped + wanted]
            skipped += stride
            rows -= 1
        if not rows:
            return
        dropped = min(skipped, len(held))
        held, skipped = held[dropped:], skipped - dropped


def _unpacked(data: bytes) -> Iterator[bytes]:
    inflater = zlib.decompressobj()
    try:
        for kind, start, end in chunks(data):
            packed = data[start + _CONTENT : end - _CHECKSUM] if kind == b"IDAT" else b""
            while packed and not inflater.eof:
                yield inflater.decompress(packed, _PIECE)
                packed = inflater.unconsumed_tail
    except zlib.error as error:
        raise ValueError("damaged picture data") from error
