"""One small file of each format that holds a block of every kind that the format carries."""

from __future__ import annotations

from policy.media_type import MediaType
from tests.policy import making
from tests.policy.blocks import CAMERA, SETTINGS, exif, iim, samsung_trailer, tiff, xmp

EXIF = exif(CAMERA, SETTINGS)
XMP = xmp(xmp_CreatorTool="GIMP 3.0")
IPTC = iim(120, b"La mairie")
TRAILER = samsung_trailer(PEg_Info=b"{}")

SAMPLES: dict[MediaType, bytes] = {
    MediaType.JPEG: making.jpeg(
        making.jpeg_exif(EXIF),
        making.jpeg_xmp(XMP),
        *making.jpeg_extended_xmp(XMP, 200),
        making.jpeg_iptc(IPTC),
        making.jpeg_comment(b"bonjour"),
        making.segment(0xEB, b'AIGC{"Label":"1"}'),
        trailer=TRAILER,
    ),
    MediaType.PNG: making.png(
        making.chunk(b"eXIf", EXIF),
        making.png_xmp(XMP),
        making.png_raw_profile("iptc", IPTC),
        making.png_text("Comment", "bonjour"),
        making.png_packed_text("Title", b"bonsoir"),
        after=[making.png_international_text("Author", "Zoé".encode(), packed=True)],
    )
    + TRAILER,
    MediaType.WEBP: making.webp(making.riff_chunk(b"EXIF", EXIF), making.riff_chunk(b"XMP ", XMP), trailer=TRAILER),
    MediaType.GIF: making.gif(making.gif_comment(b"bonjour"), making.gif_xmp(XMP), trailer=TRAILER),
    MediaType.TIFF: tiff((700, XMP), (33723, IPTC), *CAMERA),
    MediaType.HEIC: making.heic((b"Exif", EXIF), (b"mime", XMP)),
    MediaType.AVIF: making.heic((b"Exif", EXIF), (b"mime", XMP), brand=b"avif", idat=True),
    MediaType.SVG: making.svg(f"<metadata>{XMP.partition(b'?>')[2].decode().rpartition('<?')[0]}</metadata>"),
    MediaType.PDF: making.pdf(making.pdf_metadata(XMP), b"<</Producer (Scribus 1.6)>>", catalog=b"/Metadata 2 0 R"),
    MediaType.MP4: making.video(
        making.user_data(b"\xa9cmt", b"bonjour"), making.keyed_data(comment="bonsoir"), making.box(b"XMP_", XMP)
    ),
    MediaType.MOV: making.video(making.user_data(b"\xa9swr", b"iMovie"), brand=b"qt  ")
    + making.box(b"uuid", making.XMP_UUID, XMP),
}

# What a file of each format begins with: enough for `sniff`.
BEGINNINGS: dict[MediaType, bytes] = {
    MediaType.JPEG: b"\xff\xd8\xff",
    MediaType.PNG: making.PNG_SIGNATURE,
    MediaType.WEBP: b"RIFF\xff\xff\0\0WEBP",
    MediaType.GIF: b"GIF89a",
    MediaType.TIFF: b"II*\0\x08\0\0\0",
    MediaType.HEIC: b"\0\0\0\x0cftypheic",
    MediaType.AVIF: b"\0\0\0\x0cftypavif",
    MediaType.SVG: b"<svg ",
    MediaType.PDF: b"%PDF-1.7\n",
    MediaType.MP4: b"\0\0\0\x0cftypisom",
    MediaType.MOV: b"\0\0\0\x0cftypqt  ",
}
