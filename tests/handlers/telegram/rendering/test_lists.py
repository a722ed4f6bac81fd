from __future__ import annotations

from datetime import timedelta

from bot.card.lines import Tone
from bot.card.model import DraftView
from bot.language import Catalogue
from handlers.telegram.rendering.lists import cards_list, overview
from policy.language import Language
from tests.handlers.slack.rendering.made import small_card, visual
from tests.handlers.slack.rendering.odd_cards import MOMENT
from tests.handlers.telegram.rendering.limits import faults_of

ENGLISH = Catalogue(Language.ENGLISH)
LINK = "https://t.me/c/123/45"
NOW = MOMENT + timedelta(days=3)


def test_a_list_is_a_short_line_a_card() -> None:
    cards = [
        small_card(visuals=(visual("affiche.png"), visual("b.png"))),
        small_card(reference="V-0043", draft=DraftView("Bonjour\nà toutes", Tone.ASK, "")),
    ]
    assert cards_list(cards, ENGLISH, empty="Nothing.", permalinks={"V-0042": LINK}).text.split("\n") == [
        f'🟢 <a href="{LINK}">V-0042</a> · Rien ne s’oppose · affiche.png +1 · Camille · Nov 24, 2026, 12:00',
        "🟢 <b>V-0043</b> · Rien ne s’oppose · Bonjour à toutes · Camille · Nov 24, 2026, 12:00",
    ]


def test_an_empty_list_says_so() -> None:
    assert cards_list([], ENGLISH, empty="Nothing.", permalinks={}).text == "Nothing."


def test_a_long_list_counts_what_it_leaves_out() -> None:
    message = cards_list([small_card()] * 40, ENGLISH, empty="", permalinks={})
    assert message.text.endswith("\n… +25 more")
    assert faults_of(message) == []


def test_an_address_that_is_none_is_no_link() -> None:
    message = cards_list([small_card()], ENGLISH, empty="", permalinks={"V-0042": "javascript:alert(1)"})
    assert "javascript" not in message.text


def test_an_overview_shows_what_waits_longest_first() -> None:
    old, new = small_card(reference="V-0001"), small_card(reference="V-0002", opened_at=NOW - timedelta(hours=2))
    message = overview([new, old], [new], ENGLISH, permalinks={}, week=["5 submissions"], now=NOW, deciding=12)
    assert message.text == (
        "<b>For me to decide (12)</b>\n"
        "🟢 <b>V-0001</b> · Rien ne s’oppose · Camille · 3 days ago\n"
        "🟢 <b>V-0002</b> · Rien ne s’oppose · Camille · 2 hours ago\n"
        "… +10 more\n"
        "\n"
        "<b>My submissions (1)</b>\n"
        "🟢 <b>V-0002</b> · Rien ne s’oppose · Camille · 2 hours ago\n"
        "\n"
        "<b>This week</b>\n"
        "5 submissions"
    )


def test_an_empty_overview_is_calm() -> None:
    assert overview([], [], ENGLISH, permalinks={}, week=[], now=NOW).text == (
        "<b>For me to decide</b>\nNothing waits for you.\n\n<b>My submissions</b>\nNo submission yet."
    )
