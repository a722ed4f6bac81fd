from __future__ import annotations

from dataclasses import replace

import pytest

from bot import workflow
from bot.errors import NotAllowedError, NotFoundError, StaleError, UsageError
from bot.kinds import Choice, State
from bot.people import Role
from bot.workflow.declaring import declared_as
from policy.declaration import Declaration, LabelPlace, Purpose
from policy.statement import Claim
from tests.bot.scene import Scene
from tests.bot.workflow.drafts import DRAFTED, LABELLED, REVIEWED
from tests.bot.workflow.files import PHOTO

ANALYSIS = replace(DRAFTED, purpose=Purpose.DATA_ANALYSIS, tool="Un tableur maison", provider="")


def correct(scene: Scene, reference: str, declaration: Declaration, revision: int = 1, by: str = "Camille") -> None:
    workflow.correct(scene.house, scene.people[by], reference, declaration, revision=revision)


def withdraw(scene: Scene, reference: str, reason: str = "Erreur d’outil.", by: str = "Camille") -> None:
    workflow.withdraw_declaration(scene.house, scene.people[by], reference, reason, revision=1)


def test_a_use_declared_by_itself_has_its_own_reference_and_can_be_read_again(fresh: Scene) -> None:
    first, second = fresh.declare(DRAFTED), fresh.declare(ANALYSIS)
    assert (first.reference, second.reference) == ("D-0001", "D-0002")
    with fresh.house.database.reading() as connection:
        assert declared_as(connection, "D-0001").declaration == DRAFTED
        assert declared_as(connection, "D-0002").declaration == ANALYSIS
    assert fresh.verified().intact


def test_whoever_only_reads_declares_nothing(scene: Scene) -> None:
    scene.join("Maxime", Role.AUDITOR)
    with pytest.raises(NotAllowedError):
        scene.declare(DRAFTED, by="Maxime")


@pytest.mark.parametrize("purpose", [Purpose.IMAGE_GENERATION, Purpose.DECISION])
def test_a_forbidden_purpose_is_recorded_as_asked_and_refused(fresh: Scene, purpose: Purpose) -> None:
    asked = fresh.declare(replace(DRAFTED, purpose=purpose))
    assert asked.refused
    assert not asked.stands
    with pytest.raises(NotAllowedError):
        correct(fresh, asked.reference, DRAFTED)
    assert fresh.declare(DRAFTED).reference == "D-0002"


def test_a_correction_is_a_new_revision_and_the_first_one_stays_in_the_trail(scene: Scene) -> None:
    declared = scene.declare(DRAFTED)
    before = scene.trail_size()
    correct(scene, declared.reference, ANALYSIS)
    with scene.house.database.reading() as connection:
        now = declared_as(connection, declared.reference)
    assert (now.revision, now.declaration, now.declared_at) == (2, ANALYSIS, declared.declared_at)
    assert scene.trail_size() == before + 1
    with pytest.raises(StaleError):
        correct(scene, declared.reference, DRAFTED, revision=1)


def test_a_withdrawn_declaration_keeps_its_reason_and_changes_no_more(scene: Scene) -> None:
    declared = scene.declare(DRAFTED)
    with pytest.raises(UsageError, match="reason"):
        withdraw(scene, declared.reference, " ")
    withdraw(scene, declared.reference)
    with scene.house.database.reading() as connection:
        now = declared_as(connection, declared.reference)
    assert (now.withdrawn, now.reason, now.declaration) == (True, "Erreur d’outil.", DRAFTED)
    with pytest.raises(NotAllowedError, match="no longer holds"):
        withdraw(scene, declared.reference)
    with pytest.raises(NotAllowedError, match="no longer holds"):
        correct(scene, declared.reference, ANALYSIS)


def test_nobody_changes_what_somebody_else_declared(scene: Scene) -> None:
    declared = scene.declare(DRAFTED)
    with pytest.raises(NotAllowedError):
        correct(scene, declared.reference, ANALYSIS, by="Sacha")
    with pytest.raises(NotAllowedError):
        withdraw(scene, declared.reference, by="Dominique")


def test_a_declaration_that_is_not_there_is_said_to_be_none(scene: Scene) -> None:
    with pytest.raises(NotFoundError, match="D-9999"):
        correct(scene, "D-9999", DRAFTED)


def test_only_its_author_declares_for_a_submission(scene: Scene) -> None:
    with pytest.raises(NotAllowedError):
        scene.declare(DRAFTED, scene.submit(draft=LABELLED), by="Dominique")


