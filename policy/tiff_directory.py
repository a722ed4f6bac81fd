"""Reads TIFF directories: the form of TIFF files and of EXIF blocks (TIFF 6.0 §2; BigTIFF; Exif 3.0 §4.6)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Literal, NamedTuple

from policy.encodings import text_of
from policy.evidence import Obstacle

_SIZES = {
    1: 1,
    2: 1,
    3: 2,
    4: 4,
    5: 8,
    6: 1,
    7: 1,
    8: 2,
    9: 4,
    10: 8,
    11: 4,
    12: 8,
    13: 4,
    16: 8,
    17: 8,
    18: 8,
}
"""Bytes of one value, by field type (TIFF 6.0 §2, BigTIFF for 16 to 18)."""
_WHOLE_NUMBERS = {1, 3, 4, 13, 16, 18}
_RATIONALS = {5, 10}
_MOST_ENTRIES = 2_000
"""In one directory: real ones have some hundred at most."""

_MAGIC = {
    b"II*\0": ("little", False),
    b"MM\0*": ("big", False),
    b"II+\0": ("little", True),
    b"MM\0+": ("big", True),
}
ByteOrder = Literal["little", "big"]


class Entry(NamedTuple):
    """One field of a directory; `start` and `length` tell where in `source` its value stands, in bytes.

    `missing` tells why the value is not there, and has the length 0: the file ends before it, or it is too long.
    """

    tag: int
    kind: int
    order: ByteOrder
    source: bytes
    start: int
    length: int
    missing: Obstacle | None = None

    @property
    def data(self) -> bytes:
        """The bytes of the value."""
        return self.source[self.start : self.start + self.length]

    @property
    def text(self) -> str:
        """The value as text, up to its first NUL, without blanks around it."""
        return text_of(self.data.partition(b"\0")[0]).strip()

    @property
    def numbers(self) -> tuple[int, ...]:
        """The value as whole numbers; of rationals the numerators."""
        size = _SIZES[self.kind]
        if self.kind in _RATIONALS:
            return self._whole(4)[::2]
        return self._whole(size) if self.kind in _WHOLE_NUMBERS else ()

    def _whole(self, size: int) -> tuple[int, ...]:
        form = f"{'<' if self.order == 'little' else '>'}{self.length // size}{' BH I   Q'[size]}"
        return struct.unpack(form, self.data)


class Directory(NamedTuple):
    """The fields of one directory and where the next one stands (0 for none).

    `whole` tells whether all of its fields are there.
    """

    entries: tuple[Entry, ...]
    following: int
    whole: bool = True

    def get(self, tag: int) -> Entry | None:
        """Return the first field with this tag."""
        return next((entry for entry in self.entries if entry.tag == tag), None)

    def number(self, tag: int) -> int | None:
        """Return the first number of the first field with this tag."""
        entry = self.get(tag)
        return entry.numbers[0] if entry and entry.numbers else None


class TiffReader:
    """Reads directories out of a TIFF file or EXIF block, wherever they are."""

    def __init__(self, data: bytes, value_limit: int) -> None:
        """`value_limit` is the most bytes that one value may have; longer ones come out empty.

        Raises:
            ValueError: The data does not begin with a TIFF header.
        """
        if data[:4] not in _MAGIC:
            raise ValueError("no TIFF header")
        order, self._big = _MAGIC[data[:4]]
        self._order: ByteOrder = "little" if order == "little" else "big"
        self._data = data
        self._limit = value_limit
        self._count, self._offset = (8, 8) if self._big else (2, 4)
        self.first = self._int(8, 8) if self._big else self._int(4, 4)

    def directory(self, offset: int) -> Directory | None:
        """Return the directory at an offset, as much of it as is there; None where there is none."""
        first_size = 16 if self._big else 8
        if offset < first_size or offset + self._count > len(self._data):
            return None
        count = self._int(offset, self._count)
        size = 4 + 2 * self._offset
        start = offset + self._count
        there = (len(self._data) - start) // size
        known = min(count, _MOST_ENTRIES, there)
        entries = tuple(self._entries(start, known, size))
        following = self._int(start + count * size, self._offset) if count <= there else 0
        return Directory(entries, following, whole=known == count)

    def _entries(self, start: int, count: int, size: int) -> Iterator[Entry]:
        for position in range(start, start + count * size, size):
            tag, kind = self._int(position, 2), self._int(position + 2, 2)
            if kind in _SIZES:
                length = _SIZES[kind] * self._int(position + 4, self._offset)
                yield self._entry(tag, kind, position + 4 + self._offset, length)

    def _entry(self, tag: int, kind: int, start: int, length: int) -> Entry:
        if length > self._offset:
            start = self._int(start, self._offset)
        missing = None
        if start + length > len(self._data):
            missing = Obstacle.TRUNCATED
        elif length > self._limit:
            missing = Obstacle.TOO_LARGE
        return Entry(tag, kind, self._order, self._data, start, 0 if missing else length, missing)

    def _int(self, position: int, size: int) -> int:
        return int.from_bytes(self._data[position : position + size], self._order)
