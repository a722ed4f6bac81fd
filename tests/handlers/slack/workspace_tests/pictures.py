from __future__ import annotations

from io import BytesIO

from PIL import Image
from PIL.PngImagePlugin import PngInfo


def png(*, parameters: str = "") -> bytes:
    """Return a small picture, with a text chunk as generators write it if asked."""
    written = BytesIO()
    text = PngInfo()
    if parameters:
        text.add_text("parameters", parameters)
    Image.new("RGB", (64, 48), "navy").save(written, "PNG", pnginfo=text)
    return written.getvalue()
