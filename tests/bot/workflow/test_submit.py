from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot import workflow
from bot.errors import NotAllowedError, UsageError
from bot.examiner import Pending
from bot.examining import examine
from bot.kinds import Choice, State
from bot.people import Person, Role
from bot.workflow import FILES_AT_ONCE
from policy.evidence import Obstacle
from policy.limits import Limits
from policy.statement import Claim
from policy.verdict import Answer
from tests.bot.scene import Scene
from tests.bot.workflow.files import GENERATED, OWN, PHOTO, reviewable


def test_a_submission_has_the_next_short_reference_and_is_in_the_trail(fresh: Scene) -> None:
    assert [fresh.submit(PHOTO), fresh.submit(PHOTO)] == ["V-0001", "V-0002"]
    assert fresh.story("V-0002") == ["submitted", "examined", "judged"]
    assert fresh.verified().intact


def test_a_photo_that_says_nothing_of_itself_asks_its_author(scene: Scene) -> None:
    assert scene.case(scene.submit(PHOTO)).state is State.INCOMPLETE


def test_a_generated_image_is_forbidden(scene: Scene) -> None:
    case = scene.case(scene.submit(GENERATED))
    assert case.state is State.FORBIDDEN
    assert case.assets[0].verdict
    assert [rule.article for rule in case.assets[0].verdict.rules] == ["1"]


@pytest.mark.parametrize("data", [b"", b"just words", PHOTO[:100]])
def test_a_file_that_can_not_be_read_is_said_to_be_so(scene: Scene, data: bytes) -> None:
    assert scene.case(scene.submit(data)).state is State.UNREADABLE


def test_an_album_is_one_submission_and_its_gravest_file_speaks_for_it(scene: Scene) -> None:
    case = scene.case(scene.submit(PHOTO, GENERATED, b"words"))
    assert [asset.verdict.answer for asset in case.assets if asset.verdict] == [
        Answer.INCOMPLETE,
        Answer.FORBIDDEN,
        Answer.UNREADABLE,
    ]
    assert case.state is State.FORBIDDEN


def test_the_same_file_twice_in_an_album_is_examined_once_and_shown_twice(scene: Scene) -> None:
    reference = scene.submit(scene.receive(PHOTO, "a.jpg"), scene.receive(PHOTO, "b.jpg"))
    case = scene.case(reference)
    assert [asset.name for asset in case.assets] == ["a.jpg", "b.jpg"]
    assert all(asset.verdict for asset in case.assets)
    assert scene.story(reference).count("examined") == 1


def test_the_same_file_again_is_another_submission(scene: Scene) -> None:
    first, second = scene.submit(PHOTO), scene.submit(PHOTO)
    scene.state(first, Claim.OWN_PHOTO)
    assert scene.case(second).state is State.INCOMPLETE


def test_a_note_is_kept_without_the_blanks_around_it(scene: Scene) -> None:
    assert scene.case(scene.submit(PHOTO, note="  Sceaux market \n")).note == "Sceaux market"
    assert scene.case(scene.submit(PHOTO, note=" \n ")).note == ""


def test_nothing_or_too_much_at_once_is_refused(scene: Scene) -> None:
    camille, received = scene.people["Camille"], scene.receive(PHOTO)
    before = scene.trail_size()
    with pytest.raises(UsageError):
        workflow.submit(scene.house, camille, [], channel="desk")
    with pytest.raises(UsageError):
        workflow.submit(scene.house, camille, [received] * (FILES_AT_ONCE + 1), channel="desk")
    assert scene.trail_size() == before


def test_whoever_only_reads_can_not_submit(scene: Scene) -> None:
    scene.join("Alix", Role.AUDITOR)
    before = scene.trail_size()
    with pytest.raises(NotAllowedError, match="read, not submit"):
        scene.submit(PHOTO, by="Alix")
    assert scene.trail_size() == before


def test_reviewers_and_charter_officers_submit_too(scene: Scene) -> None:
    for name in ("Dominique", "Sacha"):
        assert scene.case(scene.submit(PHOTO, by=name)).author == scene.people[name].id


def test_a_person_whom_nobody_knows_can_do_nothing(scene: Scene) -> None:
    stranger = Person("p-stranger", "Stranger", frozenset(Role))
    reference = reviewable(scene)
    fingerprint = scene.case(reference).fingerprint
    before = scene.trail_size()
    acts: list[Callable[[], object]] = [
        lambda: workflow.submit(scene.house, stranger, [scene.receive(PHOTO)], channel="desk"),
        lambda: workflow.state(scene.house, stranger, reference, OWN, asset=None, fingerprint=fingerprint),
        lambda: workflow.decide(scene.house, stranger, reference, Choice.APPROVE, "", fingerprint=fingerprint),
        lambda: workflow.retract(scene.house, stranger, reference),
        lambda: workflow.withdraw(scene.house, stranger, reference),
    ]
    for act in acts:
        with pytest.raises(NotAllowedError):
            act()
    assert scene.trail_size() == before


def test_a_file_that_is_too_heavy_is_kept_and_said_to_be_so(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scene.house.examiner, "wake", lambda: None)
    reference = workflow.submit(scene.house, scene.people["Camille"], [scene.receive(PHOTO)], channel="desk")
    (asset,) = scene.case(reference).assets
    limited = replace(scene.house, limits=Limits(file_size=len(PHOTO) - 1))
    examine(limited, Pending(reference, 1, asset.sha256))
    (asset,) = scene.case(reference).assets
    assert asset.examination
    assert asset.examination.obstacle is Obstacle.TOO_LARGE
    assert scene.case(reference).state is State.UNREADABLE
    assert scene.house.originals.read(asset.sha256, asset.size) == PHOTO
