"""Unpacks compressed metadata with a limit per block and one for the whole file.

Deflate (RFC 1951) packs up to 1:1032, so a small file can hold gigabytes of zeros.
"""

from __future__ import annotations

import zlib
from typing import NamedTuple

from policy.containers.basket import StopWalkError
from policy.evidence import Obstacle
from policy.limits import Limits

_BLOCKS_AT_FULL_SIZE = 8


class Unpacked(NamedTuple):
    """What came out: all of it where `obstacle` is None, else its beginning."""

    data: bytes
    obstacle: Obstacle | None = None


class Inflater:
    """Unpacks the blocks of one file.

    A block gives at most `limits.metadata_size` bytes, all blocks of a file eight times as much.
    """

    def __init__(self, limits: Limits) -> None:
        self._limit = limits.metadata_size
        self._left = _BLOCKS_AT_FULL_SIZE * limits.metadata_size

    def __call__(self, packed: bytes | memoryview) -> Unpacked:
        """Unpack a zlib stream (RFC 1950) as far as it goes.

        Raises:
            StopWalkError: The file's blocks unpack to more than all of them together may.
        """
        if self._left <= 0:
            raise StopWalkError(Obstacle.UNPACKS_TOO_LARGE)
        unpacked = inflate(packed, self._limit)
        self._left -= len(unpacked.data)
        return unpacked


def inflate(packed: bytes | memoryview, limit: int, wbits: int = zlib.MAX_WBITS) -> Unpacked:
    """Unpack at most `limit` bytes; `wbits` as for `zlib.decompressobj` (31 for gzip, RFC 1952)."""
    inflater = zlib.decompressobj(wbits)
    parts: list[bytes] = []
    size = 0
    view = memoryview(packed)
    try:
        # In slices, so that the damage at the end of a stream does not cost its beginning.
        while view and size <= limit and not inflater.eof:
            slice_, view = view[:_SLICE], view[_SLICE:]
            part = inflater.decompress(slice_, limit + 1 - size)
            parts.append(part)
            size += len(part)
    except zlib.error:
        return Unpacked(b"".join(parts), Obstacle.DAMAGED)
    data = b"".join(parts)
    if len(data) > limit:
        return Unpacked(data[:limit], Obstacle.UNPACKS_TOO_LARGE)
    return Unpacked(data, None if inflater.eof else Obstacle.TRUNCATED)


_SLICE = 4_096
