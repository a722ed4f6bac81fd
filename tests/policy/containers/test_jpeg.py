"""JPEG: every segment counts, before and after the pixels, and what follows the picture is kept apart."""

from __future__ import annotations

import struct

import pytest

from policy.containers import Walk, walk
from policy.evidence import Obstacle
from policy.limits import Limits
from policy.media_type import MediaType
from tests.policy.blocks import exif, iim, xmp
from tests.policy.making import (
    jpeg,
    jpeg_comment,
    jpeg_exif,
    jpeg_extended_xmp,
    jpeg_iptc,
    jpeg_xmp,
    resource,
    segment,
)

BLOCK = exif([(0x010F, "Canon")])
PHOTOSHOP = b"Photoshop 3.0\0"


def walked(data: bytes, limits: Limits | None = None) -> Walk:
    return walk(data, MediaType.JPEG, limits or Limits())


def test_segments_are_found_in_any_order_and_each_time() -> None:
    found = walked(jpeg(jpeg_xmp(xmp()), jpeg_exif(BLOCK), jpeg_exif(BLOCK), jpeg_iptc(iim(120, b"ici"))))
    assert [block.data for block in found.blocks.exif] == [BLOCK, BLOCK]
    assert [block.data for block in found.blocks.xmp] == [xmp()]
    assert [block.data for block in found.blocks.iptc] == [iim(120, b"ici")]


def test_a_segment_after_the_pixels_counts_too() -> None:
    data = jpeg()[:-2] + jpeg_comment(b"late") + b"\xff\xd9"
    assert [text.value for text in walked(data).blocks.text] == ["late"]


def test_fill_bytes_before_a_marker_are_passed_over() -> None:
    found = walked(jpeg(b"\xff\xff\xff" + jpeg_exif(BLOCK)))
    assert [block.data for block in found.blocks.exif] == [BLOCK]


def test_extended_xmp_is_joined_in_the_order_of_its_offsets() -> None:
    packet = xmp(xmp_CreatorTool="GIMP " + "3" * 500)
    found = walked(jpeg(*reversed(jpeg_extended_xmp(packet, 100))))
    assert [block.data for block in found.blocks.xmp] == [packet]


def test_extended_packets_of_several_names_stay_apart() -> None:
    first = jpeg_extended_xmp(b"one" * 50, 60, guid=b"1" * 32)
    second = jpeg_extended_xmp(b"two" * 50, 60, guid=b"2" * 32)
    found = walked(jpeg(*(part for pair in zip(first, second, strict=True) for part in pair)))
    assert [block.data for block in found.blocks.xmp] == [b"one" * 50, b"two" * 50]


def test_photoshop_resources_may_run_over_several_segments() -> None:
    resources = resource(0x03ED, bytes(21), b"odd") + resource(0x0404, iim(120, b"ici"))
    found = walked(jpeg(segment(0xED, PHOTOSHOP + resources[:30]), segment(0xED, PHOTOSHOP + resources[30:])))
    assert [block.data for block in found.blocks.iptc] == [iim(120, b"ici")]


def test_bare_iptc_records_are_found_too() -> None:
    found = walked(jpeg(segment(0xED, PHOTOSHOP + iim(120, b"ici"))))
    assert [block.data for block in found.blocks.iptc] == [iim(120, b"ici")]


def test_photoshop_keeps_xmp_there_too() -> None:
    found = walked(jpeg(segment(0xED, PHOTOSHOP + resource(0x0424, xmp()))))
    assert [block.data for block in found.blocks.xmp] == [xmp()]


def test_a_chinese_label_is_found_in_any_application_segment() -> None:
    found = walked(jpeg(segment(0xEB, b'AIGC{"Label":"1"}')))
    assert [(text.key, text.value) for text in found.blocks.text] == [("AIGC", 'AIGC{"Label":"1"}')]


def test_the_size_is_that_of_the_picture_and_not_of_a_bared_thumbnail() -> None:
    thumbnail = jpeg(width=160, height=120)
    found = walked(jpeg(segment(0xE2, b"") + thumbnail, width=4_000, height=3_000))
    assert (found.width, found.height, found.obstacle) == (4_000, 3_000, None)


def test_what_follows_the_picture_is_its_trailer() -> None:
    found = walked(jpeg(trailer=b"SEFT"))
    assert found.blocks.trailer is not None
    assert found.blocks.trailer.data == b"SEFT"


@pytest.mark.parametrize(("width", "height"), [(0, 5), (5, 0)])
def test_a_picture_of_no_pixels_is_unreadable(width: int, height: int) -> None:
    assert walked(jpeg(width=width, height=height)).obstacle is Obstacle.NO_PIXELS


def test_a_giant_header_is_measured_and_costs_nothing() -> None:
    found = walked(jpeg(width=60_000, height=60_000))
    assert (found.width, found.height, found.obstacle) == (60_000, 60_000, None)


def test_a_segment_smaller_than_its_own_size_is_damage_and_hides_nothing() -> None:
    found = walked(jpeg(b"\xff\xe5\0\1" + jpeg_exif(BLOCK)))
    assert [block.data for block in found.blocks.exif] == [BLOCK]
    assert (found.obstacle, found.damage) == (None, Obstacle.DAMAGED)


def test_a_picture_cut_within_its_pixels_is_truncated_but_readable() -> None:
    found = walked(jpeg(jpeg_exif(BLOCK))[:-4])
    assert [block.data for block in found.blocks.exif] == [BLOCK]
    assert (found.obstacle, found.damage) == (None, Obstacle.TRUNCATED)


def test_a_text_renamed_to_jpg_is_unreadable() -> None:
    assert walked(b"\xff\xd8\xff" + b"Chers camarades, " * 100).obstacle is Obstacle.TRUNCATED


def test_more_metadata_segments_than_any_picture_has_are_too_complex() -> None:
    found = walked(jpeg(*[jpeg_comment(b"")] * 200), Limits(boxes=100))
    assert found.obstacle is Obstacle.TOO_COMPLEX


def test_extended_xmp_that_lies_about_its_offsets_costs_no_memory() -> None:
    head = b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 32 + struct.pack(">II", 2**32 - 1, 2**32 - 1)
    found = walked(jpeg(segment(0xE1, head + b"<a/>")))
    assert [block.data for block in found.blocks.xmp] == [b"<a/>"]
