"""Reads the trailer that Samsung phones append to a picture: blocks, a directory « SEFH », an end « SEFT ».

Layout as in ExifTool, lib/Image/ExifTool/Samsung.pm (ProcessSamsung); `genAIType` was seen on real files of
Galaxy S24 and S25 (notes « markers.md » §1.5). `PhotoEditor_Re_Edit_Data` alone is an ordinary crop.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from policy.evidence import Evidence, Origin, ReaderName
from policy.readers.findings import found
from policy.readers.protocol import Located

_END, _DIRECTORY = b"SEFT", b"SEFH"
_FOOT = struct.Struct("<I4s")
_HEAD = struct.Struct("<4sII")
_ENTRY = struct.Struct("<HHII")
_BLOCK = struct.Struct("<HHI")
_MOST_BLOCKS = 200
_LONGEST_VALUE = 65_536
_GENERATIVE = re.compile(rb'"genAIType"\s*:\s*"?([1-9]\d{0,5})')


def evidence(trailer: Located) -> Iterator[Evidence]:
    """Yield what the trailer says of generative editing."""
    for name, value in _blocks(trailer.data):
        if kind := _GENERATIVE.search(value):
            where = f"Samsung SEFT “{name}” ({trailer.where})"
            yield found(ReaderName.EXIF, "genAIType", kind[1].decode(), Origin.AI_COMPOSITE, where, "Galaxy AI")


def _blocks(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield each block's name and content."""
    end = data.rfind(_END)
    if end < _HEAD.size + 4:
        return
    size, _ = _FOOT.unpack_from(data, end - 4)
    start = end - 4 - size
    if start < 0 or not data.startswith(_DIRECTORY, start):
        return
    _, _version, count = _HEAD.unpack_from(data, start)
    for index in range(min(count, _MOST_BLOCKS, (size - _HEAD.size) // _ENTRY.size)):
        _, _kind, back, length = _ENTRY.unpack_from(data, start + _HEAD.size + index * _ENTRY.size)
        if _BLOCK.size <= length and back <= start:
            yield _block(data[start - back : start - back + length])


def _block(block: bytes) -> tuple[str, bytes]:
    if len(block) < _BLOCK.size:
        return "", b""
    _, _, name_size = _BLOCK.unpack_from(block)
    content = _BLOCK.size + name_size
    return (
        block[_BLOCK.size : content][:80].decode("latin-1"),
        block[content : content + _LONGEST_VALUE],
    )
