"""In an emergency: the procedure is set aside, never what the charter says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot import workflow
from bot.errors import NotAllowedError, UsageError
from bot.kinds import Choice, Kind, State
from bot.people import Role
from bot.workflow import Review
from policy.statement import Claim
from tests.bot.scene import Scene, under
from tests.bot.workflow.drafts import DRAFTED, LABELLED, REVIEWED
from tests.bot.workflow.files import GENERATED, PHOTO, reviewable, with_quorum

REASON = "The march leaves in an hour, and Alix does not answer."


@pytest.fixture
def two(fresh: Scene) -> Scene:
    """A house whose charter asks for two reviewers."""
    fresh.join("Alix", Role.REVIEWER)
    return replace(fresh, house=under(fresh.house, with_quorum(fresh.house.charter, 2)))


def break_glass(
    scene: Scene, reference: str, by: str = "Dominique", reason: str = REASON, review: Review | None = None
) -> None:
    fingerprint = scene.case(reference).fingerprint
    workflow.break_glass(scene.house, scene.people[by], reference, reason, fingerprint=fingerprint, review=review)


def review(scene: Scene, reference: str, by: str, *, justified: bool) -> None:
    workflow.review_glass(scene.house, scene.people[by], reference, "I have looked.", justified=justified)


def test_one_person_approves_alone_for_a_day(two: Scene) -> None:
    reference = reviewable(two)
    break_glass(two, reference)
    assert two.case(reference).state is State.APPROVED
    two.clock.go_on(timedelta(hours=24))
    assert workflow.expire(two.house) == 1
    assert two.case(reference).state is State.EXPIRED
    assert two.verified().intact


@pytest.mark.parametrize("reason", ["", "urgent", "urgent" + " " * 30, "x" * 19])
def test_the_reason_has_twenty_characters(two: Scene, reason: str) -> None:
    reference = reviewable(two)
    with pytest.raises(UsageError):
        break_glass(two, reference, reason=reason)
    assert two.case(reference).state is State.REVIEWABLE


def test_never_over_what_the_charter_forbids_or_still_asks(two: Scene) -> None:
    for reference in (two.submit(GENERATED), two.submit(PHOTO)):
        with pytest.raises(NotAllowedError, match="can't be approved"):
            break_glass(two, reference)


def test_never_over_a_veto(two: Scene) -> None:
    reference = reviewable(two)
    two.decide(reference, Choice.REFUSE, "No.", by="Alix")
    with pytest.raises(NotAllowedError):
        break_glass(two, reference)


def test_never_by_its_author(two: Scene) -> None:
    two.join("Camille", Role.AUTHOR, Role.REVIEWER)
    reference = reviewable(two)
    with pytest.raises(NotAllowedError, match="another person decides"):
        break_glass(two, reference, by="Camille")


def test_not_where_one_approval_is_enough(fresh: Scene) -> None:
    reference = reviewable(fresh)
    with pytest.raises(NotAllowedError, match="Your approval is enough"):
        break_glass(fresh, reference)


def test_a_text_that_ai_helped_to_write_is_reviewed_in_an_emergency_too(two: Scene) -> None:
    reference = two.submit(draft=LABELLED)
    two.declare(DRAFTED, reference)
    with pytest.raises(UsageError, match="tick"):
        break_glass(two, reference)
    break_glass(two, reference, review=REVIEWED)
    assert two.case(reference).state is State.APPROVED


def test_any_change_ends_it(two: Scene) -> None:
    reference = two.submit(draft=LABELLED)
    two.declare(DRAFTED, reference)
    break_glass(two, reference, review=REVIEWED)
    two.revise(reference, f"{LABELLED} Bis.")
    assert two.case(reference).broken is None
    assert two.case(reference).state is not State.APPROVED


def test_another_person_reviews_it_and_nobody_else(two: Scene) -> None:
    reference = reviewable(two)
    break_glass(two, reference)
    for name in ("Dominique", "Camille"):
        with pytest.raises(NotAllowedError):
            review(two, reference, name, justified=True)
    review(two, reference, "Alix", justified=True)
    assert two.case(reference).state is State.APPROVED
    with pytest.raises(NotAllowedError, match="nothing for you to review"):
        review(two, reference, "Sacha", justified=True)
    assert two.verified().intact


def test_where_it_was_not_justified_what_is_left_of_it_falls(two: Scene) -> None:
    reference = reviewable(two)
    break_glass(two, reference)
    review(two, reference, "Alix", justified=False)
    assert two.case(reference).state is State.REVIEWABLE
    assert two.story(reference)[-1] == Kind.GLASS_REVIEWED
    assert two.verified().intact


def test_it_is_reviewed_even_after_its_day_and_after_the_publication(two: Scene) -> None:
    reference = reviewable(two)
    break_glass(two, reference)
    fingerprint = two.case(reference).fingerprint
    workflow.publish(two.house, two.people["Camille"], reference, "Instagram", fingerprint=fingerprint)
    two.clock.go_on(timedelta(hours=80))
    assert "aurait déjà dû relire" in two.card(reference, "Alix").notice
    review(two, reference, "Alix", justified=False)
    assert two.case(reference).state is State.PUBLISHED
    assert two.verified().intact


def test_a_slip_of_the_thumb_is_taken_back(two: Scene) -> None:
    reference = reviewable(two)
    break_glass(two, reference)
    workflow.retract(two.house, two.people["Dominique"], reference)
    assert two.case(reference).state is State.REVIEWABLE
    assert two.verified().intact


def test_whoever_had_approved_already_may_still_do_it(two: Scene) -> None:
    reference = reviewable(two)
    two.decide(reference, Choice.APPROVE)
    break_glass(two, reference)
    assert two.case(reference).state is State.APPROVED
    two.clock.go_on(timedelta(hours=24))
    workflow.expire(two.house)
    two.decide(reference, Choice.APPROVE, by="Alix")
    assert two.case(reference).state is State.APPROVED, "the first approval still stands"
    assert two.verified().intact


def test_whoever_speaks_for_somebody_breaks_it_for_them_and_neither_reviews_it(two: Scene) -> None:
    two.join("Noa", Role.AUTHOR)
    until = two.clock() + timedelta(days=3)
    workflow.delegate(two.house, two.people["Dominique"], two.people["Noa"].id, until)
    reference = reviewable(two)
    break_glass(two, reference, by="Noa")
    assert two.case(reference).glass[0].principal == two.people["Dominique"].id
    with pytest.raises(NotAllowedError, match="nothing for you to review"):
        review(two, reference, "Dominique", justified=True)
    review(two, reference, "Alix", justified=True)
    assert two.verified().intact


def test_a_statement_makes_it_fall(two: Scene) -> None:
    reference = reviewable(two)
    two.decide(reference, Choice.APPROVE)
    two.state(reference, Claim.MADE_WITHOUT_AI)
    assert two.case(reference).decisions == ()
