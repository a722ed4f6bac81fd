"""TIFF directories: fields come out in both byte orders, and what is not there is said to be missing."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.evidence import Obstacle
from policy.tiff_directory import Directory, TiffReader
from tests.policy.blocks import EXIF_POINTER, big_tiff, exif, tiff

LIMIT = 10_000


def first(data: bytes, limit: int = LIMIT) -> Directory:
    reader = TiffReader(data, limit)
    directory = reader.directory(reader.first)
    assert directory is not None
    return directory


@pytest.mark.parametrize("order", ["<", ">"])
def test_texts_and_numbers_are_read_in_both_byte_orders(order: str) -> None:
    found = first(exif([(0x010F, "Canon"), (0x0100, 640), (0x0111, (8, 9, 10))], order=order))
    make, width, offsets = found.entries
    assert (make.text, width.numbers, offsets.numbers) == ("Canon", (640,), (8, 9, 10))
    assert found.number(0x0100) == 640
    assert found.whole


def test_short_values_stand_in_their_field() -> None:
    assert [entry.text for entry in first(exif([(0x010F, "LG")])).entries] == ["LG"]


@pytest.mark.parametrize(
    ("kind", "raw", "numbers"), [(3, b"\x05\0\x06\0", (5, 6)), (1, b"\x05\x06\x07\x08", (5, 6, 7, 8))]
)
def test_numbers_may_be_short(kind: int, raw: bytes, numbers: tuple[int, ...]) -> None:
    row = struct.pack("<HHI", 0x0102, kind, len(numbers)) + raw
    assert first(b"II*\0\x08\0\0\0\x01\0" + row + bytes(4)).entries[0].numbers == numbers


def test_of_rationals_the_numerators_are_read() -> None:
    row = struct.pack("<HHII", 0x829A, 5, 1, 26)
    assert first(b"II*\0\x08\0\0\0\x01\0" + row + bytes(4) + struct.pack("<II", 1, 250)).entries[0].numbers == (1,)


def test_texts_have_no_numbers() -> None:
    assert first(exif([(0x010F, "Canon")])).number(0x010F) is None


def test_64_bit_files_are_read() -> None:
    found = first(big_tiff((0x010F, b"Hasselblad"), (0x0110, b"X2D")))
    assert [entry.text for entry in found.entries[2:]] == ["Hasselblad", "X2D"]


def test_a_pointer_leads_to_another_directory() -> None:
    data = exif([(0x010F, "Canon")], [(0x9286, b"ASCII\0\0\0hello")])
    reader = TiffReader(data, LIMIT)
    second = reader.directory(first(data).number(EXIF_POINTER) or 0)
    assert second is not None
    assert second.entries[0].data == b"ASCII\0\0\0hello"


def test_a_value_beyond_the_end_is_missing() -> None:
    (entry,) = first(exif([(0x010F, "Canon EOS")])[:-3]).entries
    assert (entry.missing, entry.data, entry.text) == (Obstacle.TRUNCATED, b"", "")


@pytest.mark.parametrize("kind", [1, 3, 4, 5, 16])
def test_numbers_beyond_the_end_are_none(kind: int) -> None:
    row = struct.pack("<HHII", 0x0100, kind, 9, 60_000)
    assert first(b"II*\0\x08\0\0\0\x01\0" + row + bytes(4)).number(0x0100) is None


def test_a_value_beyond_the_limit_is_missing() -> None:
    (entry,) = first(exif([(0x010F, "Canon EOS")]), limit=5).entries
    assert (entry.missing, entry.data) == (Obstacle.TOO_LARGE, b"")


def test_a_directory_beyond_the_end_is_not_whole() -> None:
    data = exif([(0x010F, "LG"), (0x0110, "G8")])
    found = first(data[:-8])
    assert [entry.text for entry in found.entries] == ["LG"]
    assert not found.whole


def test_a_directory_of_absurdly_many_fields_is_not_whole() -> None:
    found = first(b"II*\0\x08\0\0\0\xff\xff" + bytes(12 * 65_535 + 4))
    assert len(found.entries) <= 2_000
    assert not found.whole


@pytest.mark.parametrize("offset", [0, 4, 7, 10_000, 2**40])
def test_there_is_no_directory_in_the_header_or_after_the_end(offset: int) -> None:
    assert TiffReader(tiff(), LIMIT).directory(offset) is None


@pytest.mark.parametrize("data", [b"", b"II", b"II*", b"MMMM", b"Exif\0\0II*\0", b"<svg>"])
def test_what_is_no_tiff_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the kind is the contract
        TiffReader(data, LIMIT)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(
    st.sampled_from([b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08", b"II+\0\x08\0\0\0\x10" + bytes(7)]),
    st.binary(max_size=200),
)
def test_random_bytes_after_a_header_get_an_answer(header: bytes, rest: bytes) -> None:
    reader = TiffReader(header + rest, LIMIT)
    found = reader.directory(reader.first)
    for entry in found.entries if found else ():
        assert isinstance(entry.numbers, tuple)
        assert isinstance(entry.text, str)
