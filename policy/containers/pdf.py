"""Finds metadata in a PDF file (ISO 32000-2 §7.5.7, §14.3; XMP part 3 §1.3) by scanning.

A scan finds what a damaged, patched or deliberately confused cross-reference table would hide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policy.containers.basket import Basket, StopWalkError
from policy.containers.inflate import Inflater
from policy.evidence import Obstacle

_PACKET = re.compile(rb"<\?xpacket begin|<x:xmpmeta")
_PACKET_ENDS = {b"<?xpacket begin": b"<?xpacket end", b"<x:xmpmeta": b"</x:xmpmeta>"}
_STREAM = re.compile(rb"stream\r?\n")
_OBJECT = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+obj")
_IS_METADATA = re.compile(rb"/Type\s{0,8}/Metadata\b")
_METADATA_OF = re.compile(rb"/Metadata\s+(\d{1,10})\s")
_INFO = re.compile(rb"/(Producer|Creator)\s{0,8}([(<][^\r\n]{0,400})")
_LITERAL = re.compile(rb"\(((?:[^()\\]|\\.|\([^()]{0,200}\)){0,400})\)", re.DOTALL)
"""With brackets within brackets once, which need no backslash where they are balanced."""
_HEXADECIMAL = re.compile(rb"<([0-9A-Fa-f\s]{0,400})>")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(.))", re.DOTALL)
_DICTIONARY = 2_048
"""Bytes before a stream or around a catalogue's type that are searched for its dictionary."""
_MOST_INFO = 64

# How XMP itself nests the metadata of what a file was made from (XMP part 2 §3.4, xmpMM:Pantry).
_PART = (b'<x:Pantry xmlns:x="http://ns.adobe.com/xap/1.0/mm/">', b"</x:Pantry>")


def walk_pdf(data: bytes, basket: Basket) -> None:
    """Gather XMP packets, compressed ones too, and the programs that the document names.

    A packet of an embedded picture is handed on as that of a part of the file.
    """
    scan = _Scan(data, basket)
    try:
        scan.info(data)
        scan.packets()
        scan.streams()
    finally:  # what was found before there was too much of it counts too
        scan.gather()
    if b"%%EOF" not in data:
        basket.note_damage(Obstacle.TRUNCATED)


class _Scan:
    def __init__(self, data: bytes, basket: Basket) -> None:
        self._data = data
        self._basket = basket
        self._inflate = Inflater(basket.limits)
        self._found: list[tuple[int, bytes, int]] = []
        self._documents = set(_documents(data))

    def info(self, data: bytes) -> None:
        """Gather Producer and Creator, which stand in plain text or in object streams."""
        for count, found in enumerate(_INFO.finditer(data)):
            if count >= _MOST_INFO:
                break
            where = f"PDF {found[1].decode()}" + (f" @{found.start()}" if data is self._data else "")
            self._basket.add_text(found[1].decode(), _string(found[2]), where)

    def packets(self) -> None:
        """Note the packets that stand in plain text."""
        for start, packet in self._packets(self._data):
            self._note(self._object_before(start), packet, start)

    def _note(self, number: int, packet: bytes, position: int) -> None:
        if len(self._found) >= self._basket.limits.boxes:
            raise StopWalkError(Obstacle.TOO_COMPLEX)
        self._found.append((number, packet, position))

    def streams(self) -> None:
        """Unpack metadata and object streams."""
        end = 0
        for found in _STREAM.finditer(self._data):
            self._basket.step()
            if self._data.startswith(b"end", found.start() - 3):
                continue
            if 0 <= end < found.end():
                end = self._data.find(b"endstream", found.end())
            head = self._data[max(0, found.start() - _DICTIONARY) : found.start()]
            dictionary = head[head.rfind(b" obj") :]
            metadata = _IS_METADATA.search(dictionary) is not None
            if b"FlateDecode" not in dictionary or not (metadata or b"/ObjStm" in dictionary):
                continue
            unpacked = self._inflate(memoryview(self._data)[found.end() : end if end >= 0 else None])
            if unpacked.obstacle:
                self._basket.note_damage(unpacked.obstacle)
            if metadata:
                number = self._object_before(found.start())
                for _, packet in self._packets(unpacked.data):
                    self._note(number, packet, found.end())
            else:
                self._documents |= set(_documents(unpacked.data))
                self.info(unpacked.data)

    def gather(self) -> None:
        """Put the packets into the basket, those of embedded pictures as parts."""
        alone = len(self._found) == 1 and not self._documents
        for number, packet, position in self._found:
            if alone or number in self._documents:
                self._basket.add_xmp(packet, f"PDF Catalog Metadata @{position}")
            else:
                self._basket.add_xmp(packet.join(_PART), f"PDF Metadata @{position}")

    def _packets(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        position = 0
        while (found := _PACKET.search(data, position)) is not None:
            self._basket.step()
            mark = _PACKET_ENDS[found[0]]
            end = data.find(mark, found.end())
            position = end + len(mark) if end >= 0 else len(data)
            packet = data[found.start() : position if mark.startswith(b"</") else end if end >= 0 else position]
            yield found.start(), packet

    def _object_before(self, position: int) -> int:
        numbers = _OBJECT.findall(self._data, max(0, position - _DICTIONARY), position)
        return int(numbers[-1]) if numbers else 0


def _documents(data: bytes) -> Iterator[int]:
    """Yield the numbers of the metadata streams that catalogues name: those of the whole document."""
    position = data.find(b"/Catalog")
    for _ in range(_MOST_INFO):
        if position < 0:
            return
        around = data[max(0, position - _DICTIONARY) : position + _DICTIONARY]
        yield from (int(number) for number in _METADATA_OF.findall(around))
        position = data.find(b"/Catalog", position + 1)


def _string(raw: bytes) -> bytes:
    """Return the bytes of a literal or hexadecimal string (§7.3.4), UTF-16 as UTF-8."""
    if literal := _LITERAL.match(raw):
        value = _ESCAPE.sub(lambda found: bytes([int(found[1], 8) & 255]) if found[1] else found[2], literal[1])
    elif digits := _HEXADECIMAL.match(raw):
        text = b"".join(digits[1].split()).decode()
        value = bytes.fromhex(text[: len(text) // 2 * 2])
    else:
        return b""
    return value.decode("utf-16", "replace").encode() if value.startswith((b"\xfe\xff", b"\xff\xfe")) else value
