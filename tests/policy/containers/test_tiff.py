"""TIFF: metadata of every page, in both byte orders and sizes, and directories that lead round in circles."""

from __future__ import annotations

import struct
import time

import pytest

from policy.containers import Walk, walk
from policy.evidence import Obstacle
from policy.limits import Limits
from policy.media_type import MediaType
from tests.policy.blocks import big_tiff, directory, iim, tiff, xmp
from tests.policy.making import resource

RECORDS = iim(120, b"La mairie")


def walked(data: bytes, limits: Limits | None = None) -> Walk:
    return walk(data, MediaType.TIFF, limits or Limits())


@pytest.mark.parametrize("order", ["<", ">"])
def test_metadata_is_found_in_both_byte_orders(order: str) -> None:
    data = tiff((700, xmp()), (33723, RECORDS), (34377, resource(0x0404, RECORDS)), order=order)
    found = walked(data)
    assert [block.data for block in found.blocks.exif] == [data]
    assert [block.data for block in found.blocks.xmp] == [xmp()]
    assert [block.data for block in found.blocks.iptc] == [RECORDS, RECORDS]
    assert (found.width, found.height, found.obstacle, found.damage) == (640, 480, None, None)


def test_it_is_found_in_files_of_64_bits() -> None:
    found = walked(big_tiff((700, xmp())))
    assert [block.data for block in found.blocks.xmp] == [xmp()]
    assert (found.width, found.height, found.obstacle) == (640, 480, None)


def test_later_pages_are_read_too() -> None:
    start = len(tiff())
    data = tiff(following=start) + directory([(256, 1), (257, 1), (700, xmp())], start)
    found = walked(data)
    assert [block.where for block in found.blocks.xmp] == ["TIFF page 2, tag 700"]
    assert (found.width, found.height) == (640, 480)


def test_pages_in_a_circle_are_read_once() -> None:
    found = walked(tiff((700, xmp()), following=8))
    assert len(found.blocks.xmp) <= 2
    assert found.obstacle is None


@pytest.mark.parametrize(
    ("data", "obstacle"),
    [
        (b"II*\0", Obstacle.DAMAGED),
        (b"II*\0\x08\0\0\0", Obstacle.TRUNCATED),
        (b"II*\0\xff\xff\xff\xff" + bytes(64), Obstacle.TRUNCATED),
        (b"II*\0\x02\0\0\0" + bytes(64), Obstacle.DAMAGED),
        (b"II*\0\x08\0\0\0" + directory([(270, "no size")], 8), Obstacle.DAMAGED),
        (b"II+\0\x08\0\0\0" + bytes(4), Obstacle.DAMAGED),
    ],
)
def test_a_file_without_a_first_page_is_unreadable(data: bytes, obstacle: Obstacle) -> None:
    assert walked(data).obstacle is obstacle


@pytest.mark.parametrize(("width", "height"), [(0, 5), (5, 0)])
def test_a_picture_of_no_pixels_is_unreadable(width: int, height: int) -> None:
    assert walked(tiff(width=width, height=height)).obstacle is Obstacle.NO_PIXELS


@pytest.mark.parametrize(("offsets", "sizes"), [(273, 279), (324, 325)])
def test_pixels_beyond_the_end_mean_that_the_file_is_cut(offsets: int, sizes: int) -> None:
    found = walked(tiff((offsets, (8, 4_000)), (sizes, (10, 10_000))))
    assert (found.obstacle, found.damage) == (None, Obstacle.TRUNCATED)


def test_metadata_beyond_the_end_means_so_too() -> None:
    found = walked(tiff((700, xmp()))[:-10])
    assert (found.obstacle, found.damage) == (None, Obstacle.TRUNCATED)


def test_metadata_that_is_too_long_is_left_out_and_said() -> None:
    found = walked(tiff((700, xmp())), Limits(metadata_size=100))
    assert (found.blocks.xmp, found.damage) == ((), Obstacle.TOO_LARGE)


def test_pages_that_share_a_giant_table_cost_little_time() -> None:
    count = 1_000_000
    rows = [(256, 1, 1), (257, 1, 1), (273, count, 8), (279, count, 8)]
    page = struct.pack("<H", 4) + b"".join(struct.pack("<HHII", tag, 4, many, at) for tag, many, at in rows)
    size = len(page) + 4
    pages = b"".join(page + struct.pack("<I", 8 + size * number) for number in range(1, 65))
    data = (b"II*\0\x08\0\0\0" + pages).ljust(8 + 4 * count, b"\0")
    began = time.process_time()
    assert walked(data).obstacle is None
    assert time.process_time() - began < 2
