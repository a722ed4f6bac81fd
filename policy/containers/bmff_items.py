"""Finds the items of a HEIC or AVIF file (ISO/IEC 14496-12 §8.11; ISO/IEC 23008-12 annex A)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from policy.containers.basket import Basket

_XMP_TYPE = b"application/rdf+xml"
_MOST_EXTENTS = 64
_IN_FILE, _IN_IDAT = 0, 1


class _Place(NamedTuple):
    method: int
    extents: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Items:
    """The metadata items of one file, and where their bytes stand."""

    kinds: dict[int, bytes] = field(default_factory=dict)
    _iloc: bytes = b""
    _idat_start: int = 0

    @staticmethod
    def before_entries(iinf: bytes) -> int:
        """Return how many bytes stand before the first entry of an `iinf` box."""
        return 6 if iinf[:1] == b"\0" else 8

    def read(self, kind: bytes, start: int, body: bytes) -> None:
        """Note a box of the file's `meta` box."""
        if kind == b"iloc":
            self._iloc = body
        elif kind == b"idat":
            self._idat_start = start

    def read_entry(self, infe: bytes) -> None:
        """Note an item that holds EXIF or XMP."""
        version = infe[0] if infe else 0
        if version not in {2, 3}:
            return
        wide = 4 if version == 3 else 2
        number = int.from_bytes(infe[4 : 4 + wide], "big")
        kind = infe[4 + wide + 2 : 4 + wide + 6]
        content_type = infe[4 + wide + 6 :].split(b"\0")[1:2]
        if kind == b"Exif" or (kind == b"mime" and content_type == [_XMP_TYPE]):
            self.kinds[number] = kind

    def gather(self, data: bytes, basket: Basket) -> None:
        """Put the bytes of the metadata items into the basket."""
        if not self.kinds:
            return
        for number, place in self._places().items():
            shift = self._idat_start if place.method == _IN_IDAT else 0
            body = b""
            for start, size in place.extents:
                room = basket.limits.metadata_size + 1 - len(body)
                body += data[shift + start : shift + start + min(size, room)]
            where = f"{'EXIF' if self.kinds[number] == b'Exif' else 'XMP'} item_ID={number}"
            if place.extents:
                where += f" @{shift + place.extents[0][0]}"
            if self.kinds[number] == b"Exif":
                basket.add_exif(body[4 + int.from_bytes(body[:4], "big") :], where)
            else:
                basket.add_xmp(body, where)

    def _places(self) -> dict[int, _Place]:
        """Read where the metadata items stand out of the `iloc` box."""
        reader = _Numbers(self._iloc)
        version = reader.take(1)
        reader.take(3)
        sizes = reader.take(2)
        offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
        index_size = sizes & 15 if version in {1, 2} else 0
        places: dict[int, _Place] = {}
        for _ in range(reader.take(2 if version < 2 else 4)):
            if reader.at_end or len(places) == len(self.kinds):
                break
            number = reader.take(2 if version < 2 else 4)
            method = reader.take(2) & 15 if version in {1, 2} else _IN_FILE
            reader.take(2)
            base = reader.take(base_size)
            count = reader.take(2)
            if number not in self.kinds or count > _MOST_EXTENTS:
                reader.skip(count * (index_size + offset_size + length_size))
                continue
            extents = []
            for _ in range(count):
                reader.skip(index_size)
                start = base + reader.take(offset_size)
                extents.append((start, reader.take(length_size)))
            places[number] = _Place(method, tuple(extents))
        return places


class _Numbers:
    """Takes big-endian numbers off some bytes; after their end it gives zeros."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._position = 0

    @property
    def at_end(self) -> bool:
        return self._position >= len(self._data)

    def take(self, size: int) -> int:
        self._position += size
        return int.from_bytes(self._data[self._position - size : self._position], "big")

    def skip(self, size: int) -> None:
        self._position += size
