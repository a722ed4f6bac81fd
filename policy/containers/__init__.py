"""Finds the carriers of metadata in each format, in bounded time, without decoding a pixel."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from policy.containers.basket import Basket, StopWalkError, Walk
from policy.evidence import Obstacle
from policy.limits import Limits
from policy.media_type import MediaType

__all__ = ["Walk", "load", "walk"]

_WALKERS = {
    MediaType.JPEG: "jpeg:walk_jpeg",
    MediaType.PNG: "png:walk_png",
    MediaType.WEBP: "riff:walk_webp",
    MediaType.GIF: "gif:walk_gif",
    MediaType.TIFF: "tiff:walk_tiff",
    MediaType.HEIC: "bmff:walk_picture",
    MediaType.AVIF: "bmff:walk_picture",
    MediaType.MP4: "bmff:walk_video",
    MediaType.MOV: "bmff:walk_video",
    MediaType.SVG: "svg:walk_svg",
    MediaType.PDF: "pdf:walk_pdf",
}
"""What walks over each format, as `module:function`; loaded for the formats that come, not for all at every start."""


def load(media_type: MediaType) -> Callable[[bytes, Basket], None] | None:
    """Return what walks over a format; a process that is about to lose its files calls this ahead."""
    if media_type not in _WALKERS:
        return None
    module, _, function = _WALKERS[media_type].partition(":")
    walker: Callable[[bytes, Basket], None] = getattr(import_module(f"{__name__}.{module}"), function)
    return walker


def walk(data: bytes, media_type: MediaType, limits: Limits) -> Walk:
    """Walk over a file's container and return what it holds, whatever the bytes are.

    What was found before an obstacle or damage is kept: text after a cut picture counts as much as any other.
    """
    basket = Basket(limits)
    if not data:
        basket.note_obstacle(Obstacle.EMPTY)
    elif walker := load(media_type):
        _walk(data, walker, basket)
    else:
        basket.note_obstacle(Obstacle.UNSUPPORTED)
    return basket.walk()


def _walk(data: bytes, walker: Callable[[bytes, Basket], None], basket: Basket) -> None:
    try:
        walker(data, basket)
    except StopWalkError as stop:
        basket.obstacle = stop.obstacle
    if basket.width == 0 or basket.height == 0:
        basket.note_obstacle(Obstacle.NO_PIXELS)
