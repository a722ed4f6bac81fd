"""GIF: comments in sub-blocks, and XMP, which is not cut into any."""

from __future__ import annotations

import pytest

from policy.containers import Walk, walk
from policy.evidence import Obstacle
from policy.limits import Limits
from policy.media_type import MediaType
from tests.policy.blocks import xmp
from tests.policy.making import gif, gif_comment, gif_xmp, sub_blocks


def walked(data: bytes, limits: Limits | None = None) -> Walk:
    return walk(data, MediaType.GIF, limits or Limits())


def test_a_comment_longer_than_a_sub_block_is_joined() -> None:
    text = "Steps: 20, Sampler: Euler a " * 40
    assert [item.value for item in walked(gif(gif_comment(text.encode()))).blocks.text] == [text]


@pytest.mark.parametrize("padding", range(0, 256, 15))
def test_xmp_comes_out_whole_wherever_its_bytes_lead_a_reader_of_sub_blocks(padding: int) -> None:
    packet = xmp() + b" " * padding
    found = walked(gif(gif_xmp(packet), gif_comment(b"after")))
    assert [block.data for block in found.blocks.xmp] == [packet]
    assert [text.value for text in found.blocks.text] == ["after"]
    assert found.damage is None


def test_other_extensions_are_passed_over() -> None:
    loop = b"\x21\xff\x0bNETSCAPE2.0" + sub_blocks(b"\1\0\0")
    found = walked(gif(loop, b"\x21\xf9" + sub_blocks(bytes(4)), gif_comment(b"here")))
    assert [text.value for text in found.blocks.text] == ["here"]


def test_the_size_is_the_screens() -> None:
    found = walked(gif(width=60_000, height=50_000))
    assert (found.width, found.height, found.obstacle) == (60_000, 50_000, None)


def test_no_pixels_no_picture() -> None:
    assert walked(gif(width=0)).obstacle is Obstacle.NO_PIXELS


def test_a_file_without_a_picture_is_unreadable() -> None:
    assert walked(gif()[:19] + b"\x3b").obstacle is Obstacle.DAMAGED
    assert walked(b"GIF89a\1\0").obstacle is Obstacle.TRUNCATED


def test_a_cut_picture_is_truncated_but_readable() -> None:
    found = walked(gif()[:-3])
    assert (found.obstacle, found.damage) == (None, Obstacle.TRUNCATED)


def test_what_follows_the_picture_is_its_trailer() -> None:
    found = walked(gif(trailer=b"SEFT"))
    assert found.blocks.trailer is not None
    assert found.blocks.trailer.data == b"SEFT"


def test_a_comment_of_tiny_sub_blocks_is_cut_at_the_limit() -> None:
    comment = b"\x21\xfe" + b"\1a" * 50_000 + b"\0"
    found = walked(gif(comment), Limits(metadata_size=1_000))
    assert [text.value for text in found.blocks.text] == ["a" * 1_000]
    assert found.damage is Obstacle.TOO_LARGE


def test_blocks_without_end_are_too_complex() -> None:
    found = walked(gif(b"\x21\xf9\0" * 500_000))
    assert found.obstacle is Obstacle.TOO_COMPLEX


def test_very_many_frames_are_walked_over() -> None:
    frame = gif()[19:-1]
    found = walked(gif()[:-1] + frame * 20_000 + b"\x3b")
    assert (found.obstacle, found.damage) == (None, None)
