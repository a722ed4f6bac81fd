"""PDF: metadata is found by a scan, the document's apart from that of the pictures in it."""

from __future__ import annotations

import time
import zlib

import pytest

from policy.containers import Walk, walk
from policy.evidence import Obstacle
from policy.limits import MEBIBYTE, Limits
from policy.media_type import MediaType
from policy.xmp_packet import parse
from tests.policy.blocks import NAMESPACES, xmp
from tests.policy.making import pdf, pdf_metadata, pdf_stream

PACKET = xmp(xmp_CreatorTool="Scribus")
PICTURES_PACKET = xmp(xmp_CreatorTool="Adobe Firefly")
NAMED = b"/Metadata 2 0 R"


def walked(data: bytes, limits: Limits | None = None) -> Walk:
    return walk(data, MediaType.PDF, limits or Limits())


def tools(found: Walk) -> list[tuple[str, bool]]:
    """The programs that packets name, and whether each speaks for the whole document."""
    items = (item for block in found.blocks.xmp for item in parse(block.data).values(NAMESPACES["xmp"], "CreatorTool"))
    return [(item.value, not item.within) for item in items]


@pytest.mark.parametrize("pack", [None, zlib.compress])
def test_the_documents_packet_is_found_packed_and_plain(pack: object) -> None:
    stream = pdf_metadata(PACKET, pack)  # type: ignore[arg-type]
    found = walked(pdf(stream, catalog=NAMED))
    assert tools(found) == [("Scribus", True)]
    assert (found.obstacle, found.damage) == (None, None)


def test_a_packet_of_an_embedded_picture_speaks_for_a_part() -> None:
    found = walked(pdf(pdf_metadata(PACKET), pdf_metadata(PICTURES_PACKET), catalog=NAMED))
    assert tools(found) == [("Scribus", True), ("Adobe Firefly", False)]


def test_an_only_packet_speaks_for_the_document_unless_the_catalogue_names_another() -> None:
    assert tools(walked(pdf(pdf_metadata(PACKET)))) == [("Scribus", True)]
    assert tools(walked(pdf(pdf_metadata(PICTURES_PACKET), catalog=b"/Metadata 9 0 R"))) == [("Adobe Firefly", False)]


def test_a_catalogue_in_an_object_stream_is_read() -> None:
    objects = pdf_stream(b"3 0 <</Type /Catalog /Metadata 2 0 R>>", b"/Type /ObjStm /N 1 /First 4 ")
    found = walked(pdf(pdf_metadata(PACKET), objects, pdf_metadata(PICTURES_PACKET)))
    assert tools(found) == [("Scribus", True), ("Adobe Firefly", False)]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b"(Scribus 1.6)", "Scribus 1.6"),
        (rb"(Canva \(Renderer\))", "Canva (Renderer)"),
        (b"(Canva (Renderer))", "Canva (Renderer)"),
        (rb"(caf\351)", "café"),
        (b"<5363726962757>", "Scribu"),
        (b"<FEFF00C90074>", "Ét"),
        (b"(\xfe\xff\0C\0a\0n)", "Can"),
    ],
)
def test_programs_are_read_in_every_notation_of_strings(written: bytes, read: str) -> None:
    texts = walked(pdf(b"<</Producer %s>>" % written)).blocks.text
    assert [(text.key, text.value) for text in texts] == [("Producer", read)]


def test_programs_in_object_streams_are_read() -> None:
    objects = pdf_stream(b"3 0 <</Creator (Affinity)>>", b"/Type /ObjStm /N 1 /First 4 ")
    assert [(text.key, text.value) for text in walked(pdf(objects)).blocks.text] == [("Creator", "Affinity")]


def test_programs_without_number_are_read_up_to_a_bound() -> None:
    assert 1 < len(walked(pdf(*[b"<</Producer (x)>>"] * 1_000)).blocks.text) < 100


def test_a_bomb_in_metadata_is_cut_and_said() -> None:
    found = walked(
        pdf(pdf_metadata(PACKET), pdf_stream(bytes(32 * MEBIBYTE), b"/Type /ObjStm ")), Limits(metadata_size=MEBIBYTE)
    )
    assert tools(found) == [("Scribus", True)]
    assert (found.obstacle, found.damage) == (None, Obstacle.UNPACKS_TOO_LARGE)


def test_many_bombs_end_the_scan_and_keep_what_was_found() -> None:
    bomb = pdf_stream(bytes(2 * MEBIBYTE), b"/Type /ObjStm ")
    found = walked(pdf(pdf_metadata(PACKET), *[bomb] * 20, catalog=NAMED), Limits(metadata_size=MEBIBYTE))
    assert tools(found) == [("Scribus", True)]
    assert found.obstacle is Obstacle.UNPACKS_TOO_LARGE


def test_packed_pixels_of_pictures_with_metadata_are_not_unpacked() -> None:
    picture = pdf_stream(bytes(2 * MEBIBYTE), b"/Type /XObject /Subtype /Image /Metadata 3 0 R ")
    found = walked(pdf(*[picture] * 20), Limits(metadata_size=MEBIBYTE))
    assert (found.obstacle, found.damage) == (None, None)


def test_streams_without_end_cost_little_time() -> None:
    began = time.process_time()
    walked(b"%PDF-1.7\n" + b"1 0 obj<</Type/ObjStm/FlateDecode>>stream\n" * 100_000)
    walked(b"%PDF-1.7\n" + b"<?xpacket begin" * 100_000)
    assert time.process_time() - began < 5


def test_packets_without_number_are_too_complex_and_the_first_ones_count() -> None:
    found = walked(pdf(pdf_metadata(PACKET), catalog=NAMED) + b"<?xpacket begin?><?xpacket end" * 6_000)
    assert found.obstacle is Obstacle.TOO_COMPLEX
    assert tools(found) == [("Scribus", True)]


def test_a_cut_document_is_truncated_but_readable() -> None:
    found = walked(pdf(pdf_metadata(PACKET))[:-8])
    assert tools(found) == [("Scribus", True)]
    assert (found.obstacle, found.damage) == (None, Obstacle.TRUNCATED)


def test_a_packet_without_end_is_read_as_far_as_it_goes() -> None:
    data = pdf(pdf_metadata(PACKET))
    found = walked(data[: data.index(b"</rdf:RDF>")])
    assert tools(found) == [("Scribus", True)]
