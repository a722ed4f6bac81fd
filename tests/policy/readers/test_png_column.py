"""The first column of a PNG picture is what a full decoder sees there, under every filter."""

from __future__ import annotations

import io
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from policy.readers.png_column import PngHeader, first_column, picture_only, png_header
from tests.policy.making import PNG_SIGNATURE, chunk, png, png_text
from tests.policy.making import png_header as header_chunk

END = chunk(b"IEND", b"")


def picture(rows: bytes, width: int, height: int, colour: int = 2, pieces: int = 1) -> bytes:
    packed = zlib.compress(rows)
    size = -(-len(packed) // pieces)
    data = b"".join(chunk(b"IDAT", packed[start : start + size]) for start in range(0, len(packed), size))
    return PNG_SIGNATURE + header_chunk(width, height, colour=colour) + data + END


def decoded(data: bytes) -> bytes:
    """The first column as Pillow decodes it."""
    with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
        return image.crop((0, 0, 1, image.height)).tobytes()


def header_of(data: bytes) -> PngHeader:
    header = png_header(data)
    assert header is not None
    return header


@settings(derandomize=True, max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.binary(min_size=12, max_size=12)), min_size=1, max_size=12),
    st.sampled_from([2, 6]),
    st.integers(1, 5),
)
def test_every_filter_is_undone_as_a_decoder_does(lines: list[tuple[int, bytes]], colour: int, pieces: int) -> None:
    width = 4 if colour == 2 else 3
    rows = b"".join(bytes([kind]) + line for kind, line in lines)
    data = picture(rows, width, len(lines), colour, pieces)
    assert first_column(data, header_of(data), len(lines)) == decoded(data)


def test_no_more_than_the_rows_asked_for_is_unpacked() -> None:
    data = picture(bytes(13 * 9), 4, 1_000_000)
    assert first_column(data, header_of(data), 9) == bytes(27)


@pytest.mark.parametrize(("rows", "error"), [(b"\5" + bytes(12), ValueError), (bytes(12), EOFError), (b"", EOFError)])
def test_damaged_and_missing_rows_are_told_apart(rows: bytes, error: type[Exception]) -> None:
    data = picture(rows, 4, 2)
    with pytest.raises(error):
        first_column(data, header_of(data), 2)


@pytest.mark.parametrize(
    ("colour", "depth", "channels"), [(2, 8, 3), (6, 8, 4), (2, 16, 0), (6, 16, 0), (0, 8, 0), (3, 8, 0), (4, 8, 0)]
)
def test_only_eight_bits_of_colour_are_read(colour: int, depth: int, channels: int) -> None:
    data = PNG_SIGNATURE + header_chunk(7, 5, colour, depth, interlace=1)
    assert png_header(data) == PngHeader(7, 5, channels, interlaced=True)


def test_a_cut_header_is_none() -> None:
    assert png_header(PNG_SIGNATURE + header_chunk(7, 5)[:15]) is None


def test_only_the_picture_is_kept() -> None:
    assert picture_only(png(png_text("Comment", "here"), after=[png_text("Comment", "there")]) + b"SEFT") == png()
