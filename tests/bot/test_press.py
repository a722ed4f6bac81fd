from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.card.model import Action, Verb
from bot.errors import NotAllowedError, StaleError, UsageError
from bot.kinds import State
from bot.press import Press, perform
from policy.statement import Claim, Statement
from tests.bot.scene import Scene
from tests.bot.workflow.files import OTHER_PHOTO, PHOTO, reviewable


@pytest.fixture
def scene(lasting_scene: Scene) -> Scene:
    return lasting_scene


def press(
    scene: Scene,
    reference: str,
    verb: Verb,
    value: str = "",
    *,
    by: str = "Camille",
    asset: str | None = None,
    fingerprint: str | None = None,
    answers: Mapping[str, str] | None = None,
) -> None:
    screen = scene.case(reference).fingerprint if fingerprint is None else fingerprint
    perform(scene.house, scene.people[by], Press(reference, screen, verb, value, asset, answers or {}))


def statement(scene: Scene, reference: str) -> Statement | None:
    return scene.case(reference).assets[0].statement


@pytest.mark.parametrize(
    ("value", "answers", "said"),
    [
        ("own-photo", {}, Statement(Claim.OWN_PHOTO)),
        ("someones-photo", {"note": " Alix "}, Statement(Claim.SOMEONES_PHOTO, note="Alix")),
        (
            "ai-enhanced",
            {"claim": "ai-parts", "tool": "Canva", "label_visible": "1"},
            Statement(Claim.AI_PARTS, "Canva", True),
        ),
        ("ai-enhanced", {"claim": "", "tool": "Canva", "label_visible": ""}, Statement(Claim.AI_ENHANCED, "Canva")),
        ("ai-enhanced", {"tool": "Canva", "label_visible": "0"}, Statement(Claim.AI_ENHANCED, "Canva")),
        ("ai-enhanced", {"tool": "Canva", "label_visible": "false"}, Statement(Claim.AI_ENHANCED, "Canva")),
        ("ai-enhanced", {"tool": "Canva", "label_visible": "on"}, Statement(Claim.AI_ENHANCED, "Canva", True)),
        ("own-photo", {"reason": "ignored", "whatever": "too"}, Statement(Claim.OWN_PHOTO)),
    ],
)
def test_an_answer_becomes_a_statement(scene: Scene, value: str, answers: dict[str, str], said: Statement) -> None:
    reference = scene.submit(PHOTO)
    press(scene, reference, Verb.STATE, value, answers=answers)
    assert statement(scene, reference) == said


@pytest.mark.parametrize(("value", "answers"), [("", {}), ("true-photo", {}), ("own-photo", {"claim": "<b>"})])
def test_an_answer_that_nobody_offered_is_refused(scene: Scene, value: str, answers: dict[str, str]) -> None:
    reference = scene.submit(PHOTO)
    with pytest.raises(UsageError, match="Choose one"):
        press(scene, reference, Verb.STATE, value, answers=answers)
    assert statement(scene, reference) is None


def test_an_answer_may_be_about_one_file(scene: Scene) -> None:
    reference = scene.submit(PHOTO, OTHER_PHOTO)
    press(scene, reference, Verb.STATE, "own-photo", asset=scene.case(reference).assets[1].sha256)
    assert [bool(asset.statement) for asset in scene.case(reference).assets] == [False, True]


@pytest.mark.parametrize(
    ("verb", "answers", "becomes"),
    [
        (Verb.APPROVE, {}, State.APPROVED),
        (Verb.REFUSE, {"reason": "Blurred."}, State.REFUSED),
        (Verb.REQUEST_CHANGES, {"reason": "Crop it."}, State.CHANGES_REQUESTED),
    ],
)
def test_a_reviewers_press_becomes_a_decision(
    scene: Scene, verb: Verb, answers: dict[str, str], becomes: State
) -> None:
    reference = reviewable(scene)
    press(scene, reference, verb, by="Dominique", answers=answers)
    case = scene.case(reference)
    assert case.state is becomes
    assert case.decision
    assert case.decision.reason == answers.get("reason", "")


def test_a_decision_is_taken_back_and_a_submission_withdrawn(scene: Scene) -> None:
    reference = reviewable(scene)
    press(scene, reference, Verb.APPROVE, by="Dominique")
    press(scene, reference, Verb.RETRACT, by="Dominique")
    assert scene.case(reference).state is State.REVIEWABLE
    press(scene, reference, Verb.WITHDRAW)
    assert scene.case(reference).state is State.WITHDRAWN


@pytest.mark.parametrize("verb", [Verb.REFUSE, Verb.REQUEST_CHANGES])
def test_a_press_without_its_reason_is_refused(scene: Scene, verb: Verb) -> None:
    reference = reviewable(scene)
    with pytest.raises(UsageError, match="reason"):
        press(scene, reference, verb, by="Dominique")


@pytest.mark.parametrize("verb", [Verb.APPROVE, Verb.REFUSE, Verb.REQUEST_CHANGES])
def test_a_payload_gives_nobody_a_role(scene: Scene, verb: Verb) -> None:
    reference = reviewable(scene)
    forged = {"reason": "Because.", "role": "reviewer", "person": scene.people["Dominique"].id}
    with pytest.raises(NotAllowedError):
        press(scene, reference, verb, "reviewer", by="Camille", answers=forged)


@pytest.mark.parametrize("verb", [Verb.STATE, Verb.APPROVE, Verb.REFUSE, Verb.REQUEST_CHANGES])
def test_a_press_on_an_old_screen_does_nothing(scene: Scene, verb: Verb) -> None:
    reference = reviewable(scene)
    before = scene.case(reference)
    by = "Camille" if verb is Verb.STATE else "Dominique"
    with pytest.raises(StaleError):
        press(scene, reference, verb, "own-photo", by=by, fingerprint="old", answers={"reason": "x"})
    assert scene.case(reference) == before


def test_every_button_of_a_card_does_what_it_says(scene: Scene) -> None:
    """A card's own buttons, with their fields filled in, are never refused."""
    asked = scene.card(scene.submit(PHOTO), "Camille")
    for answer in asked.questions[0].answers:
        reference = scene.submit(PHOTO)
        press_action(scene, reference, answer, "Camille")
        assert statement(scene, reference)
    for action in scene.card(reviewable(scene), "Dominique").actions:
        reference = reviewable(scene)
        press_action(scene, reference, action, "Dominique")
        assert scene.case(reference).decisions
        press_action(scene, reference, scene.card(reference, "Dominique").actions[0], "Dominique")
        assert not scene.case(reference).decisions


def press_action(scene: Scene, reference: str, action: Action, by: str) -> None:
    answers = {field.name: field.options[0].value if field.options else "something" for field in action.fields}
    press(scene, reference, action.verb, action.value, by=by, asset=action.asset, answers=answers)
