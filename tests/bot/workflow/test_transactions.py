from __future__ import annotations

from collections.abc import Callable

import pytest

from bot import examining, judging, workflow
from bot.examiner import Pending
from bot.kinds import Choice, State
from bot.workflow import deciding, submitting
from tests.bot.scene import Scene
from tests.bot.workflow.files import OTHER_PHOTO, OWN, PHOTO, reviewable


def break_refresh(*_: object) -> None:
    raise RuntimeError("the power went out")


@pytest.mark.parametrize("act", ["submit", "state", "decide", "retract", "withdraw"])
def test_a_failure_in_the_middle_leaves_nothing(scene: Scene, monkeypatch: pytest.MonkeyPatch, act: str) -> None:
    reference = reviewable(scene)
    if act == "retract":
        scene.decide(reference, Choice.APPROVE)
    fingerprint = scene.case(reference).fingerprint
    received = scene.receive(OTHER_PHOTO)
    camille, dominique = scene.people["Camille"], scene.people["Dominique"]
    acts: dict[str, Callable[[], object]] = {
        "submit": lambda: workflow.submit(scene.house, camille, [received], channel="desk"),
        "state": lambda: workflow.state(scene.house, camille, reference, OWN, asset=None, fingerprint=fingerprint),
        "decide": lambda: workflow.decide(
            scene.house, dominique, reference, Choice.APPROVE, "", fingerprint=fingerprint
        ),
        "retract": lambda: workflow.retract(scene.house, dominique, reference),
        "withdraw": lambda: workflow.withdraw(scene.house, camille, reference),
    }
    before = scene.case(reference), scene.indexed_state(reference), scene.trail_size()
    for module in (judging, deciding, submitting):
        monkeypatch.setattr(module, "refresh", break_refresh)
    with pytest.raises(RuntimeError, match="power"):
        acts[act]()
    assert (scene.case(reference), scene.indexed_state(reference), scene.trail_size()) == before
    assert scene.verified().intact
    monkeypatch.undo()
    acts[act]()
    assert scene.trail_size() > before[2]
    assert scene.verified().intact


def test_an_examination_that_breaks_off_leaves_the_file_pending_and_is_taken_up_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scene.house.examiner, "wake", lambda: None)
    reference = workflow.submit(scene.house, scene.people["Camille"], [scene.receive(PHOTO)], channel="desk")
    pending = Pending(reference, 1, scene.case(reference).assets[0].sha256)
    monkeypatch.setattr(judging, "refresh", break_refresh)
    with pytest.raises(RuntimeError, match="power"):
        examining.examine(scene.house, pending)
    assert scene.story(reference) == ["submitted"]
    assert scene.pending(reference) == 1
    monkeypatch.undo()
    scene.house.examiner.wake()
    scene.wait(reference)
    assert scene.case(reference).state is State.INCOMPLETE


def test_an_examination_is_recorded_once_however_often_it_is_asked_for(scene: Scene) -> None:
    reference = scene.submit(PHOTO)
    pending = Pending(reference, 1, scene.case(reference).assets[0].sha256)
    before = scene.trail_size()
    examining.examine(scene.house, pending)
    examining.examine(scene.house, Pending("V-9999", 1, pending.sha256))
    examining.examine(scene.house, Pending(reference, 1, "0" * 64))
    assert scene.trail_size() == before
