"""Another charter, in English: what Vigie does comes from the file, and nothing of either one is in the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy.charter import load as loading
from policy.charter.judge import verdict_for
from policy.charter.lint import check
from policy.charter.load import shipped
from policy.charter.model import Charter
from policy.evidence import Examination
from policy.facts import Said
from policy.media_type import MediaType
from policy.statement import Claim, Statement
from policy.verdict import Answer, Approval, Verdict

FOLDER = Path(loading.__file__).parent
ROOT = FOLDER.parents[1]
DENIGRATING = "denigrating-campaign"
LABELLED = Statement(Claim.AI_GENERATED, tool="Midjourney", label_visible=True)


@pytest.fixture(scope="module")
def swiss() -> Charter:
    return loading.load_file(FOLDER / "swiss" / "charter.yaml")


def judged(
    charter: Charter, statement: Statement | None, answers: dict[str, str], media_type: MediaType = MediaType.JPEG
) -> Verdict:
    return verdict_for(charter, Examination("0" * 64, 1, media_type), statement, Said(answers=answers))


def test_its_examples_come_out_as_expected(swiss: Charter) -> None:
    assert [result.example.name for result in check(swiss).examples if not result.passed] == []
    assert check(swiss).passed


def test_it_quotes_nobody_and_says_so(swiss: Charter) -> None:
    assert swiss.source == ""
    assert {rule.quote for rule in swiss.rules} == {""}
    assert all(rule.paraphrase for rule in swiss.rules)
    assert "our own words" in swiss.source_note.en


@pytest.mark.parametrize("media_type", [MediaType.JPEG, MediaType.MP4, MediaType.PDF])
def test_a_labelled_generated_picture_goes_to_one_reviewer_in_an_ordinary_campaign(
    swiss: Charter, media_type: MediaType
) -> None:
    verdict = judged(swiss, LABELLED, {DENIGRATING: "no"}, media_type)
    assert verdict.answer is Answer.REVIEWABLE
    assert verdict.approvals == (Approval(1, "reviewer"),)
    assert verdict.missing == ()


@pytest.mark.parametrize("media_type", [MediaType.JPEG, MediaType.MP4, MediaType.PDF])
def test_the_same_picture_is_forbidden_in_a_campaign_that_denigrates(swiss: Charter, media_type: MediaType) -> None:
    verdict = judged(swiss, LABELLED, {DENIGRATING: "yes"}, media_type)
    assert verdict.answer is Answer.FORBIDDEN
    assert [rule.id for rule in verdict.rules] == ["denigrating-with-ai"]


def test_what_nobody_knows_of_the_campaign_is_asked_for(swiss: Charter) -> None:
    verdict = judged(swiss, LABELLED, {})
    assert verdict.answer is Answer.INCOMPLETE
    assert verdict.missing == (DENIGRATING,)


def test_a_forgotten_label_is_asked_for(swiss: Charter) -> None:
    forgotten = Statement(Claim.AI_GENERATED, tool="Midjourney")
    verdict = judged(swiss, forgotten, {DENIGRATING: "no"})
    assert verdict.answer is Answer.INCOMPLETE
    assert verdict.missing == ("label-visible",)


def test_a_photo_may_be_in_any_campaign(swiss: Charter) -> None:
    for campaign in ("yes", "no"):
        assert judged(swiss, Statement(Claim.OWN_PHOTO), {DENIGRATING: campaign}).answer is Answer.REVIEWABLE


def test_a_picture_of_which_nothing_is_known_is_never_reviewable(swiss: Charter) -> None:
    assert judged(swiss, None, {DENIGRATING: "no"}).answer is Answer.INCOMPLETE


def test_the_first_charter_forbids_what_this_one_allows() -> None:
    assert judged(shipped(), LABELLED, {DENIGRATING: "no"}).answer is Answer.FORBIDDEN


def test_nothing_of_either_charter_is_in_the_code(swiss: Charter) -> None:
    sources = [path for package in ("policy", "bot", "handlers") for path in (ROOT / package).rglob("*.py")]
    assert sources
    written = {path: path.read_text("utf-8") for path in sources}
    for charter in (shipped(), swiss):
        told = [charter.organisation, *(rule.id for rule in charter.rules)]
        told += [rule.quote for rule in charter.rules if rule.quote]
        told += [fact.name for fact in charter.facts if fact.own]
        told += [words for rule in charter.rules for words in (rule.message.fr, rule.message.en)]
        for words in told:
            assert [path for path, text in written.items() if words in text] == [], words
