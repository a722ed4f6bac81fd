"""Walks the pages of a TIFF file (TIFF 6.0; XMP part 3 §1.1.6 for tag 700; Exif 3.0 §4.6.3 for tag 34665)."""

from __future__ import annotations

from policy.containers.basket import Basket
from policy.containers.photoshop import gather_resources
from policy.evidence import Obstacle
from policy.tiff_directory import Directory, TiffReader

_WIDTH, _HEIGHT = 256, 257
_XMP, _IPTC, _PHOTOSHOP = 700, 33723, 34377
_OFFSETS = {273: 279, 324: 325}
"""Tags of where strips and tiles stand, and of their sizes in bytes."""
_MOST_PAGES = 64
_IIM_RECORD = b"\x1c"


def walk_tiff(data: bytes, basket: Basket) -> None:
    """Gather XMP and IPTC of every page; the whole file is one EXIF block: its tags stand in its pages."""
    try:
        reader = TiffReader(data, basket.limits.metadata_size)
    except ValueError:
        basket.note_obstacle(Obstacle.DAMAGED)
        return
    first = reader.directory(reader.first)
    if first is None:
        basket.note_obstacle(Obstacle.TRUNCATED if reader.first >= len(data) else Obstacle.DAMAGED)
        return
    width, height = first.number(_WIDTH), first.number(_HEIGHT)
    if width is None or height is None:
        basket.note_obstacle(Obstacle.DAMAGED)
    else:
        basket.measure(width, height)
    basket.add_exif(data, "TIFF page 1")
    if _ends_after(first, len(data)):
        basket.note_damage(Obstacle.TRUNCATED)
    _pages(reader, first, basket)


def _pages(reader: TiffReader, first: Directory, basket: Basket) -> None:
    page: Directory | None = first
    seen: set[int] = set()
    while page is not None and len(seen) < _MOST_PAGES:
        _gather(page, f"TIFF page {len(seen) + 1}", basket)
        if page.following in seen:
            break
        seen.add(page.following)
        following = reader.directory(page.following)
        if not page.whole or (page.following and not following):
            basket.note_damage(Obstacle.TRUNCATED)
        page = following


def _gather(page: Directory, where: str, basket: Basket) -> None:
    for entry in page.entries:
        if entry.tag in {_XMP, _IPTC, _PHOTOSHOP} and entry.missing:
            basket.note_damage(entry.missing)
        elif entry.tag == _XMP:
            basket.add_xmp(entry.data, f"{where}, tag 700")
        elif entry.tag == _IPTC and entry.data.startswith(_IIM_RECORD):
            basket.add_iptc(entry.data, f"{where}, tag 33723")
        elif entry.tag == _PHOTOSHOP:
            gather_resources(entry.data, f"{where}, tag 34377", basket)


def _ends_after(page: Directory, size: int) -> bool:
    """Whether the pixels of a page should end after the end of the file."""
    for offsets_tag, sizes_tag in _OFFSETS.items():
        offsets, sizes = page.get(offsets_tag), page.get(sizes_tag)
        if offsets and sizes:
            ends = (start + length for start, length in zip(offsets.numbers, sizes.numbers, strict=False))
            return max(ends, default=0) > size
    return False
