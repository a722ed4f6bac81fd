from __future__ import annotations

from dataclasses import replace

import pytest

from bot import workflow
from bot.card.model import Verb
from bot.errors import NotAllowedError, StaleError, UsageError
from bot.kinds import Choice, State
from bot.workflow import DRAFT_LENGTH, Review
from policy.declaration import Checker, Purpose
from policy.facts import FactName
from policy.statement import Claim
from policy.verdict import Verdict
from tests.bot.scene import Scene
from tests.bot.workflow.drafts import CLEAN, DRAFTED, LABEL, LABELLED, REVIEWED, TRACED
from tests.bot.workflow.files import PHOTO


def verdict_of(scene: Scene, reference: str) -> Verdict:
    draft = scene.case(reference).draft
    assert draft
    assert draft.verdict
    return draft.verdict


def labelled(scene: Scene) -> str:
    """Return a text that AI helped to write, declared and labelled."""
    reference = scene.submit(draft=LABELLED)
    scene.declare(DRAFTED, reference)
    return reference


def test_a_text_alone_is_a_submission_with_its_answer_at_once(fresh: Scene) -> None:
    reference = fresh.submit(draft=f"  {CLEAN}\n")
    assert fresh.story(reference) == ["submitted", "judged"]
    assert fresh.case(reference).draft
    assert fresh.case(reference).state is State.INCOMPLETE
    assert verdict_of(fresh, reference).missing == ("ai-use",)
    assert fresh.verified().intact


def test_nothing_at_all_is_no_submission(scene: Scene) -> None:
    with pytest.raises(UsageError, match="Nothing has arrived"):
        scene.submit(draft=" \n ")


def test_a_text_that_is_too_long_is_refused_and_never_cut(scene: Scene) -> None:
    with pytest.raises(UsageError, match=str(DRAFT_LENGTH)):
        scene.submit(draft="x" * (DRAFT_LENGTH + 1))
    draft = scene.case(scene.submit(draft="x" * DRAFT_LENGTH)).draft
    assert draft
    assert draft.text == "x" * DRAFT_LENGTH


def test_its_author_says_that_no_ai_served(scene: Scene) -> None:
    reference = scene.submit(draft=CLEAN)
    scene.answer(reference, FactName.AI_USE, "no")
    assert scene.case(reference).state is State.REVIEWABLE


def test_traces_of_an_assistant_accuse_nobody(scene: Scene) -> None:
    reference = scene.submit(draft=TRACED)
    assert scene.case(reference).state is State.INCOMPLETE
    assert not any(rule.certain for rule in verdict_of(scene, reference).rules)
    assert dict(verdict_of(scene, reference).facts)["text-traces"] == "yes"
    scene.answer(reference, FactName.AI_USE, "no")
    assert scene.case(reference).state is State.REVIEWABLE
    assert [rule.id for rule in verdict_of(scene, reference).observed if rule.certain] == ["traces-denied"]


def test_a_declared_use_without_a_label_waits_for_it(scene: Scene) -> None:
    reference = scene.submit(draft=TRACED)
    scene.declare(DRAFTED, reference)
    assert verdict_of(scene, reference).missing == ("label-visible",)
    scene.revise(reference, LABELLED)
    assert scene.case(reference).state is State.REVIEWABLE
    assert scene.case(reference).revision == 2


def test_a_label_in_the_text_counts_for_the_visual_beside_it(scene: Scene) -> None:
    reference = scene.submit(PHOTO, draft=LABELLED)
    scene.state(reference, Claim.AI_ENHANCED, tool="Topaz")
    asset = scene.case(reference).assets[0]
    assert asset.verdict
    assert asset.verdict.missing == ()


def test_a_use_that_concerns_the_text_leaves_the_photo_beside_it_alone(scene: Scene) -> None:
    reference = scene.submit(PHOTO, draft=LABELLED)
    scene.declare(DRAFTED, reference)
    scene.state(reference, Claim.OWN_PHOTO)
    asset = scene.case(reference).assets[0]
    assert asset.verdict
    assert dict(asset.verdict.facts)["ai-use"] == "no"
    assert scene.case(reference).state is State.REVIEWABLE


def test_what_nobody_has_checked_waits(scene: Scene) -> None:
    reference = scene.submit(draft=LABELLED)
    declared = scene.declare(replace(DRAFTED, checker=Checker.NOBODY), reference)
    assert verdict_of(scene, reference).missing == ("result-checked",)
    workflow.correct(scene.house, scene.people["Camille"], declared.reference, DRAFTED, revision=1)
    assert scene.case(reference).state is State.REVIEWABLE


