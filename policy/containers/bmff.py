"""Walks the boxes of HEIC, AVIF, MP4 and MOV files (ISO/IEC 14496-12 §4; QuickTime File Format).

c2pa-rs 0.91 takes time quadratic in the number of boxes, wherever they are nested (40,000 take 4 s), so the
walk counts them all and refuses the file where there are more than `Limits.boxes`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from policy.containers.basket import Basket, StopWalkError, printable
from policy.containers.bmff_items import Items
from policy.encodings import text_of
from policy.evidence import Obstacle

_XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
"""XMP part 3 §1.2.7: the `uuid` box of an XMP packet."""
_COPYRIGHT_SIGN = 0xA9
_DEPTH = 32
_TRACK_HEADER = 84
"""Bytes in the content of the shorter form of `tkhd` (§8.3.2); the size of the picture ends it."""

# What stands before the first child of each box that has children, in bytes.
_BEFORE_CHILDREN = {
    **dict.fromkeys(
        (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"udta", b"dinf", b"mvex", b"moof", b"traf"), 0
    ),
    **dict.fromkeys((b"mfra", b"iprp", b"ipco", b"sinf", b"schi", b"rinf", b"tref", b"treg", b"strk", b"ilst"), 0),
    **dict.fromkeys((b"meta", b"iref", b"grpl"), 4),
    b"dref": 8,
}


class Box(NamedTuple):
    """One box: its name, where it starts, and the span of its content."""

    kind: bytes
    position: int
    start: int
    end: int


def walk_picture(data: bytes, basket: Basket) -> None:
    """Gather the EXIF and XMP items of a HEIC or AVIF picture."""
    _walk(data, basket, video=False)


def walk_video(data: bytes, basket: Basket) -> None:
    """Gather the XMP boxes of a film and the names that programs leave in its user data."""
    _walk(data, basket, video=True)


def _walk(data: bytes, basket: Basket, *, video: bool) -> None:
    walker = _Walker(data, video, basket)
    walker.walk(0, len(data), ())
    walker.items.gather(data, basket)
    if walker.sizes:
        basket.measure(*max(walker.sizes, key=lambda size: size[0] * size[1]))
    if not walker.kinds & ({b"moov", b"moof"} if video else {b"meta", b"moov"}):
        basket.note_obstacle(basket.damage or Obstacle.DAMAGED)


@dataclass(slots=True)
class _Walker:
    data: bytes
    video: bool
    basket: Basket
    items: Items = field(default_factory=Items)
    kinds: set[bytes] = field(default_factory=set)
    sizes: list[tuple[int, int]] = field(default_factory=list)
    """Of every picture in a still file: tiles, thumbnails and depth maps are smaller than the picture."""
    keys: list[str] = field(default_factory=list)
    count: int = 0

    def walk(self, start: int, end: int, path: tuple[bytes, ...]) -> None:
        if len(path) > _DEPTH:
            raise StopWalkError(Obstacle.TOO_COMPLEX)
        for box in self._boxes(start, end):
            self.count += 1
            if self.count > self.basket.limits.boxes:
                raise StopWalkError(Obstacle.TOO_COMPLEX)
            self.kinds.add(box.kind)
            self._read(box, path)
            if (before := self._before_children(box)) is not None:
                self.walk(box.start + before, box.end, (*path, box.kind))

    def _boxes(self, position: int, end: int) -> Iterator[Box]:
        while position + 8 <= end:
            size = int.from_bytes(self.data[position : position + 4], "big")
            kind = self.data[position + 4 : position + 8]
            start = position + 8
            if size == 1:
                size, start = int.from_bytes(self.data[start : start + 8], "big"), start + 8
            elif size == 0:
                size = end - position
            if size < start - position:
                if any(self.data[position : position + 8]):  # QuickTime ends user data with four zero bytes
                    self.basket.note_damage(Obstacle.DAMAGED)
                return
            if position + size > end:
                self.basket.note_damage(Obstacle.TRUNCATED)
            yield Box(kind, position, start, min(position + size, end))
            position += size

    def _before_children(self, box: Box) -> int | None:
        if box.kind == b"meta" and self.data[box.start + 4 : box.start + 8] == b"hdlr":
            return 0  # QuickTime's « meta » has no version
        if box.kind == b"iinf":
            return self.items.before_entries(self._body(box))
        return _BEFORE_CHILDREN.get(box.kind)

    def _body(self, box: Box) -> bytes:
        return self.data[box.start : min(box.end, box.start + self.basket.limits.metadata_size)]

    def _read(self, box: Box, path: tuple[bytes, ...]) -> None:
        where = f"BMFF {printable(box.kind)} @{box.position}"
        parent = path[-1] if path else b""
        if box.kind == b"uuid" and self.data[box.start : box.start + 16] == _XMP_UUID:
            self.basket.add_xmp(self._body(box)[16:], where)
        elif box.kind == b"XMP_":
            self.basket.add_xmp(self._body(box), where)
        elif parent == b"ilst" or (parent == b"udta" and box.kind[0] == _COPYRIGHT_SIGN):
            self._user_text(box, parent, where)
        elif path == (b"meta",):
            self.items.read(box.kind, box.start, self._body(box))
        elif path == (b"meta", b"iinf"):
            self.items.read_entry(self._body(box))
        else:
            self._read_header(box)

    def _read_header(self, box: Box) -> None:
        if box.kind == b"ispe" and not self.video:
            self.sizes.append(self._pair(box.start + 4))
        elif box.kind == b"tkhd" and self.video and box.end - box.start >= _TRACK_HEADER:
            width, height = (side >> 16 for side in self._pair(box.end - 8))  # 16.16 fixed-point numbers
            self.sizes += [(width, height)] if width and height else []
        elif box.kind == b"keys":
            self.keys = list(_keys(self._body(box)))

    def _pair(self, position: int) -> tuple[int, int]:
        pair = self.data[position : position + 8]
        return int.from_bytes(pair[:4], "big"), int.from_bytes(pair[4:], "big")

    def _user_text(self, box: Box, parent: bytes, where: str) -> None:
        """Keep a text of user data: `size, language, text` in QuickTime, a `data` box in iTunes' list."""
        body = self._body(box)
        if parent == b"udta":
            self.basket.add_text(printable(box.kind), body[4 : 4 + int.from_bytes(body[:2], "big")], where)
        elif body[4:8] == b"data":
            index = int.from_bytes(box.kind, "big")
            key = self.keys[index - 1] if 0 < index <= len(self.keys) else printable(box.kind)
            self.basket.add_text(key, body[16 : int.from_bytes(body[:4], "big")], where)


def _keys(body: bytes) -> Iterator[str]:
    """Yield the names in a `keys` box (QuickTime File Format, « Metadata item keys atom »)."""
    position = 8
    while position + 8 <= len(body):
        size = int.from_bytes(body[position : position + 4], "big")
        if size < 8:
            return
        yield text_of(body[position + 8 : position + size])
        position += size
