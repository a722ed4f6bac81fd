from __future__ import annotations

import io

from PIL import Image

DATE_TAG = 306


def png(width: int = 64, height: int = 48, colour: str = "tomato") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(written, "PNG")
    return written.getvalue()


def jpeg_with_metadata(width: int = 3000, height: int = 2000) -> bytes:
    exif = Image.Exif()
    exif[DATE_TAG] = "2026:11:29 10:00:00"
    written = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(written, "JPEG", exif=exif)
    return written.getvalue()
