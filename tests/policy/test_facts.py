from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.charter.judge import verdict_for
from policy.charter.load import shipped
from policy.evidence import Evidence, Examination, Look, Obstacle, Origin, ReaderName, Report, Strength
from policy.facts import derive
from policy.media_type import MediaType
from policy.statement import Claim, Statement
from policy.verdict import Answer

CHARTER = shipped()


def found(origin: Origin, strength: Strength) -> Evidence:
    return Evidence(ReaderName.C2PA, "digitalSourceType", "x", origin, strength, "here")


def examination(*evidence: Evidence, obstacle: Obstacle | None = None, look: Look = Look.FOUND) -> Examination:
    reports = (Report(ReaderName.C2PA, look, evidence), Report(ReaderName.XMP, Look.NOTHING))
    return Examination("0" * 64, 1, MediaType.JPEG, reports, obstacle=obstacle)


def answer(*evidence: Evidence, statement: Statement | None = None) -> Answer:
    return verdict_for(CHARTER, examination(*evidence), statement).answer


ADMITTING = [strength for strength in Strength if strength is not Strength.STATISTICAL]
UNPROVEN = [strength for strength in Strength if strength is not Strength.TRUSTED]


@pytest.mark.parametrize("strength", ADMITTING)
@pytest.mark.parametrize("origin", [Origin.AI_GENERATED, Origin.AI_COMPOSITE])
def test_an_admission_of_ai_counts_from_anyone(origin: Origin, strength: Strength) -> None:
    assert answer(found(origin, strength)) is Answer.FORBIDDEN
    assert answer(found(origin, strength), statement=Statement(Claim.OWN_PHOTO)) is Answer.FORBIDDEN


def test_a_watermark_alone_forbids_nothing() -> None:
    assert answer(found(Origin.AI_GENERATED, Strength.STATISTICAL)) is Answer.INCOMPLETE


def test_a_trusted_capture_needs_no_word_from_its_author() -> None:
    assert answer(found(Origin.CAPTURE, Strength.TRUSTED)) is Answer.REVIEWABLE


@pytest.mark.parametrize("strength", UNPROVEN)
@pytest.mark.parametrize("origin", [Origin.CAPTURE, Origin.HUMAN_MADE])
def test_a_mere_claim_of_a_camera_or_a_hand_proves_nothing(origin: Origin, strength: Strength) -> None:
    assert answer(found(origin, strength)) is Answer.INCOMPLETE


def test_a_trusted_human_hand_is_no_capture_and_still_asks() -> None:
    assert answer(found(Origin.HUMAN_MADE, Strength.TRUSTED)) is Answer.INCOMPLETE


def test_a_trusted_capture_beside_a_place_that_nobody_could_read_is_asked_about() -> None:
    blind = Report(ReaderName.XMP, Look.COULD_NOT_LOOK, obstacle=Obstacle.DAMAGED)
    seen = Report(ReaderName.C2PA, Look.FOUND, (found(Origin.CAPTURE, Strength.TRUSTED),))
    assert verdict_for(CHARTER, Examination("0" * 64, 1, MediaType.JPEG, (seen, blind)), None).answer is (
        Answer.INCOMPLETE
    )


def test_an_admission_outweighs_a_trusted_capture() -> None:
    both = (found(Origin.CAPTURE, Strength.TRUSTED), found(Origin.AI_GENERATED, Strength.UNSIGNED))
    assert answer(*both) is Answer.FORBIDDEN


@pytest.mark.parametrize("claim", [Claim.OWN_PHOTO, Claim.SOMEONES_PHOTO, Claim.MADE_WITHOUT_AI])
def test_the_author_s_word_settles_a_silent_file(claim: Claim) -> None:
    assert answer() is Answer.INCOMPLETE
    assert answer(statement=Statement(claim)) is Answer.REVIEWABLE


@pytest.mark.parametrize("claim", [Claim.AI_GENERATED, Claim.AI_PARTS])
def test_an_author_who_says_that_ai_made_it_is_believed(claim: Claim) -> None:
    assert answer(statement=Statement(claim, tool="Midjourney", label_visible=True)) is Answer.FORBIDDEN


def test_a_retouch_by_ai_asks_for_its_tool_and_its_label() -> None:
    enhanced = found(Origin.AI_ENHANCED, Strength.UNSIGNED)
    assert answer(enhanced) is Answer.INCOMPLETE
    assert answer(enhanced, statement=Statement(Claim.OWN_PHOTO)) is Answer.INCOMPLETE
    assert answer(enhanced, statement=Statement(Claim.AI_ENHANCED, tool="Topaz")) is Answer.INCOMPLETE
    whole = Statement(Claim.AI_ENHANCED, tool="Topaz", label_visible=True)
    assert answer(enhanced, statement=whole) is Answer.REVIEWABLE
    assert answer(statement=whole) is Answer.REVIEWABLE


def test_a_file_that_can_not_be_read_is_never_reviewable() -> None:
    unreadable = examination(obstacle=Obstacle.DAMAGED)
    assert verdict_for(CHARTER, unreadable, Statement(Claim.OWN_PHOTO)).answer is Answer.UNREADABLE


statements = st.none() | st.builds(Statement, st.sampled_from(Claim), st.sampled_from(["", "Topaz"]), st.booleans())
pieces = st.lists(st.builds(found, st.sampled_from(Origin), st.sampled_from(Strength)), max_size=4)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(pieces, pieces, statements)
def test_more_evidence_of_ai_never_makes_an_answer_kinder(
    some: list[Evidence], more: list[Evidence], statement: Statement | None
) -> None:
    admitting = [item for item in more if item.origin.admits_ai]
    order = [Answer.FORBIDDEN, Answer.INCOMPLETE, Answer.REVIEWABLE]
    before, after = answer(*some, statement=statement), answer(*some, *admitting, statement=statement)
    assert order.index(after) <= order.index(before)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(pieces, statements)
def test_nothing_passes_without_a_proof_or_a_word(evidence: list[Evidence], statement: Statement | None) -> None:
    if answer(*evidence, statement=statement) is Answer.REVIEWABLE:
        assert statement or any(
            item.origin is Origin.CAPTURE and item.strength is Strength.TRUSTED for item in evidence
        )


def test_what_is_not_established_is_left_out() -> None:
    assert "generated" not in derive(examination(), None)
    assert "enhanced" not in derive(examination(), None)
