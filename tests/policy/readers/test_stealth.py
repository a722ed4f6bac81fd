"""Text hidden in pixels: found in every form that is written, and in no picture that hides none."""

from __future__ import annotations

import gzip
import io
import json
import random
import zlib
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from policy.evidence import Look, Obstacle, Origin, ReaderName, Report, Strength
from policy.limits import MEBIBYTE, Limits
from policy.media_type import MediaType, sniff
from policy.readers import stealth as reader
from policy.readers.protocol import Subject
from tests.policy.blocks import INFOTEXT
from tests.policy.making import PNG_SIGNATURE, chunk, png, png_header, png_packed_text, riff_chunk, webp

NOVELAI = json.dumps(
    {"Description": "a boat", "Software": "NovelAI", "Source": "NovelAI Diffusion V4", "Comment": "{}"}
)


@dataclass(frozen=True)
class Form:
    signature: bytes
    alpha: bool
    packed: bool


FORMS = [
    Form(b"stealth_pnginfo", alpha=True, packed=False),
    Form(b"stealth_pngcomp", alpha=True, packed=True),
    Form(b"stealth_rgbinfo", alpha=False, packed=False),
    Form(b"stealth_rgbcomp", alpha=False, packed=True),
]
ALPHA, PACKED_ALPHA, COLOURS, _ = FORMS


def noise(width: int, height: int, mode: str) -> Image.Image:
    """A picture of seeded noise, opaque where it has an alpha channel."""
    channels = len(mode)
    pixels = bytearray(random.Random(7).randbytes(width * height * channels))
    if mode == "RGBA":
        pixels[3::4] = b"\xff" * (width * height)
    return Image.frombytes(mode, (width, height), bytes(pixels))


def hidden(form: Form, payload: bytes, *, size: int | None = None) -> str:
    """The bits to hide: the signature, the size in bits, the payload."""
    body = gzip.compress(payload) if form.packed else payload
    count = len(body) * 8 if size is None else size
    return "".join(f"{byte:08b}" for byte in form.signature + count.to_bytes(4, "big") + body)


def hide(picture: Image.Image, form: Form, bits: str) -> Image.Image:
    """Write bits into the lowest bits, column by column, as the original extension does."""
    picture = picture.copy()
    pixels = picture.load()
    assert pixels is not None
    per_pixel = 1 if form.alpha else 3
    for number, start in enumerate(range(0, len(bits), per_pixel)):
        place = divmod(number, picture.height)
        values = list(pixels[place])  # type: ignore[arg-type]
        for channel, bit in enumerate(bits[start : start + per_pixel], 3 if form.alpha else 0):
            values[channel] = values[channel] & 0xFE | int(bit)
        pixels[place] = tuple(values)
    return picture


def encoded(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    output = io.BytesIO()
    picture.save(output, kind, **options)
    return output.getvalue()


def read(data: bytes, limits: Limits | None = None) -> Report:
    return reader.read(Subject(data, sniff(data), limits=limits or Limits()))


def generated(form: Form, width: int = 64, height: int = 160, mode: str = "RGBA", text: str = INFOTEXT) -> Image.Image:
    return hide(noise(width, height, mode), form, hidden(form, text.encode()))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("width", "height"), [(64, 160), (160, 64), (120, 120)], ids=["high", "wide", "just high enough"]
)
def test_every_form_is_found_in_png(form: Form, width: int, height: int) -> None:
    report = read(encoded(generated(form, width, height)))
    (item,) = report.evidence
    assert (item.marker, item.origin, item.strength) == ("stealth pnginfo", Origin.AI_GENERATED, Strength.UNSIGNED)
    assert item.tool == "AUTOMATIC1111"
    assert item.where == ("LSB A" if form.alpha else "LSB RGB")
    assert len(item.value) <= 120
    assert report.obstacle is None


def test_colours_without_transparency_can_hide_it_too() -> None:
    assert read(encoded(generated(COLOURS, mode="RGB"))).look is Look.FOUND


@pytest.mark.parametrize("form", [ALPHA, PACKED_ALPHA])
def test_transparency_survives_a_lossy_webp(form: Form) -> None:
    data = encoded(generated(form), "WEBP", quality=80, exact=True)
    assert read(data).evidence[0].origin is Origin.AI_GENERATED


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_lossless_webp_keeps_colours(mode: str) -> None:
    data = encoded(generated(COLOURS, mode=mode), "WEBP", lossless=True, exact=True)
    assert read(data).look is Look.FOUND


def test_novelais_record_is_understood() -> None:
    (item,) = read(encoded(generated(PACKED_ALPHA, text=NOVELAI))).evidence
    assert (item.origin, item.tool) == (Origin.AI_GENERATED, "NovelAI")


def test_interlaced_pictures_are_read_too() -> None:
    picture = generated(ALPHA, 16, 300)
    assert read(interlaced(picture)).look is Look.FOUND


def interlaced(picture: Image.Image) -> bytes:
    """The picture in Adam7, unfiltered (PNG, third edition, §8.1)."""
    rows = b""
    for left, top, across, down in (
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    ):
        for y in range(top, picture.height, down):
            line = b"".join(bytes(picture.getpixel((x, y))) for x in range(left, picture.width, across))  # type: ignore[arg-type]
            rows += b"\0" + line if line else b""
    head = PNG_SIGNATURE + png_header(picture.width, picture.height, colour=6, interlace=1)
    return head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def test_a_bomb_beside_the_pixels_blinds_nobody() -> None:
    data = encoded(generated(ALPHA))
    bomb = png_packed_text("bomb", bytes(64 * MEBIBYTE))
    assert read(data[:33] + bomb + data[33:]).look is Look.FOUND


