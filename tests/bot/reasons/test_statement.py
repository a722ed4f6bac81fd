from __future__ import annotations

from dataclasses import replace

import pytest

from bot.case import Case
from bot.errors import NotFoundError
from bot.reasons import StatementOfReasons, reasons_of_case, reasons_of_file, recorded_reasons, short
from policy.charter.judge import verdict_for
from policy.declaration import Checker, Declaration, Purpose
from policy.evidence import Examination, Obstacle
from policy.language import Language
from policy.media_type import MediaType
from policy.statement import Claim
from policy.verdict import Answer
from tests.bot.pictures import retouched
from tests.bot.reasons.conftest import declare
from tests.bot.scene import Scene
from tests.handlers.desk.pictures import generated, photo

TRACED = "Lire https://ps92.fr/?utm_source=chatgpt.com avant jeudi."


def reasons(scene: Scene, case: Case) -> tuple[StatementOfReasons, ...]:
    return reasons_of_case(case, scene.house.charter, scene.catalogue(Language.ENGLISH))


def support(statement: StatementOfReasons) -> dict[str, tuple[str, ...]]:
    return {fact.words: fact.support for fact in statement.facts}


def test_each_file_and_the_text_get_a_statement_of_their_own_and_what_is_clear_gets_none(scene: Scene) -> None:
    reference = scene.submit(generated(), photo(), photo(), draft="Jeudi, on tracte.")
    told = reasons(scene, scene.case(reference))
    assert [statement.answer for statement in told] == [Answer.FORBIDDEN, Answer.INCOMPLETE, Answer.INCOMPLETE]
    assert [bool(statement.sha256) for statement in told] == [True, True, False]
    scene.state(reference, Claim.OWN_PHOTO)
    assert [statement.answer for statement in reasons(scene, scene.case(reference))] == [
        Answer.FORBIDDEN,
        Answer.INCOMPLETE,
    ]


def test_the_entry_is_that_of_the_latest_opinion(scene: Scene) -> None:
    reference = scene.submit(retouched())
    scene.state(reference, Claim.AI_ENHANCED, tool="Topaz")
    case = scene.case(reference)
    (told,) = reasons(scene, case)
    assert told.entry == case.head.entry.seq
    assert case.head.entry.kind == "judged"


def test_only_facts_that_the_rules_ask_about_are_told(scene: Scene) -> None:
    (told,) = reasons(scene, scene.case(scene.submit(generated())))
    assert list(support(told)) == ["Generated: yes"]


def test_what_the_author_says_stands_beside_the_evidence_against_it(scene: Scene) -> None:
    reference = scene.submit(generated())
    scene.state(reference, Claim.OWN_PHOTO, note="au marché")
    (told,) = reasons(scene, scene.case(reference))
    evidence, word = support(told)["Generated: yes"]
    assert "AUTOMATIC1111" in evidence
    assert "own photo · au marché" in word


def test_a_use_that_the_charter_refused_is_told_as_asked_for(scene: Scene) -> None:
    reference = scene.submit(photo())
    declare(scene, reference, Declaration(Purpose.IMAGE_GENERATION, "Midjourney"))
    (told,) = reasons(scene, scene.case(reference))
    assert told.answer is Answer.FORBIDDEN
    assert support(told)["Generated: yes"] == (
        "Asked for on Nov 24, 2026, 12:00, refused: D-0001 · Midjourney · image generation",
    )


def test_a_result_that_nobody_checked_is_named_with_its_declaration(scene: Scene) -> None:
    reference = scene.submit(draft="Écrit avec l’aide d’une IA.")
    declare(scene, reference, Declaration(Purpose.DRAFTING, "ChatGPT", checker=Checker.NOBODY))
    (told,) = reasons(scene, scene.case(reference))
    assert support(told)["Result checked: no"] == ("D-0001 does not say who checked the result, and how.",)
    assert short(told) == "It would be enough to: have a person check the result."


