"""Every term of the vocabulary states what its definition says, and nothing else states anything."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.evidence import Origin
from policy.source_types import TERMS, origin_of

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"


@pytest.mark.parametrize(
    ("term", "origin"),
    [
        ("trainedAlgorithmicMedia", Origin.AI_GENERATED),
        ("trainedAlgorithmicData", Origin.AI_GENERATED),
        ("compositeWithTrainedAlgorithmicMedia", Origin.AI_COMPOSITE),
        ("compositeSynthetic", Origin.AI_COMPOSITE),
        ("algorithmicallyEnhanced", Origin.AI_ENHANCED),
        ("digitalCapture", Origin.CAPTURE),
        ("computationalCapture", Origin.CAPTURE),
        ("negativeFilm", Origin.CAPTURE),
        ("positiveFilm", Origin.CAPTURE),
        ("print", Origin.CAPTURE),
        ("compositeCapture", Origin.CAPTURE),
        ("humanEdits", Origin.HUMAN_MADE),
        ("minorHumanEdits", Origin.HUMAN_MADE),
        ("digitalCreation", Origin.HUMAN_MADE),
        ("digitalArt", Origin.HUMAN_MADE),
        ("algorithmicMedia", Origin.HUMAN_MADE),
        ("dataDrivenMedia", Origin.HUMAN_MADE),
        ("composite", Origin.UNKNOWN),
        ("virtualRecording", Origin.UNKNOWN),
        ("screenCapture", Origin.UNKNOWN),
        ("softwareImage", Origin.UNKNOWN),
        ("empty", Origin.UNKNOWN),
    ],
)
def test_a_term_states_its_origin(term: str, origin: Origin) -> None:
    assert origin_of(term) == (term, origin)


def test_this_table_names_every_term() -> None:
    assert len(TERMS) == 22


@pytest.mark.parametrize(
    "written",
    [
        IPTC + "trainedAlgorithmicMedia",
        IPTC.replace("http:", "https:") + "trainedAlgorithmicMedia",
        IPTC + "trainedAlgorithmicMedia/",
        "http://c2pa.org/digitalsourcetype/trainedAlgorithmicMedia",
        "digsrctype:trainedAlgorithmicMedia",
        "http://example.org/terms#trainedAlgorithmicMedia",
        "  trainedalgorithmicmedia \n",
    ],
)
def test_only_the_last_segment_counts(written: str) -> None:
    assert origin_of(written) == ("trainedAlgorithmicMedia", Origin.AI_GENERATED)


@pytest.mark.parametrize(
    "written",
    ["", "/", "AI", "notTrainedAlgorithmicMedia", "trainedAlgorithmicMedia2", "trainedAlgorithmicMedia/never"],
)
def test_a_term_that_nobody_defined_states_nothing(written: str) -> None:
    assert origin_of(written)[1] is Origin.UNKNOWN


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gets_an_answer(text: str) -> None:
    term, origin = origin_of(text)
    assert origin is Origin.UNKNOWN or term in TERMS
