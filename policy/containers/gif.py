"""Walks the blocks of a GIF file (GIF89a Specification §18-26; XMP part 3 §1.1.2)."""

from __future__ import annotations

import struct

from policy.containers.basket import Basket
from policy.evidence import Obstacle
from policy.readers.protocol import Located

_SCREEN = struct.Struct("<HHBBB")
_SCREEN_AT = 6
_IMAGE = struct.Struct("<HHHHB")
_EXTENSION, _PICTURE, _TRAILER = 0x21, 0x2C, 0x3B
_COMMENT, _APPLICATION = 0xFE, 0xFF
_TABLE = 0x80
_XMP = b"XMP DataXMP"
_MAGIC_TRAILER = 258
"""Bytes after an XMP packet that let a reader of sub-blocks find the end: 0x01, 0xFF down to 0x00, and 0x00."""


def walk_gif(data: bytes, basket: Basket) -> None:
    """Gather comments and the XMP application extension."""
    if len(data) < _SCREEN_AT + _SCREEN.size:
        basket.note_obstacle(Obstacle.TRUNCATED)
        return
    width, height, flags, _, _ = _SCREEN.unpack_from(data, _SCREEN_AT)
    basket.measure(width, height)
    position = _SCREEN_AT + _SCREEN.size + _table_size(flags)
    pictures = 0
    while position < len(data):
        basket.step()
        kind = data[position]
        if kind == _EXTENSION:
            position = _extension(data, position, basket)
        elif kind == _PICTURE and position + _IMAGE.size < len(data):
            pictures += 1
            flags = data[position + _IMAGE.size]
            position = _skip(data, position + 1 + _IMAGE.size + _table_size(flags) + 1)
        else:
            break
    if data[position : position + 1] != bytes([_TRAILER]):
        basket.note_damage(Obstacle.TRUNCATED if position >= len(data) else Obstacle.DAMAGED)
    elif position + 1 < len(data):
        where = f"GIF trailer @{position + 1}"
        basket.trailer = Located(data[position + 1 :], where)
    if not pictures:
        basket.note_obstacle(basket.damage or Obstacle.DAMAGED)


def _table_size(flags: int) -> int:
    return 3 * 2 << (flags & 7) if flags & _TABLE else 0


def _extension(data: bytes, position: int, basket: Basket) -> int:
    """Read one extension and return where it ends."""
    label = data[position + 1 : position + 2]
    start = position + 2
    end = _skip(data, start)
    if label == bytes([_COMMENT]):
        comment = _joined(data, start, end, basket.limits.metadata_size + 1)
        basket.add_text("Comment", comment, f"GIF Comment Extension @{position}")
    elif label == bytes([_APPLICATION]) and data[start + 1 : start + 1 + len(_XMP)] == _XMP:
        packet = data[start + 1 + len(_XMP) : max(end - _MAGIC_TRAILER, start)]
        basket.add_xmp(packet, f"GIF Application Extension XMP @{position}")
    return end


def _skip(data: bytes, position: int) -> int:
    """Return what follows a chain of sub-blocks: each begins with its size, the last one has size 0."""
    size = len(data)
    while position < size and (step := data[position]):
        position += step + 1
    return position + 1


def _joined(data: bytes, position: int, end: int, limit: int) -> bytes:
    """Return the content of a chain of sub-blocks, at most a block more than `limit` bytes of it."""
    content = bytearray()
    while position < end - 1 and len(content) < limit:
        size = data[position]
        content += data[position + 1 : position + 1 + size]
        position += size + 1
    return bytes(content)
