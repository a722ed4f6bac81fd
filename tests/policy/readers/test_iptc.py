"""The IPTC-IIM reader: credits and programs in the records that agencies and telephones write."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.evidence import Evidence, Look, Obstacle, Origin, Report, Strength
from policy.readers import iptc as reader
from tests.policy.blocks import INFOTEXT, SOURCE_TYPES, asked, iim

INSTRUCTIONS, PROGRAM, BYLINE, CREDIT, SOURCE, CAPTION = 40, 65, 80, 110, 115, 120


def only(*records: bytes) -> Evidence:
    (item,) = asked(reader.read, iptc=[b"".join(records)]).evidence
    assert item.strength is Strength.UNSIGNED
    return item


@pytest.mark.parametrize(
    ("credit", "origin"),
    [
        (b"Made with Google AI", Origin.AI_GENERATED),
        (b"Edited with Google AI", Origin.AI_COMPOSITE),
        (b"Apple Photos Clean Up", Origin.AI_COMPOSITE),
    ],
)
def test_a_credit_admits(credit: bytes, origin: Origin) -> None:
    item = only(iim(CREDIT, credit))
    assert (item.marker, item.value, item.origin) == ("Credit", credit.decode(), origin)
    assert item.where == "IPTC-IIM 2:110 (here)"


@pytest.mark.parametrize("number", [PROGRAM, BYLINE, SOURCE])
def test_so_does_a_generator_as_program_author_or_source(number: int) -> None:
    assert only(iim(number, b"Midjourney")).origin is Origin.AI_GENERATED


def test_settings_in_a_caption_admit() -> None:
    assert only(iim(CAPTION, INFOTEXT.encode())).origin is Origin.AI_GENERATED


def test_a_source_type_that_someone_put_into_a_record_counts() -> None:
    item = only(iim(SOURCE, (SOURCE_TYPES + "trainedAlgorithmicMedia").encode()))
    assert (item.marker, item.origin) == ("digitalSourceType", Origin.AI_GENERATED)


def test_a_social_networks_number_is_noticed_and_not_repeated() -> None:
    item = only(iim(INSTRUCTIONS, b"FBMD23000f2a0100"))
    assert (item.value, item.origin) == ("FBMD", Origin.UNKNOWN)


def test_records_may_be_long_and_of_other_kinds() -> None:
    long = bytes([0x1C, 2, CREDIT]) + b"\x80\x04" + (19).to_bytes(4, "big") + b"Made with Google AI"
    assert only(iim(90, b"\x1b%G", record=1), iim(5, b"Titre"), long).origin is Origin.AI_GENERATED


def test_the_same_number_in_another_record_is_something_else() -> None:
    assert asked(reader.read, iptc=[iim(CREDIT, b"Made with Google AI", record=3)]).look is Look.NOTHING


@pytest.mark.parametrize(
    "records",
    [
        iim(CREDIT, b"AFP") + iim(BYLINE, b"Gemini Dupont") + iim(SOURCE, b"OpenAI"),
        iim(PROGRAM, b"Adobe Photoshop") + iim(CAPTION, b"La diffusion des tracts"),
        iim(CAPTION, b"A debate on Midjourney") + iim(CAPTION, b"Midjourney"),
        iim(INSTRUCTIONS, b"No use without FBMD"),
    ],
)
def test_people_are_not_accused(records: bytes) -> None:
    report = asked(reader.read, iptc=[records])
    assert (report.look, report.evidence) == (Look.NOTHING, ())


def test_no_record_is_nothing() -> None:
    assert asked(reader.read).look is Look.NOTHING


def test_padding_after_the_records_is_no_damage() -> None:
    assert asked(reader.read, iptc=[iim(CAPTION, b"ici") + bytes(3)]).look is Look.NOTHING


@pytest.mark.parametrize("records", [b"no records", iim(CAPTION, b"ici")[:-1], iim(CAPTION, b"ici") + b"junk"])
def test_records_that_can_not_be_read_are_not_nothing(records: bytes) -> None:
    report = asked(reader.read, iptc=[records])
    assert (report.look, report.obstacle) == (Look.COULD_NOT_LOOK, Obstacle.DAMAGED)


def test_what_stands_before_the_damage_counts() -> None:
    report = asked(reader.read, iptc=[iim(CREDIT, b"Made with Google AI") + b"\x1c\x02\x78\xff\xff"])
    assert (report.look, report.obstacle) == (Look.FOUND, Obstacle.DAMAGED)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([b"", b"\x1c\x02", b"\x1c\x02\x6e\x80\x08"]))
def test_random_bytes_get_an_answer(rest: bytes, beginning: bytes) -> None:
    assert isinstance(asked(reader.read, iptc=[beginning + rest]), Report)