def test_approving_a_text_that_ai_helped_to_write_takes_three_ticks_and_a_name(scene: Scene) -> None:
    reference = labelled(scene)
    for missing in (
        None,
        Review(),
        replace(REVIEWED, accuracy=False),
        replace(REVIEWED, plausibility=False),
        replace(REVIEWED, sources=False),
    ):
        with pytest.raises(UsageError, match="tick what you have checked"):
            scene.decide(reference, Choice.APPROVE, review=missing)
    with pytest.raises(UsageError, match="editorial responsibility"):
        scene.decide(reference, Choice.APPROVE, review=replace(REVIEWED, responsible=" "))
    scene.decide(reference, Choice.APPROVE, review=REVIEWED)
    case = scene.case(reference)
    assert case.state is State.APPROVED
    assert case.decision
    assert case.decision.responsible == "Dominique"
    assert scene.verified().intact


def test_a_text_without_ai_is_approved_with_one_tap(scene: Scene) -> None:
    reference = scene.submit(draft=CLEAN)
    scene.answer(reference, FactName.AI_USE, "no")
    scene.decide(reference, Choice.APPROVE)
    assert scene.case(reference).state is State.APPROVED


def test_refusing_takes_no_ticks(scene: Scene) -> None:
    reference = labelled(scene)
    scene.decide(reference, Choice.REFUSE, "Not our tone.")
    assert scene.case(reference).state is State.REFUSED


def test_an_approval_falls_when_the_text_changes(scene: Scene) -> None:
    reference = labelled(scene)
    scene.decide(reference, Choice.APPROVE, review=REVIEWED)
    scene.revise(reference, f"{CLEAN} Et lundi aussi.\n\n{LABEL}")
    case = scene.case(reference)
    assert case.state is State.REVIEWABLE
    assert case.decisions == ()
    assert case.draft
    assert case.draft.earlier == LABELLED


def test_a_request_for_changes_is_answered_by_a_new_text(scene: Scene) -> None:
    reference = labelled(scene)
    scene.decide(reference, Choice.REQUEST_CHANGES, "Shorter.")
    scene.revise(reference, LABEL)
    assert scene.case(reference).state is State.REVIEWABLE
    assert scene.indexed_state(reference) is State.REVIEWABLE


@pytest.mark.parametrize("choice", [Choice.REFUSE, None])
def test_a_text_that_was_refused_or_withdrawn_stays_as_it_is(scene: Scene, choice: Choice | None) -> None:
    reference = labelled(scene)
    if choice:
        scene.decide(reference, choice, "No.")
    else:
        workflow.withdraw(scene.house, scene.people["Camille"], reference)
    with pytest.raises(NotAllowedError):
        scene.revise(reference, CLEAN)


def test_only_the_author_changes_the_text(scene: Scene) -> None:
    with pytest.raises(NotAllowedError, match="Only the author"):
        scene.revise(scene.submit(draft=CLEAN), LABELLED, by="Dominique")


def test_a_text_on_an_old_screen_changes_nothing(scene: Scene) -> None:
    reference = scene.submit(draft=CLEAN)
    old = scene.case(reference).fingerprint
    scene.revise(reference, LABELLED)
    with pytest.raises(StaleError):
        workflow.revise(scene.house, scene.people["Camille"], reference, TRACED, fingerprint=old)


@pytest.mark.parametrize("text", ["", "  \n", CLEAN])
def test_a_change_that_changes_nothing_is_no_revision(scene: Scene, text: str) -> None:
    reference = scene.submit(draft=CLEAN)
    with pytest.raises(UsageError):
        scene.revise(reference, text)
    assert scene.case(reference).revision == 1


def test_one_tap_adds_the_label_at_the_end(scene: Scene) -> None:
    reference = scene.submit(draft=CLEAN)
    scene.declare(DRAFTED, reference)
    fingerprint = scene.case(reference).fingerprint
    workflow.add_label(scene.house, scene.people["Camille"], reference, LABEL, fingerprint=fingerprint)
    draft = scene.case(reference).draft
    assert draft
    assert draft.text == LABELLED
    assert scene.case(reference).state is State.REVIEWABLE


def test_a_submission_without_a_text_has_none_to_change(scene: Scene) -> None:
    with pytest.raises(NotAllowedError, match="no text"):
        scene.revise(scene.submit(PHOTO), CLEAN)


@pytest.mark.parametrize(("fact", "value"), [("kind", "visual"), ("nonsense", "yes"), ("ai-use", "perhaps")])
def test_only_the_charter_s_questions_are_answered(scene: Scene, fact: str, value: str) -> None:
    with pytest.raises(UsageError):
        scene.answer(scene.submit(draft=CLEAN), fact, value)


