from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.charter.judge import verdict_for, verdict_for_draft, verdict_for_use
from policy.charter.load import shipped
from policy.declaration import Checker, Declaration, LabelPlace, Purpose
from policy.draft import DraftAnalysis, analyse
from policy.evidence import Evidence, Examination, Look, Obstacle, Origin, ReaderName, Report, Strength
from policy.facts import NOTHING_SAID, Said, derive, derive_draft
from policy.media_type import MediaType
from policy.statement import Claim, Statement
from policy.verdict import Answer

CHARTER = shipped()


def found(origin: Origin, strength: Strength) -> Evidence:
    return Evidence(ReaderName.C2PA, "digitalSourceType", "x", origin, strength, "here")


def examination(*evidence: Evidence, obstacle: Obstacle | None = None, look: Look = Look.FOUND) -> Examination:
    reports = (Report(ReaderName.C2PA, look, evidence), Report(ReaderName.XMP, Look.NOTHING))
    return Examination("0" * 64, 1, MediaType.JPEG, reports, obstacle=obstacle)


def answer(*evidence: Evidence, statement: Statement | None = None) -> Answer:
    return verdict_for(CHARTER, examination(*evidence), statement).answer


ADMITTING = [strength for strength in Strength if strength is not Strength.STATISTICAL]
UNPROVEN = [strength for strength in Strength if strength is not Strength.TRUSTED]


@pytest.mark.parametrize("strength", ADMITTING)
@pytest.mark.parametrize("origin", [Origin.AI_GENERATED, Origin.AI_COMPOSITE])
def test_an_admission_of_ai_counts_from_anyone(origin: Origin, strength: Strength) -> None:
    assert answer(found(origin, strength)) is Answer.FORBIDDEN
    assert answer(found(origin, strength), statement=Statement(Claim.OWN_PHOTO)) is Answer.FORBIDDEN


def test_a_watermark_alone_forbids_nothing() -> None:
    assert answer(found(Origin.AI_GENERATED, Strength.STATISTICAL)) is Answer.INCOMPLETE


def test_a_trusted_capture_needs_no_word_from_its_author() -> None:
    assert answer(found(Origin.CAPTURE, Strength.TRUSTED)) is Answer.REVIEWABLE


@pytest.mark.parametrize("strength", UNPROVEN)
@pytest.mark.parametrize("origin", [Origin.CAPTURE, Origin.HUMAN_MADE])
def test_a_mere_claim_of_a_camera_or_a_hand_proves_nothing(origin: Origin, strength: Strength) -> None:
    assert answer(found(origin, strength)) is Answer.INCOMPLETE


def test_a_trusted_human_hand_is_no_capture_and_still_asks() -> None:
    assert answer(found(Origin.HUMAN_MADE, Strength.TRUSTED)) is Answer.INCOMPLETE


def test_a_trusted_capture_beside_a_place_that_nobody_could_read_is_asked_about() -> None:
    blind = Report(ReaderName.XMP, Look.COULD_NOT_LOOK, obstacle=Obstacle.DAMAGED)
    seen = Report(ReaderName.C2PA, Look.FOUND, (found(Origin.CAPTURE, Strength.TRUSTED),))
    assert verdict_for(CHARTER, Examination("0" * 64, 1, MediaType.JPEG, (seen, blind)), None).answer is (
        Answer.INCOMPLETE
    )


def test_an_admission_outweighs_a_trusted_capture() -> None:
    both = (found(Origin.CAPTURE, Strength.TRUSTED), found(Origin.AI_GENERATED, Strength.UNSIGNED))
    assert answer(*both) is Answer.FORBIDDEN


@pytest.mark.parametrize("claim", [Claim.OWN_PHOTO, Claim.SOMEONES_PHOTO, Claim.MADE_WITHOUT_AI])
def test_the_author_s_word_settles_a_silent_file(claim: Claim) -> None:
    assert answer() is Answer.INCOMPLETE
    assert answer(statement=Statement(claim)) is Answer.REVIEWABLE


