from __future__ import annotations

from dataclasses import replace

import pytest

from policy.charter.load import shipped
from policy.charter.model import Basis, Mode, Words
from policy.charter.show import Headings, as_markdown
from policy.language import Language
from policy.verdict import Answer, Effect

HEADINGS = Headings(
    adopted="adopted {date}",
    day=lambda written: f"day {written}",
    article="Article {number}",
    version="version {number}",
    effects={effect: effect.value for effect in Effect},
    observed="dry run",
    reading="our reading",
    unverified="not verified",
    paraphrase="own words",
    way_out="Do:",
    approvals="{number} of {role}",
    no_rule="no rule",
    facts="Facts",
    answerers={"reviewer": "a reader"},
    answered_by="by {who}",
    values="one of {values}",
    guarantees="Promises",
    examples="{number} examples",
    fingerprints="Digests",
    text_digest="text {digest}",
    meaning_digest="meaning {digest}",
)


def test_the_page_has_every_article_rule_and_quote() -> None:
    charter = shipped()
    page = as_markdown(charter, Language.FRENCH, HEADINGS)
    for article in charter.articles:
        assert f"## Article {article.number} · {article.title.fr}" in page
    for rule in charter.rules:
        assert rule.message.fr in page
        grounds = f"> {rule.paraphrase.fr} (own words)\n" if rule.paraphrase else f"> « {rule.quote} »\n"
        assert grounds in page
        assert rule.way_out is None or f"→ Do: {rule.way_out.fr}" in page


def test_the_page_tells_who_made_the_charter_when_and_by_which_digests_it_is_known() -> None:
    charter = shipped()
    page = as_markdown(charter, Language.FRENCH, HEADINGS)
    assert f"{charter.organisation} · adopted day {charter.adopted} · version {charter.version}\n" in page
    assert f"text `{charter.sha256}`" in page
    assert f"meaning `{charter.meaning}`" in page


@pytest.mark.parametrize("language", Language)
def test_the_page_has_every_question_every_promise_and_the_number_of_examples(language: Language) -> None:
    charter = shipped()
    page = as_markdown(charter, language, HEADINGS)
    for fact in charter.facts:
        known = ", ".join(value.words[language] for value in fact.values)
        assert f"**{fact.question[language]}** by {', '.join(fact.answered_by)} one of {known}\n" in page
    for guarantee in charter.guarantees:
        assert f"- {guarantee.name} → " in page
    assert f"\n{len(charter.examples)} examples\n" in page


def test_a_charter_that_promises_nothing_has_no_heading_for_it() -> None:
    assert "Promises" not in as_markdown(replace(shipped(), guarantees=()), Language.FRENCH, HEADINGS)


def test_a_promise_of_either_answer_names_both() -> None:
    charter = shipped()
    either = replace(charter.guarantees[0], answers=frozenset({Answer.FORBIDDEN, Answer.INCOMPLETE}))
    page = as_markdown(replace(charter, guarantees=(either,)), Language.FRENCH, HEADINGS)
    assert f"{either.name} → défavorable / réservé" in page


def test_the_page_speaks_the_reader_s_language() -> None:
    assert "Show reality" in as_markdown(shipped(), Language.ENGLISH, HEADINGS)


def test_what_is_only_counted_a_reading_or_not_verified_is_said_so() -> None:
    charter = shipped()
    rule = replace(charter.rules[0], mode=Mode.OBSERVE, basis=Basis.INTERPRETATION, quote_verified=False)
    page = as_markdown(replace(charter, rules=(rule,)), Language.FRENCH, HEADINGS)
    assert "**forbid** (dry run) (our reading) — " in page
    assert "(not verified)" in page
    assert page.count("no rule") == len(charter.articles) - 1


def test_how_many_people_of_which_role_must_say_yes_is_told() -> None:
    assert "\n1 of a reader\n" in as_markdown(shipped(), Language.FRENCH, HEADINGS)


def test_a_message_that_the_file_folds_stands_on_one_line() -> None:
    charter = shipped()
    rule = replace(charter.rules[0], message=Words("une ligne\n  puis une autre", "one line\n  then another"))
    page = as_markdown(replace(charter, rules=(rule,)), Language.FRENCH, HEADINGS)
    assert "— une ligne puis une autre\n" in page
