"""Walks the segments of a JPEG file (ITU-T T.81 annex B; Exif 3.0 §4.7; XMP part 3 §1.1.3)."""

from __future__ import annotations

import re
import struct

from policy.containers.basket import XMP_MARK, Basket
from policy.containers.photoshop import gather_resources
from policy.evidence import Obstacle
from policy.readers.protocol import Located

_SOI, _EOI, _COM, _APP1, _APP13 = 0xD8, 0xD9, 0xFE, 0xE1, 0xED
_APPLICATION = range(0xE0, 0xF0)
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# Entropy-coded data has 0xFF before 0 or a restart marker only: any other marker ends it (T.81 §B.1.1.2).
_MARKER = re.compile(rb"\xff[\xc0-\xcf\xd8-\xfe]")
_FRAME_SIZE = struct.Struct(">xHH")

_EXIF = (b"Exif\0\0", b"Exif\0\xff")
_EXTENDED_XMP = b"http://ns.adobe.com/xmp/extension/\0"
_EXTENDED_HEAD = struct.Struct(">32sII")
_PHOTOSHOP = b"Photoshop 3.0\0"
_CHINESE_LABEL = (b"AIGC", b'{"AIGC"')


def walk_jpeg(data: bytes, basket: Basket) -> None:
    """Gather EXIF, XMP, IPTC and comments, and what follows the end of the picture."""
    walker = _Walker(data, basket)
    walker.walk()
    walker.join()
    if basket.width is None:
        basket.note_obstacle(basket.damage or Obstacle.DAMAGED)


class _Walker:
    def __init__(self, data: bytes, basket: Basket) -> None:
        self._data = data
        self._basket = basket
        self._extended: dict[bytes, dict[int, bytes]] = {}
        self._extended_at: dict[bytes, int] = {}
        self._resources: list[bytes] = []
        self._resources_at = 0

    def walk(self) -> None:
        position, inner = 2, 0
        while (found := _MARKER.search(self._data, position)) is not None:
            self._basket.step()
            marker, position = self._data[found.end() - 1], found.end()
            if marker == _SOI:
                inner += 1  # a thumbnail, laid bare by a wrong segment size
            elif marker == _EOI and inner:
                inner -= 1
            elif marker == _EOI:
                self._trailer(position)
                return
            else:
                position = self._segment(marker, position, measure=not inner)
        self._basket.note_damage(Obstacle.TRUNCATED)

    def join(self) -> None:
        """Gather what comes in several segments."""
        limit = self._basket.limits.metadata_size
        for guid, portions in self._extended.items():
            packet = b"".join(portions[offset] for offset in sorted(portions))[: limit + 1]
            where = f"JPEG APP1 extended XMP @{self._extended_at[guid]}"
            self._basket.add_xmp(packet, where)
        if self._resources:
            where = f"JPEG APP13 @{self._resources_at}"
            gather_resources(b"".join(self._resources), where, self._basket)

    def _trailer(self, position: int) -> None:
        if position < len(self._data):
            where = f"JPEG trailer @{position}"
            self._basket.trailer = Located(self._data[position:], where)

    def _segment(self, marker: int, position: int, *, measure: bool) -> int:
        """Read one segment and return where it ends; one that is too small for its own size is skipped."""
        size = int.from_bytes(self._data[position : position + 2], "big")
        if size < 2:
            self._basket.note_damage(Obstacle.DAMAGED)
            return position
        body = self._data[position + 2 : position + size]
        if marker in _APPLICATION:
            self._application(marker, body, position - 2)
        elif marker == _COM:
            self._basket.add_text("Comment", body, f"JPEG COM @{position - 2}")
        elif marker in _FRAMES and measure and self._basket.width is None and len(body) >= _FRAME_SIZE.size:
            height, width = _FRAME_SIZE.unpack_from(body)
            self._basket.measure(width, height)
        return position + size

    def _application(self, marker: int, body: bytes, position: int) -> None:
        where = f"JPEG APP{marker - _APPLICATION.start} @{position}"
        if marker == _APP1:
            self._app1(body, where, position)
        elif marker == _APP13 and body.startswith(_PHOTOSHOP):
            self._resources_at = self._resources_at or position
            self._resources.append(body.removeprefix(_PHOTOSHOP))
        elif body.startswith(_CHINESE_LABEL):
            self._basket.add_text("AIGC", body, where)

    def _app1(self, body: bytes, where: str, position: int) -> None:
        if body.startswith(_EXIF):
            self._basket.add_exif(body[len(_EXIF[0]) :], where)
        elif body.startswith(XMP_MARK):
            self._basket.add_xmp(body, where)
        elif body.startswith(_EXTENDED_XMP) and len(body) >= len(_EXTENDED_XMP) + _EXTENDED_HEAD.size:
            guid, _size, offset = _EXTENDED_HEAD.unpack_from(body, len(_EXTENDED_XMP))
            self._extended_at.setdefault(guid, position)
            portion = body[len(_EXTENDED_XMP) + _EXTENDED_HEAD.size :]
            self._extended.setdefault(guid, {})[offset] = portion
