from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from policy.look import BANDS, DISTANCE, SIDE, bands, distance, look_of, near, read_look, write_look
from policy.media_type import sniff
from policy.sandbox import Sandbox
from policy.sandbox.preview import pack_preview, unpack_preview
from tests.policy.pictures_with_a_look import COPIES, encoded, scene

looks = st.integers(0, 2**64 - 1)
places = st.sets(st.integers(0, 63), max_size=DISTANCE)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(workers=1) as sandbox:
        yield sandbox


def seen(sandbox: Sandbox, data: bytes) -> int | None:
    preview = sandbox.preview(data, sniff(data))
    assert preview
    return preview.look


def look(sandbox: Sandbox, data: bytes) -> int:
    found = seen(sandbox, data)
    assert found is not None
    return found


@pytest.mark.parametrize("copy", COPIES)
def test_a_copy_looks_like_its_original(sandbox: Sandbox, copy: str) -> None:
    for seed in range(2):
        picture = scene(seed)
        original, other = look(sandbox, encoded(picture, "PNG")), look(sandbox, COPIES[copy](picture))
        assert distance(original, other) <= DISTANCE


def test_different_pictures_look_different(sandbox: Sandbox) -> None:
    found = [look(sandbox, encoded(scene(seed), quality=80)) for seed in range(10)]
    assert min(distance(one, other) for one in found for other in found if one is not other) > DISTANCE


def test_a_photo_held_sideways_looks_like_its_upright_copy(sandbox: Sandbox) -> None:
    upright = scene(5)
    exif = Image.Exif()
    exif[0x0112] = 6
    sideways = encoded(upright.transpose(Image.Transpose.ROTATE_90), exif=exif)
    assert distance(look(sandbox, encoded(upright)), look(sandbox, sideways)) <= DISTANCE


@pytest.mark.parametrize(
    "plain",
    [
        Image.new("RGB", (300, 200), (200, 30, 30)),
        Image.linear_gradient("L"),
        Image.new("RGBA", (64, 64), (0, 0, 0, 0)),
        Image.new("L", (1, 1), 255),
    ],
    ids=["one colour", "a plain gradient", "nothing at all", "one point"],
)
def test_a_plain_picture_has_no_look_rather_than_everybodys(sandbox: Sandbox, plain: Image.Image) -> None:
    assert seen(sandbox, encoded(plain, "PNG")) is None


def test_a_white_page_with_a_dot_has_none_either(sandbox: Sandbox) -> None:
    page = Image.new("RGB", (800, 1_100), "white")
    page.paste((0, 0, 0), (400, 500, 408, 508))
    assert seen(sandbox, encoded(page, "PNG")) is None


@given(st.binary(min_size=SIDE * SIDE, max_size=SIDE * SIDE))
def test_any_luma_has_a_look_of_64_bits_or_none(luma: bytes) -> None:
    found = look_of(luma)
    assert found is None or 0 <= found < 2**64
    assert look_of(luma) == found


@given(looks, places)
def test_every_look_within_the_distance_is_found_under_a_neighbouring_band(known: int, flipped: set[int]) -> None:
    asked = known ^ sum(1 << place for place in flipped)
    assert distance(known, asked) == len(flipped)
    assert any(band in near(probe) for band, probe in zip(bands(known), bands(asked), strict=True))


@given(looks)
def test_bands_are_the_look_cut_in_four(known: int) -> None:
    assert len(bands(known)) == BANDS
    assert int("".join(f"{band:04x}" for band in bands(known)), 16) == known


@given(looks)
def test_a_look_is_read_back_as_written(known: int) -> None:
    assert read_look(write_look(known)) == known


@pytest.mark.parametrize(
    "written", [None, 7, "", "0" * 15, "0" * 17, "g" * 16, "+" + "0" * 15, " " + "1" * 15, "A" * 16]
)
def test_nothing_else_is_a_look(written: object) -> None:
    assert read_look(written) is None


@pytest.mark.parametrize("found", [None, 0, 2**64 - 1])
def test_a_worker_hands_the_look_over_before_the_picture(found: int | None) -> None:
    picture = encoded(Image.new("RGB", (40, 30)), "WEBP")
    assert unpack_preview(pack_preview(picture, found)).look == found
    for cut in (0, 8, 9, 20):
        with pytest.raises(ValueError, match=r".+"):
            unpack_preview(pack_preview(picture, found)[:cut])
