"""Which decoders a worker holds: the one for its file's media type, and no other.

Pillow would import its plug-ins while it opens a file, which a locked-down worker can't, and would try more
formats than the file's own, which widens what a stranger's bytes can reach.
"""

from __future__ import annotations

from importlib import import_module

from PIL import Image

from policy.media_type import MediaType

FORMATS = {
    MediaType.JPEG: "JPEG",
    MediaType.PNG: "PNG",
    MediaType.WEBP: "WEBP",
    MediaType.GIF: "GIF",
    MediaType.TIFF: "TIFF",
    MediaType.HEIC: "HEIF",
    MediaType.AVIF: "AVIF",
}
"""Pillow's name of each format that it decodes for us: what a reader passes as `Image.open(…, formats=…)`."""

_MODULES = {
    MediaType.JPEG: ("PIL.JpegImagePlugin", "PIL.MpoImagePlugin"),  # MPO: several pictures in one JPEG
    MediaType.PNG: ("PIL.PngImagePlugin",),
    MediaType.WEBP: ("PIL.WebPImagePlugin",),
    MediaType.GIF: ("PIL.GifImagePlugin",),
    MediaType.TIFF: ("PIL.TiffImagePlugin",),
    MediaType.HEIC: ("pillow_heif",),
    MediaType.AVIF: ("PIL.AvifImagePlugin",),
}
_ALL_LOADED = 2


def load_all() -> None:
    """Load the decoders of every format."""
    for media_type in _MODULES:
        _load(media_type)


def keep_only(media_type: MediaType) -> None:
    """Load the decoder of one media type and take all others out of Pillow's hands, for good."""
    _load(media_type)
    wanted = FORMATS.get(media_type)
    Image.ID[:] = [name for name in Image.ID if name == wanted]
    for name in set(Image.OPEN) - {wanted}:
        del Image.OPEN[name]
    # Private, but the one way to keep Image.open from looking for more plug-ins.
    Image._initialized = _ALL_LOADED  # noqa: SLF001


def _load(media_type: MediaType) -> None:
    modules = {name: import_module(name) for name in _MODULES.get(media_type, ())}
    # One thread each: a worker has one file, and every thread's stack and arena counts against its memory.
    if media_type is MediaType.AVIF:
        modules["PIL.AvifImagePlugin"].DEFAULT_MAX_THREADS = 1  # type: ignore[attr-defined]
    if media_type is MediaType.HEIC:
        modules["pillow_heif"].options.DECODE_THREADS = 1
        modules["pillow_heif"].register_heif_opener(thumbnails=False)
