"""WebP: EXIF and XMP chunks, the canvas, and whether the pixels can keep hidden bits."""

from __future__ import annotations

import pytest

from policy.containers import Walk, walk
from policy.containers.riff import canvas, keeps_lowest_bits
from policy.evidence import Obstacle
from policy.limits import Limits
from policy.media_type import MediaType
from tests.policy.blocks import exif, xmp
from tests.policy.making import XMP_MARK, riff_chunk, webp

BLOCK = exif([(0x010F, "Canon")])
ALPHA = 0x10
LOSSLESS = riff_chunk(b"VP8L", b"\x2f" + (639 | 479 << 14).to_bytes(4, "little") + bytes(3))
LOSSY = riff_chunk(b"VP8 ", b"\x10\0\0\x9d\x01\x2a\x80\x02\xe0\x01")


def simple(chunk: bytes) -> bytes:
    """A file without the extended header."""
    return b"RIFF" + (4 + len(chunk)).to_bytes(4, "little") + b"WEBP" + chunk


def walked(data: bytes) -> Walk:
    return walk(data, MediaType.WEBP, Limits())


@pytest.mark.parametrize("mark", [b"", b"Exif\0\0"])
def test_exif_is_found_with_and_without_jpegs_mark(mark: bytes) -> None:
    assert [block.data for block in walked(webp(riff_chunk(b"EXIF", mark + BLOCK))).blocks.exif] == [BLOCK]


@pytest.mark.parametrize("mark", [b"", XMP_MARK])
def test_so_is_xmp(mark: bytes) -> None:
    assert [block.data for block in walked(webp(riff_chunk(b"XMP ", mark + xmp()))).blocks.xmp] == [xmp()]


@pytest.mark.parametrize("data", [webp(width=640, height=480), simple(LOSSY), simple(LOSSLESS)])
def test_each_kind_of_header_tells_the_size(data: bytes) -> None:
    found = walked(data)
    assert (found.width, found.height) == canvas(data) == (640, 480)
    assert (found.obstacle, found.damage) == (None, None)


def test_only_lossless_pixels_and_transparency_keep_hidden_bits() -> None:
    assert keeps_lowest_bits(simple(LOSSLESS))
    assert keeps_lowest_bits(webp(flags=ALPHA))
    assert not keeps_lowest_bits(simple(LOSSY))
    assert not keeps_lowest_bits(webp())


def test_a_file_without_a_picture_is_unreadable() -> None:
    assert walked(simple(riff_chunk(b"XMP ", xmp()))).obstacle is Obstacle.DAMAGED
    assert walked(simple(riff_chunk(b"XMP ", xmp()))[:30]).obstacle is Obstacle.TRUNCATED


def test_a_cut_chunk_is_read_as_far_as_it_goes() -> None:
    found = walked(webp(riff_chunk(b"EXIF", BLOCK))[:-4])
    assert [block.data for block in found.blocks.exif] == [BLOCK[:-4]]
    assert found.damage is Obstacle.TRUNCATED


def test_what_follows_the_container_is_its_trailer() -> None:
    found = walked(webp(trailer=b"SEFT"))
    assert found.blocks.trailer is not None
    assert found.blocks.trailer.data == b"SEFT"


def test_a_picture_of_no_pixels_is_unreadable() -> None:
    empty = simple(riff_chunk(b"VP8 ", b"\x10\0\0\x9d\x01\x2a\0\0\0\0"))
    assert walked(empty).obstacle is Obstacle.NO_PIXELS
