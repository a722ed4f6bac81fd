"""HEIC, AVIF, MP4, MOV: items, boxes and user data, and never more boxes than c2pa can bear."""

from __future__ import annotations

import pytest

from policy.containers import Walk, walk
from policy.evidence import Obstacle
from policy.limits import Limits
from policy.media_type import MediaType
from tests.policy.blocks import exif, xmp
from tests.policy.making import XMP_UUID, box, full_box, heic, keyed_data, user_data, video

BLOCK = exif([(0x010F, "Apple")])


def walked(data: bytes, media_type: MediaType = MediaType.HEIC, limits: Limits | None = None) -> Walk:
    return walk(data, media_type, limits or Limits())


@pytest.mark.parametrize("idat", [False, True])
@pytest.mark.parametrize("media_type", [MediaType.HEIC, MediaType.AVIF])
def test_items_are_found_wherever_their_bytes_stand(media_type: MediaType, idat: bool) -> None:
    found = walked(heic((b"Exif", BLOCK), (b"mime", xmp()), idat=idat), media_type)
    assert [block.data for block in found.blocks.exif] == [BLOCK]
    assert [block.data for block in found.blocks.xmp] == [xmp()]
    assert (found.obstacle, found.damage) == (None, None)


def test_the_size_is_that_of_the_largest_picture() -> None:
    sizes = box(b"iprp", box(b"ipco", *(full_box(b"ispe", bytes(3), b"\1", bytes(3), bytes([n])) for n in (2, 9, 4))))
    found = walked(box(b"ftyp", b"heic", bytes(4)) + full_box(b"meta", sizes))
    assert (found.width, found.height) == (1, 9)


def test_a_still_file_without_a_metadata_box_is_unreadable() -> None:
    assert walked(box(b"ftyp", b"heic", bytes(4)) + box(b"mdat", bytes(9))).obstacle is Obstacle.DAMAGED


def test_a_film_without_a_film_box_is_unreadable() -> None:
    assert walked(box(b"ftyp", b"isom", bytes(4)), MediaType.MP4).obstacle is Obstacle.DAMAGED


def test_no_pixels_no_picture() -> None:
    assert walked(heic(width=0)).obstacle is Obstacle.NO_PIXELS


def test_a_film_has_the_size_of_its_largest_track() -> None:
    found = walked(video(width=1_920, height=1_080), MediaType.MP4)
    assert (found.width, found.height, found.obstacle) == (1_920, 1_080, None)


@pytest.mark.parametrize("carrier", [box(b"uuid", XMP_UUID, xmp()), box(b"moov", box(b"udta", box(b"XMP_", xmp())))])
def test_xmp_of_films_is_found_in_both_of_its_places(carrier: bytes) -> None:
    found = walked(video() + carrier, MediaType.MOV)
    assert [block.data for block in found.blocks.xmp] == [xmp()]


def test_user_data_gives_what_programs_write_there() -> None:
    texts = walked(video(user_data(b"\xa9swr", b"Lavf60")), MediaType.MOV).blocks.text
    assert [(text.key, text.value) for text in texts] == [("©swr", "Lavf60")]


def test_keyed_data_gives_each_text_under_its_name() -> None:
    texts = walked(video(keyed_data(com_apple_quicktime_software="18.1", AIGC="{}")), MediaType.MP4).blocks.text
    assert [(text.key, text.value) for text in texts] == [("com.apple.quicktime.software", "18.1"), ("AIGC", "{}")]


def test_itunes_lists_give_theirs_too() -> None:
    name = box(b"\xa9too", box(b"data", bytes(8), b"HandBrake"))
    found = walked(video(box(b"udta", full_box(b"meta", box(b"ilst", name)))), MediaType.MP4)
    assert [(text.key, text.value) for text in found.blocks.text] == [("©too", "HandBrake")]


def test_a_box_of_64_bits_is_measured_rightly() -> None:
    wide = (1).to_bytes(4, "big") + b"uuid" + (32 + len(xmp())).to_bytes(8, "big") + XMP_UUID + xmp()
    assert [block.data for block in walked(video() + wide, MediaType.MP4).blocks.xmp] == [xmp()]


def test_a_box_of_size_nought_goes_to_the_end() -> None:
    last = (0).to_bytes(4, "big") + b"uuid" + XMP_UUID + xmp()
    assert [block.data for block in walked(video() + last, MediaType.MP4).blocks.xmp] == [xmp()]


@pytest.mark.parametrize("kind", [b"free", b"uuid", b"trak"])
def test_more_boxes_than_c2pa_bears_are_too_complex(kind: bytes) -> None:
    assert walked(video() + box(kind) * 6_000, MediaType.MP4).obstacle is Obstacle.TOO_COMPLEX
    assert walked(video(box(kind) * 6_000), MediaType.MP4).obstacle is Obstacle.TOO_COMPLEX


def test_boxes_in_boxes_without_end_are_too_complex() -> None:
    nest = b""
    for _ in range(100):
        nest = box(b"trak", nest)
    assert walked(video(nest), MediaType.MP4).obstacle is Obstacle.TOO_COMPLEX


def test_an_impossible_size_is_damage_and_hides_nothing_before_it() -> None:
    found = walked(video(user_data(b"\xa9cmt", b"here")) + b"\0\0\0\4junkjunk", MediaType.MP4)
    assert [text.value for text in found.blocks.text] == ["here"]
    assert (found.obstacle, found.damage) == (None, Obstacle.DAMAGED)


def test_items_that_point_beyond_the_file_come_out_empty() -> None:
    data = heic((b"mime", xmp()))
    found = walked(data[: data.index(b"mdat") + 4])
    assert [block.data for block in found.blocks.xmp] in ([], [b""])


def test_many_items_on_the_same_bytes_cost_bounded_memory() -> None:
    count = 2_000
    entries = [full_box(b"infe", n.to_bytes(2, "big"), b"\0\0Exif\0", version=2) for n in range(1, count + 1)]
    rows = b"".join(n.to_bytes(2, "big") + bytes(4) + b"\0\1" + bytes(4) + b"\0\x10\0\0" for n in range(1, count + 1))
    places = full_box(b"iloc", b"\x44\0", count.to_bytes(2, "big"), rows, version=1)
    meta = full_box(b"meta", full_box(b"iinf", count.to_bytes(2, "big"), *entries), places)
    found = walked(box(b"ftyp", b"heic", bytes(4)) + meta + bytes(1_100_000), limits=Limits(metadata_size=1_000_000))
    assert found.obstacle is Obstacle.TOO_LARGE
    assert sum(len(block.data) for block in found.blocks.exif) <= 17_000_000
