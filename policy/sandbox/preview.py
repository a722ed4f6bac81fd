"""The small picture of a file that the desk may show: made in a worker, checked here without decoding it."""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace

LONGEST_SIDE = 1_024
"""In pixels."""
MEDIA_TYPE = "image/webp"

_LOOK = struct.Struct(">?Q")
"""Whether the picture has a look, and the look."""
_HEAD = struct.Struct("<4sI4s4sI")
_FRAME = struct.Struct("<3s3sHH")
_START_CODE = b"\x9d\x01\x2a"
_SIZE_BITS = 0x3FFF


@dataclass(frozen=True, slots=True)
class Preview:
    """A small still picture, upright, without transparency or metadata; `width` and `height` in pixels.

    `look` is how it looks (policy/look.py), None where it is too plain, or where nobody asked.
    """

    data: bytes
    media_type: str
    width: int
    height: int
    look: int | None = None


def pack_preview(data: bytes, look: int | None) -> bytes:
    """Return a worker's answer: the look of a picture, then its preview."""
    return _LOOK.pack(look is not None, look or 0) + data


def unpack_preview(answer: bytes) -> Preview:
    """Return the preview that a worker's answer holds, with its look.

    Raises:
        ValueError: it holds anything else.
    """
    if len(answer) < _LOOK.size:
        raise ValueError("too short for a look")
    has_look, look = _LOOK.unpack_from(answer)
    return replace(checked(answer[_LOOK.size :]), look=look if has_look else None)


def checked(data: bytes) -> Preview:
    """Return the preview if the bytes are exactly one plain lossy WebP key frame of a proper size.

    Sources: WebP container specification, « Simple File Format (Lossy) »; RFC 6386 §9.1.

    Raises:
        ValueError: They are anything else.
    """
    if len(data) < _HEAD.size + _FRAME.size:
        raise ValueError("too short for a picture")
    riff, size, form, chunk, chunk_size = _HEAD.unpack_from(data)
    tag, start_code, width, height = _FRAME.unpack_from(data, _HEAD.size)
    padded = _HEAD.size + chunk_size + chunk_size % 2
    if (riff, form, chunk) != (b"RIFF", b"WEBP", b"VP8 ") or not len(data) == size + 8 == padded:
        raise ValueError("not a plain lossy WebP")
    if start_code != _START_CODE or tag[0] & 1:
        raise ValueError("not a key frame")
    width, height = width & _SIZE_BITS, height & _SIZE_BITS
    if not (0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE):
        raise ValueError("not the size that was asked for")
    return Preview(data, MEDIA_TYPE, width, height)