def test_a_use_that_only_shaped_the_text_says_nothing_of_the_visual(scene: Scene) -> None:
    reference = scene.submit(retouched(), draft="Jeudi, on tracte.")
    declare(scene, reference, Declaration(Purpose.DRAFTING, "ChatGPT"))
    visual, draft = reasons(scene, scene.case(reference))
    assert support(visual)["Use declared: no"] == ("Nothing has been declared so far.",)
    assert "D-0001" in support(draft)["AI use: yes"][0]


def test_a_rule_that_may_not_apply_is_quoted_without_its_message(scene: Scene) -> None:
    (told,) = reasons(scene, scene.case(scene.submit(draft=TRACED)))
    assert told.grounds
    assert all(ground.message == "" and ground.quote and ground.remarks for ground in told.grounds)


def test_where_the_charter_changed_since_that_is_said(scene: Scene) -> None:
    case = scene.case(scene.submit(photo()))
    (asset,) = case.assets
    assert asset.verdict
    older = replace(asset.verdict, charter=replace(asset.verdict.charter, sha256="0" * 64, version="1"))
    renamed = replace(older, rules=tuple(replace(rule, id="gone") for rule in older.rules))
    for verdict in (older, renamed):
        (told,) = reasons(scene, replace(case, assets=(replace(asset, verdict=verdict),)))
        assert told.caution
        assert (told.charter.version, told.charter.sha256) == ("1", "0" * 64)
    assert told.grounds[0].remarks == ("This rule is no longer in the charter.",)


def test_what_was_erased_leaves_the_reasons_standing(scene: Scene) -> None:
    reference = scene.submit(generated(), draft=TRACED)
    case = scene.case(reference)
    assert case.draft
    (asset,) = case.assets
    erased = replace(case, assets=(replace(asset, name="", examination=None),), draft=replace(case.draft, text=None))
    visual, draft = reasons(scene, erased)
    assert visual.scope == "The file “unnamed file” of V-0001, version 1"
    assert support(visual) == {"Generated: yes": ()}
    assert support(draft) == {"AI use: not known yet": ()}


def test_text_of_strangers_is_made_harmless(scene: Scene) -> None:
    received = scene.receive(retouched(), "a\nb\u202e✅.jpg")
    reference = scene.submit(received)
    scene.state(reference, Claim.AI_ENHANCED, tool="To\u202epaz\n✅", note="x" * 1_000)
    written = str(reasons(scene, scene.case(reference)))
    assert not set("\u202e✅\n") & set(written)


def test_a_file_that_nobody_speaks_for_has_reasons_and_an_unreadable_one_has_none(scene: Scene) -> None:
    charter, catalogue = scene.house.charter, scene.catalogue(Language.ENGLISH)
    blank = Examination("0" * 64, 9, MediaType.JPEG)
    told = reasons_of_file("a.jpg", blank, verdict_for(charter, blank, None), charter, catalogue)
    assert told
    assert (told.scope, told.entry) == ("The file “a.jpg”", None)
    broken = replace(blank, obstacle=Obstacle.DAMAGED)
    assert reasons_of_file("a.jpg", broken, verdict_for(charter, broken, None), charter, catalogue) is None


def test_a_submission_without_reasons_and_one_that_is_not_there_are_said_so(scene: Scene) -> None:
    reference = scene.submit(photo())
    assert recorded_reasons(scene.house, reference, scene.catalogue())
    scene.state(reference, Claim.OWN_PHOTO)
    for name in (reference, "V-9999"):
        with pytest.raises(NotFoundError, match=name):
            recorded_reasons(scene.house, name, scene.catalogue())


def test_giving_reasons_writes_nothing(scene: Scene) -> None:
    reference = scene.submit(photo())
    before = scene.trail_size()
    recorded_reasons(scene.house, reference, scene.catalogue())
    assert scene.trail_size() == before
