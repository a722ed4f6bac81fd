from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from bot.language import Catalogue
from bot.pages.summary import as_html
from bot.register.use import Filters, Register
from bot.summary.attachments import register_of_period
from bot.summary.model import Summary
from bot.summary.picture import alternative, chart_of
from bot.summary.words import summary_text
from policy.declaration import Purpose
from policy.language import Language
from tests.bot.declarations import DRAFTED
from tests.bot.scene import NOON, Scene
from tests.bot.summary.samples import BROKEN, CAMPAIGN, SUMMARY, WAITING

ENGLISH = Catalogue(Language.ENGLISH)
NO_USES = Register((), Filters(everything=True, unnamed=True), NOON, "Fédération")


def page(summary: Summary, register: Register = NO_USES, language: Language = Language.ENGLISH) -> str:
    return as_html(summary, register, Catalogue(language))


def written(html: str) -> str:
    """What a page says, with plain spaces and without its marks."""
    return " ".join(unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)).split())


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("summary", [SUMMARY, WAITING, CAMPAIGN])
def test_the_page_says_what_the_message_says(summary: Summary, language: Language) -> None:
    text = summary_text(summary, Catalogue(language))
    shown = written(page(summary, language=language))
    for section in text.sections:
        assert " ".join(section.heading.split()) in shown
        for line in section.lines:
            assert " ".join(line.split()) in shown
    for told in (text.how, text.key, *text.checkpoint.splitlines()):
        assert " ".join(told.split()) in shown


def test_the_page_stands_alone() -> None:
    shown = page(SUMMARY)
    for loading in ("<script", "<link", "url(", "@import", "http:", "https:", "href="):
        assert loading not in shown
    assert set(re.findall(r'(?:src|srcset)="(.{22})', shown)) == {"data:image/png;base64,"}


def test_the_chart_is_told_to_whoever_can_not_see_it() -> None:
    words = alternative(chart_of(SUMMARY, ENGLISH), ENGLISH)
    assert f'alt="{words}"' in page(SUMMARY)


def test_a_broken_journal_comes_first_and_nothing_vouches_for_the_page() -> None:
    shown = page(BROKEN)
    assert 'class="panel duties tone-stop"' in shown
    assert "<pre>" not in shown
    assert ENGLISH.say("The journal is broken: nothing vouches for this summary.") in shown


def test_what_somebody_typed_is_text_and_never_mark_up() -> None:
    assert "Fédération &lt;b&gt;des&lt;/b&gt;" in page(SUMMARY)
    assert "<b>" not in page(SUMMARY)


def test_the_register_names_nobody_and_says_what_was_refused(fresh: Scene) -> None:
    fresh.declare(replace(DRAFTED, subject="Speech by Camille", public=False))
    fresh.declare(replace(DRAFTED, purpose=Purpose.DECISION))
    summary = replace(SUMMARY, period=replace(SUMMARY.period, last=NOON.date()))
    shown = written(page(summary, register_of_period(fresh.house, summary, ENGLISH)))
    assert "Camille" not in shown
    assert "D-0001 Nov 24, 2026" in shown
    assert "Speech by a person" in shown
    assert "Refused by the charter" in shown


def test_a_period_without_uses_says_so() -> None:
    assert "No declared use of AI to show." in page(SUMMARY)


def test_a_register_with_names_is_never_made_into_a_page() -> None:
    with pytest.raises(ValueError, match="nobody"):
        page(SUMMARY, replace(NO_USES, filters=Filters(everything=True)))
