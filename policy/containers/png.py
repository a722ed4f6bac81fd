"""Walks the chunks of a PNG file (W3C PNG Specification, third edition, §5 and §11.3)."""

from __future__ import annotations

import re
import struct
import zlib
from binascii import unhexlify
from collections.abc import Iterator

from policy.containers.basket import XMP_MARK, Basket, printable
from policy.containers.inflate import Inflater, Unpacked
from policy.containers.photoshop import gather_resources
from policy.evidence import Obstacle
from policy.readers.protocol import Located

_SIGNATURE_SIZE = 8
_HEAD = struct.Struct(">I4s")
_FRAME = 12
"""Bytes of a chunk beside its content: size, name, checksum."""
_CHECKSUM = 4
_XMP_KEY = "XML:com.adobe.xmp"
_RAW_PROFILE = "Raw profile type "
_EXIF = (b"Exif\0\0", b"II*\0", b"MM\0*")
_NOT_HEX = re.compile(r"[^0-9A-Fa-f]+")


def walk_png(data: bytes, basket: Basket) -> None:
    """Gather the text, EXIF and XMP chunks, wherever they stand; a bad checksum costs nothing."""
    if data[_SIGNATURE_SIZE + 4 : _SIGNATURE_SIZE + 8] != b"IHDR":
        basket.note_obstacle(Obstacle.DAMAGED)
    walker = _Walker(data, basket)
    seen = set()
    for kind, position, end in chunks(data):
        basket.step()
        seen.add(kind)
        if kind == b"IEND":
            if end < len(data):
                basket.trailer = Located(data[end:], f"PNG trailer @{end}")
            break
        if kind != b"IDAT":
            walker.chunk(kind, position, end)
    if b"IDAT" not in seen:
        basket.note_obstacle(Obstacle.DAMAGED if b"IEND" in seen else Obstacle.TRUNCATED)
    elif b"IEND" not in seen:
        basket.note_damage(Obstacle.TRUNCATED)


def chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield the name, start and end of every chunk; the last one may end after the data."""
    position = _SIGNATURE_SIZE
    while position + _HEAD.size <= len(data):
        size, kind = _HEAD.unpack_from(data, position)
        end = position + _FRAME + size
        yield kind, position, end
        position = end


class _Walker:
    def __init__(self, data: bytes, basket: Basket) -> None:
        self._data = data
        self._basket = basket
        self._inflate = Inflater(basket.limits)

    def chunk(self, kind: bytes, position: int, end: int) -> None:
        body = self._data[position + _HEAD.size : end - _CHECKSUM]
        if kind == b"IHDR" and len(body) >= _HEAD.size:
            width, height = struct.unpack_from(">II", body)
            self._basket.measure(width, height)
        elif kind in {b"tEXt", b"zTXt", b"iTXt"}:
            self._text(kind, body, position)
        elif kind == b"eXIf":
            self._basket.add_exif(body, f"PNG eXIf @{position}")
        checksum = self._data[end - _CHECKSUM : end]
        if end <= len(self._data) and zlib.crc32(body, zlib.crc32(kind)).to_bytes(_CHECKSUM, "big") != checksum:
            self._basket.note_damage(Obstacle.DAMAGED)

    def _text(self, kind: bytes, body: bytes, position: int) -> None:
        raw_key, _, rest = body.partition(b"\0")
        key = raw_key.decode("latin-1")
        where = f"PNG {printable(kind)} “{key[:80]}” @{position}"
        if kind == b"tEXt":
            unpacked = Unpacked(rest)
        elif kind == b"zTXt":
            unpacked = self._unpack(rest[1:])
        else:
            unpacked = self._international(rest)
        value = unpacked.data
        if key == _XMP_KEY:
            self._basket.add_xmp(value, where)
        elif key.startswith(_RAW_PROFILE):
            self._raw_profile(key.removeprefix(_RAW_PROFILE).strip().lower(), value, where)
        else:
            self._basket.add_text(key, value, where, whole=unpacked.obstacle is None)

    def _international(self, rest: bytes) -> Unpacked:
        packed, tail = rest[:1] == b"\1", rest[2:]
        _language, _, tail = tail.partition(b"\0")
        _translated_key, _, value = tail.partition(b"\0")
        return self._unpack(value) if packed else Unpacked(value)

    def _unpack(self, packed: bytes) -> Unpacked:
        unpacked = self._inflate(packed)
        if unpacked.obstacle:
            self._basket.note_damage(unpacked.obstacle)
        return unpacked

    def _raw_profile(self, name: str, value: bytes, where: str) -> None:
        """ImageMagick's way (coders/png.c): the profile's name, its size in bytes, hexadecimal digits."""
        _name, _size, digits = (value.decode("latin-1").lstrip("\n") + "\n\n").split("\n", 2)
        digits = _NOT_HEX.sub("", digits)
        block = unhexlify(digits[: len(digits) // 2 * 2])
        if name in {"exif", "app1"} and block.startswith(_EXIF):
            self._basket.add_exif(block, where)
        elif name in {"iptc", "8bim"}:
            gather_resources(block, where, self._basket)
        elif name == "xmp" or block.startswith(XMP_MARK):
            self._basket.add_xmp(block, where)
