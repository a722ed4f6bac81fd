"""Pictures and originals. Only thumbnails of our own making are ever shown; originals can only be saved."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bot.access import Session
from bot.errors import NotFoundError
from bot.language import N_
from bot.previews import preview
from handlers.desk.pages import Desk, in_thread
from policy.media_type import MediaType, sniff

_CHUNK = 256 * 1024
_HEAD = 4096
_NO_POWERS = "default-src 'none'; sandbox"
_EXTENSIONS = {
    MediaType.JPEG: "jpg",
    MediaType.PNG: "png",
    MediaType.WEBP: "webp",
    MediaType.GIF: "gif",
    MediaType.TIFF: "tif",
    MediaType.HEIC: "heic",
    MediaType.AVIF: "avif",
    MediaType.SVG: "svg",
    MediaType.PDF: "pdf",
    MediaType.MP4: "mp4",
    MediaType.MOV: "mov",
    MediaType.OTHER: "bin",
}


async def thumbnail(desk: Desk, request: Request, _session: Session) -> Response:
    """Return the small picture that a worker made of a file."""
    picture = await in_thread(preview, desk.house, request.path_params["sha256"])
    if picture is None:
        raise NotFoundError(N_("There is no thumbnail of this file."))
    headers = {"Content-Security-Policy": _NO_POWERS, "Cache-Control": "private, max-age=3600"}
    return Response(picture.data, headers=headers, media_type=picture.media_type)


async def original(desk: Desk, request: Request, _session: Session) -> Response:
    """Hand an original over, byte for byte, to be saved: it never opens inside the desk."""
    sha256 = request.path_params["sha256"]
    stream = await in_thread(desk.house.originals.open, sha256)
    extension = _EXTENSIONS[sniff(stream.read(_HEAD))]
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    headers = {
        "Content-Security-Policy": _NO_POWERS,
        "Content-Disposition": f'attachment; filename="vigie-{sha256[:12]}.{extension}"',
        "Content-Length": str(size),
    }
    return StreamingResponse(_chunks(stream), headers=headers, media_type=MediaType.OTHER.value)


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while chunk := stream.read(_CHUNK):
            yield chunk
