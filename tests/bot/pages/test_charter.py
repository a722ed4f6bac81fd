from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from bot.language import Catalogue
from bot.pages.charter import as_html
from policy.charter.load import shipped
from policy.charter.model import Words
from policy.language import Language


def written(page: str) -> str:
    """What a page says, with plain spaces and without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def spaced(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("language", Language)
def test_the_page_says_everything_in_the_reader_s_language(language: Language) -> None:
    charter = shipped()
    page = written(as_html(charter, Catalogue(language)))
    for article in charter.articles:
        assert f"Article {article.number} {article.title[language]}" in page
    for rule in charter.rules:
        assert spaced(rule.message[language]) in page
        assert spaced(rule.paraphrase[language] if rule.paraphrase else f"« {rule.quote} »") in page
        assert rule.way_out is None or spaced(rule.way_out[language]) in page
    for fact in charter.facts:
        assert spaced(fact.question[language]) in page
        assert ", ".join(value.words[language] for value in fact.values) in page
    for guarantee in charter.guarantees:
        assert spaced(guarantee.name) in page
    for told in (charter.organisation, charter.sha256, charter.meaning, f"version {charter.version}"):
        assert told in page


def test_the_page_tells_a_reading_of_the_text_and_words_that_quote_nobody() -> None:
    page = written(as_html(shipped(), Catalogue(Language.FRENCH)))
    assert "Notre lecture du texte" in page
    assert "dit avec nos mots, ce n’est pas une citation" in page
    assert "adoptée le 15 novembre 2025" in page


def test_what_a_charter_s_authors_wrote_is_never_taken_for_html() -> None:
    charter = shipped()
    rule = replace(charter.rules[0], message=Words("<script>a</script>", "<script>a</script>"), quote="<b onclick=x>")
    page = as_html(replace(charter, title=Words("<i>", "<i>"), rules=(rule,)), Catalogue(Language.FRENCH))
    for tag in ("<script", "<b ", "<i>"):
        assert tag not in page


def test_french_punctuation_stays_on_the_line_of_its_word() -> None:
    page = as_html(shipped(), Catalogue(Language.FRENCH))
    assert re.search(r"<dt>[^<]* \?</dt>", page) is None
