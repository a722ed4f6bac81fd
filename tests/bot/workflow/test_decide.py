from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from bot import workflow
from bot.errors import NotAllowedError, NotFoundError, StaleError, UsageError, VigieError
from bot.kinds import Choice, State
from bot.people import Role
from policy.statement import Claim
from tests.bot.scene import Scene
from tests.bot.workflow.files import GENERATED, PHOTO, reviewable


def test_another_person_approves(scene: Scene) -> None:
    reference = reviewable(scene)
    scene.decide(reference, Choice.APPROVE)
    case = scene.case(reference)
    assert case.state is State.APPROVED
    assert case.decision
    assert case.decision.person == scene.people["Dominique"].id
    assert scene.verified().intact


@pytest.mark.parametrize("choice", Choice)
def test_an_author_never_decides_on_their_own_submission(scene: Scene, choice: Choice) -> None:
    reference = reviewable(scene)
    with pytest.raises(NotAllowedError, match="another person decides"):
        scene.decide(reference, choice, "Because.", by="Camille")


@pytest.mark.parametrize("roles", [{Role.REVIEWER}, {Role.AUTHOR, Role.REVIEWER}, set(Role)])
def test_an_author_who_is_given_another_role_still_does_not(fresh: Scene, roles: set[Role]) -> None:
    reference = reviewable(fresh)
    fresh.join("camille", *roles)
    for name in ("Camille", "camille"):
        for choice in Choice:
            with pytest.raises(NotAllowedError, match="another person decides"):
                fresh.decide(reference, choice, "Because.", by=name)


def test_a_reviewer_does_not_approve_what_they_submitted(scene: Scene) -> None:
    reference = reviewable(scene, by="Dominique")
    with pytest.raises(NotAllowedError, match="another person decides"):
        scene.decide(reference, Choice.APPROVE, by="Dominique")


@pytest.mark.parametrize("roles", [{Role.AUTHOR}, {Role.AUDITOR}, {Role.AUTHOR, Role.AUDITOR}])
def test_without_a_deciding_role_nobody_decides(scene: Scene, roles: set[Role]) -> None:
    reference = reviewable(scene)
    scene.join("Alix", *roles)
    for choice in Choice:
        with pytest.raises(NotAllowedError, match="Your role"):
            scene.decide(reference, choice, "Because.", by="Alix")
    assert "decided" not in scene.story(reference)


def test_a_charter_officer_who_is_no_reviewer_may_refuse_but_not_give_the_reviewers_approval(
    scene: Scene,
) -> None:
    reference = reviewable(scene)
    with pytest.raises(NotAllowedError, match="Your role"):
        scene.decide(reference, Choice.APPROVE, by="Sacha")
    scene.decide(reference, Choice.REFUSE, "Doubtful.", by="Sacha")
    assert scene.case(reference).state is State.REFUSED


def test_the_role_counts_as_the_trail_knows_it_now_whatever_the_button_says(fresh: Scene) -> None:
    reference = reviewable(fresh)
    as_they_were = fresh.people["Dominique"]
    fresh.join("Dominique", Role.AUDITOR)
    fresh.people["Dominique"] = as_they_were
    with pytest.raises(NotAllowedError, match="Your role"):
        fresh.decide(reference, Choice.APPROVE)
    fresh.people["Camille"] = replace(fresh.people["Camille"], roles=frozenset(Role))
    with pytest.raises(NotAllowedError, match="Your role"):
        fresh.decide(reviewable(fresh, by="Sacha"), Choice.APPROVE, by="Camille")


@pytest.mark.parametrize("choice", [Choice.REFUSE, Choice.REQUEST_CHANGES])
@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_refusal_needs_its_reason(scene: Scene, choice: Choice, reason: str) -> None:
    reference = reviewable(scene)
    with pytest.raises(UsageError, match="reason is needed"):
        scene.decide(reference, choice, reason)
    assert scene.case(reference).state is State.REVIEWABLE


@pytest.mark.parametrize(
    ("choice", "becomes"),
    [(Choice.REFUSE, State.REFUSED), (Choice.REQUEST_CHANGES, State.CHANGES_REQUESTED)],
)
@pytest.mark.parametrize("data", [PHOTO, GENERATED, b"words"])
def test_whatever_the_machine_says_a_person_may_say_no(
    scene: Scene, data: bytes, choice: Choice, becomes: State
) -> None:
    reference = scene.submit(data)
    scene.decide(reference, choice, "  Not this one. ")
    case = scene.case(reference)
    assert case.state is becomes
    assert case.decision
    assert case.decision.reason == "Not this one."


