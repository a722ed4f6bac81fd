"""Pictures with enough in them to have a look, and what messengers and designers do to their copies."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

from PIL import Image, ImageDraw


def scene(seed: int, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """Return a picture of soft shapes with hard ones before them, another for each seed."""
    chance = random.Random(seed)
    soft = Image.frombytes("RGB", (8, 6), chance.randbytes(8 * 6 * 3)).resize(size, Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(soft)
    for _ in range(6):
        left, top = chance.randrange(size[0]), chance.randrange(size[1])
        box = (left, top, left + chance.randrange(20, size[0] // 2), top + chance.randrange(20, size[1] // 2))
        shape = pen.rectangle if chance.random() < 0.5 else pen.ellipse
        shape(box, fill=(chance.randrange(256), chance.randrange(256), chance.randrange(256)))
    return soft


def encoded(picture: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    """Return a picture as a file."""
    output = io.BytesIO()
    picture.save(output, form, **options)
    return output.getvalue()


def resized(picture: Image.Image, factor: float) -> Image.Image:
    """Return a picture enlarged or reduced."""
    width, height = (round(side * factor) for side in picture.size)
    return picture.resize((width, height), Image.Resampling.BICUBIC)


def fitted(picture: Image.Image, longest: int) -> Image.Image:
    """Return a picture reduced to a longest side, as messengers do."""
    copy = picture.copy()
    copy.thumbnail((longest, longest))
    return copy


COPIES: dict[str, Callable[[Image.Image], bytes]] = {
    "JPEG of quality 50": lambda picture: encoded(picture, quality=50),
    "reduced to 0.3": lambda picture: encoded(resized(picture, 0.3), "PNG"),
    "enlarged to 3": lambda picture: encoded(resized(picture, 3), quality=90),
    "WebP": lambda picture: encoded(picture, "WEBP", quality=70),
    "AVIF": lambda picture: encoded(picture, "AVIF", quality=50, speed=9),
    "GIF of 128 colours": lambda picture: encoded(picture.quantize(128), "GIF"),
    "Telegram's photo": lambda picture: encoded(fitted(picture, 1_280), quality=82),
    "Slack's small copy": lambda picture: encoded(fitted(picture, 480), quality=75),
}
