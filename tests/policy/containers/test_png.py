"""PNG: every chunk counts wherever it stands, packed ones within bounds, and a bad checksum hides nothing."""

from __future__ import annotations

import struct
import zlib

import pytest

from policy.containers import Walk, walk
from policy.evidence import Obstacle
from policy.limits import MEBIBYTE, Limits
from policy.media_type import MediaType
from tests.policy.blocks import exif, iim, xmp
from tests.policy.making import (
    PNG_SIGNATURE,
    XMP_MARK,
    chunk,
    png,
    png_header,
    png_international_text,
    png_packed_text,
    png_raw_profile,
    png_text,
    resource,
)


def walked(data: bytes, limits: Limits | None = None) -> Walk:
    return walk(data, MediaType.PNG, limits or Limits())


def texts(found: Walk) -> list[tuple[str, str]]:
    return [(text.key, text.value) for text in found.blocks.text]


def test_text_is_read_before_and_after_the_pixels() -> None:
    found = walked(png(png_text("before", "one"), after=[png_text("after", "two")]))
    assert texts(found) == [("before", "one"), ("after", "two")]


def test_the_same_keyword_twice_is_read_twice() -> None:
    found = walked(png(png_text("parameters", "guilty"), png_text("parameters", "innocent")))
    assert texts(found) == [("parameters", "guilty"), ("parameters", "innocent")]


@pytest.mark.parametrize("value", ["é".encode(), "é".encode("latin-1")])
def test_text_may_be_utf_8_or_latin_1(value: bytes) -> None:
    assert texts(walked(png(png_text("Author", value)))) == [("Author", "é")]


@pytest.mark.parametrize("packed", [False, True])
def test_international_text_may_be_packed(packed: bool) -> None:
    data = png(png_international_text("Title", "Métro".encode(), packed=packed))
    assert texts(walked(data)) == [("Title", "Métro")]


@pytest.mark.parametrize("kind", [b"tEXt", b"iTXt", b"zTXt"])
def test_xmp_is_found_in_every_kind_of_text_chunk(kind: bytes) -> None:
    packet, key = xmp(), b"XML:com.adobe.xmp\0"
    bodies = {b"tEXt": packet, b"iTXt": b"\0\0\0\0" + packet, b"zTXt": b"\0" + zlib.compress(packet)}
    found = walked(png(chunk(kind, key + bodies[kind])))
    assert [block.data for block in found.blocks.xmp] == [packet]
    assert not found.blocks.text


@pytest.mark.parametrize("mark", [b"Exif\0\0", b""])
@pytest.mark.parametrize("name", ["exif", "APP1"])
def test_imagemagicks_profiles_are_unpacked(name: str, mark: bytes) -> None:
    block = exif([(0x010F, "Canon")])
    found = walked(png(png_raw_profile(name, mark + block)))
    assert [item.data for item in found.blocks.exif] == [block]


def test_imagemagicks_xmp_and_iptc_profiles_are_unpacked() -> None:
    records = iim(120, b"La mairie")
    chunks = [png_raw_profile("xmp", xmp()), png_raw_profile("APP1", XMP_MARK + xmp())]
    chunks += [png_raw_profile("iptc", resource(0x0404, records)), png_raw_profile("8bim", records)]
    found = walked(png(*chunks))
    assert [item.data for item in found.blocks.xmp] == [xmp()] * 2
    assert [item.data for item in found.blocks.iptc] == [records] * 2


def test_a_profile_that_is_no_hexadecimal_costs_nothing() -> None:
    found = walked(png(png_packed_text("Raw profile type exif", b"\nexif\n 9\nnothing of the sort\n")))
    assert (found.obstacle, found.blocks.exif) == (None, ())


def test_what_follows_the_picture_is_its_trailer() -> None:
    data = png()
    found = walked(data + b"SEFT")
    assert found.blocks.trailer is not None
    assert found.blocks.trailer.data == b"SEFT"
    assert str(len(data)) in found.blocks.trailer.where


def test_a_wrong_checksum_is_damage_and_hides_nothing() -> None:
    found = walked(png(chunk(b"tEXt", b"parameters\0guilty", checksum=b"bad!")))
    assert texts(found) == [("parameters", "guilty")]
    assert (found.obstacle, found.damage) == (None, Obstacle.DAMAGED)


@pytest.mark.parametrize("build", [png_packed_text, lambda key, value: png_international_text(key, value, packed=True)])
def test_a_bomb_in_one_text_is_cut_and_said(build: object) -> None:
    assert callable(build)
    bomb = build("bomb", bytes(64 * MEBIBYTE))
    assert len(bomb) < 100_000
    found = walked(png(bomb, png_text("parameters", "guilty")), Limits(metadata_size=MEBIBYTE))
    assert ("parameters", "guilty") in texts(found)
    assert len(found.blocks.text[0].value) == MEBIBYTE
    assert found.damage is Obstacle.UNPACKS_TOO_LARGE


def test_many_bombs_end_the_walk_and_keep_what_came_before() -> None:
    bomb = png_packed_text("bomb", bytes(MEBIBYTE))
    found = walked(png(png_text("parameters", "guilty"), *[bomb] * 40), Limits(metadata_size=MEBIBYTE))
    assert texts(found)[0] == ("parameters", "guilty")
    assert found.obstacle is Obstacle.UNPACKS_TOO_LARGE


def test_damaged_packed_text_gives_its_sound_beginning() -> None:
    packed = bytearray(zlib.compress(b"Steps: 20 " * 4_000, 0))
    packed[20_000] ^= 1  # a stored block does not notice, its checksum does
    found = walked(png(chunk(b"zTXt", b"parameters\0\0" + bytes(packed))))
    assert found.blocks.text[0].value.startswith("Steps: 20 ")
    assert found.damage is Obstacle.DAMAGED


def test_text_chunks_without_end_are_too_complex() -> None:
    found = walked(png(*[png_text("a", "b")] * 200), Limits(boxes=100))
    assert found.obstacle is Obstacle.TOO_COMPLEX


def test_the_size_is_what_the_header_says() -> None:
    found = walked(png(width=60_000, height=60_000))
    assert (found.width, found.height, found.obstacle) == (60_000, 60_000, None)


@pytest.mark.parametrize(("width", "height"), [(0, 5), (5, 0), (0, 0)])
def test_a_picture_of_no_pixels_is_unreadable(width: int, height: int) -> None:
    assert walked(png(width=width, height=height)).obstacle is Obstacle.NO_PIXELS


@pytest.mark.parametrize(
    ("data", "obstacle"),
    [
        (PNG_SIGNATURE, Obstacle.DAMAGED),
        (PNG_SIGNATURE + chunk(b"tEXt", b"a\0b"), Obstacle.DAMAGED),
        (PNG_SIGNATURE + png_header(1, 1), Obstacle.TRUNCATED),
        (PNG_SIGNATURE + png_header(1, 1) + chunk(b"IEND", b""), Obstacle.DAMAGED),
    ],
)
def test_a_file_without_header_or_pixels_is_unreadable(data: bytes, obstacle: Obstacle) -> None:
    assert walked(data).obstacle is obstacle


def test_a_chunk_that_claims_more_than_the_file_holds_is_read_as_far_as_it_goes() -> None:
    data = png()[:-12] + struct.pack(">I", 2**31 - 1) + b"tEXtparameters\0guilty!!!!"
    found = walked(data)
    assert texts(found) == [("parameters", "guilty!!!!")]
    assert found.damage is Obstacle.TRUNCATED