def test_withdrawing_the_declaration_of_an_open_submission_asks_its_author_again(scene: Scene) -> None:
    reference = scene.submit(draft=LABELLED)
    declared = scene.declare(DRAFTED, reference)
    assert scene.case(reference).state is State.REVIEWABLE
    withdraw(scene, declared.reference)
    assert scene.case(reference).state is State.INCOMPLETE


def test_correcting_the_declaration_of_an_approved_text_makes_the_approval_fall(scene: Scene) -> None:
    reference = scene.submit(draft=LABELLED)
    declared = scene.declare(DRAFTED, reference)
    scene.decide(reference, Choice.APPROVE, review=REVIEWED)
    correct(scene, declared.reference, replace(DRAFTED, tool="Claude", provider="Anthropic"))
    assert scene.case(reference).state is State.REVIEWABLE
    assert scene.indexed_state(reference) is State.REVIEWABLE
    assert scene.verified().intact


def test_the_declaration_of_a_refused_text_is_corrected_without_reopening_it(scene: Scene) -> None:
    reference = scene.submit(draft=LABELLED)
    declared = scene.declare(DRAFTED, reference)
    scene.decide(reference, Choice.REFUSE, "No.")
    correct(scene, declared.reference, ANALYSIS)
    assert scene.case(reference).state is State.REFUSED
    assert scene.verified().intact


def test_declaring_the_subtitles_of_a_visual_with_their_place_is_enough(scene: Scene) -> None:
    reference = scene.submit(PHOTO)
    scene.state(reference, Claim.OWN_PHOTO)
    declared = scene.declare(replace(DRAFTED, purpose=Purpose.SUBTITLES, label=LabelPlace.NOWHERE), reference)
    assert scene.case(reference).state is State.INCOMPLETE
    correct(scene, declared.reference, replace(DRAFTED, purpose=Purpose.SUBTITLES, label=LabelPlace.ON_VISUAL))
    assert scene.case(reference).state is State.REVIEWABLE


def test_erasing_a_person_leaves_the_purpose_and_the_tool_and_no_word_of_theirs(fresh: Scene) -> None:
    known, own = fresh.declare(DRAFTED), fresh.declare(ANALYSIS)
    fresh.erase("Camille")
    with fresh.house.database.reading() as connection:
        kept, other = (declared_as(connection, item.reference).declaration for item in (known, own))
    assert (kept.purpose, kept.tool, kept.provider, kept.subject, kept.check) == (
        Purpose.DRAFTING,
        "ChatGPT",
        "OpenAI",
        "",
        "",
    )
    assert (other.purpose, other.tool) == (Purpose.DATA_ANALYSIS, "")
    assert fresh.verified().intact


def test_a_correction_into_what_the_charter_forbids_is_recorded_as_asked_and_changes_nothing(scene: Scene) -> None:
    declared = scene.declare(DRAFTED)
    forbidden = replace(DRAFTED, purpose=Purpose.DECISION)
    asked = workflow.correct(scene.house, scene.people["Camille"], declared.reference, forbidden, revision=1)
    assert (asked.refused, asked.reference) != (False, declared.reference)
    with scene.house.database.reading() as connection:
        assert declared_as(connection, declared.reference).declaration == DRAFTED
        assert declared_as(connection, asked.reference).refused
    assert scene.verified().intact


def test_a_correction_that_changes_nothing_is_none(scene: Scene) -> None:
    declared = scene.declare(DRAFTED)
    with pytest.raises(UsageError, match="Nothing has changed"):
        correct(scene, declared.reference, DRAFTED)


def test_a_card_corrects_only_the_declarations_of_its_own_submission(scene: Scene) -> None:
    declared = scene.declare(DRAFTED)
    with pytest.raises(NotFoundError):
        workflow.correct(
            scene.house, scene.people["Camille"], declared.reference, ANALYSIS, revision=1, submission="V-0001"
        )


def test_erasing_somebody_takes_their_name_out_of_what_others_declared(fresh: Scene) -> None:
    fresh.join("Robin Dupuis", Role.REVIEWER)
    about, other = replace(DRAFTED, subject="Discours de ROBIN DUPUIS"), replace(DRAFTED, subject="Tract")
    named, unnamed = fresh.declare(about), fresh.declare(other)
    fresh.erase("Robin Dupuis")
    with fresh.house.database.reading() as connection:
        assert declared_as(connection, named.reference).declaration.subject == ""
        assert declared_as(connection, unnamed.reference).declaration.subject == "Tract"
    assert fresh.verified().intact
