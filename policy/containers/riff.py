"""Walks the chunks of a WebP file (WebP Container Specification; RFC 6386 §9.1; WebP Lossless §3)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from policy.containers.basket import Basket
from policy.evidence import Obstacle
from policy.readers.protocol import Located

_HEADER = 12
_HEAD = struct.Struct("<4sI")
_PICTURES = {b"VP8 ", b"VP8L", b"ANMF"}
_KEY_FRAME = b"\x9d\x01\x2a"
_LOSSLESS_MARK = 0x2F
_ALPHA_FLAG = 0x10


def walk_webp(data: bytes, basket: Basket) -> None:
    """Gather the EXIF and XMP chunks."""
    end = 8 + int.from_bytes(data[4:8], "little")
    pictures = 0
    for kind, start, size in webp_chunks(data):
        basket.step()
        body = data[start : start + size]
        _gather(kind, body, start - _HEAD.size, basket)
        pictures += kind in _PICTURES
        if start + size > len(data):
            basket.note_damage(Obstacle.TRUNCATED)
    if end > len(data):
        basket.note_damage(Obstacle.TRUNCATED)
    elif end < len(data):
        basket.trailer = Located(data[end:], f"RIFF trailer @{end}")
    if not pictures:
        basket.note_obstacle(basket.damage or Obstacle.DAMAGED)


def _gather(kind: bytes, body: bytes, position: int, basket: Basket) -> None:
    if kind == b"EXIF":
        basket.add_exif(body, f"WebP EXIF @{position}")
    elif kind == b"XMP ":
        basket.add_xmp(body, f"WebP XMP @{position}")
    elif (size := _canvas(kind, body[:_HEADER])) and basket.width is None:
        basket.measure(*size)


def webp_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield each chunk's name, start of content and size; the last one may end after the data."""
    end = min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    position = _HEADER
    while position + _HEAD.size <= end:
        kind, size = _HEAD.unpack_from(data, position)
        yield kind, position + _HEAD.size, size
        position += _HEAD.size + size + size % 2


def canvas(data: bytes) -> tuple[int, int] | None:
    """Return the size that the first header of a WebP file tells, in pixels."""
    sizes = (_canvas(kind, data[start : start + _HEADER]) for kind, start, _ in webp_chunks(data))
    return next((size for size in sizes if size), None)


def keeps_lowest_bits(data: bytes) -> bool:
    """Whether some channel of the picture is stored without loss: all of them, or its transparency."""
    for kind, start, _ in webp_chunks(data):
        if kind in {b"VP8L", b"ANMF"}:
            return True
        if kind == b"VP8X" and data[start : start + 1] and data[start] & _ALPHA_FLAG:
            return True
    return False


def _canvas(kind: bytes, body: bytes) -> tuple[int, int] | None:
    """Return the size that a header chunk tells, in pixels."""
    if kind == b"VP8X" and len(body) >= 10:
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if kind == b"VP8 " and body[3:6] == _KEY_FRAME and len(body) >= 10:
        width, height = struct.unpack_from("<HH", body, 6)
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L" and len(body) >= 5 and body[0] == _LOSSLESS_MARK:
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return None