def test_the_author_s_question_is_nobody_else_s(scene: Scene) -> None:
    with pytest.raises(NotAllowedError, match="somebody else"):
        scene.answer(scene.submit(draft=CLEAN), FactName.AI_USE, "no", by="Dominique")


def test_whoever_said_that_ai_helped_can_not_unsay_it(scene: Scene) -> None:
    reference = scene.submit(draft=CLEAN)
    scene.answer(reference, FactName.AI_USE, "yes")
    assert verdict_of(scene, reference).missing == ("use-declared", "label-visible", "result-checked")
    with pytest.raises(NotAllowedError, match="unsaid"):
        scene.answer(reference, FactName.AI_USE, "no")


def test_a_slip_in_an_answer_to_the_charter_is_mended(scene: Scene) -> None:
    reference = scene.submit(draft=CLEAN)
    scene.answer(reference, FactName.AI_USE, "no")
    scene.answer(reference, "publicité-payée", "yes")
    (mending,) = [action for action in scene.card(reference).actions if action.verb is Verb.ANSWER]
    assert {field.name: field.value for field in mending.fields} == {
        "publicité-payée": "yes",
        "personne-réelle-imitée": "",
    }
    scene.answer(reference, "publicité-payée", "no")
    assert not any(rule.certain for rule in verdict_of(scene, reference).observed)


def test_what_the_law_asks_is_counted_and_blocks_nothing(scene: Scene) -> None:
    reference = scene.submit(draft=CLEAN)
    scene.answer(reference, FactName.AI_USE, "no")
    scene.answer(reference, "publicité-payée", "yes")
    assert scene.case(reference).state is State.REVIEWABLE
    assert "paid-political-advertising" in [rule.id for rule in verdict_of(scene, reference).observed if rule.certain]


def test_asking_to_declare_a_generated_image_admits_it(scene: Scene) -> None:
    reference = scene.submit(PHOTO)
    declared = scene.declare(replace(DRAFTED, purpose=Purpose.IMAGE_GENERATION, tool="Midjourney"), reference)
    assert declared.refused
    assert scene.case(reference).state is State.FORBIDDEN
    assert scene.case(reference).standing == ()


def test_erasing_its_author_takes_the_text_and_leaves_the_decision(fresh: Scene) -> None:
    reference = labelled(fresh)
    fresh.decide(reference, Choice.APPROVE, review=REVIEWED)
    fresh.erase("Camille")
    case = fresh.case(reference)
    assert case.state is State.APPROVED
    assert case.draft
    assert case.draft.text is None
    assert fresh.verified().intact


def test_no_ai_is_said_of_one_text_and_asked_again_of_the_next(scene: Scene) -> None:
    reference = scene.submit(draft=CLEAN)
    scene.answer(reference, FactName.AI_USE, "no")
    scene.revise(reference, TRACED)
    assert scene.case(reference).state is State.INCOMPLETE
    assert verdict_of(scene, reference).missing == ("ai-use",)


def test_a_text_that_says_itself_that_ai_served_is_not_answered_away(scene: Scene) -> None:
    reference = scene.submit(draft=LABELLED)
    assert "use-declared" in verdict_of(scene, reference).missing
    scene.answer(reference, FactName.AI_USE, "no")
    assert scene.case(reference).state is State.INCOMPLETE


def test_asking_to_declare_a_decision_by_ai_admits_that_one_served(scene: Scene) -> None:
    reference = scene.submit(draft=CLEAN)
    scene.declare(replace(DRAFTED, purpose=Purpose.DECISION), reference)
    scene.answer(reference, FactName.AI_USE, "no")
    assert scene.case(reference).state is State.INCOMPLETE


def test_what_was_said_while_it_was_closed_counts_once_the_decision_is_taken_back(scene: Scene) -> None:
    reference = scene.submit(draft=LABELLED)
    declared = scene.declare(DRAFTED, reference)
    scene.decide(reference, Choice.REFUSE, "No.")
    camille, dominique = scene.people["Camille"], scene.people["Dominique"]
    workflow.withdraw_declaration(scene.house, camille, declared.reference, "Mistake.", revision=1)
    workflow.retract(scene.house, dominique, reference)
    assert scene.case(reference).state is State.INCOMPLETE
    assert scene.verified().intact


def test_what_was_erased_is_approved_by_nobody(fresh: Scene) -> None:
    reference = labelled(fresh)
    fresh.erase("Camille")
    with pytest.raises(NotAllowedError, match="erased"):
        fresh.decide(reference, Choice.APPROVE, review=REVIEWED)
