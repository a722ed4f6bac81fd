"""Makes a preview out of a stranger's bytes, and takes its look. Runs in a worker only."""

from __future__ import annotations

import io

# Imported for Pillow, which would do so later, when nothing can be: TIFF is what EXIF blocks are made of.
import PIL.TiffImagePlugin
import PIL.WebPImagePlugin  # noqa: F401
from PIL import Image, ImageOps

from policy.limits import Limits
from policy.look import SIDE, look_of
from policy.sandbox.preview import LONGEST_SIDE, pack_preview

_RESIZABLE = {"RGB", "RGBA", "L", "LA", "CMYK", "YCbCr"}
"""Modes that are made small first and plain afterwards; others (palettes, 16 bits) resize badly."""
_BACKGROUND = (255, 255, 255)
_QUALITY = 80
_EFFORT = 2
"""WebP's method, 0 to 6: a quarter of the default's time for a few per cent more bytes."""


def thumbnail(data: bytes, limits: Limits) -> bytes:
    """Return the first frame as a small upright WebP, after its look (`pack_preview`).

    Raises:
        Exception: Whatever Pillow raises on a file that it can't decode, or on too many pixels.
    """
    with Image.open(io.BytesIO(data)) as picture:
        if picture.width * picture.height > limits.pixels:
            raise ValueError("too many pixels")
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        orientation = picture.getexif()
        small = picture if picture.mode in _RESIZABLE else _opaque(picture)
        small.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BICUBIC, reducing_gap=2.0)
        small = _opaque(small)
    small.getexif().update(orientation)
    output = io.BytesIO()
    upright = ImageOps.exif_transpose(small)
    upright.save(output, "WEBP", quality=_QUALITY, method=_EFFORT, exif=b"", icc_profile=b"")
    luma = upright.convert("L").resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    return pack_preview(output.getvalue(), look_of(luma.tobytes()))


def _opaque(picture: Image.Image) -> Image.Image:
    """Return the picture in plain RGB, on white where it was transparent."""
    if picture.mode.startswith(("I", "F")):  # 16 bits and more a channel: Pillow would clip, not scale
        picture = picture.convert("F").point(lambda value: value * (1 / 257)).convert("L")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    ground = Image.new("RGB", layer.size, _BACKGROUND)
    ground.paste(layer, mask=layer.getchannel("A"))
    return ground
