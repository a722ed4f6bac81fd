"""What a file is, is told by its bytes: names and extensions lie."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.media_type import MediaType, sniff
from tests.policy.containers.samples import BEGINNINGS, SAMPLES


@pytest.mark.parametrize("media_type", list(SAMPLES))
def test_every_format_is_known_by_its_whole_and_by_its_beginning(media_type: MediaType) -> None:
    assert sniff(SAMPLES[media_type]) is media_type
    assert sniff(BEGINNINGS[media_type]) is media_type


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"GIF87a", MediaType.GIF),
        (b"MM\0*", MediaType.TIFF),
        (b"II+\0", MediaType.TIFF),
        (b"junk before\n%PDF-1.4", MediaType.PDF),
        (b'\xef\xbb\xbf  <?xml version="1.0"?>\n<svg xmlns="x">', MediaType.SVG),
        ("<svg/>".encode("utf-16"), MediaType.SVG),
        (b"<!-- a drawing -->\n<s:svg xmlns:s='x'>", MediaType.SVG),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", MediaType.HEIC),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", MediaType.AVIF),
        (b"\0\0\0\x18ftypmp42\0\0\0\0isommp42", MediaType.MP4),
        (b"\0\0\0\x18ftypqt  \0\0\0\0qt  heic", MediaType.MOV),
        (b"\0\0\0\x08moov", MediaType.MOV),
    ],
)
def test_variants_are_known_too(data: bytes, media_type: MediaType) -> None:
    assert sniff(data) is media_type


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Chers camarades",
        b"PK\x03\x04",
        b"BM\x36\0\0\0",
        b"8BPS\0\1",
        b"\x1f\x8b\x08",
        b"RIFF\x10\0\0\0WAVE",
        b"<html><p>a svg</p>",
        b"<svgs>",
        b"\xff\xd8",
    ],
)
def test_what_is_not_supported_is_called_other(data: bytes) -> None:
    assert sniff(data) is MediaType.OTHER


def test_a_pdf_header_inside_another_format_changes_nothing() -> None:
    assert sniff(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic%PDF-1.4") is MediaType.HEIC
    assert sniff(b"<svg><!-- %PDF-1.4 --></svg>") is MediaType.SVG


def test_a_format_is_a_picture_a_film_or_neither() -> None:
    assert {item for item in MediaType if item.is_video} == {MediaType.MP4, MediaType.MOV}
    assert not any(item.is_raster and item.is_video for item in MediaType)
    assert {item for item in MediaType if not item.is_raster and not item.is_video} == {
        MediaType.SVG,
        MediaType.PDF,
        MediaType.OTHER,
    }


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.binary(max_size=64))
def test_any_bytes_get_an_answer(data: bytes) -> None:
    assert isinstance(sniff(data), MediaType)
