from __future__ import annotations

from datetime import timedelta

from bot.card.lines import Tone
from bot.card.model import DraftView
from bot.language import Catalogue
from handlers.slack.rendering.lists import cards_list, home_view
from policy.language import Language
from tests.handlers.slack.rendering.limits import faults_of_message, faults_of_view
from tests.handlers.slack.rendering.made import small_card, visual
from tests.handlers.slack.rendering.odd_cards import MOMENT
from tests.handlers.slack.rendering.plain import as_text, view_as_text

ENGLISH = Catalogue(Language.ENGLISH)
LINK = "https://example.slack.com/archives/C0/p1"
NOW = MOMENT + timedelta(days=3)


def test_a_list_is_a_short_line_a_card() -> None:
    cards = [
        small_card(visuals=(visual("affiche.png"), visual("b.png"))),
        small_card(reference="V-0043", draft=DraftView("Bonjour\nà toutes", Tone.ASK, "")),
    ]
    blocks = cards_list(cards, ENGLISH, empty="Nothing.", permalinks={"V-0042": LINK})
    assert as_text(blocks).replace("\n    ", " ").split("\n") == [
        f"🟢 **V-0042<{LINK}>** · Rien ne s’oppose · affiche.png +1 · Camille · Nov 24, 2026, 12:00",
        "🟢 **V-0043** · Rien ne s’oppose · Bonjour à toutes · Camille · Nov 24, 2026, 12:00",
    ]


def test_an_empty_list_says_so() -> None:
    assert as_text(cards_list([], ENGLISH, empty="Nothing.", permalinks={})) == "Nothing."


def test_a_long_list_counts_what_it_leaves_out() -> None:
    blocks = cards_list([small_card()] * 40, ENGLISH, empty="", permalinks={})
    assert "(… +25 more)" in as_text(blocks)
    assert faults_of_message("x", blocks) == []


def test_an_address_that_is_none_is_no_link() -> None:
    blocks = cards_list([small_card()], ENGLISH, empty="", permalinks={"V-0042": "javascript:alert(1)"})
    assert "javascript" not in as_text(blocks)


def test_home_shows_what_waits_longest_first() -> None:
    old, new = small_card(reference="V-0001"), small_card(reference="V-0002", opened_at=NOW - timedelta(hours=2))
    view = home_view(
        [new, old], [new], ENGLISH, permalinks={"V-0001": LINK}, week=["5 submissions", "1 refused"], now=NOW
    )
    assert view_as_text(view) == (
        "# For me to decide (2)\n"
        "🟢 V-0001 · Rien ne s’oppose · Camille · 3 days ago [Open → link]\n"
        "🟢 V-0002 · Rien ne s’oppose · Camille · 2 hours ago\n"
        "# My submissions (1)\n"
        "🟢 V-0002 · Rien ne s’oppose · Camille · 2 hours ago\n"
        "# This week\n"
        "5 submissions\n"
        "1 refused\n"
        "[Refresh → refresh]"
    )
    assert faults_of_view(view) == []


def test_an_empty_home_is_calm() -> None:
    view = home_view([], [], ENGLISH, permalinks={}, week=[], now=NOW)
    assert view_as_text(view) == (
        "# For me to decide\nNothing waits for you.\n# My submissions\nNo submission yet.\n[Refresh → refresh]"
    )


def test_a_full_home_fits_and_counts_the_rest() -> None:
    links = {"V-0042": LINK}
    view = home_view([small_card()] * 60, [small_card()] * 60, ENGLISH, permalinks=links, week=[], now=NOW, deciding=75)
    assert faults_of_view(view) == []
    assert "(… +55 more)" in view_as_text(view)
    assert "# For me to decide (75)" in view_as_text(view)