@pytest.mark.parametrize("claim", [Claim.AI_GENERATED, Claim.AI_PARTS])
def test_an_author_who_says_that_ai_made_it_is_believed(claim: Claim) -> None:
    assert answer(statement=Statement(claim, tool="Midjourney", label_visible=True)) is Answer.FORBIDDEN


def test_a_retouch_by_ai_asks_for_its_tool_and_its_label() -> None:
    enhanced = found(Origin.AI_ENHANCED, Strength.UNSIGNED)
    assert answer(enhanced) is Answer.INCOMPLETE
    assert answer(enhanced, statement=Statement(Claim.OWN_PHOTO)) is Answer.INCOMPLETE
    assert answer(enhanced, statement=Statement(Claim.AI_ENHANCED, tool="Topaz")) is Answer.INCOMPLETE
    whole = Statement(Claim.AI_ENHANCED, tool="Topaz", label_visible=True)
    assert answer(enhanced, statement=whole) is Answer.REVIEWABLE
    assert answer(statement=whole) is Answer.REVIEWABLE


def test_a_file_that_can_not_be_read_is_never_reviewable() -> None:
    unreadable = examination(obstacle=Obstacle.DAMAGED)
    assert verdict_for(CHARTER, unreadable, Statement(Claim.OWN_PHOTO)).answer is Answer.UNREADABLE


statements = st.none() | st.builds(Statement, st.sampled_from(Claim), st.sampled_from(["", "Topaz"]), st.booleans())
pieces = st.lists(st.builds(found, st.sampled_from(Origin), st.sampled_from(Strength)), max_size=4)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(pieces, pieces, statements)
def test_more_evidence_of_ai_never_makes_an_answer_kinder(
    some: list[Evidence], more: list[Evidence], statement: Statement | None
) -> None:
    admitting = [item for item in more if item.origin.admits_ai]
    order = [Answer.FORBIDDEN, Answer.INCOMPLETE, Answer.REVIEWABLE]
    before, after = answer(*some, statement=statement), answer(*some, *admitting, statement=statement)
    assert order.index(after) <= order.index(before)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(pieces, statements)
def test_nothing_passes_without_a_proof_or_a_word(evidence: list[Evidence], statement: Statement | None) -> None:
    if answer(*evidence, statement=statement) is Answer.REVIEWABLE:
        assert statement or any(
            item.origin is Origin.CAPTURE and item.strength is Strength.TRUSTED for item in evidence
        )


@settings(derandomize=True, max_examples=200, deadline=None)
@given(pieces, statements)
def test_whoever_generates_or_retouches_with_ai_uses_ai(evidence: list[Evidence], statement: Statement | None) -> None:
    facts = derive(examination(*evidence), statement)
    if "yes" in {facts.get("generated"), facts.get("enhanced")}:
        assert facts["ai-use"] == "yes"


def test_what_is_not_established_is_left_out() -> None:
    assert "generated" not in derive(examination(), None)
    assert "enhanced" not in derive(examination(), None)


# What people say of a whole submission, and of a text.

USE = Declaration(Purpose.DRAFTING, "ChatGPT", checker=Checker.AUTHOR, check="Relu.", label=LabelPlace.IN_TEXT)
TRACES = analyse("https://a.example/?utm_source=chatgpt.com")
LABEL = analyse("Texte rédigé avec l’aide d’une IA")


def text_facts(said: Said = NOTHING_SAID, analysis: DraftAnalysis = TRACES) -> dict[str, str]:
    return derive_draft(analysis, said)


def test_a_text_is_no_image_and_nobody_knows_yet_whether_ai_helped() -> None:
    facts = text_facts()
    assert (facts["kind"], facts["generated"], facts["enhanced"]) == ("text", "no", "no")
    assert "ai-use" not in facts
    assert "result-checked" not in facts


def test_traces_and_labels_are_read_in_the_text_itself() -> None:
    assert (text_facts()["text-traces"], text_facts()["label-visible"]) == ("yes", "no")
    labelled = text_facts(analysis=LABEL)
    assert (labelled["text-traces"], labelled["label-visible"]) == ("no", "yes")


