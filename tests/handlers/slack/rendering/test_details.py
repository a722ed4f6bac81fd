from __future__ import annotations

from bot.card.lines import Tone
from bot.card.model import DraftView, Happening
from bot.language import Catalogue
from handlers.slack.rendering.details import details_view, report_text, was_cut
from policy.draft import Change, ChangeKind
from policy.language import Language
from tests.handlers.slack.rendering.limits import faults_of_view
from tests.handlers.slack.rendering.made import evidence, small_card, visual
from tests.handlers.slack.rendering.odd_cards import MOMENT
from tests.handlers.slack.rendering.plain import view_as_text

ENGLISH = Catalogue(Language.ENGLISH)


def test_each_finding_says_where_how_strong_and_what_it_does_not_prove() -> None:
    text = view_as_text(details_view(small_card(visuals=(visual("a.png", evidence=(evidence("AI"),)),)), ENGLISH))
    assert "**⛔ AI**\nWhere: PNG tEXt\nHow strong: faible\nWhat it does not prove: cela ne prouve pas qui" in text


def test_not_found_and_not_read_stay_apart() -> None:
    file = visual("a.png", nothing_found=("EXIF",), not_looked=("cut short",))
    text = view_as_text(details_view(small_card(visuals=(file,)), ENGLISH))
    assert "**Looked for, not found**\n• EXIF\n**Could not be read**\n• cut short" in text


def test_a_long_text_is_read_whole() -> None:
    draft = DraftView("mot " * 5_000, Tone.CLEAR, "Fine", changes=(Change(ChangeKind.ADDED, " neuf "),))
    card = small_card(draft=draft)
    view = details_view(card, ENGLISH)
    assert view_as_text(view).count("mot") == 5_000
    assert "[added:] neuf" in view_as_text(view)
    assert not was_cut(card, ENGLISH)
    assert faults_of_view(view) == []


def test_where_everything_does_not_fit_each_part_keeps_its_beginning() -> None:
    files = tuple(visual(f"{name}.png", evidence=tuple(map(evidence, map(str, range(99))))) for name in range(20))
    story = tuple(Happening(MOMENT, f"happened {number}", Tone.QUIET, number) for number in range(400))
    card = small_card(visuals=files, story=story)
    view = details_view(card, ENGLISH, "https://vigie.example")
    text = view_as_text(view)
    assert all(f"# ⛔ {name}.png" in text for name in range(20))
    assert "happened 0" in text
    assert "(… +" in text
    assert text.endswith("|The whole card>)")
    assert was_cut(card, ENGLISH)
    assert faults_of_view(view) == []
    assert "happened 399" in report_text(card, ENGLISH)


def test_even_a_hundred_files_fit() -> None:
    card = small_card(visuals=tuple(visual(f"{name}.png") for name in range(100)))
    view = details_view(card, ENGLISH)
    assert faults_of_view(view) == []
    assert "more)" in view_as_text(view)
    assert was_cut(card, ENGLISH)
