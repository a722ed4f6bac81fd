"""The XMP reader: what a packet states, in which property, and for the whole file or a part of it."""

from __future__ import annotations

import pytest

from policy.evidence import Evidence, Look, Obstacle, Origin, Strength, gravest
from policy.limits import Limits
from policy.readers import xmp as reader
from tests.policy.blocks import INFOTEXT, NAMESPACES, SOURCE_TYPES, asked, escaped, xmp

PART = '<xmpMM:Ingredients><rdf:Bag><rdf:li rdf:parseType="Resource">{}</rdf:li></rdf:Bag></xmpMM:Ingredients>'
TERM = "<Iptc4xmpExt:DigitalSourceType>" + SOURCE_TYPES + "{}</Iptc4xmpExt:DigitalSourceType>"
LABEL = '{"Label":"1","ContentProducer":"001191110102MACQD9K64010000"}'


def only(packet: bytes) -> Evidence:
    report = asked(reader.read, xmp=[packet])
    (item,) = report.evidence
    assert report.look is Look.FOUND
    assert item.strength is Strength.UNSIGNED
    return item


def origin(packet: bytes) -> Origin:
    return gravest(item.origin for item in asked(reader.read, xmp=[packet]).evidence)


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("trainedAlgorithmicMedia", Origin.AI_GENERATED),
        ("compositeWithTrainedAlgorithmicMedia", Origin.AI_COMPOSITE),
        ("compositeSynthetic", Origin.AI_COMPOSITE),
        ("algorithmicallyEnhanced", Origin.AI_ENHANCED),
        ("algorithmicMedia", Origin.HUMAN_MADE),
        ("digitalCapture", Origin.CAPTURE),
        ("composite", Origin.UNKNOWN),
        ("screenCapture", Origin.UNKNOWN),
    ],
)
def test_the_source_type_states_the_origin(term: str, expected: Origin) -> None:
    item = only(xmp(Iptc4xmpExt_DigitalSourceType=SOURCE_TYPES + term))
    assert (item.marker, item.value, item.origin) == ("digitalSourceType", term, expected)
    assert item.where == "XMP Iptc4xmpExt:DigitalSourceType (here)"


def test_midjourneys_own_prefix_is_as_good_as_any() -> None:
    body = f'<iptcExt:DigitalSourceType xmlns:iptcExt="{NAMESPACES["Iptc4xmpExt"]}">trainedAlgorithmicMedia'
    assert origin(xmp(body + "</iptcExt:DigitalSourceType>")) is Origin.AI_GENERATED


def test_the_propertys_old_name_counts() -> None:
    assert origin(xmp(Iptc4xmpExt_DigitalSourcefileType="trainedAlgorithmicMedia")) is Origin.AI_GENERATED


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("trainedAlgorithmicMedia", Origin.AI_COMPOSITE),
        ("algorithmicallyEnhanced", Origin.AI_ENHANCED),
        ("digitalCapture", Origin.UNKNOWN),
    ],
)
def test_what_is_said_of_a_part_is_no_more_than_a_part_of_the_whole(term: str, expected: Origin) -> None:
    assert only(xmp(PART.format(TERM.format(term)))).origin is expected


@pytest.mark.parametrize("name", ["AISystemUsed", "AISystemVersionUsed", "AIPromptInformation", "AIPromptWriterName"])
def test_the_ai_properties_of_2025_admit(name: str) -> None:
    item = only(xmp(**{f"Iptc4xmpExt_{name}": "Zoé Martin"}))
    assert (item.marker, item.origin) == (name, Origin.AI_GENERATED)


def test_the_writer_of_a_prompt_stays_unnamed() -> None:
    assert only(xmp(Iptc4xmpExt_AIPromptWriterName="Zoé Martin")).value == "present"


def test_of_a_prompt_only_the_beginning_is_told() -> None:
    assert len(only(xmp(Iptc4xmpExt_AIPromptInformation="a boat " * 100)).value) <= 120


def test_the_ai_properties_say_no_more_than_the_source_type_beside_them() -> None:
    term = SOURCE_TYPES + "compositeWithTrainedAlgorithmicMedia"
    packet = xmp(Iptc4xmpExt_DigitalSourceType=term, Iptc4xmpExt_AISystemUsed="Firefly")
    assert origin(packet) is Origin.AI_COMPOSITE


@pytest.mark.parametrize("value", ["None", "none.", "N/A", "No", "Aucun", "aucune", "-", "néant"])
def test_a_template_that_says_no_ai_accuses_nobody(value: str) -> None:
    assert origin(xmp(Iptc4xmpExt_AISystemUsed=value)) is Origin.UNKNOWN


@pytest.mark.parametrize(
    ("credit", "expected"),
    [
        ("Made with Google AI", Origin.AI_GENERATED),
        ("Edited with Google AI", Origin.AI_COMPOSITE),
        ("Apple Photos Clean Up", Origin.AI_COMPOSITE),
    ],
)
def test_credits_admit(credit: str, expected: Origin) -> None:
    item = only(xmp(photoshop_Credit=credit))
    assert (item.marker, item.value, item.origin) == ("Credit", credit, expected)


