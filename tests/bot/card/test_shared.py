"""The card that a whole channel looks at."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from bot.card.model import Card, Verb
from bot.card.shared import shared_card
from bot.errors import NotFoundError
from bot.kinds import Choice
from bot.people import Role
from tests.bot.scene import Scene
from tests.bot.workflow.files import GENERATED, PHOTO, reviewable

DECISIONS = {Verb.APPROVE, Verb.REFUSE, Verb.REQUEST_CHANGES}


def shared(scene: Scene, reference: str) -> Card:
    return shared_card(scene.house, reference, scene.catalogue())


def verbs(card: Card) -> set[Verb]:
    return {action.verb for action in card.actions}


def test_it_asks_its_author_and_offers_decisions_to_the_others(scene: Scene) -> None:
    card = shared(scene, scene.submit(PHOTO))
    assert [action.verb for action in card.questions[0].answers][:1] == [Verb.STATE]
    assert {Verb.REFUSE, Verb.REQUEST_CHANGES, Verb.WITHDRAW} <= verbs(card)
    assert Verb.APPROVE not in verbs(card)


def test_what_nothing_stands_against_can_be_approved(scene: Scene) -> None:
    card = shared(scene, reviewable(scene))
    assert verbs(card) >= DECISIONS
    assert card.questions == ()


def test_each_gesture_is_there_once_and_the_rare_ones_come_last(scene: Scene) -> None:
    scene.join("Camille", Role.AUTHOR, Role.REVIEWER)
    card = shared(scene, reviewable(scene))
    counted = Counter((action.verb, action.value, action.asset) for action in card.actions)
    assert set(counted.values()) == {1}
    rare = [action.rare for action in card.actions]
    assert rare == sorted(rare)


def test_it_speaks_to_nobody_in_particular(scene: Scene) -> None:
    reference = reviewable(scene)
    assert "C’est votre dépôt" in scene.card(reference, "Camille").notice
    assert "votre dépôt" not in shared(scene, reference).notice


def test_whoever_decided_can_take_it_back_for_two_minutes(scene: Scene) -> None:
    reference = reviewable(scene)
    scene.decide(reference, Choice.APPROVE)
    assert Verb.RETRACT in verbs(shared(scene, reference))
    assert not DECISIONS & verbs(shared(scene, reference))
    scene.clock.go_on(timedelta(minutes=2, seconds=1))
    assert Verb.RETRACT not in verbs(shared(scene, reference))


def test_a_refusal_can_be_lifted_later(scene: Scene) -> None:
    reference = reviewable(scene)
    scene.decide(reference, Choice.REFUSE, "Non.")
    scene.clock.go_on(timedelta(minutes=3))
    assert Verb.LIFT in verbs(shared(scene, reference))


def test_where_nobody_can_decide_it_says_so_and_offers_nothing(scene: Scene) -> None:
    scene.join("Dominique", Role.AUTHOR)
    scene.join("Sacha", Role.AUTHOR)
    card = shared(scene, reviewable(scene))
    assert not DECISIONS & verbs(card)
    assert "Personne" in card.notice


def test_what_the_charter_forbids_can_be_withdrawn_but_not_approved(scene: Scene) -> None:
    card = shared(scene, scene.submit(GENERATED))
    assert Verb.APPROVE not in verbs(card)
    assert Verb.WITHDRAW in verbs(card)


def test_a_submission_that_is_not_there_is_told_as_such(scene: Scene) -> None:
    with pytest.raises(NotFoundError, match="V-9999"):
        shared(scene, "V-9999")
