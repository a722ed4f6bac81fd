from __future__ import annotations

import pytest

from bot import workflow
from bot.errors import NotAllowedError, NotFoundError, UsageError
from bot.kinds import Choice, State
from bot.people import Role
from policy.statement import Claim
from tests.bot.scene import Scene
from tests.bot.workflow.files import GENERATED, OTHER_PHOTO, OWN, PHOTO


@pytest.mark.parametrize(
    ("claim", "details", "becomes"),
    [
        (Claim.OWN_PHOTO, {}, State.REVIEWABLE),
        (Claim.SOMEONES_PHOTO, {"note": "Alix, on Sunday"}, State.REVIEWABLE),
        (Claim.MADE_WITHOUT_AI, {}, State.REVIEWABLE),
        (Claim.AI_ENHANCED, {"tool": "Topaz"}, State.INCOMPLETE),
        (Claim.AI_ENHANCED, {"tool": "Topaz", "label": True}, State.REVIEWABLE),
        (Claim.AI_PARTS, {"tool": "Photoshop", "label": True}, State.FORBIDDEN),
        (Claim.AI_GENERATED, {"tool": "Midjourney", "label": True}, State.FORBIDDEN),
    ],
)
def test_what_the_author_says_changes_the_verdict(
    scene: Scene, claim: Claim, details: dict[str, str], becomes: State
) -> None:
    reference = scene.submit(PHOTO)
    scene.state(reference, claim, **details)  # type: ignore[arg-type]
    assert scene.case(reference).state is becomes
    assert scene.story(reference)[-2:] == ["stated", "judged"]


def test_an_author_may_correct_what_they_said(scene: Scene) -> None:
    reference = scene.submit(PHOTO)
    scene.state(reference, Claim.OWN_PHOTO)
    scene.state(reference, Claim.SOMEONES_PHOTO, note="Alix")
    scene.state(reference, Claim.AI_GENERATED, tool="Midjourney")
    assert scene.case(reference).state is State.FORBIDDEN
    assert scene.story(reference).count("stated") == 3


@pytest.mark.parametrize("admission", [Claim.AI_GENERATED, Claim.AI_PARTS, Claim.AI_ENHANCED])
def test_what_an_author_admitted_can_not_be_unsaid(scene: Scene, admission: Claim) -> None:
    reference = scene.submit(PHOTO)
    scene.state(reference, admission, tool="Midjourney")
    with pytest.raises(NotAllowedError, match="can't be unsaid"):
        scene.state(reference, Claim.OWN_PHOTO)
    assert scene.story(reference).count("stated") == 1


@pytest.mark.parametrize("nothing", ["\u200b", "\u2060 \ufeff", " \n "])
def test_an_answer_of_invisible_letters_is_none(scene: Scene, nothing: str) -> None:
    reference = scene.submit(PHOTO)
    with pytest.raises(UsageError, match="Which tool"):
        scene.state(reference, Claim.AI_ENHANCED, tool=nothing)
    with pytest.raises(UsageError, match="Whose photo"):
        scene.state(reference, Claim.SOMEONES_PHOTO, note=nothing)
    with pytest.raises(UsageError, match="reason"):
        scene.decide(reference, Choice.REFUSE, nothing)


def test_no_word_undoes_what_the_file_admits(scene: Scene) -> None:
    reference = scene.submit(GENERATED)
    scene.state(reference, Claim.OWN_PHOTO)
    assert scene.case(reference).state is State.FORBIDDEN


def test_no_word_makes_an_unreadable_file_readable(scene: Scene) -> None:
    reference = scene.submit(b"words")
    scene.state(reference, Claim.OWN_PHOTO)
    assert scene.case(reference).state is State.UNREADABLE


@pytest.mark.parametrize("claim", [Claim.AI_ENHANCED, Claim.AI_PARTS, Claim.AI_GENERATED])
@pytest.mark.parametrize("tool", ["", "  "])
def test_a_use_of_ai_without_its_tool_is_no_declaration(scene: Scene, claim: Claim, tool: str) -> None:
    reference = scene.submit(PHOTO)
    with pytest.raises(UsageError, match="Which tool"):
        scene.state(reference, claim, tool=tool, label=True)
    assert "stated" not in scene.story(reference)


def test_somebody_elses_photo_needs_a_word_on_whose(scene: Scene) -> None:
    reference = scene.submit(PHOTO)
    with pytest.raises(UsageError, match="Whose photo"):
        scene.state(reference, Claim.SOMEONES_PHOTO, note=" ")
    assert "stated" not in scene.story(reference)


def test_nobody_else_speaks_for_the_author(scene: Scene) -> None:
    reference = scene.submit(PHOTO)
    scene.join("Alix", Role.AUTHOR)
    for name in ("Dominique", "Sacha", "Alix"):
        with pytest.raises(NotAllowedError, match="Only the author"):
            scene.state(reference, Claim.OWN_PHOTO, by=name)


def test_one_file_of_an_album_can_be_stated_alone(scene: Scene) -> None:
    reference = scene.submit(PHOTO, OTHER_PHOTO)
    case = scene.case(reference)
    wanted = case.assets[1].sha256
    workflow.state(scene.house, scene.people["Camille"], reference, OWN, asset=wanted, fingerprint=case.fingerprint)
    case = scene.case(reference)
    assert [asset.statement is not None for asset in case.assets] == [False, True]
    assert case.state is State.INCOMPLETE


def test_all_files_of_an_album_can_be_stated_at_once(scene: Scene) -> None:
    reference = scene.submit(PHOTO, OTHER_PHOTO, PHOTO)
    scene.state(reference, Claim.OWN_PHOTO)
    assert scene.case(reference).state is State.REVIEWABLE
    assert scene.story(reference).count("stated") == 2


def test_a_file_that_is_not_in_the_submission_can_not_be_stated(scene: Scene) -> None:
    reference, fingerprint = (case := scene.case(scene.submit(PHOTO))).reference, case.fingerprint
    with pytest.raises(NotFoundError):
        workflow.state(scene.house, scene.people["Camille"], reference, OWN, asset="0" * 64, fingerprint=fingerprint)


def test_a_word_given_while_vigie_still_looks_counts_when_it_has_looked(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scene.house.examiner, "wake", lambda: None)
    reference = workflow.submit(scene.house, scene.people["Camille"], [scene.receive(PHOTO)], channel="desk")
    assert scene.case(reference).state is State.EXAMINING
    scene.state(reference, Claim.OWN_PHOTO)
    assert scene.case(reference).state is State.EXAMINING
    monkeypatch.undo()
    scene.house.examiner.wake()
    scene.wait(reference)
    assert scene.case(reference).state is State.REVIEWABLE
