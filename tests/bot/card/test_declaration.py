from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import policy.charter
from bot import workflow
from bot.card.declaration import DeclarationCard, declaration_card, withdrawal_field
from bot.card.lines import Tone
from bot.errors import NotFoundError
from bot.trail.erase import erase
from policy.charter.load import load_file
from policy.charter.model import Is
from policy.declaration import Checker, Declaration, Purpose
from policy.language import Language
from tests.bot.declarations import DRAFTED
from tests.bot.scene import Scene, under
from tests.bot.workflow.files import PHOTO

SWISS = Path(policy.charter.__file__).parent / "swiss"


def declare(scene: Scene, declaration: Declaration = DRAFTED) -> str:
    return workflow.declare(scene.house, scene.people["Camille"], declaration).reference


def card(scene: Scene, reference: str, viewer: str = "Camille") -> DeclarationCard:
    return declaration_card(scene.house, scene.people[viewer], reference, scene.catalogue(Language.ENGLISH))


def test_a_declared_use_shows_what_was_said_and_hands_out_its_labels(fresh: Scene) -> None:
    shown = card(fresh, declare(fresh))
    assert (shown.tone, shown.grounds) == (Tone.CLEAR, ())
    assert dict(shown.lines)["Tool"] == "ChatGPT (OpenAI)"
    assert shown.labels
    assert shown.labels.post == "Text written with the help of AI (ChatGPT), checked by the team."
    assert shown.foreign_labels
    assert shown.foreign_labels.post == "Texte rédigé avec l’aide d’une IA (ChatGPT), relu par l’équipe."


@pytest.mark.parametrize(("purpose", "article"), [(Purpose.IMAGE_GENERATION, "1"), (Purpose.DECISION, "4")])
def test_a_forbidden_use_is_refused_with_its_article_its_quote_and_a_way_out(
    fresh: Scene, purpose: Purpose, article: str
) -> None:
    shown = card(fresh, declare(fresh, replace(DRAFTED, purpose=purpose)))
    (ground,) = shown.grounds
    assert (shown.tone, ground.article) == (Tone.STOP, f"Article {article}")
    assert ground.quote
    assert ground.way_out
    assert shown.labels is None
    assert not shown.changeable
    assert f"entry {fresh.trail_size()}" in shown.summary
    assert dict(shown.lines)["In the public register"] == "No"


def test_a_result_that_nobody_checked_is_asked_for_and_not_refused(fresh: Scene) -> None:
    shown = card(fresh, declare(fresh, replace(DRAFTED, checker=Checker.NOBODY, check="")))
    assert [ground.tone for ground in shown.grounds] == [Tone.ASK]
    assert shown.labels


def test_a_rule_that_is_still_open_is_shown_as_a_question_and_not_as_a_refusal(fresh: Scene) -> None:
    swiss = load_file(next(SWISS.glob("*.yaml")))
    unsaid = replace(swiss.by_id["denigrating-with-ai"], when=Is("denigrating-campaign", frozenset({"yes"})))
    asking = replace(swiss, rules=(unsaid,), by_id={unsaid.id: unsaid})
    elsewhere = replace(fresh, house=under(fresh.house, asking))
    shown = card(elsewhere, declare(elsewhere, replace(DRAFTED, purpose=Purpose.IMAGE_GENERATION)))
    assert [ground.tone for ground in shown.grounds] == [Tone.ASK]
    assert shown.tone is Tone.ASK
    assert shown.changeable


def test_a_correction_shows_what_it_changed_and_the_first_version_stays_readable(fresh: Scene) -> None:
    reference = declare(fresh)
    changed = replace(DRAFTED, tool="Claude", provider="Anthropic", public=False)
    workflow.correct(fresh.house, fresh.people["Camille"], reference, changed, revision=1)
    first, second = card(fresh, reference).history
    assert first.changes == ()
    assert second.changes == ("Tool: ChatGPT (OpenAI) → Claude (Anthropic)", "In the public register: Yes → No")
    assert card(fresh, reference).revision == 2


def test_a_withdrawn_use_shows_its_reason_and_offers_nothing_more(fresh: Scene) -> None:
    reference = declare(fresh)
    workflow.withdraw_declaration(fresh.house, fresh.people["Camille"], reference, "Told twice.", revision=1)
    shown = card(fresh, reference)
    assert (shown.tone, shown.summary) == (Tone.QUIET, "Told twice.")
    assert (shown.labels, shown.grounds, shown.changeable) == (None, (), False)


def test_only_whoever_declared_a_use_can_change_it(fresh: Scene) -> None:
    reference = declare(fresh)
    assert card(fresh, reference).changeable
    assert not card(fresh, reference, "Dominique").changeable


def test_one_of_a_submission_tells_its_own_story_only(fresh: Scene) -> None:
    submission = fresh.submit(PHOTO)
    fingerprint = fresh.case(submission).fingerprint
    declared = workflow.declare(
        fresh.house, fresh.people["Camille"], DRAFTED, submission=submission, fingerprint=fingerprint
    )
    shown = card(fresh, declared.reference)
    assert shown.submission == submission
    assert len(shown.history) == 1


def test_what_an_erased_person_typed_is_gone_and_the_rest_stays(fresh: Scene) -> None:
    reference = declare(fresh)
    with fresh.house.database.writing() as connection:
        erase(connection, fresh.people["Camille"].id, at=fresh.clock(), actor=None)
    shown = card(fresh, reference, "Dominique")
    assert shown.declared_by == "an erased person"
    assert dict(shown.lines)["What it is about"] == "—"
    assert dict(shown.lines)["Tool"] == "ChatGPT (OpenAI)"


def test_an_unknown_reference_is_not_found(fresh: Scene) -> None:
    with pytest.raises(NotFoundError):
        card(fresh, "D-9999")


def test_a_withdrawal_asks_for_a_reason(fresh: Scene) -> None:
    field = withdrawal_field(fresh.catalogue())
    assert (field.name, field.required) == ("reason", True)
