from __future__ import annotations

from bot import workflow
from bot.reasons.sources import Sources, sources_of_asset, sources_of_draft
from bot.reasons.support import Support
from policy.declaration import Checker, Declaration, Purpose
from policy.evidence import Evidence, Examination, Look, Origin, ReaderName, Report, Strength
from policy.facts import FactName
from policy.language import Language
from policy.media_type import MediaType
from policy.statement import Claim
from tests.bot.pictures import retouched
from tests.bot.reasons.conftest import declare
from tests.bot.scene import Scene
from tests.handlers.desk.pictures import photo


def of_visual(scene: Scene, reference: str, fact: str) -> tuple[str, ...]:
    case = scene.case(reference)
    return Support(sources_of_asset(case, case.assets[0]), scene.catalogue(Language.ENGLISH)).of(fact)


def of_draft(scene: Scene, reference: str, fact: str) -> tuple[str, ...]:
    return Support(sources_of_draft(scene.case(reference)), scene.catalogue(Language.ENGLISH)).of(fact)


def test_a_label_in_the_text_counts_for_the_visual_and_is_shown_where_it_stands(scene: Scene) -> None:
    reference = scene.submit(retouched(), draft="Retouchée avec l’aide d’une IA.")
    found = ("Found in the text, line 1: “Retouchée avec l’aide d’une IA.”",)
    assert of_visual(scene, reference, FactName.LABEL_VISIBLE) == found
    assert of_draft(scene, reference, FactName.LABEL_VISIBLE) == found


def test_a_label_that_the_author_promises_is_their_word(scene: Scene) -> None:
    reference = scene.submit(retouched())
    scene.state(reference, Claim.AI_ENHANCED, tool="Topaz", label=True)
    told = of_visual(scene, reference, FactName.LABEL_VISIBLE)
    assert told == ("The author says that the published piece tells it.",)


def test_a_tool_named_in_the_word_on_a_visual_declares_the_use(scene: Scene) -> None:
    reference = scene.submit(retouched())
    scene.state(reference, Claim.AI_ENHANCED, tool="Topaz")
    (told,) = of_visual(scene, reference, FactName.USE_DECLARED)
    assert "retouched by AI · Topaz (journal, entry" in told


def test_a_photo_of_ones_own_is_no_declaration_of_ai(scene: Scene) -> None:
    reference = scene.submit(photo())
    scene.state(reference, Claim.OWN_PHOTO)
    assert of_visual(scene, reference, FactName.USE_DECLARED) == ("Nothing has been declared so far.",)
    assert "own photo" in of_visual(scene, reference, FactName.ORIGIN_ESTABLISHED)[0]


def test_who_checked_is_told_in_the_words_of_the_declaration(scene: Scene) -> None:
    reference = scene.submit(draft="Jeudi, on tracte.")
    declare(scene, reference, Declaration(Purpose.DRAFTING, "ChatGPT", checker=Checker.AUTHOR, check="Sources relues"))
    assert of_draft(scene, reference, FactName.RESULT_CHECKED) == ("D-0001 says how: “Sources relues”",)


def test_a_withdrawn_declaration_speaks_for_nothing(scene: Scene) -> None:
    reference = scene.submit(draft="Jeudi, on tracte.")
    declare(scene, reference, Declaration(Purpose.DRAFTING, "ChatGPT"))
    workflow.withdraw_declaration(scene.house, scene.people["Camille"], "D-0001", "Erreur", revision=1)
    assert of_draft(scene, reference, FactName.USE_DECLARED) == ("Nothing has been declared so far.",)


def test_an_answer_to_one_of_the_charter_s_own_questions_is_told_with_its_entry(scene: Scene) -> None:
    reference = scene.submit(photo())
    (fact,) = (fact for fact in scene.house.charter.facts if fact.own and "sponsored" in fact.question.en)
    scene.answer(reference, fact.name, "yes")
    seq = next(item.entry.seq for item in scene.case(reference).entries if item.entry.kind == "answered")
    assert of_visual(scene, reference, fact.name) == (f"Answered on Nov 24, 2026, 12:00 (journal, entry {seq})",)


def test_nobody_s_answer_is_no_answer(scene: Scene) -> None:
    assert of_visual(scene, scene.submit(photo()), "a-question-of-the-charter") == ()


def evidence(origin: Origin, strength: Strength) -> Evidence:
    return Evidence(ReaderName.C2PA, "digitalSourceType", "x", origin, strength, "manifest", signer="Leica")


def examined(*found: Evidence) -> Examination:
    return Examination("0" * 64, 9, MediaType.JPEG, (Report(ReaderName.C2PA, Look.FOUND, found),))


def test_a_trusted_capture_speaks_for_the_origin_and_a_watermark_never_for_generation(scene: Scene) -> None:
    proof = evidence(Origin.CAPTURE, Strength.TRUSTED)
    clue = evidence(Origin.AI_GENERATED, Strength.STATISTICAL)
    support = Support(Sources(examination=examined(proof, clue)), scene.catalogue(Language.ENGLISH))
    for fact in (FactName.ORIGIN_ESTABLISHED, FactName.GENERATED, FactName.AI_USE):
        (told,) = support.of(fact)
        assert told.startswith("The file declares a photograph")
        assert "Strong: signed by Leica" in told