def test_a_hidden_bomb_is_cut_at_the_limit() -> None:
    picture = hide(noise(512, 512, "RGBA"), PACKED_ALPHA, hidden(PACKED_ALPHA, bytes(16 * MEBIBYTE)))
    report = read(encoded(picture), Limits(metadata_size=MEBIBYTE))
    assert report.obstacle is Obstacle.UNPACKS_TOO_LARGE
    assert [item.origin for item in report.evidence] == [Origin.UNKNOWN]


@pytest.mark.parametrize("size", [0, 7, 8, 2**32 - 1])
def test_a_wrong_size_still_shows_that_something_is_hidden(size: int) -> None:
    picture = hide(noise(64, 160, "RGBA"), ALPHA, hidden(ALPHA, b"x", size=size))
    (item,) = read(encoded(picture)).evidence
    assert (item.marker, item.origin) == ("stealth pnginfo", Origin.UNKNOWN)


def test_a_hidden_text_of_something_else_accuses_nobody() -> None:
    (item,) = read(encoded(generated(ALPHA, text="bonjour"))).evidence
    assert (item.value, item.origin) == ("bonjour", Origin.UNKNOWN)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize(("width", "height"), [(1, 1), (64, 160), (160, 64)])
def test_a_picture_that_hides_nothing_is_nothing(mode: str, width: int, height: int) -> None:
    assert read(encoded(noise(width, height, mode))) == Report(ReaderName.STEALTH, Look.NOTHING)
    assert read(encoded(noise(width, height, mode), "WEBP", lossless=True)).look is Look.NOTHING


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "I;16"])
def test_pictures_of_other_kinds_hide_nothing(mode: str) -> None:
    assert read(encoded(Image.new(mode, (130, 130)))).look is Look.NOTHING


@pytest.mark.parametrize("kind", ["JPEG", "GIF", "TIFF"])
def test_other_formats_are_not_looked_at(kind: str) -> None:
    assert read(encoded(noise(16, 16, "RGB"), kind)).look is Look.NOTHING


@pytest.mark.parametrize("height", [50, 160])
def test_a_cut_picture_is_not_nothing(height: int) -> None:
    data = encoded(noise(160, height, "RGBA"))
    report = read(data[: len(data) // 3])
    assert report.look is Look.COULD_NOT_LOOK
    assert report.obstacle in {Obstacle.TRUNCATED, Obstacle.DAMAGED}


@pytest.mark.parametrize(
    "data",
    [
        PNG_SIGNATURE,
        PNG_SIGNATURE + png_header(200, 200, colour=6) + chunk(b"IDAT", b"no zlib") + chunk(b"IEND", b""),
        PNG_SIGNATURE + png_header(200, 200, colour=6) + chunk(b"IEND", b""),
        webp(flags=0x10, width=20, height=20),
    ],
)
def test_damaged_pixels_are_not_nothing(data: bytes) -> None:
    assert read(data).look is Look.COULD_NOT_LOOK


@pytest.mark.parametrize(
    "data",
    [
        PNG_SIGNATURE + png_header(60_000, 60_000, colour=6, interlace=1) + chunk(b"IDAT", b""),
        PNG_SIGNATURE + png_header(2**31 - 1, 200, colour=6) + chunk(b"IDAT", b""),
        PNG_SIGNATURE + png_header(2**31 - 1, 5, colour=2) + chunk(b"IDAT", b""),
        webp(flags=0x10, width=60_000, height=60_000),
        webp(riff_chunk(b"VP8L", b"\x2f\xff\xff\xff\x0f"), width=16_383, height=16_383),
    ],
)
def test_more_pixels_than_the_limit_are_left_alone_and_said(data: bytes) -> None:
    report = read(data)
    assert (report.look, report.obstacle) == (Look.COULD_NOT_LOOK, Obstacle.TOO_MANY_PIXELS)


def test_of_a_giant_picture_the_first_column_is_enough() -> None:
    rows = zlib.compress(bytes((1 + 60_000 * 4) * 120), 1)
    data = PNG_SIGNATURE + png_header(60_000, 60_000, colour=6) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    assert read(data).look is Look.NOTHING


@pytest.mark.parametrize("side", [9_000, 10_000, 20_000])
def test_a_second_header_does_not_get_around_the_limit(side: int) -> None:
    small = encoded(noise(100, 100, "RGBA"))
    data = small[:33] + png_header(side, side, colour=6, interlace=1) + small[33:]
    report = read(data)
    assert (report.look, report.obstacle) == (Look.COULD_NOT_LOOK, Obstacle.TOO_MANY_PIXELS)


def test_every_prefix_gets_an_answer() -> None:
    data = encoded(generated(ALPHA, 16, 160))
    for size in range(0, len(data), 7):
        assert isinstance(reader.read(Subject(data[:size], MediaType.PNG)), Report)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([0, 2, 3, 4, 6, 7]), st.integers(0, 300), st.integers(0, 300))
def test_random_pixels_get_an_answer(rest: bytes, colour: int, width: int, height: int) -> None:
    data = PNG_SIGNATURE + png_header(width, height, colour=colour) + chunk(b"IDAT", rest) + chunk(b"IEND", b"")
    assert isinstance(read(data), Report)


def test_a_plain_grey_picture_is_nothing() -> None:
    assert read(png(width=200, height=200)).look is Look.NOTHING