@pytest.mark.parametrize("name", ["xmp_CreatorTool", "tiff_Software", "pdf_Producer"])
def test_a_program_that_generates_is_named(name: str) -> None:
    item = only(xmp(**{name: "Adobe Firefly 3.0"}))
    assert (item.origin, item.tool) == (Origin.AI_GENERATED, "Adobe Firefly")


def test_a_program_in_the_files_history_speaks_for_the_whole() -> None:
    body = '<xmpMM:History><rdf:Seq><rdf:li stEvt:softwareAgent="Midjourney"/></rdf:Seq></xmpMM:History>'
    assert only(xmp(body)).origin is Origin.AI_GENERATED


def test_canva_is_named_without_its_users_number() -> None:
    item = only(xmp(xmp_CreatorTool="Canva (Renderer) doc=DAFx user=UAEx brand=BAFx"))
    assert (item.value, item.tool, item.origin) == ("Canva", "Canva", Origin.UNKNOWN)


def test_the_chinese_label_is_read() -> None:
    item = only(xmp(TC260_AIGC=LABEL))
    assert (item.marker, item.origin) == ("AIGC", Origin.AI_GENERATED)


def test_the_label_may_be_escaped_twice() -> None:
    assert origin(xmp(TC260_AIGC=escaped(LABEL))) is Origin.AI_GENERATED


@pytest.mark.parametrize("name", ["exif_UserComment", "dc_description"])
def test_settings_in_a_comment_admit(name: str) -> None:
    assert origin(xmp(**{name: INFOTEXT})) is Origin.AI_GENERATED


def test_a_camera_is_claimed_by_its_name_and_settings() -> None:
    item = only(xmp(tiff_Make="NIKON CORPORATION", tiff_Model="NIKON Z 9", exif_FNumber="28/10"))
    assert (item.marker, item.value, item.origin) == ("camera", "NIKON Z 9", Origin.CAPTURE)


def test_credentials_kept_elsewhere_are_a_pointer_and_no_statement() -> None:
    item = only(xmp(dcterms_provenance="https://cai-manifests.adobe.com/manifests/x"))
    assert (item.marker, item.origin) == ("provenance", Origin.UNKNOWN)


def test_contradictions_are_all_reported() -> None:
    packets = [xmp(Iptc4xmpExt_DigitalSourceType=term) for term in ("trainedAlgorithmicMedia", "digitalCapture")]
    report = asked(reader.read, xmp=packets)
    assert [item.value for item in report.evidence] == ["trainedAlgorithmicMedia", "digitalCapture"]


@pytest.mark.parametrize(
    "packet",
    [
        xmp(),
        xmp(xmp_CreatorTool="Adobe Photoshop 26.0 (Windows)", dc_title="Diffusion des tracts"),
        xmp(dc_description="Débat sur Midjourney et la diffusion des images", photoshop_Credit="AFP"),
        xmp(photoshop_Credit="OpenAI", dc_creator="Gemini Dupont"),
        xmp('<p:DigitalSourceType xmlns:p="http://example.org/">trainedAlgorithmicMedia</p:DigitalSourceType>'),
        xmp(tiff_Make="Canon"),
        xmp(dcterms_provenance="xmp.iid:1234"),
        xmp("<xmpMM:History><rdf:Seq><rdf:li stEvt:softwareAgent='Adobe Photoshop 26.0'/></rdf:Seq></xmpMM:History>"),
    ],
)
def test_people_and_their_programs_are_not_accused(packet: bytes) -> None:
    report = asked(reader.read, xmp=[packet])
    assert (report.look, report.evidence) == (Look.NOTHING, ())


def test_no_packet_is_nothing() -> None:
    assert asked(reader.read).look is Look.NOTHING


@pytest.mark.parametrize("packet", [b"", b"no XML", xmp(dc_title="x")[:-60]])
def test_a_packet_that_can_not_be_read_is_not_nothing(packet: bytes) -> None:
    report = asked(reader.read, xmp=[packet])
    assert (report.look, report.obstacle) == (Look.COULD_NOT_LOOK, Obstacle.DAMAGED)


def test_a_damaged_packet_beside_a_sound_one_is_not_forgotten() -> None:
    report = asked(reader.read, xmp=[b"<", xmp(photoshop_Credit="Edited with Google AI")])
    assert (report.look, report.obstacle) == (Look.FOUND, Obstacle.DAMAGED)


def test_values_are_cut_and_counted() -> None:
    body = "".join(f"<dcterms:provenance>https://{n}.example/{'a' * 90}</dcterms:provenance>" for n in range(40))
    body += TERM.format("trainedAlgorithmicMedia")
    report = asked(reader.read, xmp=[xmp(body)], limits=Limits(values=10, value_length=50))
    assert len(report.evidence) == 10
    assert all(len(item.value) <= 50 and len(item.where) <= 50 for item in report.evidence)
    assert report.evidence[0].origin is Origin.AI_GENERATED
