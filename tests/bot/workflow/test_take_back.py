from __future__ import annotations

from datetime import timedelta

import pytest

from bot import workflow
from bot.errors import NotAllowedError
from bot.kinds import Choice, State
from bot.workflow import REGRET
from tests.bot.scene import Scene
from tests.bot.workflow.files import GENERATED, PHOTO, reviewable


@pytest.mark.parametrize("choice", Choice)
def test_a_decision_can_be_taken_back_while_its_thumb_is_still_warm(scene: Scene, choice: Choice) -> None:
    reference = reviewable(scene)
    scene.decide(reference, choice, "Slipped.")
    scene.clock.go_on(REGRET)
    workflow.retract(scene.house, scene.people["Dominique"], reference)
    case = scene.case(reference)
    assert (case.state, case.decisions) == (State.REVIEWABLE, ())
    assert scene.story(reference)[-2:] == ["decided", "retracted"]
    scene.decide(reference, Choice.APPROVE)
    assert scene.case(reference).state is State.APPROVED


def test_after_two_minutes_a_decision_stands(scene: Scene) -> None:
    reference = reviewable(scene)
    scene.decide(reference, Choice.APPROVE)
    scene.clock.go_on(REGRET + timedelta(seconds=1))
    with pytest.raises(NotAllowedError, match="too late"):
        workflow.retract(scene.house, scene.people["Dominique"], reference)
    assert scene.case(reference).state is State.APPROVED


def test_nobody_takes_somebody_elses_decision_back(scene: Scene) -> None:
    reference = reviewable(scene)
    scene.decide(reference, Choice.APPROVE)
    for name in ("Camille", "Sacha"):
        with pytest.raises(NotAllowedError, match="no decision of yours"):
            workflow.retract(scene.house, scene.people[name], reference)


def test_a_decision_is_taken_back_once(scene: Scene) -> None:
    reference = reviewable(scene)
    scene.decide(reference, Choice.APPROVE)
    workflow.retract(scene.house, scene.people["Dominique"], reference)
    with pytest.raises(NotAllowedError, match="no decision of yours"):
        workflow.retract(scene.house, scene.people["Dominique"], reference)


@pytest.mark.parametrize("data", [PHOTO, GENERATED, b"words"])
def test_an_author_withdraws_what_is_still_open(scene: Scene, data: bytes) -> None:
    reference = scene.submit(data)
    workflow.withdraw(scene.house, scene.people["Camille"], reference)
    assert scene.case(reference).state is State.WITHDRAWN
    with pytest.raises(NotAllowedError, match="closed already"):
        workflow.withdraw(scene.house, scene.people["Camille"], reference)


def test_only_the_author_withdraws(scene: Scene) -> None:
    reference = scene.submit(PHOTO)
    with pytest.raises(NotAllowedError, match="Only the author"):
        workflow.withdraw(scene.house, scene.people["Dominique"], reference)


def test_what_is_withdrawn_while_vigie_looks_stays_withdrawn(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scene.house.examiner, "wake", lambda: None)
    reference = workflow.submit(scene.house, scene.people["Camille"], [scene.receive(PHOTO)], channel="desk")
    workflow.withdraw(scene.house, scene.people["Camille"], reference)
    monkeypatch.undo()
    scene.house.examiner.wake()
    scene.wait(reference)
    assert scene.case(reference).state is State.WITHDRAWN
    assert scene.indexed_state(reference) is State.WITHDRAWN
