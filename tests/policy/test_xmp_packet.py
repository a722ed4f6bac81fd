"""XMP packets: one flat list, however RDF writes a property, in whatever prefix and encoding, within bounds."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.xmp_packet import Packet, Property, parse
from tests.policy.blocks import NAMESPACES, xmp

IPTC = NAMESPACES["Iptc4xmpExt"]
TERM = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


def source_types(packet: Packet) -> list[str]:
    return [item.value for item in packet.values(IPTC, "DigitalSourceType")]


@pytest.mark.parametrize(
    "body",
    [
        f"<Iptc4xmpExt:DigitalSourceType>{TERM}</Iptc4xmpExt:DigitalSourceType>",
        f"<Iptc4xmpExt:DigitalSourceType>\n  {TERM}\n</Iptc4xmpExt:DigitalSourceType>",
        f'<Iptc4xmpExt:DigitalSourceType rdf:resource="{TERM}"/>',
        f'<p:DigitalSourceType xmlns:p="{IPTC}">{TERM}</p:DigitalSourceType>',
        f"<Iptc4xmpExt:DigitalSourceType><rdf:Alt><rdf:li>{TERM}</rdf:li></rdf:Alt></Iptc4xmpExt:DigitalSourceType>",
        f"<Iptc4xmpExt:DigitalSourceType><rdf:value>{TERM}</rdf:value></Iptc4xmpExt:DigitalSourceType>",
        f"<Iptc4xmpExt:DigitalSourceType><![CDATA[{TERM}]]></Iptc4xmpExt:DigitalSourceType>",
    ],
    ids=["element", "blanks", "resource", "another prefix", "item of a list", "qualified", "character data"],
)
def test_a_property_is_found_however_it_is_written(body: str) -> None:
    packet = parse(xmp(body))
    assert source_types(packet) == [TERM]
    assert packet.complete


def test_an_attribute_is_a_property_too() -> None:
    packet = parse(xmp(Iptc4xmpExt_DigitalSourceType=TERM))
    assert packet.properties == (Property(IPTC, "DigitalSourceType", TERM),)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_every_encoding_of_the_standard_is_read(encoding: str) -> None:
    text = xmp(dc_title="Été 2026").decode().replace("\ufeff", "")
    packet = parse(text.encode(encoding))
    assert [item.value for item in packet.properties] == ["Été 2026"]
    assert packet.complete


def test_another_namespace_is_another_property() -> None:
    body = f'<p:DigitalSourceType xmlns:p="http://example.org/">{TERM}</p:DigitalSourceType>'
    assert not source_types(parse(xmp(body)))


def test_what_stands_within_another_property_says_so() -> None:
    body = '<xmpMM:History><rdf:Seq><rdf:li stEvt:softwareAgent="GIMP"/></rdf:Seq></xmpMM:History>'
    (item,) = parse(xmp(body)).properties
    assert (item.name, item.value, item.within) == ("softwareAgent", "GIMP", ((NAMESPACES["xmpMM"], "History"),))


def test_padding_and_bytes_after_the_packet_cost_nothing() -> None:
    for tail in (b" \n" * 2_000, b"\0" * 40, b"\x01"):
        packet = parse(b"\n " + xmp(dc_title="x") + tail)
        assert packet.complete
        assert len(packet.properties) == 1


def test_a_packet_that_breaks_off_keeps_what_it_said_and_is_not_complete() -> None:
    whole = xmp(
        f"<Iptc4xmpExt:DigitalSourceType>{TERM}</Iptc4xmpExt:DigitalSourceType><dc:title>", photoshop_Credit="AFP"
    )
    packet = parse(whole)
    assert source_types(packet) == [TERM]
    assert not packet.complete


def test_even_the_value_at_which_it_breaks_off_counts() -> None:
    whole = xmp(f"<Iptc4xmpExt:DigitalSourceType>{TERM}</Iptc4xmpExt:DigitalSourceType>")
    packet = parse(whole[: whole.index(b"</Iptc4xmpExt")])
    assert source_types(packet) == [TERM]
    assert not packet.complete


@pytest.mark.parametrize("data", [b"", b"not XML", b"<", b"\xff\xfe", b"<?xpacket begin?>", b"<x>&undefined;</x>"])
def test_what_is_no_packet_is_empty_and_not_complete(data: bytes) -> None:
    assert parse(data) == Packet((), complete=False)


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
        b'<!DOCTYPE a [<!ENTITY e "ha"><!ENTITY f "&e;&e;&e;">]><a>&f;</a>',
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a>text</a>',
        b"<a>" * 1_000_000,
        b"<a " + b" ".join(b'b%d="c"' % n for n in range(60_000)) + b"/>",
        b"<a>" + b"<b/>" * 60_000 + b"</a>",
    ],
    ids=["external entity", "entities", "document type", "depth", "attributes", "elements"],
)
def test_what_goes_beyond_metadata_is_refused_at_once(data: bytes) -> None:
    began = time.process_time()
    packet = parse(data)
    assert time.process_time() - began < 1
    assert not packet.complete
    assert not packet.properties


def test_every_prefix_gets_an_answer_and_only_the_whole_is_complete() -> None:
    whole = xmp(Iptc4xmpExt_DigitalSourceType=TERM)
    end = whole.index(b"</x:xmpmeta>") + len("</x:xmpmeta>")
    for size in range(len(whole)):
        assert parse(whole[:size]).complete is (size >= end)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"<a xmlns='urn:a'>", b"\xff\xfe<\0", b"<?xpacket?>"]))
def test_random_bytes_get_an_answer(rest: bytes, beginning: bytes) -> None:
    assert isinstance(parse(beginning + rest), Packet)
