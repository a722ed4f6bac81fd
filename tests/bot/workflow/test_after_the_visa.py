"""What comes after an approval: it runs out, it goes out, it is corrected, it is taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import workflow
from bot.errors import NotAllowedError, StaleError, UsageError
from bot.kinds import Choice, Kind, State
from bot.people import Role
from policy.statement import Claim
from tests.bot.scene import Scene
from tests.bot.workflow.drafts import CLEAN
from tests.bot.workflow.files import reviewable

WEEK = timedelta(days=7)


@pytest.fixture
def approved(fresh: Scene) -> tuple[Scene, str]:
    reference = reviewable(fresh)
    fresh.decide(reference, Choice.APPROVE)
    return fresh, reference


def publish(scene: Scene, reference: str, by: str = "Camille", where: str = "Instagram") -> None:
    fingerprint = scene.case(reference).fingerprint
    workflow.publish(scene.house, scene.people[by], reference, where, fingerprint=fingerprint)


def test_an_approval_holds_for_a_week_to_the_second(approved: tuple[Scene, str]) -> None:
    scene, reference = approved
    scene.clock.go_on(WEEK - timedelta(seconds=1))
    assert workflow.expire(scene.house) == 0
    scene.clock.go_on(timedelta(seconds=1))
    assert workflow.expire(scene.house) == 1
    assert scene.case(reference).state is scene.indexed_state(reference) is State.EXPIRED
    assert workflow.expire(scene.house) == 0
    assert scene.verified().intact


def test_an_approval_that_ran_out_publishes_nothing_even_where_no_schedule_ran(approved: tuple[Scene, str]) -> None:
    scene, reference = approved
    scene.clock.go_on(WEEK)
    with pytest.raises(NotAllowedError, match="is not approved"):
        publish(scene, reference)
    assert scene.case(reference).publication is None


def test_the_same_person_may_approve_again_with_one_tap(approved: tuple[Scene, str]) -> None:
    scene, reference = approved
    scene.clock.go_on(WEEK)
    workflow.expire(scene.house)
    scene.decide(reference, Choice.APPROVE)
    assert scene.case(reference).state is State.APPROVED
    assert scene.case(reference).expires_at == scene.clock() + WEEK
    assert scene.verified().intact


def test_many_approvals_run_out_in_one_go(fresh: Scene) -> None:
    references = [fresh.submit(draft=f"{CLEAN} {number}") for number in range(60)]
    for reference in references:
        fresh.answer(reference, "ai-use", "no")
        fresh.decide(reference, Choice.APPROVE)
    fresh.clock.go_on(WEEK)
    assert workflow.expire(fresh.house) == 60
    assert {fresh.case(reference).state for reference in references} == {State.EXPIRED}


def test_what_was_approved_goes_out_and_stays_out(approved: tuple[Scene, str]) -> None:
    scene, reference = approved
    publish(scene, reference)
    scene.clock.go_on(WEEK * 2)
    assert workflow.expire(scene.house) == 0
    case = scene.case(reference)
    assert case.state is State.PUBLISHED
    assert case.publication
    assert case.publication.where == "Instagram"
    assert scene.verified().intact


def test_whoever_decided_may_say_that_it_is_out_and_an_auditor_may_not(approved: tuple[Scene, str]) -> None:
    scene, reference = approved
    scene.join("Maxime", Role.AUDITOR)
    with pytest.raises(NotAllowedError, match="for those who made it"):
        publish(scene, reference, by="Maxime")
    publish(scene, reference, by="Dominique")
    assert scene.case(reference).state is State.PUBLISHED


def test_nothing_goes_out_that_is_not_approved(fresh: Scene) -> None:
    reference = reviewable(fresh)
    with pytest.raises(NotAllowedError, match="is not approved"):
        publish(fresh, reference)


def test_a_publication_says_where(approved: tuple[Scene, str]) -> None:
    with pytest.raises(UsageError, match="Where did it go out"):
        publish(*approved, where="  ")


def test_an_old_screen_publishes_nothing(approved: tuple[Scene, str]) -> None:
    scene, reference = approved
    with pytest.raises(StaleError):
        workflow.publish(scene.house, scene.people["Camille"], reference, "Instagram", fingerprint="0" * 16)


def test_a_correction_is_noted_and_the_first_publication_remembered(approved: tuple[Scene, str]) -> None:
    scene, reference = approved
    with pytest.raises(NotAllowedError, match="is not published"):
        workflow.correct_publication(scene.house, scene.people["Camille"], reference, "The date was wrong.")
    publish(scene, reference)
    with pytest.raises(UsageError):
        workflow.correct_publication(scene.house, scene.people["Camille"], reference, " ")
    workflow.correct_publication(scene.house, scene.people["Camille"], reference, "The date was wrong.")
    case = scene.case(reference)
    assert case.state is State.CORRECTED
    assert case.publication
    assert case.publication.correction == "The date was wrong."
    assert scene.verified().intact


def test_what_is_approved_may_go_out_in_several_places_within_its_time_and_unchanged(
    approved: tuple[Scene, str],
) -> None:
    scene, reference = approved
    publish(scene, reference)
    with pytest.raises(NotAllowedError, match="there already"):
        publish(scene, reference)
    publish(scene, reference, by="Dominique", where="Telegram")
    case = scene.case(reference)
    assert case.publication
    assert (case.publication.where, [place.where for place in case.places]) == ("Instagram", ["Instagram", "Telegram"])
    assert case.state is State.PUBLISHED
    scene.clock.go_on(WEEK)
    with pytest.raises(NotAllowedError, match="is not approved"):
        publish(scene, reference, where="Facebook")
    assert scene.verified().intact


def test_what_was_corrected_or_withdrawn_goes_out_nowhere_else(approved: tuple[Scene, str]) -> None:
    scene, reference = approved
    publish(scene, reference)
    workflow.correct_publication(scene.house, scene.people["Camille"], reference, "The date was wrong.")
    with pytest.raises(NotAllowedError, match="is not approved"):
        publish(scene, reference, where="Telegram")
    workflow.withdraw(scene.house, scene.people["Camille"], reference, "Wrong.")
    with pytest.raises(NotAllowedError, match="is not approved"):
        publish(scene, reference, where="Telegram")


def test_a_published_text_is_changed_as_a_new_version_that_nobody_has_approved(fresh: Scene) -> None:
    reference = fresh.submit(draft=CLEAN)
    fresh.answer(reference, "ai-use", "no")
    fresh.decide(reference, Choice.APPROVE)
    publish(fresh, reference)
    fresh.revise(reference, f"{CLEAN} À 10 h.")
    assert fresh.case(reference).state is State.INCOMPLETE
    with pytest.raises(NotAllowedError):
        publish(fresh, reference)
    fresh.answer(reference, "ai-use", "no")
    fresh.decide(reference, Choice.APPROVE)
    publish(fresh, reference)
    assert [item.revision for item in fresh.case(reference).publications] == [1, 2]
    assert fresh.verified().intact


@pytest.mark.parametrize("out", [False, True])
def test_what_is_out_can_be_withdrawn_for_a_reason(approved: tuple[Scene, str], out: bool) -> None:
    scene, reference = approved
    if out:
        publish(scene, reference)
    with pytest.raises(UsageError, match="reason"):
        workflow.withdraw(scene.house, scene.people["Camille"], reference)
    workflow.withdraw(scene.house, scene.people["Dominique"], reference, "The person in the photo asked us to.")
    assert scene.case(reference).state is State.WITHDRAWN
    assert scene.story(reference)[-1] == Kind.WITHDRAWN
    assert scene.verified().intact


def test_somebody_who_only_reads_withdraws_nothing(approved: tuple[Scene, str]) -> None:
    scene, reference = approved
    scene.join("Maxime", Role.AUDITOR)
    with pytest.raises(NotAllowedError):
        workflow.withdraw(scene.house, scene.people["Maxime"], reference, "I don't like it.")


def test_what_is_published_is_not_taken_back_by_a_slip_of_the_thumb(approved: tuple[Scene, str]) -> None:
    scene, reference = approved
    publish(scene, reference)
    with pytest.raises(NotAllowedError, match="no decision of yours"):
        workflow.retract(scene.house, scene.people["Dominique"], reference)


def test_words_that_change_make_an_approval_fall(fresh: Scene) -> None:
    reference = fresh.submit(draft=CLEAN)
    fresh.answer(reference, "ai-use", "no")
    fresh.decide(reference, Choice.APPROVE)
    fresh.revise(reference, f"{CLEAN} Bis.")
    assert fresh.case(reference).decisions == ()
    assert fresh.case(reference).state is State.INCOMPLETE


def test_a_refusal_is_lifted_by_whoever_gave_it_however_late(fresh: Scene) -> None:
    reference = reviewable(fresh)
    fresh.decide(reference, Choice.REFUSE, "Doubtful.")
    fresh.clock.go_on(timedelta(days=30))
    with pytest.raises(NotAllowedError, match="no refusal of yours"):
        workflow.lift(fresh.house, fresh.people["Sacha"], reference, "Fine by me.")
    with pytest.raises(UsageError):
        workflow.lift(fresh.house, fresh.people["Dominique"], reference, "")
    workflow.lift(fresh.house, fresh.people["Dominique"], reference, "The photographer called me.")
    assert fresh.case(reference).state is State.REVIEWABLE
    fresh.state(reference, Claim.MADE_WITHOUT_AI)
    fresh.decide(reference, Choice.APPROVE)
    assert fresh.case(reference).state is State.APPROVED
    assert fresh.verified().intact