@pytest.mark.parametrize("data", [PHOTO, GENERATED, b"words"])
def test_only_what_nothing_stands_against_can_be_approved(scene: Scene, data: bytes) -> None:
    reference = scene.submit(data)
    with pytest.raises(NotAllowedError, match="can't be approved"):
        scene.decide(reference, Choice.APPROVE)


def test_what_is_still_being_examined_can_not_be_approved(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scene.house.examiner, "wake", lambda: None)
    reference = workflow.submit(scene.house, scene.people["Camille"], [scene.receive(PHOTO)], channel="desk")
    with pytest.raises(NotAllowedError, match="can't be approved"):
        scene.decide(reference, Choice.APPROVE)


def test_one_forbidden_file_keeps_the_whole_album_from_its_approval(scene: Scene) -> None:
    reference = scene.submit(PHOTO, GENERATED)
    scene.state(reference, Claim.OWN_PHOTO)
    with pytest.raises(NotAllowedError, match="can't be approved"):
        scene.decide(reference, Choice.APPROVE)


def test_a_decision_is_for_what_was_on_the_screen(scene: Scene) -> None:
    reference = scene.submit(PHOTO)
    seen = scene.case(reference).fingerprint
    scene.state(reference, Claim.OWN_PHOTO)
    with pytest.raises(StaleError):
        workflow.decide(scene.house, scene.people["Dominique"], reference, Choice.APPROVE, "", fingerprint=seen)
    assert scene.case(reference).state is State.REVIEWABLE


def test_words_that_changed_behind_an_equal_verdict_make_a_screen_stale_too(scene: Scene) -> None:
    reference = scene.submit(PHOTO)
    scene.state(reference, Claim.SOMEONES_PHOTO, note="Alix took it")
    seen = scene.case(reference).fingerprint
    scene.state(reference, Claim.SOMEONES_PHOTO, note="Found on a website")
    with pytest.raises(StaleError):
        workflow.decide(scene.house, scene.people["Dominique"], reference, Choice.APPROVE, "", fingerprint=seen)


@pytest.mark.parametrize("fingerprint", ["", "0" * 16, "é\0\udc80"])
def test_a_made_up_fingerprint_is_stale(scene: Scene, fingerprint: str) -> None:
    reference = reviewable(scene)
    with pytest.raises(StaleError):
        workflow.decide(scene.house, scene.people["Dominique"], reference, Choice.APPROVE, "", fingerprint=fingerprint)


def test_the_screen_of_another_submission_decides_nothing_here(scene: Scene) -> None:
    mine, other = reviewable(scene), reviewable(scene)
    with pytest.raises(StaleError):
        workflow.decide(
            scene.house,
            scene.people["Dominique"],
            mine,
            Choice.APPROVE,
            "",
            fingerprint=scene.case(other).fingerprint,
        )


@pytest.mark.parametrize("choice", Choice)
def test_a_decided_submission_is_closed_to_everybody(scene: Scene, choice: Choice) -> None:
    reference = reviewable(scene)
    scene.decide(reference, choice, "Because.")
    scene.join("Alix", Role.REVIEWER)
    before = scene.trail_size()
    acts: list[Callable[[], object]] = [
        lambda: scene.decide(reference, Choice.APPROVE),
        lambda: scene.decide(reference, Choice.REFUSE, "Second thoughts.", by="Alix"),
        lambda: scene.state(reference, Claim.AI_GENERATED, tool="Midjourney"),
    ]
    if choice is not Choice.APPROVE:
        acts.append(lambda: workflow.withdraw(scene.house, scene.people["Camille"], reference))
    for act in acts:
        with pytest.raises(NotAllowedError, match="closed already"):
            act()
    assert scene.trail_size() == before


@pytest.mark.parametrize("reference", ["V-9999", "", "v-0001", "charter", "person:p-1", "V-0001\n", "x" * 9_999])
def test_what_does_not_exist_can_not_be_acted_on(scene: Scene, reference: str) -> None:
    reviewable(scene)
    with pytest.raises(NotFoundError) as missing:
        workflow.decide(scene.house, scene.people["Dominique"], reference, Choice.APPROVE, "", fingerprint="")
    assert len(str(missing.value)) < 100


def test_when_two_people_decide_at_once_one_decision_stands(scene: Scene) -> None:
    scene.join("Alix", Role.REVIEWER)
    reference = reviewable(scene)
    fingerprint = scene.case(reference).fingerprint

    def decide(name: str, choice: Choice) -> bool:
        try:
            workflow.decide(scene.house, scene.people[name], reference, choice, "Because.", fingerprint=fingerprint)
        except VigieError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(decide, ["Dominique", "Alix"] * 2, [Choice.APPROVE, Choice.REFUSE] * 2))
    assert done.count(True) == 1
    assert len(scene.case(reference).decisions) == 1
    assert scene.verified().intact
