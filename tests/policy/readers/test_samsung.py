"""Samsung's trailer: generative editing admits, an ordinary crop does not."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.evidence import Evidence, Look, Origin, Report
from policy.readers import exif as reader
from tests.policy.blocks import CAMERA, SETTINGS, asked, exif, samsung_trailer

GENERATED = b'{"genImageVersion":"v1","connectorType":"srvg","genAIType":8}'
CROPPED = b'{"originalPath":"/data/x.jpg","isScaleAI":false,"genAIType":0}'


def only(trailer: bytes) -> Evidence:
    (item,) = asked(reader.read, trailer=trailer).evidence
    return item


@pytest.mark.parametrize("name", ["PEg_Info", "PhotoEditor_Re_Edit_Data"])
def test_generative_editing_makes_a_composite(name: str) -> None:
    item = only(samsung_trailer(**{name: GENERATED}))
    assert (item.marker, item.value, item.origin, item.tool) == ("genAIType", "8", Origin.AI_COMPOSITE, "Galaxy AI")
    assert name in item.where


def test_the_number_may_be_written_as_a_text() -> None:
    assert only(samsung_trailer(PEg_Info=b'{"genAIType" : "2"}')).value == "2"


def test_it_is_found_among_other_blocks_and_after_other_bytes() -> None:
    trailer = b"a film of the motion photo" + samsung_trailer(
        Image_UTC_Data=b"1764000000000", PhotoEditor_Re_Edit_Data=CROPPED, PEg_Info=GENERATED
    )
    assert only(trailer).value == "8"


@pytest.mark.parametrize("content", [CROPPED, b"{}", b"", b'{"genAIType":"none"}', b'{"note":"genAIType 8"}'])
def test_an_ordinary_crop_accuses_nobody(content: bytes) -> None:
    report = asked(reader.read, trailer=samsung_trailer(PhotoEditor_Re_Edit_Data=content))
    assert (report.look, report.evidence) == (Look.NOTHING, ())


def test_a_camera_photo_with_an_edited_part_is_both() -> None:
    report = asked(reader.read, exif=[exif(CAMERA, SETTINGS)], trailer=samsung_trailer(PEg_Info=GENERATED))
    assert [item.origin for item in report.evidence] == [Origin.CAPTURE, Origin.AI_COMPOSITE]


@pytest.mark.parametrize(
    "trailer",
    [
        GENERATED,
        b"SEFT",
        b"SEFH" + bytes(8) + struct.pack("<I", 12) + b"SEFT",
        b"SEFH" + struct.pack("<II", 107, 2**32 - 1) + struct.pack("<I", 2**32 - 1) + b"SEFT",
        samsung_trailer(PEg_Info=GENERATED)[:-1],
        b"SEFH" + struct.pack("<II", 107, 1) + struct.pack("<HHII", 0, 1, 0, 99) + struct.pack("<I", 24) + b"SEFT",
        samsung_trailer(PEg_Info=GENERATED).replace(b"SEFH", b"SEFX"),
    ],
)
def test_bytes_that_are_no_trailer_say_nothing(trailer: bytes) -> None:
    assert not asked(reader.read, trailer=trailer).evidence


def test_every_prefix_and_every_suffix_gets_an_answer() -> None:
    whole = samsung_trailer(Image_UTC_Data=b"1764000000000", PEg_Info=GENERATED)
    for size in range(1, len(whole)):
        assert isinstance(asked(reader.read, trailer=whole[:size]), Report)
        assert isinstance(asked(reader.read, trailer=whole[size:]), Report)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 2**32 - 1), st.integers(0, 80))
def test_random_directories_get_an_answer(body: bytes, count: int, size: int) -> None:
    trailer = b"SEFH" + struct.pack("<II", 107, count) + body + struct.pack("<I", size) + b"SEFT"
    assert isinstance(asked(reader.read, trailer=trailer), Report)
