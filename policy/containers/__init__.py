"""Finds the carriers of metadata in each format, in bounded time, without decoding a pixel."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from policy.containers.basket import Basket, StopWalkError, Walk
from policy.containers.bmff import walk_bmff
from policy.containers.gif import walk_gif
from policy.containers.jpeg import walk_jpeg
from policy.containers.pdf import walk_pdf
from policy.containers.png import walk_png
from policy.containers.riff import walk_webp
from policy.containers.svg import walk_svg
from policy.containers.tiff import walk_tiff
from policy.evidence import Obstacle
from policy.limits import Limits
from policy.media_type import MediaType

__all__ = ["Walk", "walk"]

_WALKERS: dict[MediaType, Callable[[bytes, Basket], None]] = {
    MediaType.JPEG: walk_jpeg,
    MediaType.PNG: walk_png,
    MediaType.WEBP: walk_webp,
    MediaType.GIF: walk_gif,
    MediaType.TIFF: walk_tiff,
    MediaType.HEIC: partial(walk_bmff, video=False),
    MediaType.AVIF: partial(walk_bmff, video=False),
    MediaType.MP4: partial(walk_bmff, video=True),
    MediaType.MOV: partial(walk_bmff, video=True),
    MediaType.SVG: walk_svg,
    MediaType.PDF: walk_pdf,
}


def walk(data: bytes, media_type: MediaType, limits: Limits) -> Walk:
    """Walk over a file's container and return what it holds, whatever the bytes are.

    What was found before an obstacle or damage is kept: text after a cut picture counts as much as any other.
    """
    basket = Basket(limits)
    if not data:
        basket.note_obstacle(Obstacle.EMPTY)
    elif media_type not in _WALKERS:
        basket.note_obstacle(Obstacle.UNSUPPORTED)
    else:
        _walk(data, media_type, basket)
    return basket.walk()


def _walk(data: bytes, media_type: MediaType, basket: Basket) -> None:
    try:
        _WALKERS[media_type](data, basket)
    except StopWalkError as stop:
        basket.obstacle = stop.obstacle
    if basket.width == 0 or basket.height == 0:
        basket.note_obstacle(Obstacle.NO_PIXELS)
