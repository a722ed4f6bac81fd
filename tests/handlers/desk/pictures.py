"""Small files of our own, made for each test."""

from __future__ import annotations

import io

from PIL import Image
from PIL.PngImagePlugin import PngInfo


def photo(colour: tuple[int, int, int] = (40, 90, 130), size: tuple[int, int] = (640, 480)) -> bytes:
    """Return a JPEG without any metadata."""
    output = io.BytesIO()
    Image.new("RGB", size, colour).save(output, "JPEG")
    return output.getvalue()


def generated() -> bytes:
    """Return a PNG with the settings that a web UI of Stable Diffusion leaves in it (« parameters »)."""
    notes = PngInfo()
    notes.add_text(
        "parameters",
        "a rose above the Seine, poster\nNegative prompt: blurry\n"
        "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, Size: 512x512, Model: sd15",
    )
    output = io.BytesIO()
    Image.new("RGB", (512, 512), (150, 60, 90)).save(output, "PNG", pnginfo=notes)
    return output.getvalue()
