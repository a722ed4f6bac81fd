"""Finds IPTC in Photoshop image resources (Adobe Photoshop File Formats, « Image Resource Blocks »)."""

from __future__ import annotations

from policy.containers.basket import Basket

_RESOURCE = b"8BIM"
_IPTC = 0x0404
_XMP = 0x0424
_HEAD = 6
_SIZE = 4
_IIM_RECORD = b"\x1c"


def gather_resources(block: bytes, where: str, basket: Basket) -> None:
    """Gather IIM records and XMP from image resources, or bare IIM records, which some writers put there."""
    if block.startswith(_IIM_RECORD):
        basket.add_iptc(block, where)
        return
    position = 0
    while block.startswith(_RESOURCE, position) and position + _HEAD < len(block):
        basket.step()
        kind = int.from_bytes(block[position + 4 : position + _HEAD], "big")
        name = block[position + _HEAD] + 1  # a Pascal string, padded to an even size
        start = position + _HEAD + name + name % 2 + _SIZE
        size = int.from_bytes(block[start - _SIZE : start], "big")
        if kind == _IPTC and block[start : start + size]:
            basket.add_iptc(block[start : start + size], where)
        elif kind == _XMP:
            basket.add_xmp(block[start : start + size], where)
        position = start + size + size % 2
