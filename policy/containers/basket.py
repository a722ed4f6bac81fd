"""What a walk over a file's container brings home, and the basket it is gathered in."""

from __future__ import annotations

from dataclasses import dataclass, field

from policy.encodings import text_of
from policy.evidence import Obstacle
from policy.limits import Limits
from policy.readers.protocol import Blocks, Located, Text

_MOST_STEPS = 400_000
"""Chunks, segments and blocks of one file: a GIF of 100,000 pictures has half as many."""

XMP_MARK = b"http://ns.adobe.com/xap/1.0/\0"
_MOST_VOLUME = 16
"""All blocks together, in units of what one may have: several references may point to the same bytes."""


@dataclass(frozen=True, slots=True)
class Walk:
    """What the container of one file holds.

    `width` and `height` are in pixels, as the headers claim; None where the format has none or they were
    not found. `obstacle` tells why the file can't be read as its format at all, `damage` what is wrong with a
    file that can be read all the same. Whatever was found before either is kept.
    """

    blocks: Blocks = field(default_factory=Blocks)
    width: int | None = None
    height: int | None = None
    obstacle: Obstacle | None = None
    damage: Obstacle | None = None


class StopWalkError(Exception):
    """The walk can't go on; what was gathered so far still counts."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle.value)
        self.obstacle = obstacle


@dataclass(slots=True)
class Basket:
    """Gathers blocks during one walk and keeps them within the limits.

    A container that holds more metadata blocks than `limits.boxes` is no picture that anybody made.
    """

    limits: Limits
    exif: list[Located] = field(default_factory=list)
    xmp: list[Located] = field(default_factory=list)
    iptc: list[Located] = field(default_factory=list)
    text: list[Text] = field(default_factory=list)
    trailer: Located | None = None
    width: int | None = None
    height: int | None = None
    obstacle: Obstacle | None = None
    damage: Obstacle | None = None
    blocks: int = 0
    volume: int = 0
    steps: int = 0

    def step(self) -> None:
        """Count one chunk, segment or block of whatever kind.

        Raises:
            StopWalkError: There are more than any picture needs.
        """
        self.steps += 1
        if self.steps > _MOST_STEPS:
            raise StopWalkError(Obstacle.TOO_COMPLEX)

    def add_exif(self, data: bytes, where: str) -> None:
        """Keep an EXIF block, without the « Exif » mark that some carriers write before its TIFF header."""
        self._count(len(data))
        self.exif.append(Located(data.removeprefix(b"Exif\0\0"), where))

    def add_xmp(self, data: bytes, where: str) -> None:
        """Keep an XMP packet, without JPEG's mark, which some writers put before it in other formats too."""
        packet = self._cut(data.removeprefix(XMP_MARK))
        self._count(len(packet))
        self.xmp.append(Located(packet, where))

    def add_iptc(self, data: bytes, where: str) -> None:
        """Keep a block of IIM records."""
        records = self._cut(data)
        self._count(len(records))
        self.iptc.append(Located(records, where))

    def add_text(self, key: str, value: bytes, where: str, *, whole: bool = True) -> None:
        """Keep a keyword and its text, whose encoding carriers leave open; `whole` unless some of it is missing."""
        text = text_of(self._cut(value))
        self._count(len(text))
        self.text.append(Text(key, text, where, whole and len(value) <= self.limits.metadata_size))

    def measure(self, width: int, height: int) -> None:
        """Note the size of the picture as its header claims it, in pixels."""
        self.width, self.height = width, height

    def note_damage(self, damage: Obstacle) -> None:
        """Remember what is wrong; the first thing said stays."""
        self.damage = self.damage or damage

    def note_obstacle(self, obstacle: Obstacle) -> None:
        """Remember why the file can't be read; the first thing said stays."""
        self.obstacle = self.obstacle or obstacle

    def _cut(self, data: bytes) -> bytes:
        if len(data) > self.limits.metadata_size:
            self.note_damage(Obstacle.TOO_LARGE)
        return data[: self.limits.metadata_size]

    def _count(self, size: int) -> None:
        self.blocks += 1
        self.volume += size
        if self.blocks > self.limits.boxes:
            raise StopWalkError(Obstacle.TOO_COMPLEX)
        if self.volume > _MOST_VOLUME * self.limits.metadata_size:
            raise StopWalkError(Obstacle.TOO_LARGE)

    def walk(self) -> Walk:
        """Return what was gathered."""
        return Walk(
            blocks=Blocks(tuple(self.exif), tuple(self.xmp), tuple(self.iptc), tuple(self.text), self.trailer),
            width=self.width,
            height=self.height,
            obstacle=self.obstacle,
            damage=self.damage,
        )


def printable(name: bytes) -> str:
    """Return a chunk's or box's four-letter name as people write it."""
    return "".join(chr(code) if 32 <= code < 127 or code == 0xA9 else "?" for code in name)
