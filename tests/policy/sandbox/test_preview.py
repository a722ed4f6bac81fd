"""Previews: small, upright, opaque, of every picture format; nothing at all for what is not a picture."""

from __future__ import annotations

import io

import pillow_heif
import pytest
from PIL import Image

from policy.limits import Limits
from policy.media_type import MediaType, sniff
from policy.sandbox import Preview, Sandbox
from policy.sandbox.preview import checked
from tests.policy.sandbox.hostile import ENTRY

RED = (200, 30, 30)
ORIENTATION = 0x0112


def encoded(picture: Image.Image, form: str, **options: object) -> bytes:
    """Return a picture as a file."""
    output = io.BytesIO()
    picture.save(output, form, **options)
    return output.getvalue()


def decoded(preview: Preview | None) -> Image.Image:
    """Return the pixels of a preview, which must be as large as it says."""
    assert preview is not None
    assert preview.media_type == "image/webp"
    picture = Image.open(io.BytesIO(preview.data), formats=("WEBP",))
    assert picture.size == (preview.width, preview.height)
    return picture.convert("RGB")


def close(picture: Image.Image, at: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    """Whether a pixel has a colour, give or take what lossy coding does."""
    pixel = picture.getpixel(at)
    assert isinstance(pixel, tuple)
    return all(abs(one - other) < 16 for one, other in zip(pixel, colour, strict=True))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF"])
def test_every_picture_format_has_a_preview(sandbox: Sandbox, form: str) -> None:
    data = encoded(Image.new("RGB", (2_000, 500), RED), form)
    picture = decoded(sandbox.preview(data, sniff(data)))
    assert picture.size == (1_024, 256)
    assert close(picture, (500, 100), RED)


def test_so_has_an_iphone_photo(sandbox: Sandbox) -> None:
    output = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (640, 320), RED)).save(output)
    data = output.getvalue()
    assert sniff(data) is MediaType.HEIC
    assert close(decoded(sandbox.preview(data, MediaType.HEIC)), (100, 100), RED)


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_the_very_first_worker_makes_one_too(form: str) -> None:
    data = encoded(Image.new("RGB", (64, 64), RED), form)
    with Sandbox(entry=ENTRY) as fresh:
        assert decoded(fresh.preview(data, sniff(data))).size == (64, 64)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_a_photo_held_sideways_is_shown_upright(sandbox: Sandbox, form: str) -> None:
    picture = Image.new("RGB", (3_000, 1_500), RED)
    picture.paste((255, 255, 255), (1_500, 0, 3_000, 1_500))
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # rotated by a quarter: the left side is the top
    data = encoded(picture, form, exif=exif)
    upright = decoded(sandbox.preview(data, sniff(data)))
    assert upright.size == (512, 1_024)
    assert close(upright, (250, 100), RED)
    assert close(upright, (250, 900), (255, 255, 255))


@pytest.mark.parametrize(
    ("mode", "colour"),
    [
        ("CMYK", (0, 255, 255, 0)),
        ("L", 128),
        ("1", 1),
        ("P", 7),
        ("LA", (128, 200)),
        ("I;16", 40_000),
        ("F", 0.5),
    ],
)
def test_every_colour_mode_has_a_preview(sandbox: Sandbox, mode: str, colour: object) -> None:
    data = encoded(Image.new(mode, (32, 32), colour), "TIFF")  # type: ignore[arg-type]
    assert decoded(sandbox.preview(data, MediaType.TIFF)).size == (32, 32)


def test_sixteen_bits_a_channel_keep_their_grey(sandbox: Sandbox) -> None:
    data = encoded(Image.new("I;16", (32, 32), 32_768), "PNG")
    assert close(decoded(sandbox.preview(data, MediaType.PNG)), (16, 16), (128, 128, 128))


def test_transparency_is_shown_on_white(sandbox: Sandbox) -> None:
    data = encoded(Image.new("RGBA", (32, 32), (0, 0, 0, 0)), "PNG")
    assert close(decoded(sandbox.preview(data, MediaType.PNG)), (16, 16), (255, 255, 255))


def test_a_preview_carries_no_metadata(sandbox: Sandbox) -> None:
    exif = Image.Exif()
    exif[0x010F] = "a camera's make"
    preview = sandbox.preview(encoded(Image.new("RGB", (64, 64)), "JPEG", exif=exif), MediaType.JPEG)
    assert preview is not None
    assert b"camera" not in preview.data


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"", MediaType.PNG),
        (b"not a picture", MediaType.PNG),
        (b"\xff\xd8\xff\xe0cut short", MediaType.JPEG),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", MediaType.SVG),
        (b"%PDF-1.7", MediaType.PDF),
    ],
)
def test_what_cannot_be_shown_has_no_preview(sandbox: Sandbox, data: bytes, media_type: MediaType) -> None:
    assert sandbox.preview(data, media_type) is None


def test_a_file_is_decoded_as_what_it_is_and_as_nothing_else(sandbox: Sandbox) -> None:
    gif = encoded(Image.new("RGB", (8, 8)), "GIF")
    assert sandbox.preview(gif, MediaType.PNG) is None


def test_too_many_pixels_have_no_preview() -> None:
    with Sandbox(limits=Limits(pixels=10_000), entry=ENTRY) as fresh:
        assert fresh.preview(encoded(Image.new("L", (101, 100)), "PNG"), MediaType.PNG) is None
        assert fresh.preview(encoded(Image.new("L", (100, 100)), "PNG"), MediaType.PNG)


def test_a_worker_can_hand_over_nothing_but_one_small_plain_picture() -> None:
    picture = Image.new("RGB", (40, 30), RED)
    plain = encoded(picture, "WEBP")
    assert checked(plain) == Preview(plain, "image/webp", 40, 30)
    forgeries = [
        b"",
        plain[:20],
        plain + b"<script>",
        plain[:-2],
        encoded(picture, "PNG"),
        encoded(picture, "WEBP", lossless=True),
        encoded(picture, "WEBP", exif=b"Exif\0\0MM\0*"),
        encoded(Image.new("RGB", (1_025, 30)), "WEBP"),
    ]
    for forged in forgeries:
        with pytest.raises(ValueError, match=r".+"):
            checked(forged)
