"""A charter may ask for several people, or for a person of another role."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import workflow
from bot.errors import NotAllowedError
from bot.kinds import Choice, State
from bot.people import Role
from policy.statement import Claim
from policy.verdict import Approval
from tests.bot.scene import Scene, under
from tests.bot.workflow.files import PHOTO, reviewable, with_quorum


@pytest.fixture
def two(fresh: Scene) -> Scene:
    """A house whose charter asks for two reviewers."""
    fresh.join("Alix", Role.REVIEWER)
    return replace(fresh, house=under(fresh.house, with_quorum(fresh.house.charter, 2)))


def test_one_of_two_is_not_enough_and_the_second_settles_it(two: Scene) -> None:
    reference = reviewable(two)
    two.decide(reference, Choice.APPROVE)
    assert two.case(reference).state is State.REVIEWABLE
    two.decide(reference, Choice.APPROVE, by="Alix")
    assert two.case(reference).state is State.APPROVED


def test_nobody_counts_twice(two: Scene) -> None:
    reference = reviewable(two)
    two.decide(reference, Choice.APPROVE)
    with pytest.raises(NotAllowedError, match="already decided"):
        two.decide(reference, Choice.APPROVE)
    assert two.case(reference).state is State.REVIEWABLE


def test_an_approval_lapses_when_the_words_change_before_the_second_one(two: Scene) -> None:
    reference = reviewable(two)
    two.decide(reference, Choice.APPROVE)
    two.state(reference, Claim.SOMEONES_PHOTO, note="Found on a website")
    two.decide(reference, Choice.APPROVE, by="Alix")
    assert two.case(reference).state is State.REVIEWABLE
    two.decide(reference, Choice.APPROVE)
    assert two.case(reference).state is State.APPROVED


def test_an_approval_that_lapsed_can_not_be_taken_back(two: Scene) -> None:
    reference = reviewable(two)
    two.decide(reference, Choice.APPROVE)
    two.state(reference, Claim.MADE_WITHOUT_AI)
    with pytest.raises(NotAllowedError, match="no decision of yours"):
        workflow.retract(two.house, two.people["Dominique"], reference)


def test_the_second_person_may_still_refuse(two: Scene) -> None:
    reference = reviewable(two)
    two.decide(reference, Choice.APPROVE)
    two.decide(reference, Choice.REFUSE, "Doubtful.", by="Alix")
    assert two.case(reference).state is State.REFUSED


def test_whoever_took_their_approval_back_does_not_count(two: Scene) -> None:
    reference = reviewable(two)
    two.decide(reference, Choice.APPROVE)
    workflow.retract(two.house, two.people["Dominique"], reference)
    two.decide(reference, Choice.APPROVE, by="Alix")
    assert two.case(reference).state is State.REVIEWABLE


def test_roles_count_as_they_were_when_people_decided(two: Scene) -> None:
    reference = reviewable(two)
    two.decide(reference, Choice.APPROVE)
    two.join("Dominique", Role.AUDITOR)
    two.decide(reference, Choice.APPROVE, by="Alix")
    assert two.case(reference).state is State.APPROVED


def test_a_charter_may_name_its_officer(fresh: Scene) -> None:
    charter = with_quorum(fresh.house.charter, 1)
    rules = tuple(
        replace(rule, approval=Approval(1, Role.CHARTER_OFFICER)) if rule.approval else rule for rule in charter.rules
    )
    scene = replace(fresh, house=under(fresh.house, replace(charter, rules=rules)))
    reference = reviewable(scene)
    with pytest.raises(NotAllowedError, match="Your role"):
        scene.decide(reference, Choice.APPROVE)
    scene.decide(reference, Choice.APPROVE, by="Sacha")
    assert scene.case(reference).state is State.APPROVED


def test_a_charter_that_asks_for_nobody_is_content_with_one_who_decides(fresh: Scene) -> None:
    rules = tuple(replace(rule, approval=None) for rule in fresh.house.charter.rules)
    scene = replace(fresh, house=under(fresh.house, replace(fresh.house.charter, rules=rules)))
    reference = scene.submit(PHOTO)
    scene.state(reference, Claim.OWN_PHOTO)
    assert scene.case(reference).state is State.REVIEWABLE
    scene.decide(reference, Choice.APPROVE, by="Sacha")
    assert scene.case(reference).state is State.APPROVED
