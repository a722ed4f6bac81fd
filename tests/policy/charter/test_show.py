from __future__ import annotations

from dataclasses import replace

from policy.charter.load import shipped
from policy.charter.model import Mode
from policy.charter.show import Headings, as_markdown
from policy.language import Language
from policy.verdict import Effect

HEADINGS = Headings(
    article="Article {number}",
    version="version {number}",
    effects={effect: effect.value for effect in Effect},
    observed="dry run",
    unverified="not verified",
    no_rule="no rule",
)


def test_the_page_has_every_article_rule_and_quote() -> None:
    charter = shipped()
    page = as_markdown(charter, Language.FRENCH, HEADINGS)
    for article in charter.articles:
        assert f"## Article {article.number} · {article.title.fr}" in page
    for rule in charter.rules:
        assert rule.message.fr in page
        assert f"> « {rule.quote} »\n" in page


def test_the_page_speaks_the_reader_s_language() -> None:
    assert "Show reality" in as_markdown(shipped(), Language.ENGLISH, HEADINGS)


def test_what_is_only_counted_or_not_verified_is_said_so() -> None:
    charter = shipped()
    rule = replace(charter.rules[0], mode=Mode.OBSERVE, quote_verified=False)
    page = as_markdown(replace(charter, rules=(rule,)), Language.FRENCH, HEADINGS)
    assert "**forbid** (dry run)" in page
    assert "(not verified)" in page
    assert page.count("no rule") == 4
