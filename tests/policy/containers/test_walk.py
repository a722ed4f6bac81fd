"""What holds for every format: a walk always answers, says what it could not read, and keeps what it could."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.containers import Walk, walk
from policy.evidence import Obstacle, Report
from policy.limits import Limits
from policy.media_type import MediaType, sniff
from policy.readers import exif, iptc, parameters, xmp
from policy.readers.protocol import Blocks, Subject
from tests.policy.containers.samples import BEGINNINGS, EXIF, IPTC, SAMPLES, TRAILER, XMP

FORMATS = list(SAMPLES)
UNREADABLE = Walk(obstacle=Obstacle.EMPTY)


def everything(blocks: Blocks) -> int:
    """The number of blocks that were found."""
    return len(blocks.exif) + len(blocks.xmp) + len(blocks.iptc) + len(blocks.text) + bool(blocks.trailer)


@pytest.mark.parametrize("media_type", FORMATS)
def test_a_sound_file_is_read_without_a_complaint(media_type: MediaType) -> None:
    found = walk(SAMPLES[media_type], media_type, Limits())
    assert sniff(SAMPLES[media_type]) is media_type
    assert (found.obstacle, found.damage) == (None, None)


@pytest.mark.parametrize("media_type", [item for item in FORMATS if item is not MediaType.SVG])
def test_every_block_comes_out_as_it_was_put_in(media_type: MediaType) -> None:
    blocks = walk(SAMPLES[media_type], media_type, Limits()).blocks
    exif = SAMPLES[media_type] if media_type is MediaType.TIFF else EXIF  # a TIFF file is its own EXIF block
    assert {block.data for block in blocks.exif} <= {exif}
    assert {block.data.partition(b"<?xpacket end")[0] for block in blocks.xmp} == {XMP.partition(b"<?xpacket end")[0]}
    assert {block.data for block in blocks.iptc} <= {IPTC}
    assert blocks.trailer is None or blocks.trailer.data == TRAILER


@pytest.mark.parametrize("media_type", FORMATS)
def test_every_block_says_where_it_stands(media_type: MediaType) -> None:
    blocks = walk(SAMPLES[media_type], media_type, Limits()).blocks
    places = [block.where for block in (*blocks.exif, *blocks.xmp, *blocks.iptc)]
    places += [text.where for text in blocks.text]
    assert len(set(places)) == len(places) > 0


@pytest.mark.parametrize("media_type", FORMATS)
def test_a_file_cut_anywhere_gets_an_answer_and_never_more_blocks(media_type: MediaType) -> None:
    data = SAMPLES[media_type]
    whole = everything(walk(data, media_type, Limits()).blocks)
    for size in range(len(data)):
        found = walk(data[:size], media_type, Limits())
        assert everything(found.blocks) <= whole


@pytest.mark.parametrize("media_type", FORMATS)
def test_a_file_cut_in_its_middle_is_not_called_sound(media_type: MediaType) -> None:
    data = SAMPLES[media_type].removesuffix(TRAILER)
    found = walk(data[: len(data) // 2], media_type, Limits())
    assert found.obstacle or found.damage


@pytest.mark.parametrize("media_type", FORMATS)
def test_an_empty_file_is_called_empty(media_type: MediaType) -> None:
    assert walk(b"", media_type, Limits()) == UNREADABLE


def test_what_no_walker_knows_is_unsupported() -> None:
    assert walk(b"a text", MediaType.OTHER, Limits()).obstacle is Obstacle.UNSUPPORTED


@pytest.mark.parametrize("media_type", FORMATS)
def test_a_text_that_calls_itself_a_picture_is_unreadable(media_type: MediaType) -> None:
    text = BEGINNINGS[media_type] + b"\nChers camarades, le conseil se tient jeudi.\n" * 20
    found = walk(text, media_type, Limits())
    assert everything(found.blocks) == 0 or found.obstacle or found.damage
    assert found.obstacle or media_type is MediaType.PDF


@settings(derandomize=True, max_examples=200, deadline=None)
@given(media_type=st.sampled_from(FORMATS), rest=st.binary(max_size=400))
def test_random_bytes_after_the_right_beginning_get_an_answer(media_type: MediaType, rest: bytes) -> None:
    assert isinstance(walk(BEGINNINGS[media_type] + rest, media_type, Limits()), Walk)


@pytest.mark.parametrize("media_type", FORMATS)
@settings(derandomize=True, max_examples=120, deadline=None)
@given(
    changes=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=4) | st.just(b"\xff" * 4)),
        min_size=1,
        max_size=8,
    )
)
def test_changed_bytes_get_an_answer(media_type: MediaType, changes: list[tuple[float, bytes]]) -> None:
    data = bytearray(SAMPLES[media_type])
    for place, value in changes:
        start = int(place * len(data))
        data[start : start + len(value)] = value
    found = walk(bytes(data), media_type, Limits())
    for read in (xmp.read, iptc.read, exif.read, parameters.read):
        assert isinstance(read(Subject(bytes(data), media_type, found.blocks)), Report)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(media_type=st.sampled_from(FORMATS), other=st.sampled_from(FORMATS))
def test_the_walker_of_another_format_gets_an_answer_too(media_type: MediaType, other: MediaType) -> None:
    assert isinstance(walk(SAMPLES[media_type], other, Limits()), Walk)


@pytest.mark.parametrize("media_type", FORMATS)
def test_no_file_gives_more_metadata_than_the_limits_allow(media_type: MediaType) -> None:
    blocks = walk(SAMPLES[media_type], media_type, Limits(metadata_size=100)).blocks
    for block in (*blocks.xmp, *blocks.iptc):
        assert len(block.data) <= 100 + len("<x:Pantry></x:Pantry>") + 200
    assert all(len(text.value) <= 100 for text in blocks.text)
