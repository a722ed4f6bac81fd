"""What evidence adds up to: the gravest counts, and a broken signature proves no innocence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.evidence import (
    GRAVITY,
    Evidence,
    Examination,
    Look,
    Obstacle,
    Origin,
    ReaderName,
    Report,
    Strength,
    gravest,
)
from policy.media_type import MediaType


def evidence(origin: Origin, strength: Strength = Strength.UNSIGNED) -> Evidence:
    return Evidence(ReaderName.XMP, "marker", "value", origin, strength, "here")


def examination(*items: Evidence, obstacle: Obstacle | None = None) -> Examination:
    reports = tuple(Report(item.reader, Look.FOUND, (item,)) for item in items)
    return Examination("0" * 64, 1, MediaType.JPEG, reports, obstacle)


def test_origins_are_ranked_as_promised() -> None:
    assert sorted(Origin, key=GRAVITY.__getitem__) == [
        Origin.AI_GENERATED,
        Origin.AI_COMPOSITE,
        Origin.AI_ENHANCED,
        Origin.CAPTURE,
        Origin.HUMAN_MADE,
        Origin.UNKNOWN,
    ]


def test_nothing_at_all_is_of_unknown_origin() -> None:
    assert gravest([]) is Origin.UNKNOWN
    assert examination().origin is Origin.UNKNOWN


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(Origin), min_size=1))
def test_the_gravest_is_one_of_them_and_none_is_graver(origins: list[Origin]) -> None:
    assert gravest(origins) in origins
    assert all(GRAVITY[gravest(origins)] <= GRAVITY[origin] for origin in origins)


@pytest.mark.parametrize("origin", [Origin.CAPTURE, Origin.HUMAN_MADE])
def test_a_broken_signature_proves_no_innocence(origin: Origin) -> None:
    assert examination(evidence(origin, Strength.BROKEN)).origin is Origin.UNKNOWN


@pytest.mark.parametrize("origin", [item for item in Origin if item.admits_ai])
def test_a_broken_signature_still_admits(origin: Origin) -> None:
    assert examination(evidence(origin, Strength.BROKEN)).origin is origin


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.lists(st.builds(evidence, st.sampled_from(Origin), st.sampled_from(Strength))))
def test_more_evidence_never_makes_a_file_less_grave(items: list[Evidence]) -> None:
    whole = GRAVITY[examination(*items).origin]
    assert all(whole <= GRAVITY[examination(item).origin] for item in items)


def test_evidence_comes_in_the_order_of_its_readers() -> None:
    items = [evidence(Origin.CAPTURE), evidence(Origin.AI_GENERATED)]
    assert list(examination(*items).evidence) == items


def test_only_an_obstacle_makes_a_file_unreadable() -> None:
    assert examination().readable
    assert not examination(obstacle=Obstacle.DAMAGED).readable