def test_a_declaration_outweighs_the_answer_that_no_ai_served() -> None:
    said = Said(declarations=(USE,), answers={"ai-use": "no"})
    assert text_facts(said)["ai-use"] == "yes"
    assert text_facts(replace(said, declarations=()))["ai-use"] == "no"


def test_a_label_that_is_only_declared_does_not_stand_in_the_text() -> None:
    assert text_facts(Said(declarations=(USE,)))["label-visible"] == "no"


def test_several_uses_are_checked_only_where_each_one_is() -> None:
    unchecked = replace(USE, checker=Checker.NOBODY)
    assert text_facts(Said(declarations=(USE, USE)))["result-checked"] == "yes"
    assert text_facts(Said(declarations=(USE, unchecked)))["result-checked"] == "no"
    assert text_facts(Said(declarations=(replace(USE, check=" "),)))["result-checked"] == "no"


@pytest.mark.parametrize(
    ("sent", "known"), [((True, False), "yes"), ((False, False), "no"), ((False, None), None), ((True, None), "yes")]
)
def test_personal_data_went_out_where_any_use_sent_some(sent: tuple[bool | None, ...], known: str | None) -> None:
    uses = tuple(replace(USE, personal_data_sent=item) for item in sent)
    assert text_facts(Said(declarations=uses)).get("personal-data-sent") == known


@pytest.mark.parametrize("mixed", [True, False])
def test_beside_visuals_a_use_concerns_what_it_can_have_shaped(mixed: bool) -> None:
    subtitles = replace(USE, purpose=Purpose.SUBTITLES)
    both = Said(declarations=(USE, subtitles), mixed=mixed)
    assert both.about_text == ((USE,) if mixed else (USE, subtitles))
    assert both.about_visuals == ((subtitles,) if mixed else (USE, subtitles))


def test_the_charter_s_own_answers_are_facts_and_never_pass_for_derived_ones() -> None:
    said = Said(answers={"publicité-payée": "yes", "generated": "no", "label-visible": "yes"})
    facts = derive(examination(found(Origin.AI_GENERATED, Strength.UNSIGNED)), None, said)
    assert facts["publicité-payée"] == "yes"
    assert facts["generated"] == "yes"
    assert facts["label-visible"] == "no"


def test_a_refused_request_to_declare_a_generated_image_admits_one() -> None:
    said = Said(refused=(Purpose.IMAGE_GENERATION,))
    assert derive(examination(), Statement(Claim.OWN_PHOTO), said)["generated"] == "yes"
    assert text_facts(said)["generated"] == "no"


@pytest.mark.parametrize("purpose", Purpose)
def test_a_use_by_itself_is_judged_by_its_purpose(purpose: Purpose) -> None:
    forbidden = purpose in {Purpose.IMAGE_GENERATION, Purpose.DECISION}
    expected = Answer.FORBIDDEN if forbidden else Answer.REVIEWABLE
    assert verdict_for_use(CHARTER, replace(USE, purpose=purpose)).answer is expected


answers_given = st.fixed_dictionaries({}, optional={"ai-use": st.sampled_from(["yes", "no"])})
uses = st.builds(
    Declaration,
    st.sampled_from(Purpose),
    st.just("ChatGPT"),
    checker=st.sampled_from(Checker),
    check=st.sampled_from(["", "Relu."]),
    label=st.sampled_from(LabelPlace),
)
everything_said = st.builds(
    Said, st.lists(uses, max_size=2).map(tuple), answers=answers_given, label_in_text=st.booleans(), mixed=st.booleans()
)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(everything_said, st.sampled_from([TRACES, LABEL, analyse("Bonjour.")]))
def test_no_text_passes_unless_its_author_says_that_no_ai_served_or_all_is_declared_labelled_and_checked(
    said: Said, analysis: DraftAnalysis
) -> None:
    if verdict_for_draft(CHARTER, analysis, said).answer is Answer.REVIEWABLE:
        settled = said.about_text and analysis.has_label and all(item.checked for item in said.about_text)
        assert settled or (not said.about_text and said.answers.get("ai-use") == "no")
