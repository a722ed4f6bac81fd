"""Pictures that say something of themselves, as Pillow writes it."""

from __future__ import annotations

import io

from PIL import Image

_XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/{term}"/></rdf:RDF></x:xmpmeta>"""


def declared(term: str) -> bytes:
    """Return a JPEG whose XMP names an IPTC digital source type."""
    output = io.BytesIO()
    Image.new("RGB", (640, 480), (70, 90, 60)).save(output, "JPEG", xmp=_XMP.format(term=term).encode())
    return output.getvalue()


def retouched() -> bytes:
    """Return a photo that says of itself that an AI denoised or enlarged it."""
    return declared("algorithmicallyEnhanced")


def taken_with_a_camera() -> bytes:
    """Return a photo with the lines that a camera writes, which anybody can copy."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Canon", "Canon EOS 40D"
    exif.get_ifd(0x8769)[0x829A] = (1, 250)
    output = io.BytesIO()
    Image.new("RGB", (640, 480), (90, 90, 60)).save(output, "JPEG", exif=exif)
    return output.getvalue()
